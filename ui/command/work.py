"""`casedesk case assign | handover | suspend | resume | apologise | result | return | satisfaction | bind | undo`."""

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any

from desk import Refused, counter
from desk.cases import Case
from desk.casework import work
from desk.casework.returning import Taker
from desk.counter import Hand
from desk.forms.register_csv import register_csv
from desk.lifecycle import stage_label
from desk.record import Change
from desk.words import text
from sync import paperwork, undo
from sync.desk import Desk
from sync.paperwork import pinned
from ui.command import shapes
from ui.command.answer import Answer, moment, said
from ui.command.grammar import Usage
from ui.command.opening import desk_of
from ui.command.writing import write

Decide = Callable[[Desk, Hand, Case], Change]
Values = Callable[[Desk, Case, Change], dict[str, Any]]


def _worked(args: argparse.Namespace, name: str, decide: Decide, values: Values) -> Answer:
    """Do it to one case; answer where the case stands now, with the `values` that the text of `name` needs."""
    with desk_of(args) as desk:
        case = counter.case_here(desk.db, args.number)
        change, _ = desk.do(lambda hand: decide(desk, hand, case))
        now = counter.case_here(desk.db, case.id)
        told = values(desk, now, change)
        data = {"number": now.number, "id": now.id, **_stands(desk, now), **told}
    return Answer(data, said(f"work.done.{name}", **told, number=now.number))


def _stands(desk: Desk, case: Case) -> dict[str, Any]:
    return {"state": case.stage, "path": case.state, "due_at": case.due_at, **shapes.standing(desk, case)}


def assign(args: argparse.Namespace) -> Answer:
    """Give a case to an officer within its step."""
    return _worked(
        args, "assign", lambda desk, hand, case: work.assign(desk.db, hand, case.id, args.taker, args.note), _holder
    )


def handover(args: argparse.Namespace) -> Answer:
    """Hand a case on to its next step, or to the one named."""
    step = None if args.step is None else args.step - 1
    return _worked(
        args, "handover",
        lambda desk, hand, case: work.hand_over(
            desk.db, hand, case.id, args.taker, pinned(desk, case), step=step, note=args.note
        ),
        lambda desk, case, change: {**_holder(desk, case, change), "step": shapes.standing(desk, case)["step"]},
    )  # fmt: skip


def _holder(desk: Desk, case: Case, _: Change) -> dict[str, Any]:
    return {"name": desk.officer_name(case.assignee)}


def suspend(args: argparse.Namespace) -> Answer:
    """Stop the clock of a case."""
    return _worked(
        args, "suspend", lambda desk, hand, case: work.suspend(desk.db, hand, case.id, args.reason), _nothing
    )


def resume(args: argparse.Namespace) -> Answer:
    """Let the clock of a case go on."""
    return _worked(
        args, "resume",
        lambda desk, hand, case: work.resume(desk.db, hand, case.id, pinned(desk, case), desk.calendar, args.reason),
        _nothing,
    )  # fmt: skip


def _nothing(*_: Any) -> dict[str, Any]:
    return {}


def apologise(args: argparse.Namespace) -> Answer:
    """Promise a new date."""
    return _worked(
        args, "apologise",
        lambda desk, hand, case: work.apologise(
            desk.db, hand, case.id, pinned(desk, case), desk.calendar, args.due, args.reason
        ),
        lambda desk, case, change: {"at": moment(case.due_at)},
    )  # fmt: skip


def result(args: argparse.Namespace) -> Answer:
    """Record the result of a case."""
    return _worked(
        args, "result", lambda desk, hand, case: work.finish(desk.db, hand, case.id, args.document, args.date),
        lambda desk, case, change: {"state": str(stage_label(case.stage))},
    )  # fmt: skip


def give_back(args: argparse.Namespace) -> Answer:
    """Return the result to the citizen."""
    taker = Taker(args.taker, args.id, args.way, not args.unsigned, args.parcel)
    return _worked(
        args, "return", lambda desk, hand, case: work.give_back(desk.db, hand, case.id, taker),
        lambda desk, case, change: {"name": case.returned_to},
    )  # fmt: skip


def satisfaction(args: argparse.Namespace) -> Answer:
    """Keep what a citizen tapped."""
    return _worked(
        args, "satisfaction", lambda desk, hand, case: work.rate(desk.db, hand, case.id, args.score, args.scale),
        lambda desk, case, change: {"score": args.score, "scale": args.scale},
    )  # fmt: skip


def bind(args: argparse.Namespace) -> Answer:
    """Bind the portal's number to a case."""
    return _worked(
        args, "bind", lambda desk, hand, case: work.bind(desk.db, hand, case.id, args.portal_number, args.reason),
        lambda desk, case, change: {"portal_number": case.portal_number},
    )  # fmt: skip


def take_back(args: argparse.Namespace) -> Answer:
    """Take back the last action of a case."""
    return _worked(args, "undo", lambda desk, hand, case: undo.undo(desk, hand, case.id, args.reason), _nothing)


def form(args: argparse.Namespace) -> Answer:
    """Write a form of a case as PDF; the print enters the history once the file is on the disk."""
    with desk_of(args) as desk:
        desk.demand("read")
        case = counter.case_here(desk.db, args.number)
        pdf = paperwork.form_pdf(desk, case, args.form, args.size)
        write(args.pdf, pdf)
        desk.do(lambda hand: paperwork.form_printed(case, args.form, hand))
    data = {"number": case.number, "form": args.form, "pdf": str(args.pdf), "bytes": len(pdf)}
    return Answer(data, said("work.done.form", form=args.form, number=case.number, file=args.pdf))


def register(args: argparse.Namespace) -> Answer:
    """Write the register book of a range of days as PDF, as a table for a spreadsheet, or both."""
    if args.pdf is None and args.csv is None:
        raise Usage(text("register.usage"))
    first, last = _day(args.first_day, "from"), _day(args.to, "to")
    data: dict[str, Any] = {"first": args.first_day, "last": args.to, "cases": 0, "pdf": None, "csv": None, "bytes": 0}
    with desk_of(args) as desk:
        desk.demand("read")
        if args.pdf is not None:
            pdf, data["cases"] = paperwork.register_pdf(desk, first, last)
            write(args.pdf, pdf)
            data |= {"pdf": str(args.pdf), "bytes": len(pdf)}
        if args.csv is not None:
            lines = paperwork.register_lines(desk, first, last)
            write(args.csv, register_csv(lines))
            data |= {"cases": len(lines), "csv": str(args.csv)}
        desk.audit("export", detail=f"07 {first} {last}")
    files = [name for name in (data["pdf"], data["csv"]) if name]
    return Answer(data, lambda: [text("work.done.register", count=data["cases"], file=name) for name in files])


def _day(value: str, field: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Refused("work.bad_date", field=field, value=value[:40]) from None
