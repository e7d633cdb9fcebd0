"""Who wrote a version, and whether one author had seen another's work: read from the log."""

from collections.abc import Callable

from sqlite_utils.db import Database

from desk.history import saw
from desk.reconcile.settling import AuthorOf
from desk.record import Entry, Version
from sync import log


def entry_of(db: Database, device: str, seq: int) -> Entry | None:
    """The change of this place in history; None where it is not here."""
    return next(iter(log.run(db, device, seq - 1, 1)), None)


def author_of(db: Database) -> AuthorOf:
    """Answers who wrote a version."""

    def author(version: Version) -> str:
        entry = entry_of(db, version.device, version.seq)
        return entry.change.by if entry else ""

    return author


def unseen(db: Database) -> Callable[[str, str], bool]:
    """Answers whether who made the second of two records had not seen the first.

    Who made it elsewhere and meanwhile is judged by what that PC had taken in, not by any clock.
    """

    def not_seen(first: str, second: str) -> bool:
        one, other = _made(db, first), _made(db, second)
        if one is None or other is None:
            return False
        return not saw(other, _place(one)) and not saw(one, _place(other))

    return not_seen


def _made(db: Database, record: str) -> Entry | None:
    """The change that made a record: the first of its own PC that mentions it."""
    device = record.partition(".")[0]
    clause = "SELECT min(seq) FROM mention WHERE record = ? AND device = ?"
    (seq,) = db.execute(clause, [record, device]).fetchone()
    return entry_of(db, device, seq) if seq else None


def _place(entry: Entry) -> Version:
    return Version(entry.device, entry.seq, entry.lamport, None)
