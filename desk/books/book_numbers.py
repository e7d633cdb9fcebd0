"""Decisions about certification books: opened, numbered, set aside, handed over, made void, closed.

Pure: each takes what is known here of a book (`Hold`) and the PC that decides (`Seat`), and returns a `Change`.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from desk import Refused
from desk.books.book import Book, BookEntry, Hold, Seat, account
from desk.books.book_kinds import Kind
from desk.cases import NewId
from desk.lifecycle import STEP
from desk.record import Change, Edit
from desk.text import clean

MOST_AT_ONCE = 500
"""Numbers that may be set aside or declared void in one go."""

TEXT_LIMIT = 1000
LAST_WEEK = (12, 25)
"""From here on closing the year's book needs no reason."""


def open_book(
    kind: Kind, year: int, known: Sequence[Book], seat: Seat, *, today: date, at: str, new_id: NewId, by: str
) -> Change:
    """Open the book of a year. `known` are all books of the kind held here.

    The PC that holds the newest one opens the next; the first is opened by the steward. Raises Refused.
    """
    newest = max(known, key=lambda book: book.year, default=None)
    if not 2000 <= year <= today.year + 1:
        raise Refused("books.bad_year", field="year", year=year)
    if any(book.year == year for book in known):
        raise Refused("books.already_open", field="year", kind=kind.code, year=year)
    if newest and year < newest.year:
        raise Refused("books.year_passed", field="year", kind=kind.code, year=newest.year)
    if newest and newest.holder != seat.device:
        raise Refused("books.held_elsewhere", kind=kind.code, year=newest.year, pc=seat.name(newest.holder))
    if not newest and not seat.steward:
        raise Refused("books.not_steward", kind=kind.code)
    row = {"kind": kind.code, "year": year, "opened_at": at, "holders": seat.device, "next": 1}
    return Change("open_book", (Edit("book", new_id(), row),), by)


def certify(
    hold: Hold, seat: Seat, values: Mapping[str, Any], *, today: date, at: str, new_id: NewId, by: str
) -> Change:
    """Give the next number to what is certified: `values` are fields of `BookEntry` a person enters. Raises Refused."""
    _usable(hold, hold.book.closed_at)
    if today.year != hold.book.year:
        raise Refused("books.other_year", kind=hold.book.kind, year=hold.book.year, today=today.year)
    number, moved = _next(hold, seat)
    row = {"book": hold.book.id, "number": number, "at": at, **entered(values)}
    if not row.get("person"):
        raise Refused("books.person_missing", field="person")
    return Change("certify", (moved, Edit("bookentry", new_id(), row)), by)


def next_number(hold: Hold, seat: Seat) -> int:
    """The number this PC would give now. Raises Refused, saying which PC gives it instead or why none is given."""
    _usable(hold, hold.book.closed_at)
    return _next(hold, seat)[0]


def _next(hold: Hold, seat: Seat) -> tuple[int, Edit]:
    """The number this PC may give now, and the edit that moves past it; numbers set aside for it come first."""
    for own in sorted(hold.ranges, key=lambda each: each.first):
        if own.device == seat.device and own.next <= own.last:
            return own.next, Edit("bookrange", own.id, {"next": own.next + 1})
    if hold.book.holder != seat.device:
        raise Refused("books.held_elsewhere", kind=hold.book.kind, year=hold.book.year, pc=seat.name(hold.book.holder))
    return hold.book.next, Edit("book", hold.book.id, {"next": hold.book.next + 1})


def reserve(hold: Hold, seat: Seat, device: str, count: int, *, new_id: NewId, by: str) -> Change:
    """Set the next `count` numbers aside for the PC `device`. Raises Refused."""
    _held(hold, seat)
    _usable(hold, hold.book.closed_at)
    _member(seat, device)
    if not 1 <= count <= MOST_AT_ONCE:
        raise Refused("books.bad_count", field="count", most=MOST_AT_ONCE)
    first, after = hold.book.next, hold.book.next + count
    row = {"book": hold.book.id, "device": device, "first": first, "last": after - 1, "next": first}
    return Change("reserve", (Edit("book", hold.book.id, {"next": after}), Edit("bookrange", new_id(), row)), by)


def hand_over(hold: Hold, seat: Seat, device: str, *, by: str, reason: str = "") -> Change:
    """Give the book to the PC `device`: this PC gives no number from now on, that one as soon as it knows.

    The change says the whole book again, for it may reach that PC before the changes it follows. A steward takes the
    book of a PC that has left in the same way, naming itself. Raises Refused.
    """
    _usable(hold)
    if hold.superseded:
        raise Refused("books.newer_open", kind=hold.book.kind, year=hold.book.year)
    taken = hold.book.holder in seat.gone and seat.steward and device == seat.device
    if not taken:
        _held(hold, seat)
        _member(seat, device)
    if device == hold.book.holder:
        raise Refused("books.holds_already", field="pc", pc=seat.name(device))
    holders = f"{hold.book.holders}{STEP}{device}"
    whole = {"kind": hold.book.kind, "year": hold.book.year, "next": hold.book.next, "holders": holders}
    return Change("hand_over", (Edit("book", hold.book.id, whole),), by, clean(reason)[:TEXT_LIMIT])


def void(hold: Hold, seat: Seat, number: int, last: int, reason: str, *, at: str, new_id: NewId, by: str) -> Change:
    """Declare numbers void, with the reason: one that was given, or unused ones from the next on. Raises Refused."""
    if not (reason := clean(reason)[:TEXT_LIMIT]):
        raise Refused("books.reason_missing", field="reason")
    _usable(hold, hold.book.closed_at)
    last = max(number, last)
    there = [entry for entry in hold.entries if number in entry.numbers]
    if there and last == number:
        return _void_given(there, number, reason, by)
    if number < 1 or last - number >= MOST_AT_ONCE:
        raise Refused("books.bad_count", field="number", most=MOST_AT_ONCE)
    row = {"book": hold.book.id, "number": number, "at": at, "void_reason": reason}
    if last > number:
        row["last"] = last
    if _never_came(hold, seat, number, last):
        return Change("void", (Edit("bookentry", new_id(), row),), by, reason)
    return Change("void", (_past(hold, seat, number, last), Edit("bookentry", new_id(), row)), by, reason)


def _void_given(there: Sequence[BookEntry], number: int, reason: str, by: str) -> Change:
    valid = [entry for entry in there if not entry.void_reason]
    if not valid:
        raise Refused("books.void_already", field="number", number=number)
    return Change("void", tuple(Edit("bookentry", entry.id, {"void_reason": reason}) for entry in valid), by, reason)


def _never_came(hold: Hold, seat: Seat, number: int, last: int) -> bool:
    """Whether these numbers of a book that was another PC's before were passed over without a line ever coming here."""
    missing = set(account(hold).missing)
    mine = hold.book.holder == seat.device and STEP in hold.book.holders
    return mine and missing.issuperset(range(number, last + 1))


def _past(hold: Hold, seat: Seat, number: int, last: int) -> Edit:
    """The edit that moves past unused numbers; they must be the next ones of a right this PC has."""
    holds = hold.book.holder == seat.device
    for each in hold.ranges:
        mine = each.device == seat.device or (holds and each.device in seat.gone)
        if mine and each.next == number and last <= each.last:
            return Edit("bookrange", each.id, {"next": last + 1})
    if holds and number == hold.book.next:
        return Edit("book", hold.book.id, {"next": last + 1})
    raise Refused("books.not_next", field="number", number=number, next=_mine_next(hold, seat))


def _mine_next(hold: Hold, seat: Seat) -> str:
    try:
        return f"{_next(hold, seat)[0]:02}"
    except Refused:
        return "-"


def close(hold: Hold, seat: Seat, *, today: date, at: str, by: str, reason: str = "") -> Change:
    """Close the book with its totals, once every number is explained; before the year's end only with a reason.

    Raises Refused, naming the numbers that are still set aside or on their way here.
    """
    _held(hold, seat)
    _usable(hold, hold.book.closed_at)
    if today < date(hold.book.year, *LAST_WEEK) and not clean(reason):
        raise Refused("books.close_early", field="reason", kind=hold.book.kind, year=hold.book.year)
    found = account(hold)
    if found.aside:
        first, last, device = found.aside[0]
        raise Refused("books.still_aside", first=first, last=last, pc=seat.name(device))
    if found.missing or found.twice:
        odd = (found.missing or found.twice)[:10]
        raise Refused("books.unexplained", numbers=", ".join(f"{each:02}" for each in odd))
    totals = {"closed_at": at, "given": len(found.given), "void": len(found.void)}
    return Change("close_book", (Edit("book", hold.book.id, totals),), by, clean(reason)[:TEXT_LIMIT])


def entered(values: Mapping[str, Any]) -> dict[str, Any]:
    """What a person entered for a line, cleaned. Raises Refused naming the field."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if name in ("copies", "fee"):
            if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 10**9:
                raise Refused("books.not_a_number", field=name)
            found[name] = value
        elif len(text := clean(str(value))) > TEXT_LIMIT:
            raise Refused("books.too_long", field=name, limit=TEXT_LIMIT)
        elif text:
            found[name] = text
    return found


def _usable(hold: Hold, closed_at: str = "") -> None:
    if hold.disputed:
        raise Refused("books.disputed", kind=hold.book.kind, year=hold.book.year)
    if closed_at:
        raise Refused("books.closed", kind=hold.book.kind, year=hold.book.year, day=closed_at[:10])


def _held(hold: Hold, seat: Seat) -> None:
    if hold.book.holder != seat.device:
        raise Refused("books.held_elsewhere", kind=hold.book.kind, year=hold.book.year, pc=seat.name(hold.book.holder))


def _member(seat: Seat, device: str) -> None:
    if device not in seat.names or device in seat.gone:
        raise Refused("books.no_such_pc", field="pc", pc=seat.name(device))
