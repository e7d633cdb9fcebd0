"""Segments kept in this PC's file: its own, waiting or delivered, and those of others, to carry on and as evidence.

Takes a segment in only when roster, signature, chain and continuity hold; one that does not is set aside with its
reason, shown, and stops nothing else.
"""

from collections.abc import Iterator, Sequence

from sqlite_utils import Migrations
from sqlite_utils.db import Database

from desk import store
from desk.record import Entry
from sync import log
from sync.envelope import NOTHING_BEFORE, Envelope, parse
from sync.errors import Fork, Tampered
from sync.keys.roster import Roster
from sync.wire import Head

migrations = Migrations("segments")

MOST_CHANGES = 12_000
MOST_BYTES = 4_000_000
"""A segment holds at most this many changes, and this many bytes of them as the file keeps them."""

BATCH = 50
"""Changes written in one transaction while taking in: a frame or two of the window's thread."""


@migrations()
def m001_segments(db: Database) -> None:
    """Sealed segments by device and first number, and those that were refused."""
    db.execute(
        "CREATE TABLE segment (device TEXT, first INTEGER, last INTEGER, hash BLOB, data BLOB, "
        "PRIMARY KEY (device, first)) WITHOUT ROWID"
    )
    db.table("aside").create({"hash": bytes, "device": str, "first": int, "reason": str, "data": bytes}, pk="hash")


@migrations()
def m130_held(db: Database) -> None:
    """Segments by their last change, and how many changes they hold: a history of years is not gone through for it."""
    db.execute("CREATE UNIQUE INDEX idx_segment_last ON segment (device, last)")
    db.table("held").create({"device": str, "count": int}, pk="device")
    db.execute("INSERT INTO held SELECT device, sum(last - first + 1) FROM segment GROUP BY device")
    for event, row, sign in (("INSERT", "new", ""), ("DELETE", "old", "-")):
        change = f"{row}.device, {sign}({row}.last - {row}.first + 1)"
        counted = f"INSERT INTO held VALUES ({change}) ON CONFLICT DO UPDATE SET count = count + excluded.count;"
        db.execute(f"CREATE TRIGGER segment_{event.lower()} AFTER {event} ON segment BEGIN {counted} END")


def heads(db: Database) -> dict[str, Head]:
    """The head of every device of which a segment is held: its last change, and the hash of the segment it is in."""
    return {device: head(db, device) for device, _ in _held(db)}


def _held(db: Database) -> list[tuple[str, int]]:
    return list(db.execute("SELECT device, count FROM held WHERE count > 0").fetchall())


def holes(db: Database) -> dict[str, int]:
    """The PCs of which a segment is missing in the middle, each with the last change before the first hole."""
    found: dict[str, int] = {}
    for device in [device for device, count in _held(db) if count != head(db, device).last]:
        found[device] = 0
        for first, last in db.execute("SELECT first, last FROM segment WHERE device = ? ORDER BY first", [device]):
            if first != found[device] + 1:
                break
            found[device] = last
    return found


def head(db: Database, device: str) -> Head:
    """A device's head; `Head(0, NOTHING_BEFORE)` where nothing of it is held."""
    found = db.execute(
        "SELECT last, hash FROM segment WHERE device = ? ORDER BY first DESC LIMIT 1", [device]
    ).fetchone()
    return Head(*found) if found else Head(0, NOTHING_BEFORE)


def after(db: Database, device: str, last: int) -> list[bytes]:
    """A device's segments beyond a sequence number, in order."""
    rows = db.execute("SELECT data FROM segment WHERE device = ? AND last > ? ORDER BY last", [device, last])
    return [data for (data,) in rows.fetchall()]


def unsealed(db: Database, device: str) -> list[Entry]:
    """The next changes of this PC that no segment holds yet, as many as one may hold; empty when all are sealed."""
    return log.run(db, device, head(db, device).last, MOST_CHANGES, MOST_BYTES)


def keep(db: Database, envelope: Envelope) -> None:
    """Keep a segment that this PC has just sealed."""
    with store.transaction(db):
        insert(db, envelope)


def insert(db: Database, envelope: Envelope) -> None:
    """Keep a segment, inside the transaction that writes its changes down; it is set aside no longer."""
    header = envelope.header
    row = [header.device, header.first, header.last, envelope.hash, envelope.data]
    db.execute("INSERT OR IGNORE INTO segment VALUES (?, ?, ?, ?, ?)", row)
    db.execute("DELETE FROM aside WHERE hash = ?", [envelope.hash])


def verify(envelope: Envelope, roster: Roster, office: str) -> None:
    """Raise Tampered unless a member of the office signed this segment while it was a member."""
    header = envelope.header
    if header.office != office:
        raise Tampered("sync.segment_other_office", office=header.office)
    roster.signer(header.device, header.last).verify_segment(envelope)


def follows(db: Database, envelope: Envelope) -> bool:
    """Whether a segment comes next after its device's head, or where one was lost. False for one already held.

    Raises Tampered for one that leaves a gap, and Fork for one that differs from what is held in its place, or that
    what is held next does not go on from.
    """
    header = envelope.header
    before = head(db, header.device)
    if header.first <= before.last:
        place = "SELECT hash FROM segment WHERE device = ? AND first <= ? AND last >= ? ORDER BY last"
        held = db.execute(place, [header.device, header.last, header.first]).fetchall()
        if not held and header.previous == (hash_at(db, header.device, header.first - 1) or NOTHING_BEFORE):
            if _goes_on(db, envelope):
                return True
            raise Fork("sync.fork", device=header.device, first=header.first)
        if held != [(envelope.hash,)]:
            raise Fork("sync.fork", device=header.device, first=header.first)
        return False
    if header.first != before.last + 1:
        raise Tampered("sync.gap", device=header.device, first=header.first, expected=before.last + 1)
    if header.previous != before.hash:
        raise Fork("sync.broken_chain", device=header.device, first=header.first)
    return True


def _goes_on(db: Database, envelope: Envelope) -> bool:
    """Whether what is held next goes on from this segment, where that is known."""
    place = "SELECT data FROM segment WHERE device = ? AND first = ?"
    row = db.execute(place, [envelope.header.device, envelope.header.last + 1]).fetchone()
    return row is None or parse(row[0]).header.previous == envelope.hash


def hash_at(db: Database, device: str, last: int) -> bytes | None:
    """The hash of the segment of a device that ends at this change; None where none held here does."""
    row = db.execute("SELECT hash FROM segment WHERE device = ? AND last = ?", [device, last]).fetchone()
    return row[0] if row else None


def take_in(db: Database, envelope: Envelope, entries: Sequence[Entry], batch: int = BATCH) -> Iterator[log.Touched]:
    """Write a verified segment's changes down, `batch` by batch; the segment itself is kept with the last of them.

    Cut short between batches nothing is wrong: the segment counts as not held, comes again, and what is here already
    changes nothing (`begin`). So it is where an officer of the PC itself has written in the place of the rest between
    two batches: what is here is sealed by itself, and the fork settled. The search index is left to
    `log.index_waiting`.
    """
    for start in range(0, len(entries), batch):
        some = entries[start : start + batch]
        if not _free(db, envelope, some):
            return
        if start + batch < len(entries):
            yield log.receive(db, some, log.index_later)
        else:
            with store.transaction(db):
                touched = log.add(db, some, log.index_later)
                insert(db, envelope)
            yield touched


def begin(db: Database, envelope: Envelope) -> None:
    """Set a verified segment aside until its changes are all written down, inside the transaction before the first.

    Who brought it may be gone when this is cut short, and only a segment shows others that its changes were made.
    """
    header = envelope.header
    row = [envelope.hash, header.device, header.first, BEGUN, envelope.data]
    db.execute("INSERT OR REPLACE INTO aside VALUES (?, ?, ?, ?, ?)", row)


def _free(db: Database, envelope: Envelope, entries: Sequence[Entry]) -> bool:
    """Whether nothing else stands in the place of these changes."""
    own = [entry for entry in entries if entry.device == envelope.header.device]
    held = log.run(db, envelope.header.device, own[0].seq - 1, len(own)) if own else []
    return held == own[: len(held)]


def set_aside(db: Database, data: bytes, reason: Tampered) -> bool:
    """Keep what was refused, with the reason of today, for an administrator to look at; whether it is a new one."""
    try:
        envelope = parse(data)
    except Tampered:
        return True
    header, known = envelope.header, "SELECT reason FROM aside WHERE hash = ?"
    held = db.execute(known, [envelope.hash]).fetchone()
    if held != (reason.key,):
        with store.transaction(db):
            row = [envelope.hash, header.device, header.first, reason.key, data]
            db.execute("INSERT OR REPLACE INTO aside VALUES (?, ?, ?, ?, ?)", row)
    return held is None


def due(db: Database) -> list[bytes]:
    """Segments set aside for what may have come since: the change before them, a key, a roster, a newer program.

    And those amid which this PC was cut short; some may have lost what they go on from since.
    """
    marks = ", ".join("?" * len(PASSING))
    rows = db.execute(
        f"SELECT device, first, reason, data FROM aside WHERE reason IN ({marks}) ORDER BY device, first", PASSING
    )
    nexts = ((head(db, device).last + 1 - first, reason, data) for device, first, reason, data in rows.fetchall())
    return [data for ahead, why, data in nexts if not ahead or why == BEGUN or (ahead > 0 and why not in _OF_PLACE)]


BEGUN = "sync.begun"
"""Why a segment is aside of which not all is written down yet."""

PASSING = (
    BEGUN,
    "sync.gap",
    "sync.broken_chain",
    "sync.epoch_unknown",
    "sync.device_unknown",
    "sync.newer_format",
    "sync.segment_version",
)
"""Reasons for which a segment was set aside that may be over by the next exchange."""

_OF_PLACE = ("sync.gap", "sync.broken_chain")
"""Those that only what comes next can end; with another one a segment may turn out to be the side of a fork."""


def aside(db: Database) -> list[tuple[str, int, str]]:
    """Segments set aside: device, first change, key of the reason."""
    return db.execute("SELECT device, first, reason FROM aside ORDER BY device, first").fetchall()
