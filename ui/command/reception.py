"""`casedesk case receive`: cases from JSON, each its own change, on the disk before it is acknowledged."""

import argparse
from collections.abc import Iterator
from typing import Any

from desk import counter
from desk.cases import Case
from desk.words import text
from sync.desk import Desk
from ui.command import batch, reading
from ui.command.answer import Answer, Lines, Rows, moment
from ui.command.intake import Intake, intake, papers
from ui.command.opening import desk_of


def receive(args: argparse.Namespace) -> Answer | Rows:
    """Receive one case, a list of them, or with `--lines` one a line, each acknowledged by a line of its own."""
    if args.lines:
        return Rows(_line_by_line(args), batch.refused)
    data = reading.json_of(args.file)
    with desk_of(args) as desk:
        if isinstance(data, list):
            return batch.answered(batch.each(data, lambda one: received(desk, intake(one))), _spoken)
        done = received(desk, intake(data))
    return Answer(done, lambda: _spoken(done))


def _line_by_line(args: argparse.Namespace) -> Iterator[Any]:
    with desk_of(args) as desk:
        lines = reading.lines_of(args.file)
        yield from batch.each(lines, lambda line: received(desk, intake(reading.parse(line, args.file))))


def received(desk: Desk, given: Intake) -> dict[str, Any]:
    """Receive one case; it is on the disk when this returns. Raises Refused."""
    procedure = desk.catalogue.in_force(given.procedure, desk.now().date())
    ticked = papers(given.papers, procedure)
    change, _ = desk.do(
        lambda hand: counter.receive(
            desk.db, hand, procedure, desk.calendar, given.values, ticked, received_at=given.received_at
        )
    )
    first = change.edits[0]
    case = Case(first.id, **first.fields)
    return {
        "number": case.number,
        "due_at": case.due_at,
        "id": case.id,
        "procedure": case.procedure,
        "procedure_name": case.procedure_name,
        "received_at": case.received_at,
        "fee": case.fee,
    }


def _spoken(done: dict[str, Any]) -> Lines:
    yield text("command.received", number=done["number"], procedure=done["procedure_name"])
    if done["due_at"]:
        yield text("command.due", at=moment(done["due_at"]))
