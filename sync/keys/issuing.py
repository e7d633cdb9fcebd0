"""Invitations that this PC has given out, kept in its encrypted file, and the requests they answer."""

from dataclasses import astuple

from sqlite_utils import Migrations
from sqlite_utils.db import Database

from desk import Refused, store
from sync.keys import admitting, telling
from sync.keys.admitting import Issued
from sync.keys.invitation import Invitation
from sync.keys.keyring import Keyring
from sync.keys.request import Admission, Request

migrations = Migrations("issuing")


@migrations()
def m061_invitations(db: Database) -> None:
    """Invitations by id, as `Issued`."""
    columns = {"secret": bytes, "office": str, "ends": int, "name": str, "replaces": str, "used_by": str}
    db.table("invitation").create({"id": bytes, **columns}, pk="id")


def invite(
    db: Database, ring: Keyring, url: str, ends: int, *, name: str = "", replaces: str = ""
) -> Invitation:  # fmt: skip
    """Invite a PC to this office until `ends` (ms since 1970 UTC). Raises Refused where we may not."""
    if not ring.roster.may_enrol(ring.device):
        raise Refused("keys.not_delegated", office=ring.roster.office)
    if replaces and ring.roster.find(replaces) is None:
        raise Refused("keys.no_device", field="replaces", device=replaces, office=ring.roster.office)
    made = Invitation.new(ring.roster.office, ring.roster.name, ring.root, ring.server, url, ends, replaces)
    with store.transaction(db):
        _keep(db, made.id, Issued.of(made, name))
    return made


def issued(db: Database) -> dict[bytes, Issued]:
    """Every invitation given out here, by id."""
    rows = db.execute("SELECT id, secret, office, ends, name, replaces, used_by FROM invitation").fetchall()
    return {id: Issued(*rest) for id, *rest in rows}


def approve(db: Database, ring: Keyring, request: Request, now: int, *, pc: int = 0, name: str = "") -> Admission:
    """Take in a PC that was invited here; `now` in ms since 1970 UTC. Raises Refused, and changes nothing then."""
    found = admitting.judge(request, issued(db), ring.roster.office, now)
    hand = telling.authority(db, ring)
    admission = admitting.admit(hand, request, found, pc=pc, name=name)
    with store.transaction(db):
        telling.keep(db, ring, hand)
        db.execute("UPDATE invitation SET used_by = ? WHERE id = ?", [request.device, request.invitation])
    return admission


def revoke(db: Database, ring: Keyring, device: str, last: int) -> None:
    """End a PC's membership with its change `last`; a new epoch begins. Raises Refused where we may not."""
    hand = telling.authority(db, ring)
    hand.revoke(device, last)
    with store.transaction(db):
        telling.keep(db, ring, hand)


def end(db: Database, id: bytes) -> None:
    """Let an invitation let nobody in any more; one that is not ours is nothing to us."""
    with store.transaction(db):
        db.execute("UPDATE invitation SET ends = 0 WHERE id = ? AND used_by = ''", [id])


def _keep(db: Database, id: bytes, issued: Issued) -> None:
    db.execute("INSERT INTO invitation VALUES (?, ?, ?, ?, ?, ?, ?)", [id, *astuple(issued)])
