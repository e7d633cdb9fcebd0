"""Where a side that gave way parts from all that is known: which line it becomes, which it shares the beginning of."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from sqlite_utils.db import Database

from desk.record import Entry
from sync import log
from sync.envelope import Envelope, Header, parse
from sync.errors import Tampered
from sync.healing.lines import KIND, Line, Stem


@dataclass(frozen=True)
class Side:
    """The changes of a PC that the province does not hold alike, and all segments that gave way: header and hash."""

    device: str
    entries: tuple[Entry, ...]
    segments: Sequence[tuple[Header, bytes]]


def lines(db: Database, side: Side, others: Sequence[Line]) -> list[Line]:
    """The lines that a side consists of, in order: those it shares with `others`, and the last, which nobody has told.

    Only the shared ones where nothing goes beyond them. Looks at the log once the other side has been taken in.
    """
    path, rest = list[Line](), side.entries
    while rest and (line := next((each for each in others if _goes_on(db, each, path, rest)), None)):
        path.append(line)
        rest = rest[_shared(db, line, rest) :]
    return [*path, _new(db, side, path, rest)] if rest else path


def _goes_on(db: Database, line: Line, path: Sequence[Line], rest: Sequence[Entry]) -> bool:
    return line.stems == tuple(each.stem for each in path) and _shared(db, line, rest) > 0


def _shared(db: Database, line: Line, rest: Sequence[Entry]) -> int:
    """How many of these changes, from the first on, are those of a line that is in the log."""
    if line.since != rest[0].seq:
        return 0
    pairs = zip(line.unfold(rest), log.run(db, line.name, 0, len(rest)), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def stranded(db: Database, header: Header, after: int) -> Line:
    """The line that begins with a segment of which all before is lost, back to the change `after`."""
    after = min(after, header.first - 2)  # something is lost between, whatever a server says
    mine = "SELECT DISTINCT record FROM mention WHERE device = ? AND seq <= ? AND record GLOB ?"
    ids = [id for (id,) in db.execute(mine, [header.device, after, f"{header.device}.*"]).fetchall()]
    return Line.after_a_loss(header, after, max(_numbers(ids, header.device), default=0))


def _new(db: Database, side: Side, path: Sequence[Line], rest: Sequence[Entry]) -> Line:
    """The line that these changes begin; what is held of it where the segment it begins in was lost from this disk."""
    since, stems = rest[0].seq, tuple[Stem, ...](each.stem for each in path)
    held = [(header, hash) for header, hash in side.segments if header.last >= since]
    first, root = min(held, key=lambda each: each[0].first)
    if first.first > since:
        return stranded(db, first, since - 1)
    earlier = {edit.id for entry in side.entries if entry.seq < since for edit in entry.change.edits}
    mentioned = "SELECT 1 FROM mention WHERE record = ? AND device = ? AND seq < ?"
    values = [side.device, side.entries[0].seq]

    def older(id: str) -> bool:
        return id in earlier or db.execute(mentioned, [id, *values]).fetchone() is not None

    return Line(side.device, since, _made_before(rest, side.device, older), root, stems)


def going_on(db: Database, line: Line, rest: Sequence[Entry]) -> Line:
    """A line as it is where it goes on with these changes: they may make records, and its beginning none."""
    mentioned = "SELECT 1 FROM mention WHERE record = ? AND device = ? AND seq < ?"

    def older(id: str) -> bool:
        return db.execute(mentioned, [id, line.device, line.since]).fetchone() is not None

    return replace(line, made=min(line.made, _made_before(rest, line.device, older)))


def _made_before(entries: Sequence[Entry], device: str, older: Callable[[str], bool]) -> int:
    """The last record number that `device` had given out before these changes; `older` tells what was there before."""
    numbers = _numbers((edit.id for entry in entries for edit in entry.change.edits), device)
    return min((n for n in numbers if not older(f"{device}.{n}")), default=10**15) - 1


def _numbers(ids: Iterable[str], device: str) -> set[int]:
    """The numbers of those records that a PC made."""
    parts = (id.partition(".") for id in ids)
    return {int(n) for maker, _, n in parts if maker == device and n.isascii() and n.isdecimal() and len(n) < 16}


def known(db: Database, device: str) -> list[Line]:
    """The lines of a PC that changes in the log carry, by name; of one name several, where a stem was lost."""
    begin: dict[str, str] = {}
    for record, _, _ in (found := sorted(carriers(db, device), key=lambda each: _place(each[0]))):
        begin.setdefault(record.partition("+")[0], record)
    told = {_told(db, *each) for each in found if each[0] in begin.values()}
    return sorted((line for line in told if line), key=lambda line: (line.name, line.stems, line.made))


def _place(record: str) -> int:
    """The first change of the segment that an edit carries."""
    number = record.rpartition(".")[2]
    return int(number) if number.isdecimal() and len(number) < 20 else 0


def told_in(db: Database, record: str) -> set[Line | None]:
    """The lines of which changes in the log carry a segment under this record id."""
    found = db.execute("SELECT device, seq FROM mention WHERE record = ?", [record]).fetchall()
    return {_told(db, record, author, seq) for author, seq in found}


def carriers(db: Database, device: str) -> list[tuple[str, str, int]]:
    """The edits that carry segments of a PC's lines: record id, and the place of the change that has it."""
    query = "SELECT record, device, seq FROM mention WHERE record > ? AND record < ? AND instr(record, '+')"
    return db.execute(query, [f"{device}-", f"{device}."]).fetchall()


def told_segments(db: Database, device: str) -> Iterator[tuple[Line, Envelope]]:
    """The segments of a PC's lines that changes in the log carry."""
    for record, author, seq in carriers(db, device):
        for edit in (edit for entry in log.run(db, author, seq - 1, 1) for edit in entry.change.edits):
            data = edit.fields.get("segment")
            if (edit.kind, edit.id) == (KIND, record) and isinstance(data, bytes):
                try:
                    yield Line.of(edit), parse(data)
                except Tampered:
                    continue


def carries(db: Database, line: str) -> bool:
    """Whether a change in the log carries a segment of this line."""
    query = "SELECT 1 FROM mention WHERE record >= ? AND record < ? LIMIT 1"
    return db.execute(query, [f"{line}+", f"{line},"]).fetchone() is not None


def _told(db: Database, record: str, author: str, seq: int) -> Line | None:
    """The line of which a change carries this segment."""
    for edit in (edit for entry in log.run(db, author, seq - 1, 1) for edit in entry.change.edits):
        if (edit.kind, edit.id) == (KIND, record):
            try:
                return Line.of(edit)
            except Tampered:
                return None
    return None
