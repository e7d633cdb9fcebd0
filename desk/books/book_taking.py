"""Taking over what a dead PC held of certification books: the books it gave numbers of, and numbers set aside for it.

The PC may have given numbers that nobody heard of. What its paper book shows can be told: then numbering goes on after
it, and the numbers between are missing until its changes come or somebody makes them void. Otherwise it goes on after
the last one known; a number that the dead PC turns out to have given too stands in the book twice and is shown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desk import Refused
from desk.books.book import MOST_NUMBERS, Book, BookRange, Hold, Seat
from desk.lifecycle import STEP
from desk.record import Edit


@dataclass(frozen=True)
class Taken:
    """What of a book was taken over: the next number, or those still set aside (`first` to `last`, 0 for the book)."""

    book: Book
    next: int
    first: int = 0
    last: int = 0


def to_take(holds: Sequence[Hold], gone: str) -> list[Taken]:
    """What the PC `gone` holds of these books, as far as is known here."""
    found = []
    for hold in holds:
        if hold.book.holder == gone and not hold.book.closed_at and not hold.disputed:
            found.append(Taken(hold.book, hold.book.next))
        found += [Taken(hold.book, each.next, each.first, each.last) for each in _left(hold, gone)]
    return found


def take_over(hold: Hold, seat: Seat, gone: str, on_paper: int = 0) -> Iterator[Edit]:
    """What to write so that this PC gives the numbers that the PC `gone` gave.

    `on_paper` is the last number that its paper book shows, 0 where nobody has looked. Raises Refused for one that is
    no number of the book.
    """
    if on_paper and not 0 < on_paper < min(MOST_NUMBERS, hold.book.next + _FURTHEST):
        raise Refused("takeover.bad_number", field="last", kind=hold.book.kind, next=hold.book.next)
    if hold.book.holder == gone and not hold.book.closed_at and not hold.disputed:
        yield Edit("book", hold.book.id, _book(hold.book, seat.device, on_paper))
    for each in _left(hold, gone):
        after = {"next": on_paper + 1} if each.next <= on_paper <= each.last else {}
        yield Edit("bookrange", each.id, {"device": seat.device, **after})


_FURTHEST = 10_000


def _book(book: Book, device: str, on_paper: int) -> dict[str, object]:
    """The whole book again, for it may reach a PC before the changes it follows."""
    return {
        "kind": book.kind, "year": book.year, "next": max(book.next, on_paper + 1),
        "holders": f"{book.holders}{STEP}{device}",
    }  # fmt: skip


def _left(hold: Hold, gone: str) -> list[BookRange]:
    return [] if hold.book.closed_at else [r for r in hold.ranges if r.device == gone and r.next <= r.last]
