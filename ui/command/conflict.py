"""`casedesk conflict list | settle`: fields that have several values, and the choice that ends it for everybody."""

import argparse
from typing import Any

from desk import Refused, counter, lists
from desk.cases import field_label
from desk.record import Version
from desk.words import text
from ui.command import shapes
from ui.command.answer import Answer, Lines, said
from ui.command.case import EVERY
from ui.command.case_page import conflict_lines
from ui.command.intake import ALIASES
from ui.command.opening import desk_of


def listing(args: argparse.Namespace) -> Answer:
    """Every field in conflict, with its versions."""
    with desk_of(args) as desk:
        desk.demand("read")
        waiting = lists.page(desk.db, "conflict", desk.now(), limit=EVERY)
        found = [conflict for case in waiting for conflict in shapes.conflicts(desk, case)]
    return Answer(found, lambda: _lines(found))


def _lines(found: list[dict[str, Any]]) -> Lines:
    if not found:
        yield text("command.no_conflicts")
    for conflict in found:
        yield conflict["number"]
        yield from (f"  {line}" for line in conflict_lines(conflict))


def settle(args: argparse.Namespace) -> Answer:
    """Choose a version or a value, with a reason."""
    field = ALIASES.get(args.field, args.field)
    with desk_of(args) as desk:
        case = counter.case_here(desk.db, args.number)
        seen = counter.versions(desk.db, case.id).get(field, [])
        value = _chosen(args, field, seen, case.number)
        change, _ = desk.do(lambda hand: counter.settle(desk.db, hand, case.id, field, value, seen, args.reason))
        left = len(lists.conflicting(desk.db, case.id))
    written = change.edits[0].fields[field]
    data = {"number": case.number, "field": field, "value": written, "reason": change.reason, "left": left}
    return Answer(data, said("command.settled", number=case.number, field=field_label(field)))


def _chosen(args: argparse.Namespace, field: str, seen: list[Version], number: str) -> Any:
    if not seen:
        raise Refused("cases.no_conflict", field=field, name=field_label(field), number=number)
    if args.version is None:
        return args.value
    if not 1 <= args.version <= len(seen):
        raise Refused("cases.version_not_offered", field="version", n=args.version, count=len(seen))
    return seen[args.version - 1].value
