"""The catalogue of procedures: which versions the desk knows, and which one is in force on a day.

Starter procedures come with the program, imported ones are kept in the desk's file. Nothing is ever overwritten by a
newer version: a case keeps the version it was received under. Searching it by words belongs to the search.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlite_utils.db import Database

from desk import Refused
from desk.procedures.procedure import Procedure, from_json, from_kept, to_json
from resources import RESOURCES

FOLDER = RESOURCES / "catalogue"
FORMAT = "casedesk-catalogue"
FORMAT_VERSION = 1


class Catalogue:
    """Every known version of every procedure, newest first. Of two with the same code and version the first counts.

    `issued` is the day on which it was put together ("2026-07-01", "" where nobody said): no clock before it is right.
    """

    def __init__(self, procedures: Iterable[Procedure] = (), issued: str = "") -> None:
        self.issued = issued
        self._versions: dict[str, tuple[Procedure, ...]] = {}
        known: dict[tuple[str, str], Procedure] = {}
        for procedure in procedures:
            known.setdefault((procedure.code, procedure.version), procedure)
        for procedure in sorted(known.values(), key=lambda each: each.version, reverse=True):
            self._versions[procedure.code] = (*self._versions.get(procedure.code, ()), procedure)

    def __iter__(self) -> Iterator[Procedure]:
        """Every version of every procedure."""
        return (procedure for versions in self._versions.values() for procedure in versions)

    def __len__(self) -> int:
        """How many procedures, however many versions."""
        return len(self._versions)

    def __contains__(self, code: object) -> bool:
        return code in self._versions

    def __or__(self, other: "Catalogue") -> "Catalogue":
        """Both catalogues; where they hold the same version of a procedure, this one's counts."""
        return Catalogue([*self, *other], max(self.issued, other.issued))

    def versions(self, code: str) -> tuple[Procedure, ...]:
        """Every known version of a procedure, newest first; empty for an unknown code."""
        return self._versions.get(code, ())

    def get(self, code: str, version: str) -> Procedure:
        """The version a case was received under. Raises Refused when it is not known here."""
        for procedure in self.versions(code):
            if procedure.version == version:
                return procedure
        raise Refused("procedures.unknown_version", field="procedure", code=code, version=version)

    def precedes(self, day: date) -> bool:
        """Whether `day` is before this catalogue was issued, as only a wrong clock says."""
        return day.isoformat() < self.issued

    def current(self, day: date) -> tuple[Procedure, ...]:
        """The procedures in force on `day`, one version each, by code; by a wrong clock, on the day of issue."""
        found = (self._in_force(code, day) for code in sorted(self._versions))
        return tuple(procedure for procedure in found if procedure)

    def in_force(self, code: str, day: date) -> Procedure:
        """The newest version of a procedure in force on `day`. Raises Refused when there is none.

        A clock that says a day before the catalogue was issued keeps nobody from receiving: then that day counts.
        """
        procedure = self._in_force(code, day)
        if procedure is None:
            raise Refused("procedures.unknown", field="procedure", code=code[:40])
        return procedure

    def _in_force(self, code: str, day: date) -> Procedure | None:
        """The newest version that had begun decides: once it has ended, an older one without an end is not back."""
        today = max(day.isoformat(), self.issued)
        begun = next((each for each in self.versions(code) if each.effective_from <= today), None)
        return begun if begun and today <= (begun.effective_to or today) else None


@dataclass(frozen=True)
class Difference:
    """One value that differs between two versions; a list's entry is named by its key, e.g. `papers.to-khai`."""

    field: str
    before: Any
    after: Any


def differences(before: Procedure, after: Procedure) -> tuple[Difference, ...]:
    """What changed between two versions, field by field, papers by key and fees by channel. None = not there."""
    old, new = _flat(before), _flat(after)
    names = dict.fromkeys([*old, *new])
    return tuple(Difference(name, old.get(name), new.get(name)) for name in names if old.get(name) != new.get(name))


def _flat(procedure: Procedure) -> dict[str, Any]:
    values = to_json(procedure)
    papers = {f"papers.{paper['key']}": paper for paper in values.pop("papers")}
    fees: dict[str, list[Any]] = {}
    for fee in values.pop("fees"):
        fees.setdefault(f"fees.{fee['channel']}", []).append(fee)
    return values | papers | fees


@cache
def starter() -> Catalogue:
    """The procedures that come with the program, read once. Issued when the newest of them came into force."""
    files = (json.loads(path.read_bytes()) for path in sorted(FOLDER.glob("*.json")))
    procedures = [from_kept(record) for file in files for record in file["procedures"]]
    return Catalogue(procedures, max(each.effective_from for each in procedures))


def read(data: Mapping[str, Any]) -> tuple[Procedure, ...]:
    """The procedures of a parsed catalogue file of our own format. Raises Refused as `from_json` does."""
    return tuple(from_json(record) for record in records(data))


def records(data: Mapping[str, Any]) -> list[Any]:
    """The records of a parsed catalogue file of our own format, unchecked. Raises Refused for another format."""
    if data.get("version") != FORMAT_VERSION:
        raise Refused("procedures.newer_format", version=str(data.get("version"))[:20])
    found = data.get("procedures")
    if not isinstance(found, list):
        raise Refused("procedures.missing", record="-", name="procedures")
    return found


def write(procedures: Iterable[Procedure]) -> dict[str, Any]:
    """Procedures as a catalogue file of our own format, ready for JSON."""
    return {"format": FORMAT, "version": FORMAT_VERSION, "procedures": [to_json(each) for each in procedures]}


Row = tuple[str, str, str, str, str]
"""A kept procedure: code, version, both dates, and all of it as JSON."""


def rows(procedures: Iterable[Procedure]) -> list[Row]:
    """Procedures as they are kept. Needs no file, so it may be made beside the work."""
    return [
        (each.code, each.version, each.effective_from, each.effective_to, json.dumps(to_json(each), ensure_ascii=False))
        for each in procedures
    ]


def put(db: Database, kept: Iterable[Row]) -> None:
    """Keep imported procedures in the desk's file, all or none; the same version imported again replaces itself.

    Raises Unusable when the disk cannot take them.
    """
    from desk import store  # the kiosk reads catalogues, and no file

    with store.transaction(db):
        db.conn.executemany("INSERT OR REPLACE INTO procedure VALUES (?, ?, ?, ?, ?)", kept)


def drop(db: Database, code: str, version: str) -> None:
    """Forget a version that was kept; what came with the program stays. Raises Unusable."""
    from desk import store

    with store.transaction(db):
        db.execute("DELETE FROM procedure WHERE code = ? AND version = ?", [code, version])


def load(db: Database) -> Catalogue:
    """The imported procedures of the desk's file."""
    return Catalogue(from_kept(json.loads(body)) for (body,) in db.execute("SELECT body FROM procedure"))


def in_use(db: Database) -> Catalogue:
    """The catalogue the desk works with: what came with the program and what was imported.

    The newest version in force wins; of the same version the starter's, whose papers and words are curated.
    """
    return starter() | load(db)
