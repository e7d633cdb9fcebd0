"""What the window shows of a certification book: its numbers accounted for, who holds it, what this PC gives next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from desk import Refused, store
from desk.books import book_numbers, bookkeeping
from desk.books.book import Account, BookEntry, BookRange, Hold, Seat, account
from desk.books.book_kinds import Kind, kinds
from desk.counter import Hand
from desk.record import Change
from desk.words import text
from sync.desk import Desk
from sync.keys.seats import seat
from sync.log import Touched

KINDS = {"book", "bookrange", "bookentry"}
"""The kinds of records whose changes concern a book."""


@dataclass(frozen=True)
class KnownBook:
    """One open book as this PC knows it, from the seat of this PC."""

    kind: Kind
    hold: Hold
    seat: Seat

    @property
    def key(self) -> str:
        """What tells it apart on the screen."""
        return key_of(self.kind, self.hold.book.year)

    @property
    def title(self) -> str:
        """What is written on its cover."""
        return text("books_place.cover", kind=self.kind.code, year=self.hold.book.year)

    @property
    def here(self) -> bool:
        """Whether this PC holds it."""
        return self.hold.book.holder == self.seat.device

    @property
    def holder(self) -> str:
        """The name of the PC that holds it."""
        return self.seat.name(self.hold.book.holder)

    @cached_property
    def account(self) -> Account:
        """Its numbers, each explained."""
        return account(self.hold)

    @cached_property
    def next(self) -> int:
        """The number this PC gives next, 0 where it gives none."""
        return 0 if self.refusal else book_numbers.next_number(self.hold, self.seat)

    @cached_property
    def refusal(self) -> str:
        """Why this PC gives no number in it now, "" where it does."""
        try:
            book_numbers.next_number(self.hold, self.seat)
        except Refused as refused:
            return str(refused)
        return ""

    @property
    def signer(self) -> str:
        """Who signed the last line."""
        return next((line.signer for line in reversed(self.hold.entries) if line.signer), "")


def key_of(kind: Kind, year: int) -> str:
    """The key of a book on the screen, open or not."""
    return f"{kind.code} {year}"


def known_book(desk: Desk, kind: Kind, year: int, *, with_lines: bool = True) -> KnownBook:
    """The book of that kind and year, without its lines where only its next number matters.

    Raises Refused where none is open here.
    """
    return KnownBook(kind, bookkeeping.hold(desk.db, kind, year, with_lines=with_lines), seat(desk))


def known_books(desk: Desk) -> dict[str, KnownBook]:
    """Every open or closed book by its key, the newest year first, kinds in their order."""
    place, found = seat(desk), {}
    years = sorted({book.year for book in bookkeeping.books(desk.db)}, reverse=True)
    for year in years:
        for kind in kinds():
            if any(book.year == year for book in bookkeeping.books(desk.db, kind)):
                book = KnownBook(kind, bookkeeping.hold(desk.db, kind, year), place)
                found[book.key] = book
    return found


def refreshed(desk: Desk, before: Mapping[str, KnownBook], touched: Touched) -> dict[str, KnownBook]:
    """The books after records were written: only what was touched is read, for a book may have thousands of lines."""
    entries = [store.get(desk.db, BookEntry, id) for kind, id in touched if kind == "bookentry"]
    ranges = [store.get(desk.db, BookRange, id) for kind, id in touched if kind == "bookrange"]
    concerned = {id for kind, id in touched if kind == "book"}
    concerned |= {each.book for each in (*entries, *ranges) if each}
    if not concerned <= {book.hold.book.id for book in before.values()}:
        return known_books(desk)
    fresh = {each.id: each for each in entries if each}
    return {
        key: _refreshed(desk, book, fresh) if book.hold.book.id in concerned else book for key, book in before.items()
    }


def _refreshed(desk: Desk, book: KnownBook, fresh: Mapping[str, BookEntry]) -> KnownBook:
    now = bookkeeping.hold(desk.db, book.kind, book.hold.book.year, with_lines=False)
    mine = {id: entry for id, entry in fresh.items() if entry.book == now.book.id}
    lines = [mine.pop(entry.id, entry) for entry in book.hold.entries] + list(mine.values())
    return KnownBook(book.kind, replace(now, entries=sorted(lines, key=lambda line: (line.number, line.id))), book.seat)


Decide = Callable[[Hand], Change]


def opening(desk: Desk, kind: Kind, year: int) -> Decide:
    """The decision to open the book of a year."""
    return lambda hand: book_numbers.open_book(
        kind, year, bookkeeping.books(desk.db, kind), seat(desk), today=hand.now.date(), at=hand.at,
        new_id=hand.new_id, by=hand.by,
    )  # fmt: skip


def opening_refused(desk: Desk, kind: Kind, year: int) -> str:
    """Why this PC may not open the book of a year, "" where it may."""
    try:
        opening(desk, kind, year)(desk.hand())
    except Refused as refused:
        return str(refused)
    return ""


def giving(desk: Desk, book: KnownBook, values: dict[str, object]) -> Decide:
    """The decision to give the next number."""
    return lambda hand: book_numbers.certify(
        _now(desk, book, with_lines=False),
        book.seat,
        values,
        today=hand.now.date(),
        at=hand.at,
        new_id=hand.new_id,
        by=hand.by,
    )


def voiding(desk: Desk, book: KnownBook, first: int, last: int, reason: str) -> Decide:
    """The decision to make numbers void."""
    return lambda hand: book_numbers.void(
        _now(desk, book), book.seat, first, last, reason, at=hand.at, new_id=hand.new_id, by=hand.by
    )


def reserving(desk: Desk, book: KnownBook, device: str, count: int) -> Decide:
    """The decision to set numbers aside for another PC."""
    return lambda hand: book_numbers.reserve(
        _now(desk, book, with_lines=False), book.seat, device, count, new_id=hand.new_id, by=hand.by
    )


def handing_over(desk: Desk, book: KnownBook, device: str, reason: str) -> Decide:
    """The decision to give the book to another PC, or to take it from one that left."""
    return lambda hand: book_numbers.hand_over(
        _now(desk, book, with_lines=False), book.seat, device, by=hand.by, reason=reason
    )


def closing(desk: Desk, book: KnownBook, reason: str) -> Decide:
    """The decision to close the book with its totals."""
    return lambda hand: book_numbers.close(
        _now(desk, book), book.seat, today=hand.now.date(), at=hand.at, by=hand.by, reason=reason
    )


def _now(desk: Desk, book: KnownBook, *, with_lines: bool = True) -> Hold:
    """The book as it is in the moment of the decision, whatever the screen shows."""
    return bookkeeping.hold(desk.db, book.kind, book.hold.book.year, with_lines=with_lines)
