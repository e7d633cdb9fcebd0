"""What the embedded engine holds beyond a gap: segments whose way to their PC's head a damaged disk has lost.

Never deleted. They wait until the gap is filled and they join on, or until other changes stand in their place: then
they are strays, handed out under a word of their own (`sync/strays`). Functions over the engine's connection, each
inside a transaction that the caller holds.
"""

import sqlite3
from collections.abc import Collection

from sync.envelope import parse
from sync.server.engine import Beyond
from sync.wire import Head

SCHEMA = """
CREATE TABLE beyond (
    office TEXT NOT NULL, hash BLOB NOT NULL, device TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
    after INTEGER NOT NULL, lost INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (office, hash)
);
CREATE TABLE beyond_held (
    office TEXT NOT NULL, device TEXT NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (office, device, hash)
) WITHOUT ROWID;
"""

_HEADS = "FROM segment LEFT JOIN head USING (office, device) WHERE segment.last > coalesce(head.last, 0)"


def set_apart(db: sqlite3.Connection) -> None:
    """Take what lies beyond the heads out of the chains."""
    columns = "office, hash, device, first, last, after, lost, data"
    found = "office, segment.hash, device, first, segment.last, coalesce(head.last, 0), 0, data"
    db.execute(f"INSERT OR IGNORE INTO beyond ({columns}) SELECT {found} {_HEADS}")
    db.execute(f"DELETE FROM segment WHERE (office, number) IN (SELECT office, number {_HEADS})")


def next_to(db: sqlite3.Connection, office: str, device: str, head: Head) -> bytes | None:
    """The segment that joins a head on, taken out of here; None where there is none."""
    following = "SELECT hash, data FROM beyond WHERE office = ? AND device = ? AND first = ?"
    for hash, data in db.execute(following, [office, device, head.last + 1]).fetchall():
        if parse(data).header.previous == head.hash:
            forget(db, office, hash)
            return bytes(data)
    return None


def forget(db: sqlite3.Connection, office: str, hash: bytes) -> None:
    """Hold a segment here no longer: it has its place again."""
    for table in ("beyond", "beyond_held"):
        db.execute(f"DELETE FROM {table} WHERE office = ? AND hash = ?", [office, hash])


def displace(db: sqlite3.Connection, office: str, device: str, last: int) -> None:
    """Where the place of one is taken, by what a device's history holds up to `last`, none of them can join on."""
    place = "office = ? AND device = ?"
    taken = db.execute(f"SELECT 1 FROM beyond WHERE {place} AND first <= ?", [office, device, last + 1]).fetchone()
    if taken:
        db.execute(f"UPDATE beyond SET lost = 1 WHERE {place}", [office, device])


def known(db: sqlite3.Connection, office: str, by: str) -> list[Beyond]:
    """All that `by` has not said it holds, each PC's in order."""
    rows = db.execute(
        "SELECT hash, device, first, last, after, length(data), lost FROM beyond AS b WHERE office = ? AND NOT EXISTS "
        "(SELECT 1 FROM beyond_held AS h WHERE (h.office, h.hash) = (b.office, b.hash) AND h.device = ?) "
        "ORDER BY device, first, hash",
        [office, by],
    )
    return list(map(Beyond._make, rows.fetchall()))


def hold(db: sqlite3.Connection, office: str, by: str, hashes: Collection[bytes], anew: bool) -> None:
    """Note which of them `by` holds; `anew` where what it said before counts no more."""
    if anew:
        db.execute("DELETE FROM beyond_held WHERE office = ? AND device = ?", [office, by])
    said = "INSERT OR IGNORE INTO beyond_held SELECT office, ?, hash FROM beyond WHERE office = ? AND hash = ?"
    db.executemany(said, [[by, office, hash] for hash in hashes])
