"""`casedesk conflict list | settle | patterns | settle-all | undo`: what waits for a decision, and what ends it."""

import argparse
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from desk import Refused, counter, lists, store
from desk.cases import Case, field_label
from desk.reconcile import disputes
from desk.reconcile.disputes import Dispute, Kind
from desk.reconcile.kept import OnlineCase
from desk.record import Version
from desk.words import text
from sync.desk import Desk
from sync.reconcile import deciding, patterns
from sync.reconcile.waiting import waiting
from ui.command import shapes
from ui.command.answer import Answer, Lines, said
from ui.command.case_page import conflict_lines
from ui.command.intake import ALIASES
from ui.command.opening import desk_of

REGISTERS = frozenset({Kind.FIELD, Kind.STATE, Kind.VOID})


def listing(args: argparse.Namespace) -> Answer:
    """Everything that waits for a decision; fields in conflict with their versions."""
    with desk_of(args) as desk:
        desk.demand("reconcile")
        found = [_shape(desk, dispute) for dispute in _waiting(desk, args.kind)]
    return Answer(found, lambda: _lines(found))


def _waiting(desk: Desk, kind: str = "") -> list[Dispute]:
    return [dispute for dispute in waiting(desk, 10**6) if not kind or dispute.kind == kind]


def _shape(desk: Desk, dispute: Dispute) -> dict[str, Any]:
    """A dispute as scripts get it: `key` names it in other commands."""
    cases = [case for id in dispute.cases if (case := store.get(desk.db, Case, id))]
    if dispute.kind in REGISTERS and dispute.record_kind == "case":
        return shapes.conflict(desk, cases[0], dispute.field)
    held = disputes.versions(desk.db, dispute.record_kind, dispute.record).get(dispute.field, [])
    versions = [shapes.version(desk, dispute.field, n, version) for n, version in enumerate(held, start=1)]
    noted = store.get(desk.db, OnlineCase, dispute.record) if dispute.kind is Kind.ONLINE else None
    more = {"online": asdict(noted)} if noted else {}
    return {**shapes.dispute(dispute, cases), "versions": versions, **more}


def _lines(found: list[dict[str, Any]]) -> Lines:
    if not found:
        yield text("command.no_conflicts")
    for conflict in found:
        kind = text(f"disputes.kind.{conflict['kind']}")
        yield f"{' + '.join(conflict['numbers'])}  {kind}".strip()
        yield from (f"  {line}" for line in conflict_lines(conflict))


def settle(args: argparse.Namespace) -> Answer:
    """Choose a version or a value, with a reason."""
    field = ALIASES.get(args.field, args.field)
    with desk_of(args) as desk:
        kind, record, number = _meant(desk, args.number)
        seen = disputes.versions(desk.db, kind, record).get(field, [])
        value = _chosen(args, field, seen, number)
        change, _ = desk.do(lambda hand: deciding.settle(desk, hand, kind, record, field, value, seen, args.reason))
        left = len(lists.conflicting(desk.db, record, kind))
    data = {"number": number, "field": field, "reason": change.reason, "left": left, "action": change.action}
    if change.action == "propose":
        data |= {"proposal": change.edits[0].id, "value": change.edits[0].fields.get("value", "")}
        return Answer(data, said("disputes.proposed", number=number, field=field_label(field)))
    data |= {"value": change.edits[0].fields[field], "settlement": change.edits[1].id}
    return Answer(data, said("command.settled", number=number, field=field_label(field)))


def _meant(desk: Desk, name: str) -> tuple[str, str, str]:
    """The record meant by a case's number or by a record id: its kind, its id and the number shown."""
    for dispute in disputes.registers(desk.db, 10**6):
        if dispute.record == name and dispute.record_kind != "case":
            return dispute.record_kind, name, name
    case = counter.case_here(desk.db, name)
    return "case", case.id, case.number


def _chosen(args: argparse.Namespace, field: str, seen: list[Version], number: str) -> Any:
    if not seen:
        raise Refused("cases.no_conflict", field=field, name=field_label(field), number=number)
    if args.version is None:
        return args.value
    if not 1 <= args.version <= len(seen):
        raise Refused("cases.version_not_offered", field="version", n=args.version, count=len(seen))
    return seen[args.version - 1].value


def grouped(args: argparse.Namespace) -> Answer:
    """What waits, by what it has in common."""
    with desk_of(args) as desk:
        desk.demand("reconcile")
        groups = patterns.patterns(desk, _waiting(desk))
        data = [
            vars(pattern) | {"count": len(found), "keys": [d.key for d in found]} for pattern, found in groups.items()
        ]
    return Answer(data, lambda: map(_pattern_line, data))


def _pattern_line(group: Mapping[str, Any]) -> str:
    return text(
        "disputes.pattern", count=group["count"], field=field_label(group["field"]), procedure=group["procedure"],
        pcs=" + ".join(group["pcs"]), cause=text(f"disputes.cause.{group['cause']}"),
    )  # fmt: skip


def settle_all(args: argparse.Namespace) -> Answer:
    """Settle every field in conflict that matches, by one rule; with `--dry-run` only say what would change."""
    with desk_of(args) as desk:
        desk.demand("reconcile")
        outcomes = patterns.dry(desk, _matching(desk, args), patterns.taking(desk, args.take))
        if args.dry_run:
            data = [_outcome(outcome, outcome.why if outcome.value is None else "") for outcome in outcomes]
        else:
            group = desk.hand().new_id()
            done = patterns.settle(desk, outcomes, args.reason, group)
            data = [_outcome(outcome, left) | {"group": group} for outcome, left in done]
    failed = not args.dry_run and any(row["left"] for row in data)
    return Answer(data, lambda: map(_outcome_line, data), status=1 if failed else 0)


def _matching(desk: Desk, args: argparse.Namespace) -> Iterator[Dispute]:
    for dispute in _waiting(desk):
        pattern = patterns.pattern(desk, dispute)
        wanted = {"field": ALIASES.get(args.field, args.field), "procedure": args.procedure, "cause": args.cause}
        if dispute.kind not in REGISTERS or any(
            value and getattr(pattern, name) != value for name, value in wanted.items()
        ):
            continue
        if args.pc and not set(args.pc) <= set(pattern.pcs):
            continue
        yield dispute


def _outcome(outcome: patterns.Outcome, left: str) -> dict[str, Any]:
    """`left` is why it stays open, "" where it is (or would be) settled."""
    return {
        "number": outcome.case.number, "field": outcome.dispute.field, "before": outcome.before,
        "after": outcome.value, "left": text(f"disputes.left.{left}") if left in LEFT else left,
    }  # fmt: skip


LEFT = ("no_such_pc", "never_by_itself", "no_suggestion")


def _outcome_line(row: Mapping[str, Any]) -> str:
    change = row["left"] or f"{row['before']} → {row['after']}"
    return f"{row['number']}  {field_label(row['field'])}: {change}"


def undo(args: argparse.Namespace) -> Answer:
    """Take back what was settled in one stroke, as new changes."""
    with desk_of(args) as desk:
        done = list(patterns.take_back(desk, args.group, args.reason))
        data = [{"settlement": each.id, "field": each.field, "value": each.before, "left": left} for each, left in done]
    status = 1 if any(left for _, left in done) else 0
    return Answer(data, said("disputes.taken_back", count=sum(not left for _, left in done)), status=status)
