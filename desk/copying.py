"""A copy of the desk's file as it stands at one moment, encrypted with the same key, while others go on writing.

Owns how pages are copied. Where the copy goes, and what makes it a backup, is decided elsewhere (`sync/backup`).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import sqlcipher3.dbapi2 as sqlcipher
from sqlite_utils.db import Database

from desk import Unusable, store

PAGES = 128
"""Pages of 4 kB copied at a time; between two portions whoever saves a case has the processor and the disk."""

REST = 0.004
"""Seconds between two portions."""

Told = Callable[[int, int], object]
"""Pages done and pages in all, after each portion; what it raises breaks the copying off."""

Read = TypeVar("Read")


@dataclass(frozen=True)
class Copier:
    """Copies one file, on whichever thread it is asked to; it opens a connection of its own."""

    path: Path
    key: bytes = field(repr=False)

    def copy(self, to: Path, read: Callable[[Database], Read], told: Told = lambda done, of: None) -> Read:
        """Copy the file to `to` and return what `read` finds in the copy.

        The copy is one file without a journal beside it. Raises Unusable; then a part may be left at `to`.
        """
        with store.spoken_errors():
            source = store.unlocked(self.path, self.key)
            try:
                source.execute(f"PRAGMA busy_timeout = {store.BUSY_MS}")
                source.execute("BEGIN")
                source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # from here on it stands still for us
                return self._copied(source, to, read, told)
            finally:
                source.close()

    def _copied(self, source: Any, to: Path, read: Callable[[Database], Read], told: Told) -> Read:
        def breathe(status: int, remaining: int, total: int) -> None:
            told(total - remaining, total)
            time.sleep(REST)

        target = store.unlocked(to, self.key)
        try:
            target.execute("PRAGMA synchronous = OFF")  # who asked for it forces the whole file to the disk
            target.execute("PRAGMA temp_store = MEMORY")
            _copy_pages(source, target, breathe)
            target.execute("PRAGMA journal_mode = DELETE")
            return read(Database(target, execute_plugins=False))
        finally:
            target.close()


def _copy_pages(source: Any, target: Any, breathe: Callable[[int, int, int], None]) -> None:
    try:
        source.backup(target, pages=PAGES, progress=breathe)
    except sqlcipher.DatabaseError as error:  # it comes without the code that `spoken_errors` looks for
        raise Unusable(_FAULTS.get(str(error), "store.disk_error")) from error


_FAULTS = {
    "database is locked": "store.locked",
    "attempt to write a readonly database": "store.read_only",
    "database disk image is malformed": "store.damaged",
    "database or disk is full": "store.disk_full",
    "unable to open database file": "store.cannot_open",
}
