"""The side of a fork that gave way, as a line of history of its own: its name, how a change carries it, what it says.

Two histories under one PC's name cannot both keep its numbers. The one the province holds keeps them; the changes of
the other become those of a line, named after the PC and the segment in which it begins. The segments go on as the PC
sealed and signed them, each inside one change, so that whoever carries them can add nothing and leave nothing out:

    edit "line"   device    the PC that signed the segment
                  since     its first change that the province's side does not hold alike
                  made      the last record number it had given out before that
                  root      SHA-256 of the segment in which `since` lies
                  stems     [[line, since, made], ...]: lines whose beginning this one shares, the outermost first
                  segment   one whole segment (`envelope`)

    line          "<PC>-<8 letters of base32>", from SHA-256 over root and since: the same whoever carries it
    change n      of the PC becomes change n - since + 1 of the line: same officer, time, cause and Lamport number
    seen          as it was, and the PC's own changes up to since - 1: what all sides share
    record m      of the PC becomes record m of the line, where m > made: both sides gave these numbers out

A segment that lost its place at the server (`strays`) is told alone where what came before it is nowhere: such a line
has the hash of what is lost for its root, begins with its first segment, and its stem is the line that what is lost
would be. So its changes have seen of the PC's own what came before the loss, and what they name that was made since is
of this line: the PC may have written other things, under the same numbers, in the place of what is lost.

Of three copies of one disk two may have changes in common that the province holds otherwise. The third to come then
begins its line where it parts from the second's, which is its stem.

Unfolding needs nothing but the change itself and the office's keys, so it comes to the same on every PC, in any
order, however often.
"""

import re
from base64 import b32encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import pairwise
from typing import Any, NamedTuple, Self

from desk.record import Change, Edit, Entry
from sync.envelope import DEVICE, HASH, Envelope, Header, parse
from sync.errors import Tampered

KIND, ACTION = "line", "heal"
NAMED = re.compile(r"([a-z2-7]{8})-[a-z2-7]{8}")

Open = Callable[[Envelope], list[Entry]]
"""The changes of a segment once its signature holds. Raises Tampered."""


class Stem(NamedTuple):
    """A line that another one shares the beginning of: its name, its first change, the last record made before."""

    name: str
    since: int
    made: int


@dataclass(frozen=True)
class Line:
    """A line of `device` that begins with its change `since`, inside the segment `root`."""

    device: str
    since: int
    made: int
    root: bytes
    stems: tuple[Stem, ...] = ()

    @property
    def name(self) -> str:
        """What stands where a PC's id stands."""
        mark = sha256(self.root + str(self.since).encode()).digest()[:5]
        return f"{self.device}-{b32encode(mark).decode('ascii').lower()}"

    @property
    def stem(self) -> Stem:
        """This line as the stem of another."""
        return Stem(self.name, self.since, self.made)

    @classmethod
    def after_a_loss(cls, header: Header, after: int, made: int) -> Self:
        """The line of which all before a segment is lost, back to the change `after`."""
        lost = cls(header.device, after + 1, made, header.previous)
        return cls(header.device, header.first, made, header.previous, (lost.stem,))

    @property
    def stranded(self) -> bool:
        """Whether what came before this line is lost."""
        return any(replace(self, since=stem.since, stems=()).stem == stem for stem in self.stems)

    def edit(self, envelope: Envelope) -> Edit:
        """The edit that carries one segment of the line."""
        stems = [list(stem) for stem in self.stems]
        fields = {"device": self.device, "since": self.since, "made": self.made, "root": self.root, "stems": stems}
        return Edit(KIND, self.record(envelope), {**fields, "segment": envelope.data})

    def record(self, envelope: Envelope) -> str:
        """The record id of that edit; where it is in the log somebody has carried the segment already."""
        return carrier(self.name, envelope.header.first)

    def unfold(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """The PC's changes as those of the line; those that both sides share are left out."""
        for entry in entries:
            if entry.seq >= self.since:
                yield self._own(entry)

    def _own(self, entry: Entry) -> Entry:
        shared, change = self._shared(), entry.change
        seen = {**entry.seen, **{name: max(last, entry.seen.get(name, 0)) for name, last in shared.items()}}
        edits = tuple(Edit(e.kind, self.rename(e.id), self.rename(dict(e.fields))) for e in change.edits)
        own = Change(change.action, edits, self.rename(change.by), self.rename(change.reason))
        return replace(entry, device=self.name, seq=entry.seq - self.since + 1, seen=seen, change=own)

    def _shared(self) -> dict[str, int]:
        """What the changes of this line have seen of the PC's own: the history all share, and that of each stem."""
        path = [Stem(self.device, 1, 0), *self.stems, self.stem]
        shared = {stem.name: after.since - stem.since for stem, after in pairwise(path)}
        return {name: last for name, last in shared.items() if last}

    def rename(self, value: Any) -> Any:
        """A value with the ids of the records that the line made; nothing else of it changes."""
        if isinstance(value, str):
            return self._ids.sub(self._id, value) if self.device in value else value
        if isinstance(value, Mapping):
            return {name: self.rename(each) for name, each in value.items()}
        return [self.rename(each) for each in value] if isinstance(value, list | tuple) else value

    @property
    def _ids(self) -> re.Pattern[str]:
        return re.compile(rf"\b{self.device}\.([0-9]{{1,15}})\b")

    def _id(self, found: re.Match[str]) -> str:
        makers = [stem.name for stem in (*self.stems, self.stem) if int(found[1]) > stem.made]
        return f"{makers[-1]}.{found[1]}" if makers else found[0]

    @classmethod
    def of(cls, edit: Edit) -> Self:
        """The line that an edit belongs to. Raises Tampered for one that says none."""
        device, since, made, root = (edit.fields.get(name) for name in ("device", "since", "made", "root"))
        if not (isinstance(device, str) and isinstance(root, bytes) and type(since) is int and type(made) is int):
            raise Tampered("healing.line_damaged")
        if not DEVICE.fullmatch(device) or len(root) != HASH or since < 1 or made < 0:
            raise Tampered("healing.line_damaged")
        return cls(device, since, made, root, _stems(edit.fields.get("stems"), device))


def _stems(value: Any, device: str) -> tuple[Stem, ...]:
    """Raises Tampered unless these are lines of the PC."""
    try:
        stems = tuple(Stem(str(name), since, made) for name, since, made in value)
    except (TypeError, ValueError) as error:
        raise Tampered("healing.line_damaged") from error
    for stem in stems:
        if pc_of(stem.name) != device or type(stem.since) is not int or type(stem.made) is not int:
            raise Tampered("healing.line_damaged")
    return stems


@dataclass(frozen=True)
class Carried:
    """One segment of a line, found in a change."""

    line: Line
    envelope: Envelope
    entries: tuple[Entry, ...]


DEEPEST = 8
"""Lines within lines that are looked for; a PC that forks once a week and heals has one or two."""


def carried(entries: Iterable[Entry], open: Open, deep: int = DEEPEST) -> list[Carried]:
    """The segments of lines that changes carry, those within their own changes too; damaged ones are left out."""
    found: list[Carried] = []
    for edit in (edit for entry in entries for edit in entry.change.edits if edit.kind == KIND and deep):
        if (one := _carried(edit, open)) is not None:
            found += [one, *carried(one.entries, open, deep - 1)]
    return found


def _carried(edit: Edit, open: Open) -> Carried | None:
    try:
        line = Line.of(edit)
        data = edit.fields.get("segment")
        envelope = parse(data if isinstance(data, bytes) else b"")
        if envelope.header.device != line.device or line.record(envelope) != edit.id:
            raise Tampered("healing.line_damaged")
        return Carried(line, envelope, tuple(line.unfold(open(envelope))))
    except Tampered:
        return None


def carrier(line: str, first: int) -> str:
    """The record id of the edit that carries a line's segment from change `first` on; no record that a line makes."""
    return f"{line}+.{first}"


def pc_of(name: str) -> str:
    """The PC that a line is of; "" for what names none."""
    found = NAMED.fullmatch(name)
    return found[1] if found else ""
