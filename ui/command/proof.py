"""`casedesk conflict figures | replay | evidence | check`: how it came about, what proves it."""

import argparse
from collections.abc import Mapping
from typing import Any

from desk import Refused, counter
from desk.cases import field_label
from desk.lifecycle import label
from desk.words import text
from sync.desk import Desk
from sync.reconcile import evidence, proving, replay
from sync.reconcile.figures import Figures, figures
from sync.reconcile.proving import Finding
from ui.command import shapes
from ui.command.answer import Answer, Lines
from ui.command.opening import desk_of, has_home
from ui.command.reading import bytes_of
from ui.command.writing import write


def count(args: argparse.Namespace) -> Answer:
    """How many conflicts were settled in a period: about what, on which PCs, and why they came about."""
    with desk_of(args) as desk:
        desk.demand("reconcile")
        found = figures(desk, args.since, args.to or "9")
    data = {
        "settled": found.settled,
        "fields": dict(found.by_field.most_common()),
        "procedures": dict(found.by_procedure.most_common()),
        "pcs": [{"pcs": list(pcs), "count": n} for pcs, n in found.by_pcs.most_common()],
        "causes": dict(found.by_cause.most_common()),
        "hints": [text(f"disputes.hint.{hint}") for hint in found.hints],
    }
    return Answer(data, lambda: _figure_lines(found))


def _figure_lines(found: Figures) -> Lines:
    yield text("disputes.settled_count", count=found.settled)
    yield from (f"  {field_label(field)}: {n}" for field, n in found.by_field.most_common())
    yield from (f"  {' + '.join(pcs)}: {n}" for pcs, n in found.by_pcs.most_common())
    yield from (f"  {text(f'disputes.cause.{cause}')}: {n}" for cause, n in found.by_cause.most_common())
    yield from (text(f"disputes.hint.{hint}") for hint in found.hints)


def step(args: argparse.Namespace) -> Answer:
    """A case's history change by change with the fields in conflict after each, or what one PC wrote."""
    if not args.number and not args.pc:
        raise Refused("disputes.replay_what")
    with desk_of(args) as desk:
        desk.demand("reconcile")
        desk.audit("replay", args.number or args.pc)
        data = _steps(desk, args.number) if args.number else _written(desk, args.pc)
    return Answer(data, lambda: map(_step_line, data))


def _steps(desk: Desk, number: str) -> list[dict[str, Any]]:
    case = counter.case_here(desk.db, number)
    return [
        shapes.line(desk, step.line) | {"n": n, "disputed": step.disputed}
        for n, step in enumerate(replay.of_case(desk, case.id), start=1)
    ]


def _written(desk: Desk, pc: str) -> list[dict[str, Any]]:
    members = {member.name: member.id for member in desk.keyring.roster.members}
    if (device := members.get(pc, pc)) not in members.values():
        raise Refused("disputes.no_such_pc", pc=pc[:60], known=", ".join(members))
    return [
        {
            "n": entry.seq,
            "by": desk.officer_name(entry.change.by),
            "device": pc,
            "at": shapes.time_of(entry.at),
            "clock_error": entry.clock_error,
            "seen": {desk.device_name(other): seq for other, seq in entry.seen.items()},
            "action": entry.change.action,
            "reason": entry.change.reason,
            "records": [edit.id for edit in entry.change.edits],
            "disputed": {},
        }
        for entry in replay.of_pc(desk, device)
    ]


def _step_line(step: Mapping[str, Any]) -> str:
    disputed = ", ".join(str(field_label(field)) for field in step["disputed"])
    line = f"{step['n']:>4}  {step['at']}  {step['device']}  {step['by']}  {label(step['action'])}"
    return f"{line}  ⚠ {disputed}" if disputed else line


def give(args: argparse.Namespace) -> Answer:
    """Write the evidence about a case into a file, and say at once what of it does not hold."""
    with desk_of(args) as desk:
        desk.demand("export_log")
        case = counter.case_here(desk.db, args.number)
        data, wrong = proving.drawn(desk, case)
        desk.audit("evidence", case.id, args.to.name)
    write(args.to, data)
    told = {"file": str(args.to), "bytes": len(data), "wrong": [vars(finding) for finding in wrong]}
    written = text("disputes.evidence_written", file=args.to)
    return Answer(told, lambda: [written, *map(_finding_line, wrong)], status=1 if wrong else 0)


def check(args: argparse.Namespace) -> Answer:
    """Check a file of evidence: against a root's key alone, or on a PC of the office with its keys too."""
    content = evidence.read(bytes_of(args.file))
    if args.root:
        found = list(proving.check(content, _root(args.root)))
    elif has_home(args):
        with desk_of(args) as desk:
            found = list(proving.check(content, desk.keyring.root, desk.keyring.office_keys))
    else:
        raise Refused("disputes.root_missing")
    data = [vars(finding) for finding in found]
    return Answer(data, lambda: map(_finding_line, found), status=0 if all(each.holds for each in found) else 1)


def _root(text_of_key: str) -> bytes:
    try:
        key = bytes.fromhex(text_of_key)
    except ValueError:
        key = b""
    if len(key) != 32:
        raise Refused("disputes.root_missing")
    return key


def _finding_line(finding: Finding) -> str:
    mark = "✓" if finding.holds else "✗"
    return f"{mark} {text(f'disputes.checked.{finding.what}', about=finding.about)}"
