"""Rosters of other offices of the province: what lets this PC check what their PCs signed. They come by file.

Each is the province's own document, checked with the root key pinned here; of an office only the newest is kept.
"""

from pathlib import Path

from sqlite_utils import Migrations
from sqlite_utils.db import Database

from desk import Refused, Unusable, store
from sync.errors import Tampered
from sync.keys.keyring import Keyring
from sync.keys.roster import LARGEST, Roster

migrations = Migrations("known_rosters")


@migrations()
def m001_rosters(db: Database) -> None:
    """The newest document of each office."""
    db.table("known_roster").create({"office": str, "version": int, "document": bytes}, pk="office")


def read_file(path: Path) -> bytes:
    """The document in a file. Raises Unusable where it cannot be read, Tampered for what is too large to be one."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise Unusable("verify.file_unreadable", file=path, reason=error.strerror or str(error)) from error
    if len(data) > LARGEST:
        raise Tampered("sync.roster_damaged")
    return data


def add(db: Database, keyring: Keyring, data: bytes) -> Roster:
    """Keep the roster of another office. Raises Tampered if the province did not sign it, Refused for an older one."""
    roster = Roster.verified(data, keyring.root)
    if roster.office == keyring.roster.office:
        raise Refused("verify.own_roster", field="file")
    with store.transaction(db):
        if (held := of(db, keyring, roster.office)) is not None:
            if roster.version < held.version:
                raise Refused("verify.older_roster", field="file", office=roster.office, version=held.version)
            roster = held.followed_by(data, keyring.root)
        row = [roster.office, roster.version, bytes(roster)]
        db.execute("INSERT OR REPLACE INTO known_roster VALUES (?, ?, ?)", row)
    return roster


def of(db: Database, keyring: Keyring, office: str) -> Roster | None:
    """The roster of an office, this one's own included; None where it is not held here."""
    if office == keyring.roster.office:
        return keyring.roster
    row = db.execute("SELECT document FROM known_roster WHERE office = ?", [office]).fetchone()
    return Roster.verified(row[0], keyring.root) if row else None


def everyone(db: Database, keyring: Keyring) -> list[Roster]:
    """Every roster held here, the own office's first."""
    rows = db.execute("SELECT document FROM known_roster ORDER BY office").fetchall()
    return [keyring.roster, *(Roster.verified(document, keyring.root) for (document,) in rows)]


def own_document(db: Database) -> bytes:
    """This office's roster as the province signed it, for the desks of other offices."""
    (document,) = db.execute("SELECT value FROM secret WHERE name = 'roster'").fetchone()
    return bytes(document)
