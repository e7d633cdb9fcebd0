"""`casedesk case list | show | edit | move | note`: the cases of this PC, read and worked on."""

import argparse
from collections.abc import Sequence
from typing import Any

from desk import Refused, cases, counter, lists
from desk.cases import Case
from desk.casework import work
from desk.counter import Hand
from desk.lifecycle import Stage, meant, stage_label
from desk.officers import rights
from desk.record import Change
from desk.words import text
from sync.desk import Desk
from sync.paperwork import pinned
from sync.undelivered import Undelivered
from ui.command import batch, papers, reading, shapes
from ui.command.answer import Answer, Lines, moment, pairs, said, short, table
from ui.command.case_page import page
from ui.command.grammar import Usage
from ui.command.intake import ALIASES
from ui.command.opening import desk_of

EVERY = 1_000_000_000


def listing(args: argparse.Namespace) -> Answer:
    """The cases of one list, narrowed by state and words."""
    if args.view not in lists.VIEWS:
        raise Usage(text("command.unknown_list", name=args.view, known=", ".join(lists.VIEWS)))
    if args.state and args.state not in list(Stage):
        raise Usage(text("command.unknown_state", name=args.state, known=", ".join(Stage)))
    limit = EVERY if args.limit is None else max(args.limit, 0)
    with desk_of(args) as desk:
        if args.search:
            desk.demand("search")
        Undelivered(desk).follow()
        roles = desk.roles
        found = [
            rights.shown(case, roles)
            for case in lists.page(
                desk.db,
                args.view,
                desk.now(),
                search=args.search,
                stage=args.state,
                limit=limit,
                calendar=desk.calendar,
            )
        ]
    heads = [text(f"command.head.{name}") for name in ("number", "applicant", "procedure", "state", "due")]
    return Answer(
        [shapes.case_fields(case) for case in found],
        lambda: table(heads, map(_row, found), text("command.no_cases")),
    )


def _row(case: Case) -> Sequence[Any]:
    state = stage_label(case.stage)
    return case.number, short(case.applicant_name, 32), short(case.procedure_name), state, moment(case.due_at)


def show(args: argparse.Namespace) -> Answer:
    """One case whole: fields, papers, notes, versions where in conflict, history."""
    with desk_of(args) as desk:
        desk.demand("read")
        case = counter.case_here(desk.db, args.number)
        desk.audit("view", case.id)
        shown = shapes.whole_case(desk, case)
    return Answer(shown, lambda: page(case, shown))


def edit(args: argparse.Namespace) -> Answer:
    """Correct fields of one case, or of many from a file."""
    if bool(args.file) == bool(args.number) or bool(args.file) == bool(args.values):
        raise Usage(text("command.edit_usage"))
    if args.file:
        return _edit_many(args)
    values = dict(_assigned(word) for word in args.values)
    with desk_of(args) as desk:
        done = _edited(desk, {"number": args.number, **values})
    return Answer(done, lambda: _spoken(done))


def _assigned(word: str) -> tuple[str, str]:
    name, equals, value = word.partition("=")
    if not equals:
        raise Usage(text("command.not_an_assignment", word=short(word)))
    return name, value


def _edit_many(args: argparse.Namespace) -> Answer:
    data = reading.json_of(args.file)
    if not isinstance(data, list):
        raise Refused("command.not_a_list", field="file", name=args.file)
    with desk_of(args) as desk:
        return batch.answered(batch.each(data, lambda one: _edited(desk, one)), _spoken)


def _edited(desk: Desk, given: Any) -> dict[str, Any]:
    if not isinstance(given, dict) or not isinstance(given.get("number"), str):
        raise Refused("command.edit_without_number", field="number")
    values = {ALIASES.get(str(name), str(name)): value for name, value in given.items() if name != "number"}
    case = counter.case_here(desk.db, given["number"])
    change, _ = desk.do(lambda hand: counter.edit(desk.db, hand, case.id, values))
    return {"number": case.number, "id": case.id, "changed": dict(change.edits[0].fields)}


def _spoken(done: dict[str, Any]) -> Lines:
    yield text("command.edited", number=done["number"])
    yield from pairs(((str(cases.field_label(name)), value) for name, value in done["changed"].items()), indent="  ")


def move(args: argparse.Namespace) -> Answer:
    """Take a case one step along its lifecycle; with a supplement the papers that came are noted in the same change."""
    with desk_of(args) as desk:
        case = counter.case_here(desk.db, args.number)
        procedure, came = pinned(desk, case), papers.brought(desk, case, args)
        if came and meant(case.state, args.action).name != "supplement":
            raise Usage(text("papers.only_with_supplement", action=short(args.action)))

        def decide(hand: Hand) -> Change:
            if came:
                return work.supplement(desk.db, hand, case.id, procedure, desk.calendar, came, args.reason)
            return counter.move(desk.db, hand, case.id, args.action, procedure, desk.calendar, args.reason)

        change, _ = desk.do(decide)
        now = counter.case_here(desk.db, case.id)
    data: dict[str, Any] = {
        "number": now.number,
        "id": now.id,
        "state": now.stage,
        "path": now.state,
        "due_at": now.due_at,
    }
    if came:
        data["noted"] = papers.noted_in(change)
    return Answer(data, said("command.moved", number=now.number, state=stage_label(now.stage)))


def note(args: argparse.Namespace) -> Answer:
    """Write a note about a case."""
    with desk_of(args) as desk:
        case = counter.case_here(desk.db, args.number)
        change, _ = desk.do(lambda hand: cases.add_note(case, args.text, now=hand.at, new_id=hand.new_id, by=hand.by))
    data = {"number": case.number, "id": change.edits[0].id, "text": change.edits[0].fields["text"]}
    return Answer(data, said("command.noted", number=case.number))
