"""The change log: the truth. The desk's rows are only what it folds into.

This PC's changes and other PCs' changes enter by one door, `add`, in one transaction with the rows they fold into.
Nothing else writes the tables of records: delete them, `refold`, and they are back.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, islice
from typing import Any

import cbor2
from sqlite_utils import Migrations
from sqlite_utils.db import Database

from desk import numbers, store
from desk.record import Change, Edit, Entry, State, rules
from sync import folding
from sync.dictionary import in_full, shortened

migrations = Migrations("log")

Touched = folding.Touched
Index = folding.Index

REFOLD_BATCH = 2000

HIGHEST = 2**62
"""Beyond every sequence number."""


@migrations()
def m001_log(db: Database) -> None:
    """Changes by device and sequence number, which records each mentions, and how far each device is held."""
    db.execute(
        "CREATE TABLE change (device TEXT, seq INTEGER, lamport INTEGER, at INTEGER, body BLOB, "
        "PRIMARY KEY (device, seq)) WITHOUT ROWID"
    )
    db.execute(
        "CREATE TABLE mention (record TEXT, device TEXT, seq INTEGER, PRIMARY KEY (record, device, seq)) WITHOUT ROWID"
    )
    db.table("head").create({"device": str, "seq": int}, pk="device")
    db.table("folded").create({"shape": str}, pk="shape")


@migrations()
def m002_unindexed(db: Database) -> None:
    """Cases whose words in the search index are behind."""
    db.execute("CREATE TABLE unindexed (id TEXT PRIMARY KEY) WITHOUT ROWID")


@migrations()
def m003_times(db: Database) -> None:
    """Changes by the time their PCs said, for the audit trail of some days."""
    db.execute("CREATE INDEX idx_change_at ON change (at)")


@migrations()
def m004_beside(db: Database) -> None:
    """States of records whose id another kind of record has too (`folding.states`)."""
    db.table("merge_beside").create({"id": str, "kind": str, "state": bytes}, pk=("id", "kind"))


def prepare(db: Database) -> None:
    """Rebuild the rows if this version knows records or fields that the last one did not, and finish the index."""
    if db.execute("SELECT 1 FROM folded WHERE shape = ?", [_shape()]).fetchone() is None:
        refold(db)
    if db.execute("SELECT 1 FROM unindexed LIMIT 1").fetchone():
        index_waiting(db, -1)


def _shape() -> str:
    known = sorted((kind, sorted(rules(record))) for kind, record in store.KINDS.items())
    return hashlib.sha256(repr(known).encode()).hexdigest()


def record(
    db: Database, decide: Callable[[], Change], device: str, *, at: int, clock_error: int | None = None
) -> tuple[Change, Touched]:
    """Write down what an officer at this PC decides. It is on the disk when this returns.

    `decide` is called inside the transaction, so that it sees the latest numbers and states; what it raises leaves
    nothing written. `at` is wall time in s since 1970 UTC. Raises Unusable when the disk cannot take it.
    """
    with store.transaction(db):
        change = decide()
        return change, add(db, [next_entry(db, change, device, at=at, clock_error=clock_error)])


def next_entry(db: Database, change: Change, device: str, *, at: int, clock_error: int | None = None) -> Entry:
    """A change in the next place of this PC's history, for `add` in the same transaction."""
    seen = vector(db)
    seq, lamport = seen.pop(device, 0) + 1, store.counter(db, "lamport") + 1
    return Entry(device, seq, seen, lamport, at, clock_error, change)


def receive(db: Database, entries: Iterable[Entry], index: Index = store.index) -> Touched:
    """Take in changes of any device, in any order; those already here change nothing. `index` as for `add`."""
    with store.transaction(db):
        return add(db, entries, index)


def add(db: Database, entries: Iterable[Entry], index: Index = store.index) -> Touched:
    """Write changes and fold them into their rows, inside a transaction that the caller holds.

    `index` is given the cases whose words changed: `index_later` where many changes are on their way in.
    """
    new = _new(db, entries)
    db.conn.executemany("INSERT INTO change VALUES (?, ?, ?, ?, ?)", map(_row, new))
    db.conn.executemany(
        "INSERT OR IGNORE INTO mention VALUES (?, ?, ?)", [m for entry in new for m in _mentions(entry)]
    )
    for name, value in _used_up(new).items():
        store.raise_counter(db, name, value)
    _advance(db, {entry.device for entry in new})
    return folding.fold(db, _by_record(new), index)


def _new(db: Database, entries: Iterable[Entry]) -> list[Entry]:
    """Those of the entries that are not held yet, each once."""
    offered = {(entry.device, entry.seq): entry for entry in entries}
    for device in {device for device, _ in offered}:
        places = [seq for d, seq in offered if d == device]
        held = "SELECT seq FROM change WHERE device = ? AND seq BETWEEN ? AND ?"
        for (seq,) in db.execute(held, [device, min(places), max(places)]):
            offered.pop((device, seq), None)
    return list(offered.values())


def _by_record(entries: Iterable[Entry]) -> folding.Pending:
    pending: folding.Pending = {}
    for entry in entries:
        for edit in entry.change.edits:
            pending.setdefault((edit.kind, edit.id), []).append((entry, edit.fields))
    return pending


def _row(entry: Entry) -> tuple[Any, ...]:
    return entry.device, entry.seq, entry.lamport, entry.at, _body(entry)


def _mentions(entry: Entry) -> Iterator[tuple[str, str, int]]:
    """The records an entry belongs to: those it edits, and the case of a paper or note."""
    for edit in entry.change.edits:
        yield edit.id, entry.device, entry.seq
        if isinstance(case_id := edit.fields.get("case_id"), str):
            yield case_id, entry.device, entry.seq


def _used_up(entries: Iterable[Entry]) -> dict[str, int]:
    """The highest numbers in use by counter, so that a PC restored from an old copy never hands one out again."""
    lamport, ids, serials = 0, dict[str, int](), dict[int, int]()
    for entry in entries:
        lamport = max(lamport, entry.lamport)
        for edit in entry.change.edits:
            maker, _, n = edit.id.partition(".")
            if maker == entry.device and n.isdecimal() and len(n) < 16 and int(n) > ids.get(maker, 0):
                ids[maker] = int(n)
            if "number" in edit.fields and (number := _number(edit.fields["number"])):
                serials[number.pc] = max(number.serial, serials.get(number.pc, 0))
    used = {f"id.{maker}": n for maker, n in ids.items()} | {f"serial.{pc}": n for pc, n in serials.items()}
    return used | {"lamport": lamport} if lamport else used


def _number(value: Any) -> numbers.Number | None:
    return numbers.recognise(value) if isinstance(value, str) else None


def _advance(db: Database, devices: Iterable[str]) -> None:
    """Move the heads of `devices` over what is now held without gaps."""
    for device in devices:
        head = start = _head(db, device)
        for (seq,) in db.execute("SELECT seq FROM change WHERE device = ? AND seq > ? ORDER BY seq", [device, start]):
            if seq != head + 1:
                break
            head = seq
        if head > start:
            db.execute("INSERT OR REPLACE INTO head VALUES (?, ?)", [device, head])


def _head(db: Database, device: str) -> int:
    found = db.execute("SELECT seq FROM head WHERE device = ?", [device]).fetchone()
    return found[0] if found else 0


def vector(db: Database) -> dict[str, int]:
    """What this PC has taken in: device -> last sequence number without gaps, its own included."""
    return dict(db.execute("SELECT device, seq FROM head").fetchall())


def index_later(db: Database, case_ids: Iterable[str]) -> None:
    """Only note the cases, for `index_waiting`: one that comes in with ten changes is indexed once."""
    db.conn.executemany("INSERT OR IGNORE INTO unindexed VALUES (?)", [(id,) for id in case_ids])


def index_waiting(db: Database, most: int) -> bool:
    """Bring at most so many noted cases into the search index; whether there were any."""
    with store.transaction(db):
        waiting = db.execute("SELECT id FROM unindexed LIMIT ?", [most]).fetchall()
        store.index(db, [id for (id,) in waiting])
        db.conn.executemany("DELETE FROM unindexed WHERE id = ?", waiting)
    return bool(waiting)


def withdraw(db: Database, device: str, since: int, until: int = HIGHEST) -> tuple[list[Entry], Touched]:
    """Take a device's changes since one out of the log and of its rows, inside a transaction that the caller holds.

    They are handed back, for whoever calls this keeps them elsewhere. The rows become what the rest of the log says.
    """
    gone = run(db, device, since - 1, until - since + 1)
    for table in ("change", "mention"):
        db.execute(f"DELETE FROM [{table}] WHERE device = ? AND seq BETWEEN ? AND ?", [device, since, until])
    db.execute("UPDATE head SET seq = ? WHERE device = ? AND seq >= ?", [since - 1, device, since])
    db.execute("DELETE FROM head WHERE seq = 0")
    edits = [edit for entry in gone for edit in entry.change.edits]
    cases = {("case", value) for edit in edits if isinstance(value := edit.fields.get("case_id"), str) and value}
    touched: Touched = {(edit.kind, edit.id) for edit in edits if edit.kind in store.KINDS}
    for id in {id for _, id in touched}:
        _refold_record(db, id, {kind for kind, each in touched if each == id})
    index_later(db, (id for kind, id in touched | cases if kind == "case"))
    return gone, touched | cases


def _refold_record(db: Database, id: str, kinds: Iterable[str]) -> None:
    """Rebuild one record from what the log holds of it; without anything there, without the record.

    Two copies of a PC may have given its id to records of different kinds; `kinds` are those it was here.
    """
    found: folding.Pending = {}
    for entry in history(db, id):
        for edit in (edit for edit in entry.change.edits if edit.id == id):
            found.setdefault((edit.kind, id), []).append((entry, edit.fields))
    db.execute("DELETE FROM case_search WHERE rowid = (SELECT rowid FROM [case] WHERE id = ?)", [id])
    for table in {*kinds, *(kind for kind, _ in found if kind in store.KINDS), *_MERGED}:
        db.execute(f"DELETE FROM [{table}] WHERE id = ?", [id])
    if found:
        folding.fold(db, found, index_later)


_MERGED = ("merge", "merge_beside", "conflict")


def state_of(db: Database, kind: str, id: str) -> State | None:
    """All versions of a record's fields; None where nothing of it has arrived."""
    return folding.states(db, [(kind, id)]).get((kind, id))


def refold(db: Database) -> None:
    """Rebuild every row from the log, in one transaction; also picks up what newer versions wrote."""
    with store.transaction(db):
        for table in (*store.KINDS, *_MERGED, "case_search", "unindexed"):
            db.execute(f"DELETE FROM [{table}]")
        entries = everything(db)
        while batch := list(islice(entries, REFOLD_BATCH)):
            folding.fold(db, _by_record(batch), store.index)
        db.execute("DELETE FROM folded")
        db.execute("INSERT INTO folded VALUES (?)", [_shape()])


def everything(db: Database) -> Iterator[Entry]:
    """Every change held, device by device in their order."""
    last = ("", 0)
    while rows := db.execute(f"{_ENTRY} WHERE (device, seq) > (?, ?) ORDER BY device, seq LIMIT 1000", last).fetchall():
        yield from map(_entry, rows)
        last = rows[-1][:2]


def between(db: Database, since: int, until: int) -> Iterator[Entry]:
    """The changes whose PCs' clocks said from `since` until before `until` (s since 1970 UTC), in no order."""
    yield from map(_entry, db.execute(f"{_ENTRY} WHERE at >= ? AND at < ?", [since, until]))


def run(db: Database, device: str, after: int, limit: int, size: int | None = None) -> list[Entry]:
    """The next changes of one device after a sequence number, without gaps; of `size` bytes as kept here, or one."""
    clause = "WHERE device = ? AND seq > ? AND seq <= ? ORDER BY seq"
    rows = db.execute(f"{_ENTRY} {clause}", [device, after, after + limit]).fetchall()
    if size is not None:
        rows = rows[: max(1, sum(total <= size for total in accumulate(len(row[-1]) for row in rows)))]
    return [_entry(row) for row in rows]


def history(db: Database, record: str) -> list[Entry]:
    """Every change that touched a record, or a case's papers and notes; oldest first, the same order on every PC."""
    clause = "NATURAL JOIN mention WHERE record = ? ORDER BY lamport, device"
    return [_entry(row) for row in db.execute(f"{_ENTRY} {clause}", [record]).fetchall()]


_ENTRY = "SELECT device, seq, lamport, at, body FROM change"


def _body(entry: Entry) -> bytes:
    """[2, seen, clock error, action, by, reason, kind, id, fields, kind ...]; in 1 edits were arrays in an array."""
    change = entry.change
    edits = [part for edit in change.edits for part in (edit.kind, edit.id, edit.fields)]
    row = [2, entry.seen, entry.clock_error, change.action, change.by, change.reason, *edits]
    return shortened(cbor2.dumps(row))


def _entry(found: Sequence[Any]) -> Entry:
    device, seq, lamport, at, body = found
    version, seen, clock_error, action, by, reason, *parts = cbor2.loads(in_full(body))
    edits = parts[0] if version == 1 else zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    change = Change(action, tuple(Edit(*edit) for edit in edits), by, reason)
    return Entry(device, seq, seen, lamport, at, clock_error, change)
