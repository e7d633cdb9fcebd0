"""`casedesk verify` and `casedesk roster`: whether a desk of the province signed a slip; whose PCs are known here."""

import argparse
import sys
from typing import Any

from desk.forms.qr import LONGEST
from desk.words import text
from sync import verifying
from sync.keys import known_rosters
from sync.keys.roster import Roster
from sync.verifying import Finding, Verdict
from ui.command import reading
from ui.command.answer import Answer, Lines, moment, pairs, said, table
from ui.command.opening import desk_of
from ui.command.writing import write

FIELDS = ("office", "number", "received_at", "due_at", "procedure", "name", "device")
UNSHOWN = "�"


def verify(args: argparse.Namespace) -> Answer:
    """Check one code; whatever is not surely genuine makes the exit status 1."""
    code = args.text
    if code == reading.STDIN:
        code = sys.stdin.buffer.read(LONGEST + 2).decode("ascii", errors="replace")
    with desk_of(args) as desk:
        found = verifying.check(desk, code)
    fields = {name: _printable(getattr(found.statement, name)) for name in FIELDS}
    data = {
        "verdict": str(found.verdict), "genuine": found.verdict is Verdict.GENUINE, "office": found.office_name,
        "pc": found.pc, "roster_version": found.roster_version, "reason": _said(found), "statement": fields,
    }  # fmt: skip
    return Answer(data, lambda: _lines(data), status=0 if data["genuine"] else 1)


def _said(found: Finding) -> str:
    """The verdict in a sentence."""
    code = _printable(found.statement.office)
    return text(
        f"verify.{found.verdict}", pc=found.pc, office=found.office_name or code, code=code,
        version=found.roster_version,
    )  # fmt: skip


def _printable(value: str) -> str:
    """A text of a stranger without what could move a terminal's cursor or turn its letters around."""
    return "".join(letter if letter.isprintable() else UNSHOWN for letter in value)


def _lines(data: dict[str, Any]) -> Lines:
    yield data["reason"]
    yield text("verify.says")
    said_there = data["statement"].items()
    yield from pairs(
        (
            (text(f"verify.field.{name}"), moment(value) if name.endswith("_at") else value)
            for name, value in said_there
        ),
        indent="  ",
    )


def import_roster(args: argparse.Namespace) -> Answer:
    """Take in the roster of another office."""
    data = known_rosters.read_file(args.file)
    with desk_of(args) as desk:
        roster = known_rosters.add(desk.db, desk.keyring, data)
    shape = _shape(roster)
    return Answer(shape, said("verify.imported", office=shape["name"], version=roster.version, count=shape["pcs"]))


def export_roster(args: argparse.Namespace) -> Answer:
    """Write this office's roster as the province signed it."""
    with desk_of(args) as desk:
        roster, document = desk.keyring.roster, known_rosters.own_document(desk.db)
    write(args.file, document)
    shape = _shape(roster)
    return Answer(
        {**shape, "file": str(args.file)},
        said("verify.exported", office=shape["name"], version=roster.version, file=args.file),
    )


def rosters(args: argparse.Namespace) -> Answer:
    """The rosters held here, the own office's first."""
    with desk_of(args) as desk:
        found = [_shape(roster) for roster in known_rosters.everyone(desk.db, desk.keyring)]
    heads = [text(f"verify.head.{name}") for name in ("office", "name", "version", "pcs")]
    return Answer(found, lambda: table(heads, [tuple(each.values()) for each in found], ""))


def _shape(roster: Roster) -> dict[str, Any]:
    pcs = sum(member.revoked_after is None for member in roster.members)
    return {"office": roster.office, "name": roster.name or roster.office, "version": roster.version, "pcs": pcs}
