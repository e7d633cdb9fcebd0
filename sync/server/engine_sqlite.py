"""The embedded engine: one SQLite file, for a trial, an office of its own, or a small province.

One connection behind a lock: a call holds it for about a millisecond, while the slow part, the line, is read outside.
Another process (the provision command) may write beside a running server.
"""

import heapq
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

from desk import Unusable
from sync.envelope import Envelope, parse
from sync.frames import Partial
from sync.keys import sealing
from sync.keys.sealing import Sealed
from sync.server import beyond_sqlite
from sync.server.engine import FEW, FIRST, Beyond, Contact, Full, Stored, place
from sync.wire import Head, Heads

SCHEMA = """
CREATE TABLE office (code TEXT PRIMARY KEY, key_check BLOB NOT NULL, version INTEGER NOT NULL, roster BLOB NOT NULL);
CREATE TABLE head (
    office TEXT NOT NULL, device TEXT NOT NULL, last INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (office, device)
) WITHOUT ROWID;
CREATE TABLE segment (
    office TEXT NOT NULL, number INTEGER NOT NULL, device TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
    hash BLOB NOT NULL, data BLOB NOT NULL, PRIMARY KEY (office, number), UNIQUE (office, device, last)
);
CREATE TABLE staging (
    office TEXT NOT NULL, device TEXT NOT NULL, hash BLOB NOT NULL, total INTEGER NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (office, device)
);
CREATE TABLE contact (
    office TEXT NOT NULL, device TEXT NOT NULL, at INTEGER NOT NULL, clock INTEGER NOT NULL,
    PRIMARY KEY (office, device)
);
CREATE TABLE receipt (
    office TEXT NOT NULL, device TEXT NOT NULL, data BLOB NOT NULL, PRIMARY KEY (office, device)
);
"""
SINCE_2 = """
CREATE TABLE sealed (
    office TEXT NOT NULL, epoch INTEGER NOT NULL, device TEXT NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (office, epoch, device, data)
);
CREATE TABLE sealing_key (office TEXT NOT NULL, hash BLOB NOT NULL, data BLOB NOT NULL, PRIMARY KEY (office, hash));
CREATE TABLE letter (
    office TEXT NOT NULL, box TEXT NOT NULL, name BLOB NOT NULL, data BLOB NOT NULL, PRIMARY KEY (office, box, name)
);
CREATE INDEX letter_name ON letter (box, name);
"""

STEPS = (SCHEMA, SINCE_2, beyond_sqlite.SCHEMA)
VERSION = len(STEPS)


class SqliteEngine:
    """See `Engine`. Raises Unusable for a file that is not the server's, damaged, or of a newer version."""

    def __init__(self, path: Path) -> None:
        self._lock = RLock()
        try:
            self._db = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
            self._make(path)
            self._step_back()
        except sqlite3.Error as error:
            raise Unusable("server.file_unusable", file=str(path), reason=str(error)) from error

    def _make(self, path: Path) -> None:
        [(version,)] = self._db.execute("PRAGMA user_version").fetchall()
        if version > VERSION:
            raise Unusable("server.file_newer", file=str(path))
        if version < VERSION:
            missing = "".join(STEPS[version:])
            self._db.executescript(f"BEGIN IMMEDIATE; {missing} PRAGMA user_version = {VERSION}; COMMIT;")

    def _step_back(self) -> None:
        """Let heads name only what is held without a gap, so that the devices send again what a damaged disk lost."""
        ends = (
            "SELECT office, device, last, hash, "
            "sum(last - first + 1) OVER (PARTITION BY office, device ORDER BY first) AS counted FROM segment"
        )
        sound = f"SELECT office, device, max(last) AS last FROM ({ends}) WHERE counted = last GROUP BY office, device"
        with self._write():
            self._db.execute(f"DELETE FROM head WHERE (office, device) NOT IN (SELECT office, device FROM ({sound}))")
            self._db.execute(
                f"UPDATE head SET last = sound.last, hash = segment.hash FROM ({sound}) AS sound JOIN segment "
                "USING (office, device, last) WHERE head.office = sound.office AND head.device = sound.device "
                "AND head.last != sound.last"
            )
            beyond_sqlite.set_apart(self._db)

    @contextmanager
    def _write(self) -> Iterator[None]:
        with self._lock:
            try:
                self._db.execute("BEGIN IMMEDIATE")
                yield
                self._db.execute("COMMIT")
            except BaseException as error:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
                    raise Full from error
                raise

    def _rows(self, sql: str, *values: Any) -> list[Any]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    def offices(self) -> list[str]:
        return [code for (code,) in self._rows("SELECT code FROM office ORDER BY code")]

    def roster(self, office: str) -> bytes | None:
        rows = self._rows("SELECT roster FROM office WHERE code = ?", office)
        return rows[0][0] if rows else None

    def key_check(self, office: str) -> bytes:
        [(check,)] = self._rows("SELECT key_check FROM office WHERE code = ?", office)
        return bytes(check)

    def enrol(self, office: str, document: bytes, before: bytes | None) -> bool:
        with self._write():
            if before is None:
                done = self._db.execute("INSERT OR IGNORE INTO office VALUES (?, x'', 0, ?)", [office, document])
            else:
                change = "UPDATE office SET roster = ? WHERE code = ? AND roster = ?"
                done = self._db.execute(change, [document, office, before])
            return done.rowcount == 1

    def keep_sealed(self, office: str, sealed: Sequence[Sealed]) -> None:
        with self._write():
            for epoch, device, data in sealed:
                self._db.execute(
                    "INSERT OR IGNORE INTO sealed SELECT ?, ?, ?, ? WHERE (SELECT count(*) FROM sealed "
                    "WHERE office = ? AND epoch = ? AND device = ?) < ?",
                    [office, epoch, device, data, office, epoch, device, FEW],
                )

    def sealed(self, office: str, device: str, epochs: Collection[int]) -> list[Sealed]:
        marks = ", ".join("?" * len(epochs))
        which = f"SELECT epoch, device, data FROM sealed WHERE office = ? AND device = ? AND epoch IN ({marks})"
        return [Sealed(*row) for row in self._rows(f"{which} ORDER BY epoch", office, device, *epochs)]

    def sealed_to(self, office: str) -> set[tuple[int, str]]:
        return set(self._rows("SELECT DISTINCT epoch, device FROM sealed WHERE office = ?", office))

    def keep_sealing_keys(self, office: str, keys: Sequence[bytes]) -> None:
        with self._write():
            rows = [[office, sealing.fingerprint(key), key] for key in keys]
            self._db.executemany("INSERT OR IGNORE INTO sealing_key VALUES (?, ?, ?)", rows)

    def sealing_keys(self, office: str, hashes: Collection[bytes]) -> list[bytes]:
        marks = ", ".join("?" * len(hashes))
        which = f"SELECT data FROM sealing_key WHERE office = ? AND hash IN ({marks})"
        return [data for (data,) in self._rows(which, office, *hashes)]

    def post(self, office: str, box: str, name: bytes, data: bytes, most: int) -> bool:
        with self._write():
            full = "(SELECT count(*) FROM letter WHERE office = ? AND box = ? AND name <> ?) >= ?"
            done = self._db.execute(
                f"INSERT OR REPLACE INTO letter SELECT ?, ?, ?, ? WHERE NOT {full}",
                [office, box, name, data, office, box, name, most],
            )
            return done.rowcount == 1

    def letters(self, office: str, box: str) -> dict[bytes, bytes]:
        return dict(self._rows("SELECT name, data FROM letter WHERE office = ? AND box = ?", office, box))

    def find_letter(self, box: str, name: bytes) -> tuple[str, bytes] | None:
        rows = self._rows("SELECT office, data FROM letter WHERE box = ? AND name = ?", box, name)
        return (rows[0][0], rows[0][1]) if rows else None

    def discard(self, office: str, box: str, name: bytes) -> None:
        with self._write():
            self._db.execute("DELETE FROM letter WHERE office = ? AND box = ? AND name = ?", [office, box, name])

    def heads(self, office: str) -> dict[str, Head]:
        rows = self._rows("SELECT device, last, hash FROM head WHERE office = ?", office)
        return {device: Head(last, hash) for device, last, hash in rows}

    def take(self, office: str, by: str, segments: Sequence[Envelope], partial: Partial | None) -> list[str]:
        with self._write():
            self._db.execute("DELETE FROM staging WHERE office = ? AND device = ?", [office, by])
            if partial is not None:
                row = [office, by, partial.hash, partial.total, partial.data]
                self._db.execute("INSERT INTO staging VALUES (?, ?, ?, ?, ?)", row)
            return [self._take(office, segment) for segment in segments]

    def _take(self, office: str, segment: Envelope) -> str:
        header = segment.header
        match place(header, self._head(office, header.device)):
            case "next":
                self._insert(office, segment)
                return ""
            case "before":
                held = "SELECT 1 FROM segment WHERE office = ? AND device = ? AND last = ? AND hash = ?"
                return "" if self._rows(held, office, header.device, header.last, segment.hash) else "fork"
            case reason:
                return reason

    def _head(self, office: str, device: str) -> Head:
        rows = self._rows("SELECT last, hash FROM head WHERE office = ? AND device = ?", office, device)
        return Head(*rows[0]) if rows else FIRST

    def _insert(self, office: str, segment: Envelope) -> None:
        """Put a segment next to its device's head, and what had been left beyond a gap next to it."""
        device, head = segment.header.device, FIRST
        beyond_sqlite.forget(self._db, office, segment.hash)
        following: bytes | None = segment.data
        while following is not None:
            head = self._append(office, parse(following))
            following = beyond_sqlite.next_to(self._db, office, device, head)
        self._db.execute("INSERT OR REPLACE INTO head VALUES (?, ?, ?, ?)", [office, device, *head])
        beyond_sqlite.displace(self._db, office, device, head.last)

    def _append(self, office: str, segment: Envelope) -> Head:
        header, hash = segment.header, segment.hash
        [(number,)] = self._rows("SELECT coalesce(max(number), 0) + 1 FROM segment WHERE office = ?", office)
        row = [office, number, header.device, header.first, header.last, hash, segment.data]
        self._db.execute("INSERT INTO segment VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        return Head(header.last, hash)

    def beyond(self, office: str, by: str) -> list[Beyond]:
        with self._lock:
            return beyond_sqlite.known(self._db, office, by)

    def give_up(self, office: str, device: str) -> None:
        with self._write():
            self._db.execute("UPDATE beyond SET lost = 1 WHERE office = ? AND device = ?", [office, device])

    def hold(self, office: str, by: str, hashes: Collection[bytes], *, anew: bool = False) -> None:
        with self._write():
            beyond_sqlite.hold(self._db, office, by, hashes, anew)

    def stray(self, office: str, hash: bytes) -> bytes:
        found = "SELECT data FROM {} WHERE office = ? AND hash = ?"
        [(data,), *_] = self._rows(f"{found.format('beyond')} UNION {found.format('segment')}", *[office, hash] * 2)
        return bytes(data)

    def staged(self, office: str, by: str) -> Partial | None:
        rows = self._rows("SELECT hash, total, data FROM staging WHERE office = ? AND device = ?", office, by)
        return Partial(*rows[0]) if rows else None

    def lacking(self, office: str, heads: Heads, most: int | None = None) -> list[Stored]:
        beyond = (
            "SELECT number, hash, length(data) FROM segment WHERE office = ? AND device = ? AND last > ? AND last <= ? "
            "ORDER BY last"
        )
        found, size = list[Stored](), 0
        with self._lock:
            held = (
                (device, heads[device].last if device in heads else 0, head.last)
                for device, head in self.heads(office).items()
            )
            rows = [self._db.execute(beyond, [office, *each]) for each in held if each[1] < each[2]]
            for stored in map(Stored._make, heapq.merge(*rows)):
                found.append(stored)
                size += stored.size
                if most is not None and size > most and len(found) > 1:
                    break
        return found

    def segment(self, office: str, number: int) -> bytes:
        [(data,)] = self._rows("SELECT data FROM segment WHERE office = ? AND number = ?", office, number)
        return bytes(data)

    def note(self, office: str, contacts: dict[str, Contact], receipts: dict[str, bytes]) -> None:
        with self._write():
            rows = [[office, device, at, clock] for device, (at, clock) in contacts.items()]
            self._db.executemany("INSERT OR REPLACE INTO contact VALUES (?, ?, ?, ?)", rows)
            given = [[office, device, data] for device, data in receipts.items()]
            self._db.executemany("INSERT OR REPLACE INTO receipt VALUES (?, ?, ?)", given)

    def contacts(self, office: str) -> dict[str, Contact]:
        rows = self._rows("SELECT device, at, clock FROM contact WHERE office = ?", office)
        return {device: Contact(at, clock) for device, at, clock in rows}

    def close(self) -> None:
        with self._lock:
            self._db.close()
