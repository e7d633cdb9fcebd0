"""What a server or this PC had lost: noticed by what was signed before, filled up by the exchange itself, told once."""

from collections.abc import Iterable

from sqlite_utils.db import Database

from desk import store
from desk.record import Entry
from sync import delivery
from sync.desk import Desk
from sync.healing import notices, succession
from sync.wire import Heads, behind


def compare(desk: Desk, heads: Heads) -> None:
    """Notice a province that signs for less than it has signed for before; what it lacks goes to it again."""
    before, _ = delivery.last_heads(desk.db)
    missing = behind(heads, before)
    if count := sum(before[device].last - head.last for device, head in missing.items()):
        with store.transaction(desk.db):
            notices.note(desk, "server_lost", count=count)
            succession.forget_told(desk)
            desk.db.execute("INSERT OR REPLACE INTO server_lost VALUES (1, ?)", [count])


def untold(db: Database) -> int:
    """How many changes the server has lost of which it was not told; it shows them to whoever looks after it."""
    row = db.execute("SELECT count FROM server_lost").fetchone()
    return int(row[0]) if row else 0


def told(db: Database, count: int) -> None:
    """Note that the server was told."""
    if count:
        with store.transaction(db):
            db.execute("DELETE FROM server_lost")


def came_back(desk: Desk, count: int) -> None:
    """Note that changes of this PC which it did not have came back to it. The caller holds the transaction."""
    notices.note(desk, "came_back", count=count)


def named(db: Database, entries: Iterable[Entry]) -> None:
    """Note which changes of other PCs the authors of these had seen: those exist, whoever withholds them.

    The caller holds the transaction.
    """
    last: dict[str, int] = {}
    for entry in entries:
        for device, seq in entry.seen.items():
            last[device] = max(seq, last.get(device, 0))
    known = dict(db.execute("SELECT device, last FROM named").fetchall())
    news = [(device, seq) for device, seq in last.items() if seq > known.get(device, 0)]
    db.conn.executemany("INSERT OR REPLACE INTO named VALUES (?, ?)", news)


def ended(db: Database, device: str, last: int) -> None:
    """Note that of a PC nothing comes beyond a change, whoever had seen more: its place is taken."""
    db.execute("UPDATE named SET last = ? WHERE device = ? AND last > ?", [last, device, last])
