"""A PC's home: the folder that holds its encrypted file and, in the clear, only what the log-in screen must show.

home.json   format, office, PC, address of the server, officers' locks (vault)
desk.db     everything else, encrypted (SQLCipher)
"""

import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from desk import Refused, Unusable, drafts, store
from desk.counter import Hand
from desk.officers import Role, appoint
from sync import delivery, keyring, log, scan_store, segments, vault
from sync.desk import Clock, Desk, Device, Office
from sync.provision_file import Provision
from sync.vault import Lock

FORMAT, VERSION = "casedesk-home", 1
FACE, FILE = "home.json", "desk.db"


@dataclass(frozen=True)
class Home:
    """What home.json says: whose PC this is, where its server answers, and who may log in."""

    office: Office
    device: Device
    server: str
    locks: tuple[Lock, ...]

    def lock(self, officer: str = "") -> Lock:
        """The lock of an officer by name or id; of the first officer when none is named. Raises Refused."""
        for lock in self.locks:
            if officer in ("", lock.officer, lock.name):
                return lock
        raise Refused("vault.no_such_officer", field="officer", name=officer)


def make(folder: Path, provision: Provision, officer: str, password: str, *, server: str = "") -> None:
    """Make a PC's home from what the province provisioned, with its first officer, all or nothing.

    Raises Refused for a folder that holds something already, an empty name or password.
    """
    if folder.exists() and any(folder.iterdir()):
        raise Refused("home.exists", path=str(folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        _fill(building, provision, officer, password, server)
        if folder.exists():
            folder.rmdir()
        building.rename(folder)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise


def _fill(folder: Path, provision: Provision, officer: str, password: str, server: str) -> None:
    file_key = os.urandom(32)
    office = Office(provision.office, provision.office_name)
    device = Device(provision.device, provision.pc, provision.pc_name)
    db = _open_file(folder / FILE, file_key)
    with store.transaction(db):
        keyring.put(db, provision)
    desk = Desk(db, office, device, f"{device.id}.1")
    try:
        first = _appoint(desk, officer, tuple(Role))
    finally:
        desk.close()
    lock = vault.fit(first, officer.strip(), password, file_key)
    write(folder, Home(office, device, server, (lock,)))


def _appoint(desk: Desk, name: str, roles: tuple[Role, ...]) -> str:
    """Enter an officer in the records; the id of the account."""

    def decide(hand: Hand) -> Any:
        return appoint(name, roles, new_id=hand.new_id(), by=hand.by)

    change, _ = desk.do(decide)
    return change.edits[0].id


def add_officer(folder: Path, desk: Desk, name: str, roles: Iterable[Role], password: str, file_key: bytes) -> None:
    """Add an officer who may log in at this PC. Raises Refused for a name that already may."""
    home = read(folder)
    if any(lock.name == name.strip() for lock in home.locks):
        raise Refused("home.officer_exists", field="officer", name=name.strip())
    vault.fit("", name, password, file_key)  # a bad password is refused before anything is written
    id = _appoint(desk, name, tuple(roles))
    write(folder, replace(home, locks=(*home.locks, vault.fit(id, name.strip(), password, file_key))))


def unlock(folder: Path, password: str, officer: str = "", clock: Clock = time.time) -> tuple[Lock, bytes]:
    """The officer's lock and the file's key. Wrong passwords are counted. Raises Refused."""
    home, now = read(folder), int(clock())
    lock = home.lock(officer)
    try:
        key = vault.unlock(lock, password, now)
    except Refused as refusal:
        if refusal.key == "vault.wrong_password":
            _change_lock(folder, home, vault.failed(lock, now))
        raise
    if lock.failures:
        _change_lock(folder, home, vault.opened(lock))
    return lock, key


def open_home(folder: Path, password: str, officer: str = "", clock: Clock = time.time) -> Desk:
    """Open the desk for an officer. Raises Refused for a wrong password, Unusable for a file that cannot be used."""
    lock, key = unlock(folder, password, officer, clock)
    return open_desk(folder, key, lock.officer, clock)


def open_desk(folder: Path, key: bytes, officer: str, clock: Clock = time.time) -> Desk:
    """Open the desk with the file's key, for the officer of this record id."""
    home = read(folder)
    if not (folder / FILE).is_file():
        raise Unusable("home.file_missing", path=str(folder / FILE))
    if (folder / FILE).stat().st_size == 0:  # SQLite would take it for a new one
        raise Unusable("store.not_ours")
    return Desk(_open_file(folder / FILE, key), home.office, home.device, officer, clock)


def _open_file(path: Path, key: bytes) -> Any:
    steps = (
        log.migrations,
        segments.migrations,
        keyring.migrations,
        delivery.migrations,
        drafts.migrations,
        scan_store.migrations,
    )
    db = store.open_store(path, key, *steps)
    log.prepare(db)
    return db


def read(folder: Path) -> Home:
    """What home.json says. Raises Refused where there is no home, Unusable for a file that is not ours or damaged."""
    path = folder / FACE
    if not path.is_file():
        raise Refused("home.none_here", path=str(folder))
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["format"] != FORMAT:
            raise ValueError("format")
        if data["version"] > VERSION:
            raise Unusable("home.newer", path=str(path))
        locks = tuple(Lock.from_json(lock) for lock in data["locks"])
        return Home(Office(**data["office"]), Device(**data["device"]), str(data["server"]), locks)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise Unusable("home.unreadable", path=str(path)) from error


def write(folder: Path, home: Home) -> None:
    """Replace home.json in one step, so that a power cut leaves the old one or the new one."""
    data = {
        "format": FORMAT,
        "version": VERSION,
        "office": vars(home.office),
        "device": vars(home.device),
        "server": home.server,
        "locks": [lock.to_json() for lock in home.locks],
    }
    draft = folder / (FACE + ".new")
    with draft.open("w", encoding="utf-8") as file:
        json.dump(data, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.chmod(0o600)
    draft.replace(folder / FACE)


def _change_lock(folder: Path, home: Home, changed: Lock) -> None:
    locks = tuple(changed if lock.officer == changed.officer else lock for lock in home.locks)
    write(folder, replace(home, locks=locks))
