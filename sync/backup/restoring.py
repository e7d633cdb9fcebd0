"""Checking a backup, and making a PC's home of one again.

A home that comes of a backup is an old copy of a PC: what it wrote since is fetched back from the others, and what it
writes before that is made one with it (`sync/healing`).
"""

import errno
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from desk import Refused, Unusable, store
from sync import home
from sync.backup import manifest, shelf
from sync.backup.manifest import Manifest
from sync.backup.shelf import Kept
from sync.backup.writing import SPARE, Told, megabytes
from sync.errors import Tampered
from sync.keys import vault
from sync.keys.member import device_id
from sync.keys.vault import Lock
from sync.scans.scan_folder import ScanFolder, settle
from sync.scans.scan_store import FOLDER

_AT_ONCE = 1 << 20


@dataclass(frozen=True)
class Checked:
    """A sound backup, and what it lacks: scans that are gone from its folder, or are not what their hash says."""

    kept: Kept
    missing: tuple[str, ...]
    opened: bool
    """Whether it was opened with an officer's password, or only its signature and hashes were looked at."""


def check(
    path: Path, password: str | None = None, officer: str = "", told: Told = lambda done, of: None
) -> Checked:  # fmt: skip
    """Verify the newest backup at a path, or the one that it names; with a password it is opened, too.

    Raises Refused where there is none or for a wrong password, Unusable for a damaged one, Tampered for one that is not
    what its PC signed.
    """
    kept = shelf.newest(path)
    page = kept.manifest
    assert page
    done, whole = 0, sum(size for size, _ in page.files.values())
    for name, expected in page.files.items():
        if _hash(kept.path / name) != expected:
            raise Unusable("backup.damaged", path=str(kept.path), file=name)
        told(done := done + expected[0], whole)
    missing = _missing(kept.scans, page.scans)
    if password is None:
        return Checked(kept, tuple(missing), False)
    return Checked(kept, tuple(sorted({*missing, *_opened(kept, password, officer)})), True)


def _hash(path: Path) -> tuple[int, str] | None:
    try:
        return manifest.hash_of(path)
    except OSError:
        return None


def _missing(folder: Path, scans: Mapping[str, int]) -> list[str]:
    paths = {name: shelf.place(folder, name) for name in scans}
    return [name for name, path in paths.items() if not path.is_file() or path.stat().st_size != scans[name]]


def _opened(kept: Kept, password: str, officer: str) -> list[str]:
    """Open the copy with an officer's password, writing nothing; the names of scans that are not sound."""
    _, key = unlocked(kept, password, officer)
    connection = store.unlocked(kept.path / home.FILE, key)
    try:
        if connection.execute("PRAGMA cipher_integrity_check").fetchall():
            raise Unusable("backup.damaged", path=str(kept.path), file=home.FILE)
        return _look(kept, connection)
    except sqlcipher.DatabaseError as error:
        raise Unusable("backup.damaged", path=str(kept.path), file=home.FILE) from error
    finally:
        connection.close()


def _look(kept: Kept, connection: sqlcipher.Connection) -> list[str]:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    page = kept.manifest
    assert page
    [signing] = connection.execute("SELECT value FROM secret WHERE name = 'signing'").fetchone()
    if device_id(Ed25519PrivateKey.from_private_bytes(signing).public_key().public_bytes_raw()) != page.device:
        raise Tampered("backup.signature", path=str(kept.path))
    [changes] = connection.execute("SELECT coalesce(sum(seq), 0) FROM head").fetchone()
    if changes != page.changes:
        raise Unusable("backup.damaged", path=str(kept.path), file=home.FILE)
    keys = dict(connection.execute("SELECT epoch, value FROM office_key").fetchall())
    folder = ScanFolder(kept.scans, keys)
    wanted = "SELECT sha256 FROM scan_file WHERE sha256 NOT IN (SELECT sha256 FROM scan_wanted)"
    held = [(sha256, folder.path(sha256)) for (sha256,) in connection.execute(wanted).fetchall()]
    return [path.name for sha256, path in held if path and path.name in page.scans and folder.fault(sha256)]


def unlocked(kept: Kept, password: str, officer: str = "") -> tuple[Lock, bytes]:
    """The lock of an officer, by name or id, in a backup, and the key of its file. Raises Refused for a wrong password.

    Tries at a copy are counted nowhere.
    """
    lock = vault.opened(home.read(kept.path).lock(officer))
    return lock, vault.unlock(lock, password, int(time.time()))


def restore(path: Path, to: Path, told: Told = lambda done, of: None) -> Checked:
    """Make a home at `to` of the newest backup at a path, or of the one that it names, all or nothing.

    Scans that the backup lost are left out; the doctor fetches them from others. The home knows that it comes of a
    backup until it is opened (`returned`). Raises Refused for a folder that holds something already, Unusable where
    the backup cannot be read or the disk has no room, and as `check` does.
    """
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise Refused("home.exists", path=str(to))
    kept = shelf.newest(path)
    page = kept.manifest
    assert page
    checked = Checked(kept, tuple(_missing(kept.scans, page.scans)), False)
    with _in_words(kept, to.parent):
        to.parent.mkdir(parents=True, exist_ok=True)
        _demand_room(page, to.parent)
        building = Path(tempfile.mkdtemp(prefix=f".{to.name}-", dir=to.parent))
        try:
            _fill(building, checked, page, _Count(told, page.size))
            if to.exists():
                to.rmdir()
            building.rename(to)
            settle(to.parent)
        except BaseException:
            shutil.rmtree(building, ignore_errors=True)
            raise
    return checked


def _demand_room(page: Manifest, folder: Path) -> None:
    if page.size + SPARE > shutil.disk_usage(folder).free:
        raise _no_room(page, folder)


def _no_room(page: Manifest, folder: Path) -> Unusable:
    need, free = megabytes(page.size + SPARE), megabytes(shutil.disk_usage(folder).free)
    return Unusable("backup.no_room", path=str(folder), need=need, free=free)


def _fill(building: Path, checked: Checked, page: Manifest, count: "_Count") -> None:
    kept = checked.kept
    for name, expected in page.files.items():
        if not (kept.path / name).is_file():
            raise Unusable("backup.damaged", path=str(kept.path), file=name)
        _bring(kept.path / name, building / name, count)
        if manifest.hash_of(building / name) != expected:
            raise Unusable("backup.damaged", path=str(kept.path), file=name)
    for name in sorted(page.scans.keys() - set(checked.missing)):
        target = shelf.place(building / FOLDER, name)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _bring(shelf.place(kept.scans, name), target, count)
    home.write(building, replace(home.read(building), restored=page.at))


class _Count:
    """Tells how many bytes of how many have come."""

    def __init__(self, told: Told, whole: int) -> None:
        self._told, self._done, self._whole = told, 0, whole

    def add(self, size: int) -> None:
        """Count bytes more."""
        self._done += size
        self._told(self._done, self._whole)


def _bring(source: Path, to: Path, count: _Count) -> None:
    """Copy a file, byte for byte, onto the disk."""
    with source.open("rb") as file, to.open("wb") as copy:
        while part := file.read(_AT_ONCE):
            copy.write(part)
            count.add(len(part))
        copy.flush()
        os.fsync(copy.fileno())
    to.chmod(0o600)


@contextmanager
def _in_words(kept: Kept, folder: Path) -> Iterator[None]:
    """Faults of the backup's disk, and of the one that the home goes to, in words that say which."""
    try:
        yield
    except OSError as error:
        if not kept.path.is_dir():
            raise Refused("backup.pulled_out", field="path", path=str(kept.path)) from error
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            assert kept.manifest
            raise _no_room(kept.manifest, folder) from error
        reason = error.strerror or str(error)
        raise Unusable("backup.not_copied", path=str(kept.path), reason=reason) from error
