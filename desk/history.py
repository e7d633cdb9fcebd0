"""What happened to a case, told from its changes: who, when, on which PC, and what each value was before.

Works on entries alone; where they come from and how they travelled is not its business.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
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
    overlooked: bool
    """A later author wrote another value without having seen one written here."""


def story(entries: Iterable[Entry]) -> list[Line]:
    """The history of a case from its entries, oldest first as given."""
    past, overlooked = _Past(), set[tuple[str, int]]()
    told = [(entry, tuple(past.tell(entry, overlooked))) for entry in entries]
    return [Line(entry, written, (entry.device, entry.seq) in overlooked) for entry, written in told]


class _Past:
    """The versions of every field so far, by the device that wrote them."""

    def __init__(self) -> None:
        self._versions: dict[tuple[str, str], dict[str, list[Version]]] = {}

    def tell(self, entry: Entry, overlooked: set[tuple[str, int]]) -> Iterator[Written]:
        """What `entry` wrote; values of others that its author had not seen are added to `overlooked`."""
        for edit in entry.change.edits:
            for field, value in edit.fields.items():
                by_device = self._versions.setdefault((edit.id, field), {})
                known, unknown = _parted(entry, by_device)
                unseen = {(v.device, v.seq) for v in unknown if v.value != value}
                overlooked |= unseen
                before = max(known, key=precedence).value if known else None
                version = Version(entry.device, entry.seq, entry.lamport, value)
                by_device.setdefault(entry.device, []).append(version)
                yield Written(edit.kind, edit.id, field, before, value, bool(unseen))


def _parted(entry: Entry, by_device: Mapping[str, list[Version]]) -> tuple[list[Version], list[Version]]:
    """The last version of each device that the author of `entry` had, and all that they had not."""
    known, unknown = [], []
    for device, versions in by_device.items():
        last = entry.seq - 1 if device == entry.device else entry.seen.get(device, 0)
        place = bisect_right(versions, last, key=_seq)
        known += versions[place - 1 : place] if place else []
        unknown += versions[place:]
    return known, unknown


def _seq(version: Version) -> int:
    return version.seq


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
