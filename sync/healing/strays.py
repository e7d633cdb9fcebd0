"""Segments that lost their place at the server (`sync.strays`), at a PC: which it wants and holds, and what it keeps.

They are set aside until what they tell is in the log, by that PC's history, or by a line (`left_aside`).
"""

from collections.abc import Collection, Sequence

from sqlite_utils.db import Database

from desk import store
from sync import delivery, log, segments, wire
from sync.desk import Desk
from sync.envelope import NOTHING_BEFORE, Envelope, Header, parse, segment_hash
from sync.errors import Tampered
from sync.seal import seal
from sync.strays import Stray, Strays

REASON = "sync.stray"
"""Why they are set aside."""


def wishes(db: Database) -> Strays:
    """What to say of the strays that the last receipt of the province named."""
    receipt = delivery.last_receipt(db)
    names = [stray.hash for stray in wire.named(receipt)] if receipt else []
    known = {hash for hash in names if after(db, hash) is not None}
    return Strays(tuple(hash for hash in names if hash not in known), tuple(hash for hash in names if hash in known))


def after(db: Database, hash: bytes) -> int | None:
    """The last change that the server held before what was lost; None for a segment that is no stray held here."""
    row = db.execute("SELECT after FROM stray WHERE hash = ?", [hash]).fetchone()
    return int(row[0]) if row else None


def keep(db: Database, named: Collection[Stray], arrived: Sequence[bytes]) -> list[bytes]:
    """Set aside those of the segments that a receipt named as strays; the others are handed back."""
    if not named:
        return list(arrived)
    came = {segment_hash(data): data for data in arrived}
    with store.transaction(db):
        for stray in named:
            data = came.pop(stray.hash, None)
            if _held(db, stray.hash) or (data is not None and _set_aside(db, stray.hash, data)):
                db.execute("INSERT OR IGNORE INTO stray VALUES (?, ?)", [stray.hash, stray.after])
    return list(came.values())


def _held(db: Database, hash: bytes) -> bool:
    held = " UNION ALL ".join(f"SELECT 1 FROM {table} WHERE hash = :hash" for table in ("aside", "gave_way", "segment"))
    return db.execute(held, {"hash": hash}).fetchone() is not None


def _set_aside(db: Database, hash: bytes, data: bytes) -> bool:
    try:
        header = parse(data).header
    except Tampered:
        return False
    row = [hash, header.device, header.first, REASON, data]
    db.execute("INSERT OR IGNORE INTO aside VALUES (?, ?, ?, ?, ?)", row)
    return True


def sealed_again(desk: Desk, header: Header, after: int) -> Envelope | None:
    """The segment that was lost before one of this PC's own, sealed once more; None where it does not come to that.

    Sealing the same changes in the same place is the same segment, byte for byte. So this shows, by the hash in the
    header, that what this PC's log holds there is what was lost.
    """
    count = header.first - 1 - after
    previous = segments.hash_at(desk.db, desk.device.id, after) if after else NOTHING_BEFORE
    if header.device != desk.device.id or not 0 < count <= segments.MOST_CHANGES or previous is None:
        return None
    entries = log.run(desk.db, header.device, after, count)
    for epoch, key in desk.keyring.office_keys.items() if len(entries) == count else ():
        data = seal(
            entries, office=desk.office.code, epoch=epoch, key=key, previous=previous, private_key=desk.keyring.signing
        )
        if segment_hash(data) == header.previous:
            return parse(data)
    return None
