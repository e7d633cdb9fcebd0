"""A home that came of a backup, opened for the first time: what it says of itself, and which numbers it leaves out.

What the PC did after the backup may be known to nobody by now, and its case numbers stand on paper all the same. So
its numbers go on beyond all that it can have given out meanwhile: a hole in the numbers harms nobody, a number given
twice does. Nobody has to wait for an exchange before receiving.
"""

from collections.abc import Iterable

from desk import numbers, store
from desk.books.book import BookEntry
from desk.counter import TIME
from sync import audit
from sync.backup import noted
from sync.desk import Desk, local
from sync.healing import notices

DAY = 86_400

QUIET = 100
"""Cases a day that are reckoned with at the least."""

UNKNOWN = 30
"""Days that are reckoned with when the clock stands before the backup."""

FURTHEST = 400
"""Days that are reckoned with at the most: a clock may be years ahead."""

STEP = 1_000
"""Numbers go on after a full thousand, so that anybody sees where."""


def note(desk: Desk, written: int) -> None:
    """Let numbers go on beyond those left out, and note when the backup was written (s since 1970 UTC).

    Done again for the same backup it changes nothing: a power cut may come before home.json has forgotten it. Raises
    Unusable.
    """
    if noted.of(desk).restored == written:
        return
    name = f"serial.{desk.device.pc}"
    last = store.counter(desk.db, name)
    on = left_out(last, busiest(desk), int(desk.clock()) - written)
    with store.transaction(desk.db):
        store.raise_counter(desk.db, name, on)
        first, at = numbers.make(desk.device.pc, on + 1), f"{local(written):%H:%M %d/%m/%Y}"
        notices.note(desk, "restored", written=at, number=first, count=on - last)
        audit.note(desk.db, [(int(desk.clock()), desk.by, "restore_backup", "", at)])
        noted.note(desk, restored=written, opened_at=int(desk.clock()))


def left_out(last: int, busiest_day: int, seconds: int) -> int:
    """The last number that is left out, after so many seconds that nobody knows of."""
    days = min(seconds // DAY + 2, FURTHEST) if seconds >= 0 else UNKNOWN
    most = last + days * max(QUIET, 2 * busiest_day)
    return -(-most // STEP) * STEP


def unsure(desk: Desk, lines: Iterable[BookEntry]) -> int:
    """When the backup was written this PC was made of (s since 1970 UTC), until somebody gave a number of this book
    again: the paper book may show more than the backup did. 0 where there is nothing to look for.
    """
    now = noted.of(desk)
    opened = local(now.opened_at).strftime(TIME)
    return 0 if any(str(line.at) > opened for line in lines) else now.restored


def busiest(desk: Desk) -> int:
    """The most cases that were received at this PC in a day."""
    days = "SELECT count(*) AS n FROM [case] WHERE device = ? GROUP BY substr(received_at, 1, 10)"
    [most] = desk.db.execute(f"SELECT coalesce(max(n), 0) FROM ({days})", [desk.device.id]).fetchone()
    return int(most)
