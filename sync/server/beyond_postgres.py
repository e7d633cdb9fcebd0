"""What the PostgreSQL engine holds beyond a gap: segments whose way to their PC's head a damaged disk has lost.

As `beyond_sqlite`, whose module says what becomes of them. Functions over a connection, each inside a transaction that
holds the office.
"""

from collections.abc import Collection

from sync.envelope import parse
from sync.server.engine import Beyond
from sync.server.postgres import Line, Postgres
from sync.wire import Head

_OFFICE = "office = :office"
_PLACE = f"{_OFFICE} AND device = :device"


def set_apart(db: Line, office: str) -> None:
    """Take what lies beyond the heads out of the chains."""
    db.rows(
        "WITH apart AS (DELETE FROM segment USING (SELECT number, coalesce(head.last, 0) AS after FROM segment AS s "
        "LEFT JOIN head USING (office, device) WHERE office = :office AND s.last > coalesce(head.last, 0)) AS found "
        "WHERE office = :office AND segment.number = found.number RETURNING segment.*, after) "
        "INSERT INTO beyond (office, hash, device, first, last, after, lost, data) "
        "SELECT office, hash, device, first, last, after, false, data FROM apart ON CONFLICT DO NOTHING",
        office=office,
    )


def any_of(db: Line, office: str) -> bool:
    """Whether there is any."""
    return bool(db.rows(f"SELECT 1 FROM beyond WHERE {_OFFICE} LIMIT 1", office=office))


def next_to(db: Line, office: str, device: str, head: Head) -> bytes | None:
    """The segment that joins a head on, taken out of here; None where there is none."""
    following = f"SELECT hash, data FROM beyond WHERE {_PLACE} AND first = :first"
    for hash, data in db.rows(following, office=office, device=device, first=head.last + 1):
        if parse(data).header.previous == head.hash:
            forget(db, office, hash)
            return bytes(data)
    return None


def forget(db: Line, office: str, hash: bytes) -> None:
    """Hold a segment here no longer: it has its place again."""
    for table in ("beyond", "beyond_held"):
        db.rows(f"DELETE FROM {table} WHERE {_OFFICE} AND hash = :hash", office=office, hash=hash)


def displace(db: Line, office: str, device: str, last: int) -> None:
    """Where the place of one is taken, by what a device's history holds up to `last`, none of them can join on."""
    db.rows(
        f"UPDATE beyond SET lost = true WHERE {_PLACE} AND EXISTS "
        f"(SELECT 1 FROM beyond AS b WHERE b.office = :office AND b.device = :device AND b.first <= :following)",
        office=office, device=device, following=last + 1,
    )  # fmt: skip


def give_up(db: Line, office: str, device: str) -> None:
    """Let all of a device's have lost their place."""
    db.rows(f"UPDATE beyond SET lost = true WHERE {_PLACE}", office=office, device=device)


def known(db: Postgres, office: str, by: str) -> list[Beyond]:
    """All that `by` has not said it holds, each PC's in order."""
    rows = db.rows(
        "SELECT hash, device, first, last, after, length(data), lost FROM beyond AS b WHERE office = :office AND NOT "
        "EXISTS (SELECT 1 FROM beyond_held AS h WHERE h.office = :office AND h.hash = b.hash AND h.device = :by) "
        "ORDER BY device, first, hash",
        office=office, by=by,
    )  # fmt: skip
    return list(map(Beyond._make, rows))


def hold(db: Line, office: str, by: str, hashes: Collection[bytes], anew: bool) -> None:
    """Note which of them `by` holds; `anew` where what it said before counts no more."""
    if anew:
        db.rows(f"DELETE FROM beyond_held WHERE {_PLACE}", office=office, device=by)
    db.rows(
        "INSERT INTO beyond_held SELECT office, :by, hash FROM beyond WHERE office = :office AND hash = ANY(:hashes) "
        "ON CONFLICT DO NOTHING",
        office=office, by=by, hashes=list(hashes),
    )  # fmt: skip
