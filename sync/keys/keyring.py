"""The secrets and memberships of this PC, kept inside its encrypted file: signing key, office keys, roster, pins.

Nothing here leaves the file but signatures and the public roster. Where keys come from (a provision file today,
enrolment later) is the caller's business; this is where they are put.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlite_utils import Migrations
from sqlite_utils.db import Database

from sync.keys.provision_file import Provision
from sync.keys.roster import Roster

migrations = Migrations("keyring")


@migrations()
def m001_secrets(db: Database) -> None:
    """Secrets by name, and content keys by epoch."""
    db.table("secret").create({"name": str, "value": bytes}, pk="name")
    db.table("office_key").create({"epoch": int, "value": bytes}, pk="epoch")


@dataclass
class Keyring:
    """What this PC proves itself with and checks others by. `root` and `server` are pinned public keys, 32 bytes."""

    signing: Ed25519PrivateKey
    root: bytes
    server: bytes
    office_keys: Mapping[int, bytes]
    roster: Roster

    @property
    def epoch(self) -> int:
        """The epoch of content keys to seal with: the newest held."""
        return max(self.office_keys)


def put(db: Database, provision: Provision) -> None:
    """Keep what a provision file brought, inside the caller's transaction."""
    secrets = {
        "signing": provision.signing_key,
        "root": provision.root,
        "server": provision.server,
        "roster": provision.roster,
    }
    db.conn.executemany("INSERT OR REPLACE INTO secret VALUES (?, ?)", list(secrets.items()))
    db.execute("INSERT OR REPLACE INTO office_key VALUES (?, ?)", [provision.epoch, provision.office_key])


def load(db: Database) -> Keyring:
    """The keyring of an opened file. Raises Tampered if its roster is not signed by the pinned root."""
    secret: dict[str, bytes] = dict(db.execute("SELECT name, value FROM secret").fetchall())
    return Keyring(
        Ed25519PrivateKey.from_private_bytes(secret["signing"]),
        secret["root"],
        secret["server"],
        dict(db.execute("SELECT epoch, value FROM office_key").fetchall()),
        Roster.verified(secret["roster"], secret["root"]),
    )


def renew(db: Database, keyring: Keyring, data: bytes) -> None:
    """Take in a newer roster. Raises Tampered when it is not the root's, or older than the one held."""
    keyring.roster = keyring.roster.followed_by(data, keyring.root)
    db.execute("UPDATE secret SET value = ? WHERE name = 'roster'", [data])
