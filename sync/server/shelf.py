"""Where the server keeps what is larger than a row: blobs of an office by their place. Here files; a store of objects
with the same few calls (S3) can take their place.

    DIR / office / chunks / first 2 letters / SHA-256 in hex       a chunk
    DIR / office / lists / first 2 letters / name / hash           a list of chunks (`chunk_list`), both in hex
    DIR / office / staged / device                                 the part of a chunk that a device has left
    DIR / office / waiting / device                                what a device told of the scans that wait there
    DIR / made                                                     8 bytes that are others when DIR is lost

A blob is there whole or not at all, and on the disk when `put` returns.
"""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Protocol

from sync.server.engine import Full

RESERVE = 200_000_000
"""Bytes of the disk that scans leave free, so that changes still find room."""

RECOUNT = 3600.0
"""Seconds after which an office's bytes are counted anew; another process may have kept some."""


class Shelf(Protocol):
    """Blobs by office and place, "chunks/ab/ab12..."; for any thread. `put` raises Full where there is no room."""

    def put(self, office: str, place: str, data: bytes) -> None:
        """Keep a blob in the place of another of that name."""

    def get(self, office: str, place: str) -> bytes | None:
        """A blob, None where there is none."""

    def has(self, office: str, place: str) -> bool:
        """Whether there is a blob at a place."""

    def names(self, office: str, place: str) -> list[str]:
        """The names below a place, sorted."""

    def drop(self, office: str, place: str) -> None:
        """Let a blob go."""

    def used(self, office: str) -> int:
        """Bytes kept for an office, about."""

    def made(self) -> bytes:
        """8 bytes that are others once everything was lost and begun anew."""


class FolderShelf:
    """See `Shelf`: a folder of files."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._lock = folder, Lock()
        self._used: dict[str, tuple[int, float]] = {}

    def put(self, office: str, place: str, data: bytes) -> None:
        path = self._at(office, place)
        with _no_room_is_full():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if shutil.disk_usage(path.parent).free < len(data) + RESERVE:
                raise Full
            before = path.stat().st_size if path.exists() else 0
            _write(path, data)
        with self._lock:
            if office in self._used:
                bytes, at = self._used[office]
                self._used[office] = bytes + len(data) - before, at

    def get(self, office: str, place: str) -> bytes | None:
        with suppress(FileNotFoundError):
            return self._at(office, place).read_bytes()
        return None

    def has(self, office: str, place: str) -> bool:
        return self._at(office, place).is_file()

    def names(self, office: str, place: str) -> list[str]:
        with suppress(FileNotFoundError):
            return sorted(path.name for path in self._at(office, place).iterdir() if path.suffix != ".part")
        return []

    def drop(self, office: str, place: str) -> None:
        self._at(office, place).unlink(missing_ok=True)

    def used(self, office: str) -> int:
        with self._lock:
            bytes, at = self._used.get(office, (0, -RECOUNT))
        if monotonic() - at >= RECOUNT:
            bytes = sum(path.stat().st_size for path in self._at(office, "").rglob("*") if path.is_file())
            with self._lock:
                self._used[office] = bytes, monotonic()
        return bytes

    def made(self) -> bytes:
        path = self._folder / "made"
        if not path.exists():
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(path, os.urandom(8), replace=False)
        return path.read_bytes()

    def _at(self, office: str, place: str) -> Path:
        """An office's own folder: no two codes come to one name on a disk that does not tell capitals apart."""
        return self._folder / f"{office}-{sha256(office.encode()).hexdigest()[:8]}" / place


def _write(path: Path, data: bytes, *, replace: bool = True) -> None:
    """All of it or nothing, and on the disk."""
    handle, draft = tempfile.mkstemp(".part", path.name[:8], path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            os.replace(draft, path)
        else:
            with suppress(FileExistsError):
                os.link(draft, path)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(draft)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


@contextmanager
def _no_room_is_full() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Full from error
        raise
