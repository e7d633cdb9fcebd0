"""How far the province's server has signed for what this PC wrote. The only source of every sentence about delivery.

"Delivered" is read off the heads of the last signed receipt, never off the absence of errors.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cbor2
from sqlite_utils import Migrations
from sqlite_utils.db import Database

from desk import Spoken, store, words
from sync import segments
from sync.desk import Desk
from sync.envelope import PLAIN, ROOTED
from sync.frames import Partial
from sync.wire import READS_ROOTS, Head, Heads, Held, Receipt, most_spoken

migrations = Migrations("delivery")


@migrations()
def m001_delivery(db: Database) -> None:
    """The last receipt, what has failed since, and the part of a segment that was cut on its way here."""
    db.table("receipt").create({"id": int, "time": int, "heads": bytes, "staged": bytes, "data": bytes}, pk="id")
    db.table("trouble").create({"id": int, "since": int, "reason": str, "values": bytes}, pk="id")
    db.table("cut").create({"id": int, "hash": bytes, "total": int, "data": bytes}, pk="id")


@dataclass(frozen=True)
class Delivery:
    """How delivery stands. Times are s since 1970 UTC by this PC's clock, but `confirmed_at` by the server's."""

    waiting: int
    """Changes of this PC that no receipt names yet."""
    waiting_since: int | None
    delivered_to: int
    """The last change of this PC that the server has signed for."""
    confirmed_at: int | None
    failing_since: int | None
    reason: str
    """Why the last exchange failed, in words; "" when it did not."""
    missing: int = 0
    """Changes that other PCs of the office have seen and that have not come here, whoever withholds them."""

    @property
    def complete(self) -> bool:
        """Whether the server has signed for everything, and nothing has failed since."""
        return not self.waiting and self.confirmed_at is not None and self.failing_since is None


def delivery(desk: Desk) -> Delivery:
    """How delivery stands at a desk now."""
    db, device = desk.db, desk.device.id
    _, time = last_heads(db)
    delivered = proven(db, device)
    count, oldest = db.execute(
        f"SELECT count(*), min(at) FROM change WHERE {_WAITING}", [device, delivered, delivered]
    ).fetchone()
    since, reason = _trouble(db)
    return Delivery(count, oldest, delivered, time and time // 1000, since, reason, missing(desk))


def undelivered(desk: Desk, records: Sequence[str]) -> set[str]:
    """Those of the records that this PC wrote to since what the server last signed for."""
    device, marks = desk.device.id, ", ".join("?" * len(records))
    clause = f"SELECT DISTINCT record FROM mention WHERE record IN ({marks}) AND ({_WAITING})"
    delivered = proven(desk.db, device)
    values = [*records, device, delivered, delivered]
    return {record for (record,) in desk.db.execute(clause, values).fetchall()}


_WAITING = "(device = ? AND seq > ?) OR device IN (SELECT line FROM gave_way WHERE carrier > ?)"
"""Changes of a PC beyond the last that is delivered, and those it carries as a line in such a change."""


def proven(db: Database, device: str) -> int:
    """The last change of a PC that the last receipt names, under the hash of the segment held here; else 0.

    Of a PC that was removed since, the server's word of it.
    """
    named = filter(None, (last_heads(db)[0].get(device), _left(db, device)))
    return max((head.last for head in named if segments.hash_at(db, device, head.last) == head.hash), default=0)


def left(db: Database, device: str, head: Head) -> None:
    """Keep what the server says that it holds of this PC, which belongs to the office no longer."""
    with store.transaction(db):
        row = [f"left {device}", cbor2.dumps(list(head))]
        db.execute("INSERT OR REPLACE INTO secret VALUES (?, ?)", row)


def _left(db: Database, device: str) -> Head | None:
    row = db.execute("SELECT value FROM secret WHERE name = ?", [f"left {device}"]).fetchone()
    return Head(*cbor2.loads(row[0])) if row else None


def missing(desk: Desk) -> int:
    """Changes that other PCs have seen, by what they wrote, and that the province has not handed out here.

    Those that a PC wrote after it was revoked will not come, whoever has seen them.
    """
    query = (
        "SELECT device, last, coalesce(seq, 0) FROM named LEFT JOIN head USING (device) WHERE last > coalesce(seq, 0)"
    )
    count, roster = 0, desk.keyring.roster
    for device, last, held in desk.db.execute(query).fetchall():
        member = roster.find(device)
        end = last if member is None or member.revoked_after is None else min(last, member.revoked_after)
        count += max(0, end - held)
    return count


def last_heads(db: Database) -> tuple[Heads, int | None]:
    """The heads of the last receipt and the server's time then, in ms since 1970 UTC; nothing before the first."""
    row = db.execute("SELECT heads, time FROM receipt").fetchone()
    if row is None:
        return {}, None
    return {device: Head(last, hash) for device, (last, hash) in cbor2.loads(row[0]).items()}, row[1]


def last_receipt(db: Database) -> bytes | None:
    """The last receipt as it was signed; None before the first."""
    row = db.execute("SELECT data FROM receipt").fetchone()
    return row[0] if row else None


def layout(db: Database) -> int:
    """The layout of segments that the province can read, by its last receipt; before the first one the oldest."""
    receipt = last_receipt(db)
    return ROOTED if receipt and most_spoken(receipt) >= READS_ROOTS else PLAIN


def confirm(db: Database, receipt: Receipt, partial: Partial | None) -> None:
    """Keep a receipt, and what a cut has left on either side: staged there, the beginning of a segment here."""
    heads = cbor2.dumps({device: list(head) for device, head in receipt.heads.items()})
    left = cbor2.dumps(list(receipt.staged) if receipt.staged else None)
    with store.transaction(db):
        row = [receipt.time, heads, left, receipt.data]
        db.execute("INSERT OR REPLACE INTO receipt VALUES (1, ?, ?, ?, ?)", row)
        keep_cut(db, partial)


def keep_cut(db: Database, partial: Partial | None) -> None:
    """Keep the beginning of a segment that was cut on its way here, in the place of another."""
    with store.transaction(db):
        db.execute("DELETE FROM cut")
        if partial:
            db.execute("INSERT INTO cut VALUES (1, ?, ?, ?)", [partial.hash, partial.total, partial.data])


def staged(db: Database) -> Held | None:
    """What the last receipt said of an upload of ours that was cut."""
    row = db.execute("SELECT staged FROM receipt").fetchone()
    found = cbor2.loads(row[0]) if row else None
    return Held(*found) if found else None


def cut(db: Database) -> Partial | None:
    """The beginning of a segment that was cut on its way here."""
    row = db.execute("SELECT hash, total, data FROM cut").fetchone()
    return Partial(*row) if row else None


def failed_last(db: Database) -> bool:
    """Whether the last exchange failed."""
    return _trouble(db)[0] is not None


def settled(db: Database) -> None:
    """Note that an exchange ended well."""
    if failed_last(db):
        with store.transaction(db):
            db.execute("DELETE FROM trouble")


def missed(desk: Desk, error: Spoken) -> None:
    """Note that an exchange failed, since when, and why."""
    values = cbor2.dumps({name: str(value) for name, value in error.values.items()})
    with store.transaction(desk.db):
        since = _trouble(desk.db)[0]
        row = [since or int(desk.clock()), error.key, values]
        desk.db.execute("INSERT OR REPLACE INTO trouble VALUES (1, ?, ?, ?)", row)


def _trouble(db: Database) -> tuple[int | None, str]:
    row = db.execute('SELECT since, reason, "values" FROM trouble').fetchone()
    if row is None:
        return None, ""
    values: Mapping[str, str] = cbor2.loads(row[2])
    return row[0], words.text(row[1], **values) if words.known(row[1]) else row[1]
