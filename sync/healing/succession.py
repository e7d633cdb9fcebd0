"""A PC that shares its identity with another one gets an identity of its own: asked for, vouched for, moved into.

Both copies of a disk go on working and delivering (`forks`), but they give out the same case numbers. So the one that
found the fork asks for a place of its own with a request that the key it has signs for the key it will have:

    m     CBOR array: 1 (layout), office, PC that asks (5 bytes), Ed25519 key (32), sealing key (1,216),
          at (ms since 1970 UTC by its clock)
    64    Ed25519 signature by the PC's present key over "casedesk successor 1", zero, and the CBOR
    64    Ed25519 signature by the new key over all of it

The request travels in the log, as a change, so that it reaches every PC of the office without another way. Whoever may
enrol PCs (the province, or a delegate) can let it in without asking anybody: the present key says that it is no
stranger, and a PC that was revoked is refused. The roster stays what decides who belongs to the office.
"""

from base64 import b32decode
from dataclasses import dataclass
from typing import Self

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from desk import Refused, store
from desk.record import Change, Edit
from desk.words import text
from sync import log, segments
from sync.delivery import delivery
from sync.desk import Desk, Device
from sync.envelope import OFFICE, SIGNATURE
from sync.healing import notices
from sync.keys import sealing
from sync.keys.authority import Authority
from sync.keys.member import Member, device_id, letters
from sync.keys.sealing import PUBLIC

KIND, ACTION = "successor", "succeed"
LARGEST = 4096
_SIGNED_AS = b"casedesk successor 1\0"


@dataclass(frozen=True)
class Succession:
    """A PC's request. True in that both keys signed it once `read` has returned with the key of `device`."""

    office: str
    device: str
    key: bytes
    sealing_key: bytes
    data: bytes

    @property
    def successor(self) -> str:
        """The id that the PC will have."""
        return device_id(self.key)

    @classmethod
    def new(cls, office: str, present: Ed25519PrivateKey, key: Ed25519PrivateKey, sealing_key: bytes, at: int) -> Self:
        """What a PC with the key `present` asks for; `sealing_key` is the public one."""
        device = device_id(present.public_key().public_bytes_raw())
        public = key.public_key().public_bytes_raw()
        body = cbor2.dumps([1, office, b32decode(device.upper()), public, sealing_key, at])
        vouched = body + present.sign(_SIGNED_AS + body)
        return cls(office, device, public, sealing_key, vouched + key.sign(_SIGNED_AS + vouched))

    @classmethod
    def read(cls, data: bytes, member: Member) -> Self:
        """The request of a member. Raises Refused for what is none, or is not signed by both keys."""
        try:
            if len(data) > LARGEST:
                raise ValueError("too long")
            layout, office, device, key, sealing_key, _, *_ = cbor2.loads(data[: -2 * SIGNATURE])
            if (
                layout != 1
                or not OFFICE.fullmatch(office)
                or letters(device) != member.id
                or len(sealing_key) != PUBLIC
            ):
                raise ValueError("not a request of this layout")
            body, vouched = data[: -2 * SIGNATURE], data[:-SIGNATURE]
            member.public_key.verify(vouched[-SIGNATURE:], _SIGNED_AS + body)
            Ed25519PublicKey.from_public_bytes(key).verify(data[-SIGNATURE:], _SIGNED_AS + vouched)
        except (ValueError, TypeError, AttributeError, cbor2.CBORError, InvalidSignature) as error:
            raise Refused("healing.no_request", field="request") from error
        return cls(office, member.id, key, sealing_key, data)


def ask(desk: Desk) -> bytes:
    """Ask for an identity of this PC's own, in a change of its log; the request, the same one until it is let in."""
    with store.transaction(desk.db):
        return ask_within(desk)


def ask_within(desk: Desk) -> bytes:
    """`ask`, inside a transaction that the caller holds."""
    if row := desk.db.execute("SELECT request FROM successor").fetchone():
        return bytes(row[0])
    key, opening, at = Ed25519PrivateKey.generate(), sealing.new(), int(desk.clock())
    asked = Succession.new(desk.office.code, desk.keyring.signing, key, sealing.public(opening), at * 1000)
    row = [key.private_bytes_raw(), opening, asked.data, at]
    desk.db.execute("INSERT INTO successor VALUES (1, ?, ?, ?, ?)", row)
    edit = Edit(KIND, f"{_RECORD}{asked.successor}", {"request": asked.data})
    change = Change(ACTION, (edit,), desk.by, text("healing.asks", device=desk.device.name))
    log.add(desk.db, [log.next_entry(desk.db, change, desk.device.id, at=at, clock_error=desk.clock_error)])
    return asked.data


_RECORD = "successor."


def waiting(desk: Desk) -> list[Succession]:
    """The requests in the log that no roster has answered, of PCs that are members; for whoever may let them in."""
    roster, found = desk.keyring.roster, list[Succession]()
    asking = "SELECT device, seq FROM mention WHERE record >= ? AND record < ?"
    for device, seq in desk.db.execute(asking, [_RECORD, _RECORD[:-1] + "/"]).fetchall():
        member = roster.find(device.partition("-")[0])  # asked for on a line, it is asked for by the PC
        if member is None or member.revoked_after is not None:
            continue
        for entry in log.run(desk.db, device, seq - 1, 1):
            found += [asked for edit in entry.change.edits if (asked := _asked(edit, member)) is not None]
    return [asked for asked in found if roster.find(asked.successor) is None]


def _asked(edit: Edit, member: Member) -> Succession | None:
    data = edit.fields.get("request")
    try:
        return Succession.read(data, member) if isinstance(data, bytes) else None
    except Refused:
        return None


def admit(hand: Authority, data: bytes, device: str) -> Member:
    """Let a PC in as its own successor, under the next free number; the one it has been stays for its other copy.

    Raises Refused for a request that is none, a PC that is no member or was revoked, or as `Authority.enrol` does.
    """
    member = hand.roster.find(device)
    if member is None or member.revoked_after is not None:
        raise Refused("healing.no_request", field="request")
    asked = Succession.read(data, member)
    if asked.office != hand.roster.office:
        raise Refused("healing.no_request", field="request")
    [pc] = hand.free_numbers()
    return hand.enrol(asked.key, asked.sealing_key, pc, text("healing.successor_name", device=member.name, pc=pc))


def move_in(desk: Desk) -> bool:
    """Go on under the identity this PC asked for, once the roster has it and all it wrote before is delivered.

    Whether it did. What it wrote stays under the identity it was written with.
    """
    row = desk.db.execute("SELECT key, sealing FROM successor").fetchone()
    if row is None:
        return False
    key = Ed25519PrivateKey.from_private_bytes(row[0])
    member = desk.keyring.roster.find(device_id(key.public_key().public_bytes_raw()))
    if member is None or not delivery(desk).complete or segments.unsealed(desk.db, desk.device.id):
        return False
    with store.transaction(desk.db):
        desk.db.execute("UPDATE secret SET value = ? WHERE name = 'signing'", [row[0]])
        desk.db.execute("INSERT OR REPLACE INTO secret VALUES ('sealing', ?)", [row[1]])
        desk.db.execute("DELETE FROM successor")
        desk.db.execute("UPDATE gave_way SET carrier = 0")  # all that was carried is delivered
        notices.note(desk, "moved_in", device=member.id)
    desk.keyring.signing, desk.keyring.sealing = key, bytes(row[1])
    desk.device = here(desk)
    return True


def here(desk: Desk) -> Device:
    """The PC whose key lies in the file: another than home.json tells where a crash came between the two."""
    member = desk.keyring.roster.find(desk.keyring.device)
    return Device(member.id, member.pc, member.name) if member else desk.device
