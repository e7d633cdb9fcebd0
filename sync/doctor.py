"""Whether one PC's file is what it should be: the pages, the log, the chains of segments, and the rows.

Looks, and repairs nothing. Each check tells its findings in words; one that cannot be finished tells why.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any
from zlib import crc32

from sqlite_utils.db import Database

from desk import Spoken, Unusable, lists, store
from desk.record import Entry, Register, State, conflicts, row
from desk.words import text
from sync import commitment, home, log, segments
from sync.desk import Desk
from sync.envelope import NOTHING_BEFORE, Envelope, parse
from sync.errors import Fork, Tampered
from sync.scans import scan_store, travel
from sync.scans.travel import Queue
from sync.seal import unseal

AT_ONCE = 20_000
"""Changes whose records are compared at one go: about 100 MB of memory."""

TOLD = 20
"""Findings of one kind that are told; more of them say nothing new."""

Findings = Iterator[str]


@dataclass(frozen=True)
class Health:
    """How much the file holds, what is wrong with it: nothing, where `faults` is empty; and how its scans stand."""

    counts: Mapping[str, int]
    faults: tuple[str, ...]
    scans: Queue | None = None


def examine_home(folder: Path, key: bytes, officer: str) -> Health:
    """Look over the file of a home, opened with its key; where it will not open, which pages are the reason."""
    try:
        with store.spoken_errors():
            desk = home.open_desk(folder, key, officer)
    except Unusable as error:
        found = store.damaged_pages(folder / home.FILE, key)
        return Health({}, (str(error), *(text("command.doctor.page", finding=finding) for finding in found[:TOLD])))
    try:
        return examine(desk)
    finally:
        desk.close()


def examine(desk: Desk) -> Health:
    """Look a desk's file over from the pages up."""
    checks = (pages, changes, chains, rows, scans)
    faults = tuple(fault for check in checks for fault in _told(check, desk))
    try:
        with store.spoken_errors():
            return Health(_counts(desk.db), faults, travel.queue(desk))
    except Unusable as error:
        return Health({}, (*faults, str(error)))


def _told(check: Callable[[Desk], Findings], desk: Desk) -> Findings:
    try:
        with store.spoken_errors():
            for count, finding in enumerate(check(desk)):
                if count == TOLD:
                    return
                yield finding
    except Spoken as error:
        yield str(error)


def _counts(db: Database) -> dict[str, int]:
    tables = {
        "cases": "[case]",
        "papers": "paper",
        "changes": "change",
        "segments": "segment",
        "set_aside": "aside",
        "scans": "scan_file",
    }
    counts = {name: int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for name, table in tables.items()}
    return {**counts, "conflicts": lists.conflict_count(db)}


def pages(desk: Desk) -> Findings:
    """Pages whose authentication code does not fit, and whatever SQLite's own check finds."""
    for (finding,) in desk.db.execute("PRAGMA cipher_integrity_check").fetchall():
        yield text("command.doctor.page", finding=finding)
    for (finding,) in desk.db.execute(f"PRAGMA integrity_check({TOLD})").fetchall():
        if finding != "ok":
            yield text("command.doctor.file", finding=finding)


def changes(desk: Desk) -> Findings:
    """Heads that claim what the log does not hold, and gaps in this PC's own changes."""
    heads = log.vector(desk.db)
    held = desk.db.execute("SELECT device, max(seq) FROM change GROUP BY device").fetchall()
    for device in sorted(heads.keys() | dict(held).keys()):
        head = heads.get(device, 0)
        counted, after = desk.db.execute(
            "SELECT count(*), (SELECT count(*) FROM change WHERE device = ? AND seq = ?) "
            "FROM change WHERE device = ? AND seq <= ?",
            [device, head + 1, device, head],
        ).fetchone()
        if counted != head or after:
            yield text("command.doctor.head", device=desk.device_name(device), head=head, counted=counted)
    own = desk.device.id
    if dict(held).get(own, 0) != heads.get(own, 0):
        yield text("command.doctor.gap", head=heads.get(own, 0), last=dict(held).get(own, 0))


def chains(desk: Desk) -> Findings:
    """Segments that are not signed by their device, not chained, or do not hold what the log holds."""
    found = desk.db.execute("SELECT device, hash, data FROM segment ORDER BY device, first")
    for _, chain in groupby(found, key=lambda each: each[0]):
        last, previous = 0, NOTHING_BEFORE
        for device, hash, data in chain:
            try:
                envelope = parse(data)
                _verify(desk, envelope, hash, last, previous)
                last, previous = envelope.header.last, envelope.hash
            except Tampered as error:
                yield str(error)
                break  # what follows hangs on it
            opened, place = unseal(envelope, desk.keyring.office_keys), {"first": envelope.header.first}
            if opened != _held(desk.db, envelope):
                yield text("command.doctor.differs", device=desk.device_name(device), **place)
            if not commitment.binds(envelope.header, opened, desk.keyring.office_keys):
                yield text("evidence.lied", device=desk.device_name(device), **place)
    for device, first, reason in segments.aside(desk.db):
        yield text("command.doctor.aside", device=desk.device_name(device), first=first, reason=reason)


def _verify(desk: Desk, envelope: Envelope, hash: bytes, last: int, previous: bytes) -> None:
    header = envelope.header
    segments.verify(envelope, desk.keyring.roster, desk.office.code)
    if header.first != last + 1:
        raise Tampered("sync.gap", device=header.device, first=header.first, expected=last + 1)
    if header.previous != previous or envelope.hash != hash:
        raise Fork("sync.broken_chain", device=header.device, first=header.first)


def _held(db: Database, envelope: Envelope) -> list[Entry]:
    header = envelope.header
    return log.run(db, header.device, header.first - 1, header.last - header.first + 1)


def rows(desk: Desk) -> Findings:
    """Records whose row or versions are not what the log folds into, and rows that no change has written."""
    db = desk.db
    parts = 1 + db.execute("SELECT count(*) FROM change").fetchone()[0] // AT_ONCE
    expected = dict.fromkeys(store.KINDS, 0)
    for part in range(parts):
        for (kind, id), state in _folded(db, part, parts).items():
            expected[kind] += 1
            if not _as_folded(db, kind, id, state):
                yield text("command.doctor.row", kind=kind, id=id)
    for kind, count in expected.items():
        kept = db.execute(f"SELECT count(*) FROM [{kind}]").fetchone()[0]
        if kept != count:
            yield text("command.doctor.count", kind=kind, kept=kept, expected=count)


def _as_folded(db: Database, kind: str, id: str, state: State) -> bool:
    record, kept = store.KINDS[kind], log.state_of(db, kind, id)
    return (
        kept is not None
        and store.holds(db, kind, row(record, id, state))
        and _registers(kept) == _registers(state)
        and lists.conflicting(db, id, kind) == sorted(conflicts(record, state))
    )


def _registers(state: State) -> dict[str, Any]:
    """All versions by field, in an order of their own: that in which they arrived says nothing."""

    def plain(register: Register) -> Any:
        return register.cover, sorted(register.live, key=lambda version: version[:2])

    return {name: plain(state[name]) for name in state.names()}


def scans(desk: Desk) -> Findings:
    """Files of scans that are gone, cut off or not what their hash says."""
    yield from scan_store.findings(desk)


def _folded(db: Database, part: int, parts: int) -> dict[tuple[str, str], State]:
    """The states of one part of all records, folded from the whole log anew."""
    states: dict[tuple[str, str], State] = {}
    for entry in log.everything(db):
        for edit in entry.change.edits:
            if edit.kind in store.KINDS and crc32(edit.id.encode()) % parts == part:
                states.setdefault((edit.kind, edit.id), State()).take(entry, edit.fields)
    return states
