"""What happened to a case, told from its changes: who, when, on which PC, and what each value was before.

Works on entries alone; where they come from and how they travelled is not its business.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from desk.record import Entry, Version, precedence


@dataclass(frozen=True)
class Written:
    """One field that a change wrote: `before` is what its author had on the screen, None where there was nothing."""

    kind: str
    record: str
    field: str
    before: Any
    after: Any
    unseen: bool
    """Another value existed that the author had not seen."""


@dataclass(frozen=True)
class Line:
    """One change in the history of a case."""

    entry: Entry
    written: tuple[Written, ...]


def story(entries: Iterable[Entry]) -> list[Line]:
    """The history of a case from its entries, oldest first as given."""
    versions: dict[tuple[str, str], list[Version]] = {}
    return [Line(entry, tuple(_written(entry, versions))) for entry in entries]


def _written(entry: Entry, versions: dict[tuple[str, str], list[Version]]) -> Iterable[Written]:
    for edit in entry.change.edits:
        for field, value in edit.fields.items():
            earlier = versions.setdefault((edit.id, field), [])
            known = [v for v in earlier if saw(entry, v)]
            before = max(known, key=precedence).value if known else None
            unseen = any(v.value != value for v in earlier if v not in known)
            earlier.append(Version(entry.device, entry.seq, entry.lamport, value))
            yield Written(edit.kind, edit.id, field, before, value, unseen)


def saw(entry: Entry, version: Version) -> bool:
    """Whether the author of `entry` had `version` on their PC."""
    if version.device == entry.device:
        return version.seq < entry.seq
    return entry.seen.get(version.device, 0) >= version.seq


def ancestor(entries: Iterable[Entry], record: str, field: str, contenders: Iterable[Version]) -> Version | None:
    """The last value that the authors of all contenders had seen; None where they had none in common."""
    by_place = {(entry.device, entry.seq): entry for entry in entries}
    authors = [by_place[v[:2]] for v in contenders if v[:2] in by_place]
    common = [v for v in _versions(by_place, record, field) if all(saw(author, v) for author in authors)]
    return max(common, key=precedence, default=None)


def _versions(by_place: Mapping[tuple[str, int], Entry], record: str, field: str) -> Iterable[Version]:
    for entry in by_place.values():
        for edit in entry.change.edits:
            if edit.id == record and field in edit.fields:
                yield Version(entry.device, entry.seq, entry.lamport, edit.fields[field])
