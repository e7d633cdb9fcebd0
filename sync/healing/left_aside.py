"""Segments set aside because they tell a PC's history otherwise than it is held here: what becomes of them.

Where the province turns out to hold them, they are its side of a dispute (`forks`). Where it holds ours, they are the
side that gave way, and whoever has them tells them as a line: the PC that wrote them may be gone. So it is with those
that lost their place at the server (`strays`), though what is before them may be nowhere.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import takewhile

from sqlite_utils.db import Database

from desk import store
from sync import log, segments
from sync.desk import Desk
from sync.envelope import NOTHING_BEFORE, Envelope, parse
from sync.errors import Tampered
from sync.healing import carrying, notices, parting, strays, told_once
from sync.healing.lines import Line, carrier
from sync.wire import Head, Heads

FORKED = f"('sync.fork', 'sync.broken_chain', 'sync.gap', '{strays.REASON}')"


def clear(desk: Desk) -> None:
    """Set aside no longer what is all told by now, by that PC's history or by lines of it."""
    open = carrying.opener(desk.keyring.roster, desk.keyring.office_keys)
    for hash, data in desk.db.execute(f"SELECT hash, data FROM aside WHERE reason IN {FORKED}").fetchall():
        try:
            envelope = parse(data)
            entries = open(envelope)
        except Tampered:
            continue
        lines = parting.known(desk.db, envelope.header.device)
        if all(told_once.told(desk.db, entry, lines) for entry in entries):
            with store.transaction(desk.db):
                desk.db.execute("DELETE FROM aside WHERE hash = ?", [hash])


def tell(desk: Desk, heads: Heads, disputed: Collection[str]) -> log.Touched:
    """Tell as lines what was set aside of PCs of which the province, by its `heads`, holds our history; what changed.

    What hangs on a segment that is not here, cannot be opened, or was signed by a PC revoked before, stays aside; not
    what lost its place at the server: what it hangs on may be nowhere.
    """
    touched: log.Touched = set()
    for device in _devices(desk.db):
        head = heads.get(device, Head(0, NOTHING_BEFORE))
        agreed = segments.hash_at(desk.db, device, head.last) if head.last else segments.head(desk.db, device).hash
        if device in disputed or agreed != head.hash:
            continue
        while (chain := next(_contested(desk, device, head), None)) is not None:
            touched |= _tell(desk, device, chain)
        while (chain := next(_stranded(desk, device), None)) is not None:
            touched |= _tell_stranded(desk, device, chain)
    return touched


def _devices(db: Database) -> list[str]:
    return [
        device for (device,) in db.execute(f"SELECT DISTINCT device FROM aside WHERE reason IN {FORKED}").fetchall()
    ]


def _contested(desk: Desk, device: str, head: Head) -> Iterator[list[Envelope]]:
    """What was set aside of a PC, the longest first, with all before it that is not our history of it.

    Only where the province has given the numbers to others: what merely goes on is taken in when its time comes.
    """
    rows = f"SELECT data FROM aside WHERE device = ? AND reason IN {FORKED} ORDER BY first DESC"
    for (data,) in desk.db.execute(rows, [device]).fetchall():
        chain = _joined(desk, parse(data))
        if chain and chain[0].header.first <= head.last:
            yield chain


def _stranded(desk: Desk, device: str) -> Iterator[list[Envelope]]:
    """Strays of a PC, the longest first, with all before them up to what is nowhere."""
    rows = "SELECT data FROM aside JOIN stray USING (hash) WHERE device = ? ORDER BY first DESC"
    for (data,) in desk.db.execute(rows, [device]).fetchall():
        chain = _back(desk.db, parse(data))
        if not _joins(desk.db, chain[0]) and strays.after(desk.db, chain[0].hash) is not None and _opens(desk, chain):
            yield chain


def _joined(desk: Desk, last: Envelope) -> list[Envelope]:
    """The segments from the one that joins our history of the PC up to this one; none where one is not to be had."""
    chain = _back(desk.db, last)
    return chain if _joins(desk.db, chain[0]) and _opens(desk, chain) else []


def _back(db: Database, last: Envelope) -> list[Envelope]:
    """The segments up to this one from the one that joins our history of the PC, or from as far as there are any."""
    chain = [last]
    while not _joins(db, chain[0]):
        if (before := at(db, last.header.device, chain[0].header.previous)) is None:
            break
        chain.insert(0, before)
    return chain


def _opens(desk: Desk, chain: Sequence[Envelope]) -> bool:
    """Whether the PC belonged to the office when it signed the last of these, and all can be opened."""
    open = carrying.opener(desk.keyring.roster, desk.keyring.office_keys)
    try:
        segments.verify(chain[-1], desk.keyring.roster, desk.office.code)
        return all(open(envelope) for envelope in chain)
    except Tampered:
        return False


def _joins(db: Database, envelope: Envelope) -> bool:
    header = envelope.header
    return header.previous == (segments.hash_at(db, header.device, header.first - 1) or NOTHING_BEFORE)


def at(db: Database, device: str, hash: bytes) -> Envelope | None:
    """A segment of a PC that is not its history here, by its name: set aside, given way, or carried by a change."""
    for table in ("aside", "gave_way"):
        row = db.execute(f"SELECT data FROM {table} WHERE hash = ? AND device = ? AND length(data)", [hash, device])
        if found := row.fetchone():
            return parse(found[0])
    where = "SELECT line, first FROM gave_way WHERE hash = ? AND device = ?"
    for line, first in db.execute(where, [hash, device]).fetchall():
        return _carried(db, carrier(line, first))
    return None


def _carried(db: Database, record: str) -> Envelope | None:
    for edit in (edit for entry in log.history(db, record) for edit in entry.change.edits if edit.id == record):
        data = edit.fields.get("segment")
        return parse(data) if isinstance(data, bytes) else None
    return None


def _tell(desk: Desk, device: str, chain: Sequence[Envelope]) -> log.Touched:
    """Tell a side as a line, in one transaction, and set it aside no longer."""
    db, base = desk.db, chain[0].header.first - 1
    open = carrying.opener(desk.keyring.roster, desk.keyring.office_keys)
    theirs = [entry for envelope in chain for entry in open(envelope)]
    ours = log.run(db, device, base, len(theirs))
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(theirs, ours, strict=False)))
    touched: log.Touched = set()
    with store.transaction(db):
        db.conn.executemany(_KEPT, [_row(envelope) for envelope in chain])
        db.conn.executemany("DELETE FROM aside WHERE hash = ?", [[envelope.hash] for envelope in chain])
        if alike < len(theirs):
            named = [(envelope.header, envelope.hash) for envelope in chain]
            touched = carrying.write(desk, parting.Side(device, tuple(theirs[alike:]), named))
            touched |= told_once.settle(desk, device)
            notices.note(desk, "fork", device=device)
    return touched


def _tell_stranded(desk: Desk, device: str, chain: Sequence[Envelope]) -> log.Touched:
    """Tell what the log does not tell of a side before which something is lost, and set it aside no longer."""
    db, header, after = desk.db, chain[0].header, strays.after(desk.db, chain[0].hash) or 0
    open = carrying.opener(desk.keyring.roster, desk.keyring.office_keys)
    theirs = [entry for envelope in chain for entry in open(envelope)]
    if log.run(db, device, header.first - 1, 1) == theirs[:1]:
        return _tell(desk, device, chain)  # so what is before is ours too
    if lost := strays.sealed_again(desk, header, after):
        return _tell(desk, device, [lost, *chain])
    line: Line = parting.stranded(db, header, after)
    touched: log.Touched = set()
    lines = parting.known(db, device)
    with store.transaction(db):
        db.conn.executemany("DELETE FROM aside WHERE hash = ?", [[envelope.hash] for envelope in chain])
        if not all(told_once.told(db, entry, lines) for entry in theirs):
            for envelope in chain:
                touched |= carrying.carry(desk, line, envelope)
            touched |= log.add(db, line.unfold(theirs), log.index_later) | told_once.settle(desk, device, carry=True)
            notices.note(desk, "stray", device=device)
    return touched


_KEPT = (
    f"INSERT INTO gave_way VALUES (:hash, :device, :first, :last, '', {log.HIGHEST}, :data, 0) "
    "ON CONFLICT (hash) DO UPDATE SET data = excluded.data"
)
"""One that another line is known to hold is not carried by this PC yet: what this one begins with needs its bytes."""


def _row(envelope: Envelope) -> Mapping[str, object]:
    header = envelope.header
    place = {"device": header.device, "first": header.first, "last": header.last}
    return {"hash": envelope.hash, "data": envelope.data, **place}
