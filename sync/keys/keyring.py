"""The secrets and memberships of this PC, kept inside its encrypted file: its keys, office keys, roster, pins.

Nothing here leaves the file but signatures, the roster, and content keys sealed to a member. Where it all comes from
(a provision file, an enrolment, an exchange) is the caller's business; this is where it is put.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlite_utils import Migrations
from sqlite_utils.db import Database

from desk import store
from sync.envelope import Envelope, parse
from sync.errors import Tampered
from sync.keys import disowned, refusals, sealing, statement
from sync.keys.member import device_id
from sync.keys.provision_file import Provision
from sync.keys.roster import Roster
from sync.keys.sealing import Sealed
from sync.keys.statement import Kind, Statement
from sync.seal import unseal

migrations = Migrations("keyring")


@migrations()
def m001_secrets(db: Database) -> None:
    """Secrets by name, and content keys by epoch."""
    db.table("secret").create({"name": str, "value": bytes}, pk="name")
    db.table("office_key").create({"epoch": int, "value": bytes}, pk="epoch")


@migrations()
def m060_carried(db: Database) -> None:
    """What this PC carries for others: content keys it has sealed, and the public keys they are sealed to."""
    db.table("sealed").create({"epoch": int, "device": str, "data": bytes}, pk=("epoch", "device"))
    db.table("sealing_key").create({"hash": bytes, "data": bytes, "told": int}, pk="hash")


@migrations()
def m118_disowned(db: Database) -> None:
    """The words that let PCs in and count no longer (`disowned`), and whether the server has heard them."""
    db.table("disowned").create({"device": str, "statement": bytes, "told": int}, pk="device")


@dataclass
class Keyring:
    """What this PC proves itself with and checks others by. `root` and `server` are pinned public keys, 32 bytes;
    `sealing` is the private key that content keys are sealed to for this PC. `servers` are keys that the server had.
    """

    signing: Ed25519PrivateKey
    root: bytes
    server: bytes
    office_keys: Mapping[int, bytes] = field(repr=False)
    roster: Roster
    sealing: bytes = field(default=b"", repr=False)
    servers: tuple[bytes, ...] = ()

    @property
    def epoch(self) -> int:
        """The epoch to seal with among those whose content key is held (`Roster.epoch`)."""
        return self.roster.epoch(self.office_keys) or max(self.office_keys)

    @property
    def device(self) -> str:
        """This PC's id."""
        return device_id(self.signing.public_key().public_bytes_raw())

    @property
    def lacking(self) -> list[int]:
        """Epochs of which no content key is held here yet."""
        return [epoch for epoch in self.roster.epochs if epoch not in self.office_keys]


def put(db: Database, provision: Provision) -> None:
    """Keep what a provision file brought, inside the caller's transaction."""
    secrets = {
        "signing": provision.signing_key,
        "root": provision.root,
        "server": provision.server,
        "roster": provision.roster,
    }
    if provision.sealing_key:
        secrets["sealing"] = provision.sealing_key
        carry_key(db, sealing.public(provision.sealing_key), told=True)
    db.conn.executemany("INSERT OR REPLACE INTO secret VALUES (?, ?)", list(secrets.items()))
    if provision.office_key:
        db.execute("INSERT OR REPLACE INTO office_key VALUES (?, ?)", [provision.epoch, provision.office_key])


def keep_door(db: Database, key: bytes) -> None:
    """Keep what this PC, yet to be taken in, greets its office by; inside the caller's transaction."""
    db.execute("INSERT OR REPLACE INTO secret VALUES ('door', ?)", [key])


def door(db: Database) -> bytes:
    """What this PC greets its office by until it belongs to it; empty for one that needs no door."""
    row = db.execute("SELECT value FROM secret WHERE name = 'door'").fetchone()
    return row[0] if row else b""


def load(db: Database) -> Keyring:
    """The keyring of an opened file. Raises Tampered if its roster is not backed by the pinned root."""
    secret: dict[str, bytes] = dict(db.execute("SELECT name, value FROM secret").fetchall())
    keyring = Keyring(
        Ed25519PrivateKey.from_private_bytes(secret["signing"]),
        secret["root"],
        secret["server"],
        dict(db.execute("SELECT epoch, value FROM office_key").fetchall()),
        Roster.verified(secret["roster"], secret["root"]),
        secret.get("sealing", b""),
        _split(secret.get("servers", b"")),
    )
    if not keyring.sealing:
        _state_sealing_key(db, keyring)
    return keyring


def _state_sealing_key(db: Database, keyring: Keyring) -> None:
    """Give a PC from before there were sealing keys one of its own, and let it say so."""
    keyring.sealing = sealing.new()
    hash = sealing.fingerprint(sealing.public(keyring.sealing))
    with store.transaction(db):
        db.execute("INSERT INTO secret VALUES ('sealing', ?)", [keyring.sealing])
        say(db, keyring, Kind.SEALING, hash)
    carry_key(db, sealing.public(keyring.sealing))


def say(db: Database, keyring: Keyring, kind: Kind, *values: object) -> Statement:
    """State something in this PC's name, and keep it; the next exchange carries it on."""
    said = statement.sign(
        keyring.signing, keyring.roster.place(keyring.device), int(time.time() * 1000), kind, *values
    )  # fmt: skip
    keep(db, keyring, keyring.roster.joined([said], keyring.root))
    return said


def renew(db: Database, keyring: Keyring, data: bytes) -> None:
    """Take in a roster document. Raises Tampered when the root does not back it (`Roster.followed_by`)."""
    keep(db, keyring, keyring.roster.followed_by(data, keyring.root))


def refresh(db: Database, keyring: Keyring) -> None:
    """Take up what another process, such as a command beside the window, has kept since."""
    keyring.roster = _with_kept(db, keyring, keyring.roster)
    held = dict(db.execute("SELECT epoch, value FROM office_key").fetchall())
    if held.keys() - keyring.office_keys.keys():
        keyring.office_keys = {**keyring.office_keys, **held}


def _with_kept(db: Database, keyring: Keyring, roster: Roster) -> Roster:
    """The roster with the statements of the one in the file, which another process may have added to."""
    [data] = db.execute("SELECT value FROM secret WHERE name = 'roster'").fetchone()
    if data == bytes(keyring.roster):
        return roster
    kept = Roster.verified(data, keyring.root)
    listed = kept.listed if kept.listed_version > roster.listed_version else b""
    return roster.joined(kept.statements, keyring.root, listed)


def keep(db: Database, keyring: Keyring, roster: Roster) -> None:
    """Put a roster in the place of the one held, with what another process has added to that meanwhile."""
    roster = _with_kept(db, keyring, roster)
    disowned.note(db, keyring.roster, roster)
    keyring.roster = roster
    db.execute("UPDATE secret SET value = ? WHERE name = 'roster'", [bytes(roster)])
    if roster.servers and roster.servers[-1] != keyring.server:
        _pin(db, keyring, roster.servers[-1])


def _pin(db: Database, keyring: Keyring, server: bytes) -> None:
    """Believe the server under another key from now on: the province has said so."""
    keyring.servers, keyring.server = (*keyring.servers, keyring.server), server
    rows = [("server", server), ("servers", b"".join(keyring.servers))]
    db.conn.executemany("INSERT OR REPLACE INTO secret VALUES (?, ?)", rows)


def _split(keys: bytes) -> tuple[bytes, ...]:
    return tuple(keys[at : at + 32] for at in range(0, len(keys), 32))


def take_keys(db: Database, keyring: Keyring, sealed: Iterable[Sealed]) -> list[int]:
    """Open content keys sealed to this PC and keep those that are what the roster commits to; their epochs.

    Of an epoch that the roster does not know, for the word that opened it counts no more, the key that opens what
    members of the office sealed with it.
    """
    found = {}
    for each in sealed:
        epoch = keyring.roster.epochs.get(each.epoch)
        if each.device != keyring.device or each.epoch in keyring.office_keys:
            continue
        if epoch is None and each.epoch not in unknown_epochs(db, keyring):
            continue
        key = sealing.unseal(each, keyring.sealing, keyring.roster.office)
        if key is not None and (sealing.commitment(key) == epoch.commitment if epoch else _opens(db, each.epoch, key)):
            found[each.epoch] = key
        else:
            refusals.note_key(db, each.epoch, each.data)
    if found:
        keyring.office_keys = {**keyring.office_keys, **found}
        db.conn.executemany("INSERT OR REPLACE INTO office_key VALUES (?, ?)", list(found.items()))
    return sorted(found)


def unknown_epochs(db: Database, keyring: Keyring) -> list[int]:
    """Epochs with whose key members sealed what lies aside here, and that no word which counts has opened."""
    named = {envelope.header.epoch for envelope in _closed(db)}
    return sorted(named - keyring.office_keys.keys() - keyring.roster.epochs.keys())


def _opens(db: Database, epoch: int, key: bytes) -> bool:
    closed = next(envelope for envelope in _closed(db) if envelope.header.epoch == epoch)
    try:
        return bool(unseal(closed, {epoch: key}))
    except Tampered:
        return False


def _closed(db: Database) -> list[Envelope]:
    """Segments of members that lie aside for want of a key; some of them, where there are many."""
    rows = db.execute("SELECT data FROM aside WHERE reason = 'sync.epoch_unknown' ORDER BY device, first LIMIT 100")
    return [parse(data) for (data,) in rows.fetchall()]


def carry(db: Database, sealed: Sequence[Sealed]) -> None:
    """Keep content keys sealed here until they were handed on."""
    db.conn.executemany("INSERT OR REPLACE INTO sealed VALUES (?, ?, ?)", sealed)


def carry_key(db: Database, public_key: bytes, *, told: bool = False) -> None:
    """Keep a public sealing key; `told` when others know it already."""
    row = [sealing.fingerprint(public_key), public_key, int(told)]
    db.execute("INSERT OR IGNORE INTO sealing_key VALUES (?, ?, ?)", row)


def sealing_key(db: Database, hash: bytes) -> bytes | None:
    """A member's public sealing key by its hash; None where it is not held here."""
    row = db.execute("SELECT data FROM sealing_key WHERE hash = ?", [hash]).fetchone()
    return row[0] if row else None


def seal_for(db: Database, keyring: Keyring, device: str, epochs: Iterable[int]) -> list[Sealed]:
    """Content keys held here, sealed to a member of the office.

    Raises Tampered for a PC that is no member, is revoked, or has not told its sealing key.
    """
    member = keyring.roster.find(device)
    key = sealing_key(db, member.sealing) if member and member.revoked_after is None else None
    if key is None:
        raise Tampered("keys.no_sealing_key", device=device)
    office, held = keyring.roster.office, keyring.office_keys
    return [sealing.seal(held[epoch], key, office, epoch, device) for epoch in epochs if epoch in held]
