"""What is carried of a PC's lines, put together: runs of segments, each with all that the PC's own history lacks.

Which of them stand in the log is not decided here (`told_once`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from sqlite_utils.db import Database

from desk.record import Entry
from sync import log, segments
from sync.desk import Desk
from sync.envelope import Envelope
from sync.errors import Tampered
from sync.healing import carrying, parting
from sync.healing.lines import Line, Open
from sync.healing.parting import Side


@dataclass(frozen=True)
class Strand:
    """Segments of a line, each going on from the one before, and their changes as the PC made them."""

    line: Line
    envelopes: tuple[Envelope, ...]
    entries: tuple[Entry, ...]
    first: bool
    """Whether it is what its line tells; two copies may have gone on from one segment, each with its own."""

    @property
    def torn(self) -> bool:
        """Whether it is not the beginning of its line: what is before it was lost, or has not come."""
        return self.entries[0].seq > self.line.since


Whole = dict[str, tuple[tuple[Entry, ...], tuple[Envelope, ...]]]
"""By the name of a line all its changes from where it parts from the PC's own history, and the segments they are in."""


def sides(desk: Desk, device: str) -> Iterator[tuple[Strand, Side | None]]:
    """What is carried of a PC's lines, what others hang on first: each with all that the PC's own history lacks.

    None where that is not known, for what it hangs on is lost or has not come.
    """
    whole, loose = Whole(), list[Strand]()
    held = {envelope.hash: envelope for _, envelope in parting.told_segments(desk.db, device)}
    for strand in _strands(desk, device):
        if strand.line.stranded or strand.torn or any(stem.name not in whole for stem in strand.line.stems[-1:]):
            loose.append(strand)
            continue
        stem = strand.line.stems[-1].name if strand.line.stems else ""
        side = _side(desk, strand if stem else _from_its_parting(desk, strand, held), stem, whole)
        if side is not None:
            yield strand, side
    for strand in loose:
        begun = _from_its_parting(desk, strand, held)
        found = _found(desk.db, begun, whole)
        yield strand, None if found is None else _side(desk, begun, found, whole)


def _side(desk: Desk, strand: Strand, stem: str, whole: Whole) -> Side | None:
    """What a strand tells that the PC's own history lacks, with all before it that its stem tells; None where a part
    of that has not come."""
    before, shared = whole.get(stem, ((), ()))
    before = tuple(entry for entry in before if entry.seq < strand.entries[0].seq)
    if before and before[-1].seq + 1 != strand.entries[0].seq:
        return None
    entries, envelopes = (*before, *strand.entries), (*strand.envelopes, *shared)
    if strand.first:
        whole[strand.line.name] = entries, envelopes
    own = log.run(desk.db, strand.line.device, entries[0].seq - 1, len(entries))
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(entries, own, strict=False)))
    return Side(strand.line.device, entries[alike:], [(envelope.header, envelope.hash) for envelope in envelopes])


def _found(db: Database, strand: Strand, whole: Whole) -> str | None:
    """The line that tells what is before a strand; "" where the PC's own history does, None while nothing is known to.

    The one does that has, or goes on from, the segment that it begins with or goes on from.
    """
    first = strand.envelopes[0]
    if segments.hash_at(db, strand.line.device, first.header.first - 1) == first.header.previous:
        return ""
    if log.run(db, strand.line.device, strand.entries[0].seq - 1, 1) == [strand.entries[0]]:
        return ""
    names = {first.hash, first.header.previous}
    for name, (_, told) in whole.items():
        if any(names & {envelope.hash, envelope.header.previous} for envelope in told):
            return name
    return None


def _from_its_parting(desk: Desk, strand: Strand, held: Mapping[bytes, Envelope]) -> Strand:
    """A strand with what is before it and not the PC's own history: that may have been another when it was carried."""
    open, run = carrying.opener(desk.keyring.roster, desk.keyring.office_keys), list(strand.envelopes)
    device = strand.line.device
    while before := held.get(run[0].header.previous):
        if segments.hash_at(desk.db, device, before.header.last) == before.hash:
            break
        run.insert(0, before)
    earlier = len(run) - len(strand.envelopes) + 1
    try:
        entries = [entry for envelope in run[:earlier] for entry in open(envelope) if entry.seq < strand.entries[0].seq]
    except Tampered:
        return strand
    return replace(strand, envelopes=tuple(run), entries=(*entries, *strand.entries))


def _strands(desk: Desk, device: str) -> list[Strand]:
    open = carrying.opener(desk.keyring.roster, desk.keyring.office_keys)
    found: dict[Line, dict[bytes, Envelope]] = {}
    for line, envelope in parting.told_segments(desk.db, device):
        found.setdefault(line, {})[envelope.hash] = envelope
    strands = [strand for line, held in found.items() for strand in _joined(line, held, open)]
    return sorted(strands, key=_order)


def _order(strand: Strand) -> tuple[object, ...]:
    line = strand.line
    return line.stranded, len(line.stems), line.since, line.name, line.stems, line.made, not strand.first


def _joined(line: Line, held: Mapping[bytes, Envelope], open: Open) -> Iterator[Strand]:
    """The runs of a line's segments, the one that counts first; those that cannot be opened yet end one.

    Where one between is not held, the line goes on with another run.
    """
    after: dict[bytes, list[Envelope]] = {}
    for envelope in sorted(held.values(), key=lambda envelope: envelope.hash, reverse=True):
        after.setdefault(envelope.header.previous, []).append(envelope)
    begin = [held[line.root]] if line.root in held else after.get(line.root, []) if line.stranded else []
    torn = [e for e in held.values() if e.header.first > line.since and e.header.previous not in held]
    for start in [*begin, *sorted((e for e in torn if e not in begin), key=lambda e: (e.header.first, e.hash))]:
        first, todo = True, list[tuple[Envelope, ...]]([(start,)])
        while todo:
            run = todo.pop()
            if more := after.get(run[-1].hash):
                todo += [(*run, envelope) for envelope in more]
            elif entries := _opened(line, run, open):
                yield Strand(line, run, entries, first)
                first = False


def _opened(line: Line, run: Sequence[Envelope], open: Open) -> tuple[Entry, ...]:
    entries: list[Entry] = []
    try:
        for envelope in run:
            entries += [entry for entry in open(envelope) if entry.seq >= line.since]
    except Tampered:
        pass
    return tuple(entries)
