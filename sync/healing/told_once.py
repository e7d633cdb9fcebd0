"""Each change of a PC is told once: by the PC's own history, or by one line of it.

Lines are carried by whoever has the segments, knowing what had come until then. So two of them may begin alike, one may
go on where another was taken to end, and one may tell what the PC's own history comes to tell later. Which of them
stand in the log follows from all that were carried, and from the PC's own history; so it is the same on every PC:

    of two that begin alike in the same place    the first by name stands
    one that tells nothing but what others tell  is taken out
    one that parts later than it says            is carried anew, as the line that begins there; then it is taken out
    one whose carriers knew only its beginning   is carried on by who held more of it as the PC's own history
    one that lacks what another one tells        is filled with it (`gaps`)
    one that hangs on what is lost               stands for what nothing else tells; it is carried anew, like others,
                                                 once it is known what it parts from
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from itertools import takewhile

from sqlite_utils.db import Database

from desk import store
from desk.record import Entry
from sync import log, segments
from sync.desk import Desk
from sync.envelope import NOTHING_BEFORE, Envelope, Header, parse
from sync.errors import Tampered
from sync.healing import carrying, gaps, parting
from sync.healing.lines import Carried, Line, carried, pc_of
from sync.healing.parting import Side
from sync.healing.strands import Strand, sides
from sync.wire import Head, Heads


class Standing:
    """The lines that stand in the log, and how far each goes."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._ends: dict[str, int] = {}

    def put(self, line: Line, last: int) -> None:
        """`last` is the PC's last change that the line tells in one run."""
        self.lines.append(line)
        self._ends[line.name] = max(last, self._ends.get(line.name, 0))

    def free(self, strand: Strand) -> bool:
        """Whether nothing that stands has a strand's place under its name."""
        return strand.first and strand.entries[0].seq > self._ends.get(strand.line.name, 0)


def settle(desk: Desk, device: str, *, carry: bool = False) -> log.Touched:
    """Let those lines of a PC stand in the log that must; what changed. Inside a transaction that the caller holds.

    `carry` is whether what parts later than its line says is carried anew now.
    """
    standing, others, touched = Standing(), list[tuple[Strand, Side]](), set[tuple[str, str]]()
    stranded = list[Strand]()
    for line, envelope in (*_rest(desk, device), *(gaps.filling(desk, device) if carry else ())):
        touched |= carrying.carry(desk, line, envelope)
    for strand, side in sides(desk, device):
        if side is None:
            stranded.append(strand)
            continue
        path = parting.lines(desk.db, side, standing.lines) if side.entries else []
        named = (strand.line.name, strand.line.stems)
        if standing.free(strand) and not strand.torn and path and (path[-1].name, path[-1].stems) == named:
            standing.put(strand.line, strand.entries[-1].seq)
            touched |= _put(desk.db, strand)
        else:
            others.append((strand, side))
    for strand, side in others:
        path = parting.lines(desk.db, side, standing.lines) if side.entries else []
        if path and path[-1] not in standing.lines:
            if not carry:
                touched |= _put(desk.db, strand) if standing.free(strand) else set()
                continue
            touched |= _carry(desk, path[-1], strand)
            standing.put(path[-1], strand.entries[-1].seq)
        if standing.free(strand):
            touched |= _take_out(desk.db, strand)
    return touched | _settle_stranded(desk.db, stranded, standing)


def _settle_stranded(db: Database, strands: Sequence[Strand], standing: Standing) -> log.Touched:
    """Let what hangs on nothing stand as far as nothing else tells it; of one name only one, the same everywhere."""
    touched: log.Touched = set()
    for strand in filter(standing.free, strands):
        if all(told(db, entry, standing.lines) for entry in strand.entries):
            touched |= _take_out(db, strand)
        else:
            touched |= _put(db, strand)
            standing.put(strand.line, strand.entries[-1].seq)
    return touched


def drop_uncarried(desk: Desk) -> log.Touched:
    """Take out the lines that no change in the log carries any more: who carried them belonged to the office no longer.

    What of them a PC of the office wrote in its time is carried anew, by this PC; what else is carried of their PCs may
    stand in their place. What changed.
    """
    touched: log.Touched = set()
    lines = [device for device in log.vector(desk.db) if pc_of(device)]
    if dropped := {line for line in lines if not parting.carries(desk.db, line)}:
        anew = [one for one in _carried_aside(desk) if one.line.name in dropped and _in_time(desk, one.envelope.header)]
        with store.transaction(desk.db):
            for one in sorted(anew, key=lambda one: (one.line.name, one.envelope.header.first)):
                touched |= carrying.carry(desk, one.line, one.envelope)
            for line in dropped - {one.line.name for one in anew}:
                touched |= log.withdraw(desk.db, line, 1)[1]
                desk.db.execute("DELETE FROM gave_way WHERE line = ? AND NOT length(data)", [line])
                desk.db.execute("UPDATE gave_way SET line = '' WHERE line = ?", [line])
            for device in sorted({pc_of(line) for line in dropped}):
                touched |= settle(desk, device)
    return touched


def _carried_aside(desk: Desk) -> Iterator[Carried]:
    """The segments of lines in changes that lie aside because who wrote them belonged to the office no longer."""
    open = carrying.opener(desk.keyring.roster, desk.keyring.office_keys)
    rows = "SELECT data FROM aside WHERE reason = 'sync.device_revoked' ORDER BY device, first"
    for (data,) in desk.db.execute(rows).fetchall():
        with suppress(Tampered):
            yield from carried(open(parse(data)), open)


def _in_time(desk: Desk, header: Header) -> bool:
    """Whether the PC that signed a segment belonged to the office then."""
    member = desk.keyring.roster.find(header.device)
    return member is not None and (member.revoked_after is None or header.last <= member.revoked_after)


def told(db: Database, entry: Entry, lines: Sequence[Line]) -> bool:
    """Whether the log tells a change of a PC, in the PC's own history or in one of these lines of it."""
    forms = [entry, *(own for line in lines for own in line.unfold([entry]))]
    return any(log.run(db, form.device, form.seq - 1, 1) == [form] for form in forms)


def settle_after(desk: Desk, envelope: Envelope, found: Sequence[Carried]) -> log.Touched:
    """`settle` for the PC of a segment that was taken in, where something is told twice, and those of lines in it."""
    author, touched = envelope.header.device, set[tuple[str, str]]()
    grown = author in with_lines(desk.db) and _due(desk, author)
    due = {one.line.device for one in found} | ({author} if grown else set())
    if due:
        with store.transaction(desk.db):
            for device in sorted(due):
                touched |= settle(desk, device)
    return touched


def carry_anew(desk: Desk, heads: Heads, disputed: Collection[str]) -> log.Touched:
    """Carry anew what parts later than its line says, where the province, by its `heads`, holds the PC as we do."""
    touched: log.Touched = set()
    for device in sorted(with_lines(desk.db) - set(disputed)):
        head = heads.get(device, Head(0, NOTHING_BEFORE))
        agreed = head == segments.head(desk.db, device)
        if agreed and _due(desk, device):
            with store.transaction(desk.db):
                touched |= settle(desk, device, carry=True)
    return touched


def with_lines(db: Database) -> set[str]:
    """The PCs of which there are lines."""
    return {device for (device,) in db.execute("SELECT DISTINCT device FROM gave_way WHERE line != ''").fetchall()}


def _due(desk: Desk, device: str) -> bool:
    """Whether a line of a PC may begin as its own history, or another line, goes on there, or has a rest or a gap."""
    db = desk.db
    if _torn(db, device) or any(_rest(desk, device)) or gaps.filling(desk, device):
        return True
    lines = parting.known(db, device)
    if len({line.name for line in lines}) < len(lines):
        return True  # which of them goes by the name has to be looked at
    for line in lines:
        if not (first := log.run(db, line.name, 0, 1)):
            continue
        for before, since in ((device, 1), *((each.name, each.since) for each in lines)):
            if before == line.name or since > line.since:
                continue
            goes_on = log.run(db, before, line.since - since, 1)
            if goes_on and _mark(goes_on[0]) == _mark(first[0]):
                return True
    return False


def _rest(desk: Desk, device: str) -> Iterator[tuple[Line, Envelope]]:
    """What gave way here of a PC and goes on from a line whose carriers did not know of it: nothing tells it yet."""
    lines, open = parting.known(desk.db, device), carrying.opener(desk.keyring.roster, desk.keyring.office_keys)
    named = {line.name: line for line in reversed(lines)}
    for name, data in desk.db.execute(_UNCARRIED, [device]).fetchall():
        line, envelope = named.get(name), parse(data)
        if line is None or not _in_time(desk, envelope.header):
            continue
        with suppress(Tampered):
            entries = [entry for entry in open(envelope) if entry.seq >= line.since]
            if not all(told(desk.db, entry, lines) for entry in entries):
                yield from _whole(desk.db, parting.going_on(desk.db, line, entries), line, envelope)


def _whole(db: Database, grown: Line, line: Line, envelope: Envelope) -> Iterator[tuple[Line, Envelope]]:
    """The rest of a line; with all before it where the records that the rest makes show that fewer were made before."""
    if grown != line:
        before = "SELECT data FROM gave_way WHERE line = ? AND first < ? AND length(data) ORDER BY first"
        for (data,) in db.execute(before, [line.name, envelope.header.first]).fetchall():
            yield grown, parse(data)
    yield grown, envelope


_UNCARRIED = (
    "SELECT line, data FROM gave_way WHERE device = ? AND line != '' AND length(data) "
    "AND NOT EXISTS (SELECT 1 FROM mention WHERE record = line || '+.' || first) ORDER BY first"
)


def _torn(db: Database, device: str) -> bool:
    """Whether two copies went on from one segment of a line, each with its own."""
    held: dict[tuple[str, int], bytes] = {}
    records = [record for record, _, _ in parting.carriers(db, device)]
    if len(records) == len(set(records)):
        return False
    for line, envelope in parting.told_segments(db, device):
        if held.setdefault((line.name, envelope.header.first), envelope.hash) != envelope.hash:
            return True
    return False


def _mark(entry: Entry) -> tuple[object, ...]:
    """What a change has in common with itself on another line."""
    return entry.lamport, entry.at, entry.clock_error, entry.change.action


def _put(db: Database, strand: Strand) -> log.Touched:
    """Have the log hold what a line tells, and nothing else under its name but what a torn one tells further on."""
    want, name = list(strand.line.unfold(strand.entries)), strand.line.name
    held = log.run(db, name, want[0].seq - 1, len(want))
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(held, want, strict=False)))
    opened = strand.entries[-1].seq == strand.envelopes[-1].header.last
    touched = log.withdraw(db, name, want[0].seq + alike)[1] if opened or alike < len(held) else set()
    return touched | log.add(db, want, log.index_later)


def _take_out(db: Database, strand: Strand) -> log.Touched:
    """Have the log not hold what a line tells, or a run of a torn one."""
    first = strand.entries[0].seq - strand.line.since + 1
    return log.withdraw(db, strand.line.name, first, first + len(strand.entries) - 1 if strand.torn else log.HIGHEST)[1]


def _carry(desk: Desk, line: Line, strand: Strand) -> log.Touched:
    """Carry a line out of segments that another one carried."""
    touched: log.Touched = set()
    for envelope in (each for each in strand.envelopes if each.header.last >= line.since):
        touched |= carrying.carry(desk, line, envelope)
    return touched | log.add(desk.db, line.unfold(strand.entries), log.index_later)
