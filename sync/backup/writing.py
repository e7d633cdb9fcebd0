"""Writing a backup of an open desk: a copy of its file at one moment, its locks and its scans, signed, then renamed.

A generator of the manner of `sync.exchange`: all that is slow is one job, which touches no connection of the desk.
Until the last renaming the backups before it are what counts, whatever is pulled out or killed.
"""

import errno
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlite_utils.db import Database

from desk import Refused, Spoken, Unusable
from desk.copying import Copier
from sync import delivery, log
from sync.backup import manifest, noted, shelf
from sync.backup.manifest import Manifest
from sync.desk import Desk
from sync.home import FACE, FILE
from sync.jobs import Job
from sync.scans.scan_folder import settle
from sync.scans.scan_store import FOLDER

KEPT = 7
"""Backups of each PC that are kept."""

SPARE = 1_000_000
"""Bytes that stay free where backups go."""

_AT_ONCE = 1 << 18
_LEFT = (".part", ".coming")

Told = Callable[[int, int], object]
"""Bytes done and bytes in all, now and then, on the thread of the job; what it raises breaks the writing off."""


@dataclass(frozen=True)
class Written:
    """A backup that was written: its folder, when (s since 1970 UTC), its bytes, those of them that were not there
    before, changes in it, and how many of this PC's own the province had not signed for yet."""

    path: Path
    at: int
    size: int
    new: int
    changes: int
    waiting: int


def write(
    desk: Desk, folder: Path, *, keep: int = KEPT, told: Told = lambda done, of: None
) -> Generator[Job | None, Any, Written]:
    """Back the desk up into a folder, and note at the desk how that went; the newest `keep` stay.

    Raises Refused for a folder that is not there or lies within the home, Unusable when it cannot be written or is
    full; then the backups before are as they were.
    """
    if desk.copier is None:
        raise Refused("backup.no_file")
    job = _Job(desk, desk.copier, folder, max(1, keep), told)
    try:
        written: Written = yield job.run
    except Spoken as error:
        with suppress(Unusable):
            noted.note(desk, failed_at=int(desk.clock()), reason=str(error))
        raise
    values = {"path": str(written.path), "size": written.size, "changes": written.changes}
    noted.note(desk, at=written.at, failed_at=0, reason="", **values)
    desk.audit("write_backup", detail=str(written.path))
    return written


class _Job:
    """What the job needs of the desk, taken on the desk's thread."""

    def __init__(self, desk: Desk, copier: Copier, folder: Path, keep: int, told: Told) -> None:
        self.copier, self.folder, self.keep, self.told = copier, folder, keep, told
        self.home, self.shelf = copier.path.parent, shelf.of(desk, folder)
        self.signing: Ed25519PrivateKey = desk.keyring.signing
        self.face = Manifest(
            desk.office.code, desk.office.name, desk.device.id, desk.device.pc, desk.device.name, int(desk.clock()),
            0, 0, 0, {}, {}, self.signing.public_key().public_bytes_raw().hex(),
        )  # fmt: skip

    def run(self) -> Written:
        """The whole of it, on any thread."""
        demand_apart(self.folder, self.home)
        with _in_words(self.folder):
            self.shelf.mkdir(parents=True, exist_ok=True)
            shelf.drop_old(self.shelf, self.keep)
            scans = _scans(self.home / FOLDER)
            self._make_room(scans)
            draft = Path(tempfile.mkdtemp(prefix=shelf.DRAFT, dir=self.shelf))
            try:
                return self._filled(draft)
            except BaseException:
                shutil.rmtree(draft, ignore_errors=True)
                raise

    def _make_room(self, scans: dict[str, int]) -> None:
        """Let older backups go where the new one does not fit, but never the last. Raises Unusable."""
        kept = self.keep
        while (need := self._need(scans)) > (free := shutil.disk_usage(self.folder).free):
            kept -= 1
            if kept < 1:
                raise Unusable("backup.full", path=str(self.folder), need=megabytes(need), free=megabytes(free))
            shelf.drop_old(self.shelf, kept)

    def _need(self, scans: dict[str, int]) -> int:
        lacking = self._lacking(scans)
        wal = self.copier.path.with_name(f"{FILE}-wal")
        own = sum(path.stat().st_size for path in (self.copier.path, wal) if path.exists())
        return own + sum(lacking.values()) + SPARE

    def _lacking(self, scans: dict[str, int]) -> dict[str, int]:
        return {name: size for name, size in scans.items() if not _there(self._scan(name), size)}

    def _scan(self, name: str) -> Path:
        return shelf.place(self.shelf / shelf.SCANS, name)

    def _filled(self, draft: Path) -> Written:
        whole = self.copier.path.stat().st_size
        page = self.copier.copy(
            draft / FILE, self._reach, lambda done, of: self.told(whole * done // max(of, 1), whole)
        )
        scans = _scans(self.home / FOLDER)  # after the file: what its log names lies there by now
        lacking = self._lacking(scans)
        shutil.copyfile(self.home / FACE, draft / FACE)
        done = whole
        for name, size in lacking.items():
            _copy(shelf.place(self.home / FOLDER, name), self._scan(name))
            self.told(done := done + size, whole + sum(lacking.values()))
        files = {name: manifest.hash_of(draft / name) for name in (FILE, FACE)}
        page = replace(
            page, files=files, scans={name: size for name, size in scans.items() if self._scan(name).exists()}
        )
        manifest.write(draft, page, self.signing)
        for name in (*files, manifest.NAME):
            _settle_file(draft / name)
        path = self._named(draft, page.at)
        shelf.drop_old(self.shelf, self.keep, but=[path])
        new = sum(size for size, _ in files.values()) + sum(lacking.values())
        return Written(path, page.at, page.size, new, page.changes, page.written - page.delivered)

    def _reach(self, db: Database) -> Manifest:
        """How far the copy reaches."""
        device, heads = self.face.device, log.vector(db)
        delivered = delivery.proven(db, device)
        return replace(self.face, changes=sum(heads.values()), written=heads.get(device, 0), delivered=delivered)

    def _named(self, draft: Path, at: int) -> Path:
        path = self.shelf / shelf.name_of(at)
        while path.exists():
            path = self.shelf / shelf.name_of(at := at + 1)
        draft.rename(path)
        settle(self.shelf)
        return path


def demand_apart(folder: Path, home: Path) -> None:
    """Raise Refused for a folder that is not there, or that lies within the home."""
    if not folder.is_dir():
        raise Refused("backup.not_there", field="folder", path=str(folder))
    if home.resolve() in (folder.resolve(), *folder.resolve().parents):
        raise Refused("backup.within", field="folder", path=str(folder))


def _scans(folder: Path) -> dict[str, int]:
    """The encrypted files of scans at a home, by name: bytes."""
    return {path.name: path.stat().st_size for path in sorted(folder.glob("*/*")) if path.suffix not in _LEFT}


def _there(path: Path, size: int) -> bool:
    return path.is_file() and path.stat().st_size == size


def _copy(source: Path, to: Path) -> None:
    """Copy an encrypted file whole or not at all; one that went meanwhile is not missed."""
    to.parent.mkdir(parents=True, exist_ok=True)
    draft = to.with_name(f"{to.name}.part")
    with suppress(FileNotFoundError), source.open("rb") as file:
        with draft.open("wb") as copy:
            while part := file.read(_AT_ONCE):
                copy.write(part)
                time.sleep(0)
            copy.flush()
            os.fsync(copy.fileno())
        draft.replace(to)


def _settle_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


@contextmanager
def _in_words(folder: Path) -> Iterator[None]:
    """Faults of the disk that backups go to, as Unusable in words that name it."""
    try:
        yield
    except Unusable as error:
        if error.key not in _OF_THE_COPY:
            raise
        raise Unusable(_OF_THE_COPY[error.key], path=str(folder), reason=str(error)) from error
    except OSError as error:
        if not folder.is_dir():
            raise Refused("backup.not_there", field="folder", path=str(folder)) from error
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise Unusable("backup.filled", path=str(folder)) from error
        if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            raise Unusable("backup.read_only", path=str(folder)) from error
        raise Unusable("backup.unwritable", path=str(folder), reason=error.strerror or str(error)) from error


_OF_THE_COPY = {
    "store.disk_full": "backup.filled",
    "store.read_only": "backup.read_only",
    "store.cannot_open": "backup.unwritable",
    "store.disk_error": "backup.unwritable",
}


def megabytes(count: int) -> str:
    """Bytes as they stand in the words about a disk, rounded up."""
    return f"{-(-count // 1_000_000)} MB"
