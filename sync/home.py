"""A PC's home: the folder that holds its encrypted file and, in the clear, only what the log-in screen must show.

home.json   format, office, PC, address of the server, officers' locks (vault)
desk.db     everything else but files of scans, encrypted (SQLCipher)
scans/      those, encrypted file by file (`scans/scan_file`)
under-way   while an answer arrives: what has come of it, encrypted (`carriers/under_way`)
"""

import json
import os
import shutil
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from desk import Refused, Spoken, Unusable, drafts, store
from desk.copying import Copier
from desk.officers import passwords
from sync import audit, delivery, log, segments
from sync.backup import noted as backup
from sync.backup import returned
from sync.carriers import tables as carriers
from sync.desk import Clock, Desk, Device, Office
from sync.healing import succession
from sync.healing import tables as healing
from sync.keys import accounts, issuing, keyring, known_rosters, refusals, vault
from sync.keys.provision_file import Provision
from sync.keys.vault import Lock
from sync.scans import scan_store

FORMAT, VERSION = "casedesk-home", 2
FACE, FILE = "home.json", "desk.db"


@dataclass(frozen=True)
class Home:
    """What home.json says: whose PC this is, where its server answers, and who may log in. Version 1 had no doors.

    `restored` is when the backup was written that the home was made of, until it is first opened (s since 1970 UTC).
    """

    office: Office
    device: Device
    server: str
    locks: tuple[Lock, ...]
    restored: int = 0

    def lock(self, officer: str = "") -> Lock:
        """The lock of an officer by name or id; of the first officer when none is named. Raises Refused."""
        for lock in self.locks:
            if officer in ("", lock.officer, lock.name):
                return lock
        raise Refused("vault.no_such_officer", field="officer", name=officer)


def make(
    folder: Path, provision: Provision, officer: str, password: str, *, server: str = "", door: bytes = b""
) -> None:  # fmt: skip
    """Make a PC's home from what the province provisioned, with its first officer, all or nothing.

    `door` is what a PC that has yet to be taken in greets its office by (`keys/invitation`).
    Raises Refused for a folder that holds something already, an empty name or password.
    """
    if folder.exists() and any(folder.iterdir()):
        raise Refused("home.exists", path=str(folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        _fill(building, provision, officer, password, server, door)
        if folder.exists():
            folder.rmdir()
        building.rename(folder)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise


def _fill(folder: Path, provision: Provision, officer: str, password: str, server: str, door: bytes) -> None:
    file_key = os.urandom(32)
    office = Office(provision.office, provision.office_name)
    device = Device(provision.device, provision.pc, provision.pc_name)
    db = _open_file(folder / FILE, file_key)
    try:
        with store.transaction(db):
            keyring.put(db, provision)
            if door:
                keyring.keep_door(db, door)
        write(folder, Home(office, device, server, ()))
        desk = Desk(db, office, device, f"{device.id}.1")
        provisional = bool(passwords.lacks(password))
        log.record(
            db,
            lambda: accounts.first(officer, password, desk.hand(), provisional=provisional),
            device.id,
            at=int(desk.clock()),
        )
        _fit_locks(folder, file_key, desk)
    finally:
        db.close()


def _follow(folder: Path, file_key: bytes, desk: Desk) -> None:
    """Fit the locks while the desk is at work: what cannot be written now is written when the desk is opened next."""
    with suppress(OSError, Spoken):
        _fit_locks(folder, file_key, desk)


def _fit_locks(folder: Path, file_key: bytes, desk: Desk) -> None:
    """Let home.json follow the accounts and roles that the file holds."""
    home = read(folder)
    locks = accounts.fitted(home.locks, desk.db, file_key, desk.now().date())
    if locks != home.locks:
        write(folder, replace(home, locks=locks))


def unlock(folder: Path, password: str, officer: str = "", clock: Clock = time.time) -> tuple[Lock, bytes]:
    """The officer's lock and the file's key; of two officers of one name the one whose password it is.

    Wrong passwords are counted. Raises Refused.
    """
    home, now = read(folder), int(clock())
    named = [lock for lock in home.locks if officer in (lock.officer, lock.name)]
    refusal: Refused | None = None
    for lock in named or [home.lock(officer)]:
        try:
            key = vault.unlock(_not_ahead(folder, lock, now), password, now)
        except Refused as refused:
            if refused.key == "vault.wrong_password":
                _change_lock(folder, vault.failed(lock, now))
            refusal = refusal or refused
            continue
        if lock.failures:
            lock = vault.opened(lock)
            _change_lock(folder, lock)
        return lock, key
    assert refusal is not None
    raise refusal


def _not_ahead(folder: Path, lock: Lock, now: int) -> Lock:
    """The lock, waiting from now on if the clock was put back since the last wrong try."""
    if lock.failed_at <= now:
        return lock
    lock = replace(lock, failed_at=now)
    _change_lock(folder, lock)
    return lock


def reopen(folder: Path, officer: str) -> None:
    """Let an officer (record id) who typed too many wrong passwords try again. Raises Refused for a stranger."""
    _change_lock(folder, vault.opened(read(folder).lock(officer)))


def open_home(
    folder: Path, password: str, officer: str = "", clock: Clock = time.time, *, waiting: bool = False
) -> Desk:  # fmt: skip
    """Open the desk for an officer. Raises Refused for a wrong password, Unusable for a file that cannot be used."""
    lock, key = unlock(folder, password, officer, clock)
    desk = open_desk(folder, key, lock.officer, clock, waiting=waiting)
    try:
        enter(folder, desk)
    except BaseException:
        desk.close()
        raise
    return desk


def open_desk(
    folder: Path, key: bytes, officer: str, clock: Clock = time.time, *, waiting: bool = False
) -> Desk:  # fmt: skip
    """Open the desk with the file's key, for the officer of this record id; the locks follow the accounts in it.

    Raises Refused for a PC that waits to be taken into its office, unless `waiting` allows that.
    """
    home = read(folder)
    if home.device.pc == 0 and not waiting:
        raise Refused("enrol.waiting", office=home.office.name or home.office.code)
    if not (folder / FILE).is_file():
        raise Unusable("home.file_missing", path=str(folder / FILE))
    if (folder / FILE).stat().st_size == 0:  # SQLite would take it for a new one
        raise Unusable("store.not_ours")
    doors = partial(_follow, folder, key)
    copier = Copier(folder / FILE, key)
    desk = Desk(_open_file(folder / FILE, key), home.office, home.device, officer, clock, doors, copier)
    if home.device.pc and (moved := succession.here(desk)) != home.device:
        desk.device = moved
        home = replace(home, device=moved)
        write(folder, home)
    if home.restored:
        returned.note(desk, home.restored)
        write(folder, replace(home, restored=0))
    doors(desk)
    return desk


def enter(folder: Path, desk: Desk) -> None:
    """Note in the audit trail that the officer of an opened desk logged in, and which tries had failed before.

    A full or locked disk keeps nobody from their cases. Raises Refused for an officer who holds no role today.
    """
    if not desk.roles:
        raise Refused("rights.no_role", field="officer", name=desk.officer.name)
    locks = read(folder).locks
    failures = [(at, lock.officer, "log_in_failed", "", "") for lock in locks for at in lock.tried]
    with suppress(Unusable, OSError):
        audit.note(desk.db, [*sorted(failures), (int(desk.clock()), desk.by, "log_in", "", "")])
        for lock in locks:
            if lock.tried:
                _change_lock(folder, replace(lock, tried=()))


def _open_file(path: Path, key: bytes) -> Any:
    steps = (
        log.migrations,
        segments.migrations,
        keyring.migrations,
        delivery.migrations,
        drafts.migrations,
        scan_store.migrations,
        healing.migrations,
        known_rosters.migrations,
        issuing.migrations,
        refusals.migrations,
        carriers.migrations,
        backup.migrations,
    )
    _close_to_others(path)
    db = store.open_store(path, key, *steps)
    log.prepare(db)
    return db


def _close_to_others(path: Path) -> None:
    """Let nobody but the owner read the file; where that cannot be set, its encryption alone keeps it."""
    with suppress(OSError):
        os.close(os.open(path, os.O_CREAT | os.O_RDONLY, 0o600))
        path.chmod(0o600)


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
        office, device = Office(**data["office"]), Device(**data["device"])
        return Home(office, device, str(data["server"]), locks, int(data.get("restored", 0)))
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
        **({"restored": home.restored} if home.restored else {}),
    }
    draft = folder / (FACE + ".new")
    with draft.open("w", encoding="utf-8") as file:
        json.dump(data, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.chmod(0o600)
    draft.replace(folder / FACE)


def _change_lock(folder: Path, changed: Lock) -> None:
    home = read(folder)
    locks = tuple(changed if lock.officer == changed.officer else lock for lock in home.locks)
    write(folder, replace(home, locks=locks))
