"""How a line gets into the log here, and what it means where it arrives: the same whoever carries it, once for all."""

from collections.abc import Mapping, Sequence

from sqlite_utils.db import Database

from desk import store
from desk.record import Change, Entry
from desk.words import text
from sync import log, segments
from sync.desk import Desk
from sync.envelope import Envelope, Header, parse
from sync.errors import Tampered
from sync.healing import lost, parting
from sync.healing.lines import ACTION, KIND, Carried, Line, Open, carried
from sync.healing.parting import Side
from sync.keys.roster import Roster
from sync.seal import unseal


def opener(roster: Roster, keys: Mapping[int, bytes]) -> Open:
    """Opens segments that changes carry; for any thread.

    Whoever signed one must be known, and may have been revoked since: that the change which carries it was taken in
    says that it came in time.
    """

    def open(envelope: Envelope) -> list[Entry]:
        header = envelope.header
        member = roster.find(header.device)
        if member is None or header.office != roster.office:
            raise Tampered("sync.device_unknown", device=header.device)
        member.verify_segment(envelope)
        return unseal(envelope, keys)

    return open


def write(desk: Desk, side: Side, *, here: bool = False) -> log.Touched:
    """Write a side that gave way into the log as lines, inside a transaction that the caller holds; what changed.

    `here` where it was this PC's own side. Lines that somebody else has carried already are not carried twice.
    """
    db, touched = desk.db, set[tuple[str, str]]()
    lines = parting.lines(db, side, parting.known(db, side.device))
    for line in lines:
        named = "UPDATE gave_way SET line = ?, since = ? WHERE hash = ? AND last >= ?"
        db.conn.executemany(named, [(line.name, line.since, hash, line.since) for _, hash in side.segments])
    open = opener(desk.keyring.roster, desk.keyring.office_keys)
    kept = "SELECT data FROM gave_way WHERE line = ? AND length(data) ORDER BY first"
    if here:  # what these changes carried themselves is carried by the changes that carry them
        db.execute("UPDATE gave_way SET carrier = -carrier WHERE carrier >= ?", [side.entries[0].seq])
    for envelope in [parse(data) for (data,) in db.execute(kept, [lines[-1].name]).fetchall()]:
        touched |= carry(desk, lines[-1], envelope)
        touched |= log.add(db, lines[-1].unfold(open(envelope)), log.index_later)
    if here:
        db.execute("UPDATE gave_way SET carrier = 0 WHERE carrier < 0")  # others carry them
        _rename_here(desk, lines[-1])
    return touched


def carry(desk: Desk, line: Line, envelope: Envelope) -> log.Touched:
    """Carry one segment of a line in the next change of this PC, unless somebody has."""
    if _carried_already(desk.db, line, envelope):
        return set()
    entry, header = _entry(desk, line, envelope), envelope.header
    of_line = "ON CONFLICT (hash) DO UPDATE SET line = excluded.line, since = excluded.since"
    row = [envelope.hash, line.device, header.first, header.last, line.name, line.since, b""]
    desk.db.execute(f"INSERT INTO gave_way VALUES (?, ?, ?, ?, ?, ?, ?, 0) {of_line}", row)
    within = "hash = ? OR -carrier BETWEEN ? AND ?"
    values = [entry.seq, envelope.hash, header.first, header.last]
    desk.db.execute(f"UPDATE gave_way SET carrier = ? WHERE {within}", values)
    return log.add(desk.db, [entry], log.index_later)


def _entry(desk: Desk, line: Line, envelope: Envelope) -> Entry:
    """The next change of this PC: it carries a segment of the line."""
    reason = text("healing.reason", device=desk.device_name(line.device))
    change = Change(ACTION, (line.edit(envelope),), desk.by, reason)
    at, error = int(desk.clock()), desk.clock_error
    return log.next_entry(desk.db, change, desk.device.id, at=at, clock_error=error)


def _carried_already(db: Database, line: Line, envelope: Envelope) -> bool:
    return line in parting.told_in(db, line.record(envelope))


def _rename_here(desk: Desk, line: Line) -> None:
    """Let what only this PC knows follow the records that have another id now: drafts, and who is at work."""
    for owner, body in desk.db.execute("SELECT owner, body FROM draft").fetchall():
        if (renamed := (line.rename(owner), line.rename(body))) != (owner, body):
            desk.db.execute("UPDATE draft SET owner = ?, body = ? WHERE owner = ?", [*renamed, owner])
    for owner, record in desk.db.execute("SELECT owner, record FROM shared_draft").fetchall():
        moved = (line.rename(owner), line.rename(record))
        desk.db.execute("UPDATE shared_draft SET owner = ?, record = ? WHERE owner = ?", [*moved, owner])
    desk.by = line.rename(desk.by)


def with_lines(desk: Desk, envelope: Envelope, entries: Sequence[Entry], found: Sequence[Carried]) -> list[Entry]:
    """What is to be written down of a segment that comes next: its changes, and those of the lines they carry."""
    with store.transaction(desk.db):
        if (
            envelope.header.device == desk.device.id
            and log.vector(desk.db).get(desk.device.id, 0) < envelope.header.last
        ):
            lost.came_back(desk, len(entries))
        _clear(desk.db, envelope, entries)
        lost.named(desk.db, entries)
        return [*entries, *arrived(desk, entries, found)]


def _clear(db: Database, envelope: Envelope, entries: Sequence[Entry]) -> None:
    """Take out what another segment, cut short and never kept, has left in the place of these changes."""
    header = envelope.header
    left = log.run(db, header.device, header.first - 1, header.last - header.first + 1)
    if left and left != list(entries[: len(left)]):
        log.withdraw(db, header.device, header.first)


def arrived(desk: Desk, entries: Sequence[Entry], found: Sequence[Carried]) -> list[Entry]:
    """The changes of the lines that were `found` in `entries`, to be taken in with them by the caller's transaction.

    A segment that is held here as the PC's own history gives way first, unless who carries it knew it alone. Lines
    that cannot be opened yet are noted.
    """
    more: list[Entry] = []
    for one in found:
        if not _held(desk.db, one.envelope):
            more += one.entries
        elif one.line.stranded:
            continue
        elif one.line.device != desk.device.id:  # of its own line a PC learns from the province, with the other side
            _give_way(desk.db, one)
            more += one.entries
    _note(desk.db, entries, found)
    return more


def told_along(desk: Desk, entries: Sequence[Entry]) -> None:
    """Tell the lines that changes of this PC carry, where they came back to it and a cut kept the rest away."""
    found = carried(entries, opener(desk.keyring.roster, desk.keyring.office_keys))
    if found:
        with store.transaction(desk.db):
            log.add(desk.db, arrived(desk, entries, found), log.index_later)


def _held(db: Database, envelope: Envelope) -> bool:
    return segments.hash_at(db, envelope.header.device, envelope.header.last) == envelope.hash


def _give_way(db: Database, one: Carried) -> None:
    """Let what is held of a PC from where a line begins give way, though of the line only a later segment came."""
    line, where = one.line, "SELECT min(first) FROM segment WHERE device = ? AND last >= ?"
    [first] = db.execute(where, [line.device, line.since]).fetchone()
    log.withdraw(db, line.device, line.since)
    for header, hash in give_way(db, line.device, first):
        if header.last >= line.since:
            db.execute("UPDATE gave_way SET line = ?, since = ? WHERE hash = ?", [line.name, line.since, hash])


def give_way(db: Database, device: str, first: int) -> list[tuple[Header, bytes]]:
    """Keep our segments from change `first` on as evidence, of a line where that is known: headers and hashes."""
    where = "FROM segment WHERE device = ? AND first >= ?"
    rows = db.execute(f"SELECT data {where} ORDER BY first", [device, first]).fetchall()
    columns = f"hash, device, first, last, '', {log.HIGHEST}, data, 0"
    keep = f"INSERT INTO gave_way SELECT {columns} {where} ON CONFLICT (hash) DO UPDATE SET data = excluded.data"
    db.execute(keep, [device, first])  # one that another PC carries already stays of its line
    db.execute(f"DELETE {where}", [device, first])
    return [(envelope.header, envelope.hash) for envelope in (parse(data) for (data,) in rows)]


def _note(db: Database, entries: Sequence[Entry], found: Sequence[Carried]) -> None:
    """Remember which segments belong to lines, and which changes carry what cannot be opened yet."""
    opened = {one.line.record(one.envelope) for one in found}
    closed = {
        (entry.device, entry.seq)
        for entry in entries
        for e in entry.change.edits
        if e.kind == KIND and e.id not in opened
    }
    db.conn.executemany("INSERT OR IGNORE INTO unread VALUES (?, ?)", sorted(closed))
    keep = (
        "INSERT INTO gave_way VALUES (?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT (hash) DO UPDATE "
        "SET line = excluded.line, since = excluded.since WHERE line = ''"
    )
    db.conn.executemany(keep, list(map(_row, found)))


def _row(one: Carried) -> tuple[object, ...]:
    header = one.envelope.header
    return one.envelope.hash, header.device, header.first, header.last, one.line.name, one.line.since, b""


def heed_revoked(desk: Desk) -> log.Touched:
    """Set aside what is held of a PC beyond the change with which its membership ended; what changed.

    Another way than over the province it may have come here before anybody knew.
    """
    touched: log.Touched = set()
    for member in desk.keyring.roster.members:
        if member.revoked_after is None or member.id == desk.device.id:
            continue
        beyond = "FROM segment WHERE device = ? AND last > ?"
        values: tuple[str, int] = (member.id, member.revoked_after)
        [first] = desk.db.execute(f"SELECT min(first) {beyond}", values).fetchone()
        if first is None and log.vector(desk.db).get(member.id, 0) > member.revoked_after:
            first = member.revoked_after + 1  # of a segment that gave way, or never came to its end
        if first is not None:
            with store.transaction(desk.db):
                columns = "hash, device, first, 'sync.device_revoked', data"
                desk.db.execute(f"INSERT OR IGNORE INTO aside SELECT {columns} {beyond}", values)
                desk.db.execute(f"DELETE {beyond}", values)
                touched |= log.withdraw(desk.db, member.id, first)[1]
        _aside_as_revoked(desk.db, *values)
    return touched


def _aside_as_revoked(db: Database, device: str, last: int) -> None:
    """What had been set aside for another reason, and ends with a change that came too late, waits for nothing more."""
    rows = "SELECT hash, data FROM aside WHERE device = ? AND reason != 'sync.device_revoked'"
    late = [[hash] for hash, data in db.execute(rows, [device]).fetchall() if parse(data).header.last > last]
    if late:
        with store.transaction(db):
            db.conn.executemany("UPDATE aside SET reason = 'sync.device_revoked' WHERE hash = ?", late)


def read_again(desk: Desk) -> log.Touched:
    """Open lines that could not be opened when they came, for want of a key or a roster; what changed."""
    touched: log.Touched = set()
    waiting = desk.db.execute("SELECT device, seq FROM unread").fetchall()
    entries = [entry for device, seq in waiting for entry in log.run(desk.db, device, seq - 1, 1)]
    found = carried(entries, opener(desk.keyring.roster, desk.keyring.office_keys))
    if not found:
        return touched
    opened = {one.line.record(one.envelope) for one in found}
    with store.transaction(desk.db):
        more = arrived(desk, entries, found)
        for entry in entries:
            if all(edit.id in opened for edit in entry.change.edits if edit.kind == KIND):
                desk.db.execute("DELETE FROM unread WHERE device = ? AND seq = ?", [entry.device, entry.seq])
        return touched | log.add(desk.db, more, log.index_later)
