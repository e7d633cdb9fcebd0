"""`casedesk book`: certification books, opened, numbered, made void, set aside, handed over, closed, printed."""

import argparse
from typing import Any

from desk import Refused, counter
from desk.books import book_numbers, bookkeeping
from desk.books.book import Account, Hold, Seat, account
from desk.books.book_kinds import kind_for, kind_of
from desk.cases import Case
from desk.forms import book as book_form
from desk.words import text
from sync.desk import Desk
from sync.keys.seats import seat
from ui.command.answer import Answer, Lines, moment, said, table
from ui.command.grammar import Usage
from ui.command.opening import desk_of
from ui.command.writing import write


def open(args: argparse.Namespace) -> Answer:
    """Open the book of a year on this PC."""
    with desk_of(args) as desk:
        kind, year = kind_of(args.kind), _year(args, desk)
        change, _ = desk.do(
            lambda hand: book_numbers.open_book(
                kind, year, bookkeeping.books(desk.db, kind), seat(desk), today=hand.now.date(), at=hand.at,
                new_id=hand.new_id, by=hand.by,
            )
        )  # fmt: skip
        data = {"id": change.edits[0].id, "kind": kind.code, "year": year, "holder": desk.device.name, "next": 1}
    return Answer(data, said("books.opened", kind=kind.code, year=year, pc=data["holder"]))


def _year(args: argparse.Namespace, desk: Desk) -> int:
    return desk.now().year if args.year is None else int(args.year)


def _hold(args: argparse.Namespace, desk: Desk) -> Hold:
    return bookkeeping.hold(desk.db, kind_of(args.kind), _year(args, desk))


def listing(args: argparse.Namespace) -> Answer:
    """Every book known here with what became of its numbers."""
    with desk_of(args) as desk:
        place = seat(desk)
        holds = [bookkeeping.hold(desk.db, kind_of(book.kind), book.year) for book in bookkeeping.books(desk.db)]
        data = [_shape(hold, place) for hold in holds]
    return Answer(data, lambda: _lines(data))


def _shape(hold: Hold, place: Seat) -> dict[str, Any]:
    book, found = hold.book, account(hold)
    return {
        "kind": book.kind, "year": book.year, "holder": place.name(book.holder), "next": book.next,
        "here": book.holder == place.device, "opened_at": book.opened_at, "closed_at": book.closed_at,
        "given": len(found.given), "void": len(found.void), "aside": _aside(found, place),
        "missing": list(found.missing), "twice": list(found.twice), "disputed": hold.disputed,
    }  # fmt: skip


def _aside(found: Account, place: Seat) -> list[dict[str, Any]]:
    return [{"first": first, "last": last, "pc": place.name(device)} for first, last, device in found.aside]


def _lines(data: list[dict[str, Any]]) -> Lines:
    heads = [text(f"books.head.{name}") for name in ("kind", "year", "holder", "next", "given", "void", "state")]
    yield from table(heads, [_row(each) for each in data], text("books.none"))
    for each in data:
        yield from (f"  {each['kind']} {each['year']}: {text('books.aside', **run)}" for run in each["aside"])
        if each["twice"]:
            yield text("books.twice", numbers=", ".join(map(str, each["twice"])))


def _row(each: dict[str, Any]) -> tuple[Any, ...]:
    state = text("books.state_closed", day=moment(each["closed_at"])) if each["closed_at"] else text("books.state_open")
    if each["missing"]:
        state = text("books.not_arrived", count=len(each["missing"]))
    return each["kind"], each["year"], each["holder"], f"{each['next']:02}", each["given"], each["void"], state


def next(args: argparse.Namespace) -> Answer:
    """Take the next number; the case, if one is named, fills in what is not given."""
    with desk_of(args) as desk:
        desk.demand("read")
        case = counter.case_here(desk.db, args.case) if args.case else None
        values = {"copies": args.copies, "fee": args.fee, **_said(args, case)}
        change, _ = desk.do(
            lambda hand: book_numbers.certify(
                _hold(args, desk), seat(desk), values, today=hand.now.date(), at=hand.at, new_id=hand.new_id,
                by=hand.by,
            )
        )  # fmt: skip
        row = dict(change.edits[1].fields)
        number = bookkeeping.number_said(_hold(args, desk).book, row["number"])
    return Answer({"id": change.edits[1].id, "said": number, **row}, said("books.given", number=number))


def _said(args: argparse.Namespace, case: Case | None) -> dict[str, str]:
    values = {name: getattr(args, name) for name in ("person", "subject", "signer", "note")}
    if case:
        fits = kind_for(case.procedure)
        values["case_id"] = case.id
        values["person"] = values["person"] or case.applicant_name
        values["subject"] = values["subject"] or case.subject or ("" if fits else case.procedure_name)
    return values


def void(args: argparse.Namespace) -> Answer:
    """Make one number void, several that follow each other, or all that is still set aside for this PC."""
    if (args.number is None) == (not args.rest):
        raise Usage(text("books.which_numbers"))
    with desk_of(args) as desk:
        runs = _unused(args, desk) if args.rest else [(args.number, args.last or args.number)]
        for first, last in runs:
            desk.do(
                lambda hand, first=first, last=last: book_numbers.void(  # type: ignore[misc]
                    _hold(args, desk), seat(desk), first, last, args.reason, at=hand.at, new_id=hand.new_id, by=hand.by
                )
            )
    data = [{"first": first, "last": last, "reason": args.reason} for first, last in runs]
    return Answer(data, lambda: [_voided(run) for run in data])


def _unused(args: argparse.Namespace, desk: Desk) -> list[tuple[int, int]]:
    hold = _hold(args, desk)
    runs = [(first, last) for first, last, device in account(hold).aside if device == desk.device.id]
    if not runs:
        raise Refused("books.nothing_to_void", kind=hold.book.kind, year=hold.book.year)
    return runs


def _voided(run: dict[str, Any]) -> str:
    return text("books.voided_many", **run) if run["last"] > run["first"] else text("books.voided", **run)


def reserve(args: argparse.Namespace) -> Answer:
    """Set numbers aside for another PC."""
    with desk_of(args) as desk:
        place, device = seat(desk), _device(args.pc, desk)
        change, _ = desk.do(
            lambda hand: book_numbers.reserve(
                _hold(args, desk), place, device, args.count, new_id=hand.new_id, by=hand.by
            )
        )
        row = change.edits[1].fields
        data = {"first": row["first"], "last": row["last"], "pc": place.name(device)}
    return Answer(data, said("books.set_aside", **data))


def _device(asked: str, desk: Desk) -> str:
    """The id of the PC meant by its number, its name or its id."""
    for member in desk.keyring.roster.members:
        if asked.casefold() in (str(member.pc), f"{member.pc:02}", member.name.casefold(), member.id):
            return member.id
    raise Refused("books.no_such_pc", field="pc", pc=asked[:40])


def handover(args: argparse.Namespace) -> Answer:
    """Hand the book over; or, on the PC that stands in for one that left, take it over."""
    with desk_of(args) as desk:
        place, device = seat(desk), _device(args.pc, desk)
        book = _hold(args, desk).book
        desk.do(lambda hand: book_numbers.hand_over(_hold(args, desk), place, device, by=hand.by))
        data = {"kind": book.kind, "year": book.year, "holder": place.name(device), "next": book.next}
    words = {"kind": book.kind, "year": book.year}
    if device == place.device:
        return Answer(data, said("books.taken_over", **words))
    return Answer(data, said("books.handed_over", pc=data["holder"], **words))


def close(args: argparse.Namespace) -> Answer:
    """Close the book of a year with its totals."""
    with desk_of(args) as desk:
        change, _ = desk.do(
            lambda hand: book_numbers.close(
                _hold(args, desk), seat(desk), today=hand.now.date(), at=hand.at, by=hand.by, reason=args.reason
            )
        )
        book = _hold(args, desk).book
    totals = dict(change.edits[0].fields)
    data = {"kind": book.kind, "year": book.year, **totals}
    return Answer(data, said("books.done", kind=book.kind, year=book.year, given=totals["given"], void=totals["void"]))


def print(args: argparse.Namespace) -> Answer:
    """Write the book as PDF, line by line."""
    with desk_of(args) as desk:
        desk.demand("read")
        hold, place = _hold(args, desk), seat(desk)
        desk.audit("print", hold.book.id, f"{hold.book.kind} {hold.book.year}")
        pdf = book_form.book_pdf(
            hold, kind_of(hold.book.kind), office_name=desk.office.name or desk.office.code, at=desk.hand().at,
            names=place.names,
        )  # fmt: skip
    write(args.pdf, pdf)
    data = {"kind": hold.book.kind, "year": hold.book.year, "pdf": str(args.pdf), "bytes": len(pdf)}
    return Answer(data, said("books.printed", kind=hold.book.kind, year=hold.book.year, file=args.pdf))
