"""One field in conflict, put together for a person to judge: ancestor, versions, and what each author knew."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from desk import history, store
from desk.cases import Case
from desk.officers.officer import Officer
from desk.reconcile import disputes
from desk.record import Entry, Version
from sync import log
from sync.desk import Desk, local

BESIDE = timedelta(minutes=15)
"""Scans added within this time of a value may be what it was read from."""


@dataclass(frozen=True)
class Origin:
    """Where a value comes from; names are empty where this PC does not hold the change that wrote it."""

    who: str
    role: str
    pc: str
    at: datetime | None
    clock_error: int | None
    """s the PC's clock was off; None where nobody knows."""
    seen: datetime | None
    """The last change of others that the author had, by its own time; None where there was none."""
    action: str
    reason: str
    stranger: str = ""
    """The id of an author whose account has not arrived here; "" for one that is known."""
    scans: tuple[str, ...] = ()
    """Names of the scans its author added to the case at about that time: what the value was perhaps read from."""


@dataclass(frozen=True)
class Contender:
    """One of the values to choose from, with all versions that hold it: the same value typed twice is one."""

    value: Any
    versions: tuple[Version, ...]
    origins: tuple[Origin, ...]


@dataclass(frozen=True)
class Contest:
    """A field with several values. `versions` are those a settlement must name; `case` is None for an officer."""

    case: Case | None
    kind: str
    record: str
    field: str
    ancestor: Contender | None
    contenders: tuple[Contender, ...]
    versions: tuple[Version, ...]


def contest(desk: Desk, record: str, field: str, kind: str = "case") -> Contest | None:
    """That conflict as it stands now; None when there is none any more."""
    held = disputes.versions(desk.db, kind, record).get(field)
    if not held:
        return None
    matter = disputes.matter(desk.db, kind, record, field)
    case = store.get(desk.db, Case, matter.case_id) if matter.case_id else None
    entries = log.history(desk.db, record)
    by_device: dict[str, list[Entry]] = {}
    for entry in entries:
        by_device.setdefault(entry.device, []).append(entry)
    before = history.ancestor(entries, record, field, held)
    groups: dict[str, list[Version]] = {}
    for version in held:
        groups.setdefault(repr(version.value), []).append(version)
    contenders = tuple(_contender(desk, versions, by_device) for versions in groups.values())
    ancestor = _contender(desk, [before], by_device) if before else None
    return Contest(case, kind, record, field, ancestor, contenders, tuple(held))


def _contender(desk: Desk, versions: Sequence[Version], by_device: Mapping[str, Sequence[Entry]]) -> Contender:
    origins = tuple(_origin(desk, version, by_device) for version in versions)
    return Contender(versions[0].value, tuple(versions), origins)


def _origin(desk: Desk, version: Version, by_device: Mapping[str, Sequence[Entry]]) -> Origin:
    pc, entry = desk.device_name(version.device), _last(by_device.get(version.device, ()), version.seq)
    if entry is None or entry.seq != version.seq:
        return Origin("", "", pc, None, None, None, "", "")
    officer = store.get(desk.db, Officer, entry.change.by)
    return Origin(
        who=officer.name if officer else "",
        role=officer.roles.split()[0] if officer and officer.roles else "",
        pc=pc,
        at=local(entry.at),
        clock_error=entry.clock_error,
        seen=_seen(entry, by_device),
        action=entry.change.action,
        reason=entry.change.reason,
        stranger="" if officer else entry.change.by,
        scans=tuple(_scans(entry, by_device[version.device])),
    )


def _scans(entry: Entry, written: Sequence[Entry]) -> Iterator[str]:
    for other in written:
        if other.change.by == entry.change.by and abs(other.at - entry.at) <= BESIDE.total_seconds():
            for edit in other.change.edits:
                if edit.kind == "scan" and edit.fields.get("name"):
                    yield str(edit.fields["name"])


def _seen(entry: Entry, by_device: Mapping[str, Sequence[Entry]]) -> datetime | None:
    """When the last change of this case was written that the author had before them, of any PC."""
    vector = {**entry.seen, entry.device: entry.seq - 1}
    known = [last.at for device, seq in vector.items() if (last := _last(by_device.get(device, ()), seq))]
    return local(max(known)) if known else None


def _last(entries: Sequence[Entry], seq: int) -> Entry | None:
    """The last of one PC's changes up to a sequence number."""
    place = bisect_right(entries, seq, key=lambda entry: entry.seq)
    return entries[place - 1] if place else None
