"""Checking a backup, and making a PC's home of one again.

A home that comes of a backup is an old copy of a PC: what it wrote since is fetched back from the others, and what it
writes before that is made one with it (`sync/healing`).
"""

import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from desk import Refused, Unusable, store
from sync import home
from sync.backup import manifest, shelf
from sync.backup.shelf import Kept
from sync.errors import Tampered
from sync.keys import vault
from sync.keys.member import device_id
from sync.scans.scan_folder import ScanFolder, settle
from sync.scans.scan_store import FOLDER


@dataclass(frozen=True)
class Checked:
    """A sound backup, and what it lacks: scans that are gone from its folder, or are not what their hash says."""

    kept: Kept
    missing: tuple[str, ...]
    opened: bool
    """Whether it was opened with an officer's password, or only its signature and hashes were looked at."""


def check(path: Path, password: str | None = None, officer: str = "") -> Checked:
    """Verify the newest backup at a path, or the one that it names; with a password it is opened, too.

    Raises Refused where there is none or for a wrong password, Unusable for a damaged one, Tampered for one that is not
    what its PC signed.
    """
    kept = shelf.newest(path)
    page = kept.manifest
    assert page
    for name, told in page.files.items():
        if _hash(kept.path / name) != told:
            raise Unusable("backup.damaged", path=str(kept.path), file=name)
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
    face = home.read(kept.path)
    lock = vault.opened(face.lock(officer))  # tries at a copy are counted nowhere
    key = vault.unlock(lock, password, int(time.time()))
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


def restore(path: Path, to: Path) -> Checked:
    """Make a home at `to` of the newest backup at a path, or of the one that it names, all or nothing.

    Scans that the backup lost are left out; the doctor fetches them from others. Raises Refused for a folder that holds
    something already, and as `check` does.
    """
    if to.exists() and (not to.is_dir() or any(to.iterdir())):
        raise Refused("home.exists", path=str(to))
    checked = check(path)
    to.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=f".{to.name}-", dir=to.parent))
    try:
        _fill(building, checked)
        if to.exists():
            to.rmdir()
        building.rename(to)
        settle(to.parent)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise
    return checked


def _fill(building: Path, checked: Checked) -> None:
    kept = checked.kept
    page = kept.manifest
    assert page
    for name, told in page.files.items():
        _bring(kept.path / name, building / name)
        if manifest.hash_of(building / name) != told:
            raise Unusable("backup.damaged", path=str(kept.path), file=name)
    for name in page.scans.keys() - set(checked.missing):
        target = shelf.place(building / FOLDER, name)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _bring(shelf.place(kept.scans, name), target)


def _bring(source: Path, to: Path) -> None:
    shutil.copyfile(source, to)
    to.chmod(0o600)
    with to.open("rb+") as file:
        os.fsync(file.fileno())
