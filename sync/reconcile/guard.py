"""The guard against mass changes: what would void, end or overwrite an unusual share of the cases waits.

A mistake or a stolen PC can do in one second what nobody would do by hand in a year. Such a segment is set aside whole,
shown, and taken in when an administrator says so; the decision is a change, so that one decision serves every PC.
What is unusual is data (`resources/reconcile/guard.toml`).
"""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlite_utils.db import Database

from desk import store
from desk.lifecycle import ENDED, Stage, stage
from desk.reconcile.kept import MassDecision
from desk.record import Edit, Entry
from resources import RESOURCES
from sync.envelope import Envelope, parse
from sync.errors import Tampered

REASON = "sync.mass_change"
OVERWRITES = frozenset({
    "number", "applicant_name", "applicant_id", "birth_date", "procedure", "received_at", "fee", "portal_number"
})  # fmt: skip
"""Fields that are written when a case is received and seldom after."""


@dataclass(frozen=True)
class Held:
    """A segment that waits: its name (hexadecimal hash), whose it is, and its changes."""

    hash: str
    device: str
    first: int
    last: int


@dataclass
class _Doing:
    """The cases that the changes of one PC would void, end or overwrite."""

    void: set[str] = field(default_factory=set)
    ended: set[str] = field(default_factory=set)
    overwritten: set[str] = field(default_factory=set)

    def add(self, device: str, edit: Edit) -> None:
        if edit.fields.get("void_reason"):
            self.void.add(edit.id)
        if (path := edit.fields.get("state")) and stage(str(path)) in ENDED - {Stage.RETURNED}:
            self.ended.add(edit.id)
        if not edit.id.startswith(f"{device}.") and not OVERWRITES.isdisjoint(edit.fields):
            self.overwritten.add(edit.id)


class Guard:
    """Looks at what arrives in one go, segment by segment."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._doing: dict[str, _Doing] = {}

    def look(self, envelope: Envelope, entries: Sequence[Entry]) -> None:
        """Raise Tampered for a segment that, with those before it, does too much, unless it was allowed."""
        device = envelope.header.device
        doing = self._doing.setdefault(device, _Doing())
        for entry in entries:
            for edit in entry.change.edits:
                if edit.kind == "case":
                    doing.add(device, edit)
        found = next(self._unusual(doing), None)
        if found and _verdict(self._db, envelope.hash.hex()) != "allowed":
            what, count = found
            raise Tampered(REASON, device=device, what=what, count=count)

    def _unusual(self, doing: _Doing) -> Iterator[tuple[str, int]]:
        for what, limit in limits().items():
            touched = getattr(doing, what)
            if len(touched) < limit["least"]:
                continue
            count = self._here(touched)
            if count >= max(limit["least"], limit["share"] * self._in_use()):
                yield what, count

    def _here(self, ids: Iterable[str]) -> int:
        """How many of the cases are here and in use."""
        known = "SELECT 1 FROM [case] WHERE id = ? AND void_reason = ''"
        return sum(self._db.execute(known, [id]).fetchone() is not None for id in ids)

    def _in_use(self) -> int:
        ended = ", ".join(repr(str(each)) for each in sorted(ENDED))
        clause = f"SELECT count(*) FROM [case] WHERE stage NOT IN ({ended})"
        found: int = self._db.execute(clause).fetchone()[0]
        return found


@cache
def limits() -> dict[str, dict[str, Any]]:
    """From where on changes of one PC are unusual, by what they do: `least` cases, and `share` of those in use."""
    return tomllib.loads((RESOURCES / "reconcile" / "guard.toml").read_text(encoding="utf-8"))


def _verdict(db: Database, hash: str) -> str:
    held = store.get(db, MassDecision, hash)
    return held.verdict if held else ""


def held(db: Database) -> list[Held]:
    """What was set aside and nobody has decided about."""
    rows = db.execute("SELECT hash, data FROM aside WHERE reason = ? ORDER BY device, first", [REASON]).fetchall()
    found = []
    for hash, data in rows:
        if not _verdict(db, hash.hex()):
            header = parse(data).header
            found.append(Held(hash.hex(), header.device, header.first, header.last))
    return found


def allowed(db: Database) -> list[bytes]:
    """Segments set aside that an administrator has allowed since."""
    rows = db.execute("SELECT hash, data FROM aside WHERE reason = ? ORDER BY device, first", [REASON]).fetchall()
    return [data for hash, data in rows if _verdict(db, hash.hex()) == "allowed"]
