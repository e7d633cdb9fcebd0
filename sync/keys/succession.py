"""What a PC asks with that shares its identity with another copy of its disk: to go on under a key of its own.

    m     CBOR array: 1 (layout), office, PC that asks (5 bytes), Ed25519 key (32), sealing key (1,216),
          at (ms since 1970 UTC by its clock)
    64    Ed25519 signature by the PC's present key over "casedesk successor 1", zero, and the CBOR
    64    Ed25519 signature by the new key over all of it

The present key says that it is no stranger, so it needs no invitation; whoever may enrol PCs lets it in, or not.
"""

from base64 import b32decode
from dataclasses import dataclass
from typing import Self

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from desk import Refused
from desk.words import text
from sync.envelope import OFFICE, SIGNATURE
from sync.keys.authority import Authority
from sync.keys.member import Member, device_id, letters
from sync.keys.roster import Roster
from sync.keys.sealing import PUBLIC

RECORD = "successor."
"""Begins the id of the record that a request stands in, in the log; the id that the PC will have follows."""

LARGEST = 4096
_SIGNED_AS = b"casedesk successor 1\0"


@dataclass(frozen=True)
class Succession:
    """A PC's request. True in that both keys signed it once `read` has returned; `at` is its clock, ms since 1970."""

    office: str
    device: str
    key: bytes
    sealing_key: bytes
    at: int
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
        return cls(office, device, public, sealing_key, at, vouched + key.sign(_SIGNED_AS + vouched))

    @classmethod
    def read(cls, data: bytes, roster: Roster, *, whenever: bool = False) -> Self:
        """The request of a member. Raises Refused for what is none, for one of a PC that is no member or was revoked,
        or is not signed by both keys. `whenever` for one that was made before that, as where it stands shows.
        """
        try:
            if len(data) > LARGEST:
                raise ValueError("too long")
            layout, office, device, key, sealing_key, at, *_ = cbor2.loads(data[: -2 * SIGNATURE])
            member = _member(roster, letters(device), whenever)
            sound = layout == 1 and OFFICE.fullmatch(office) and office == roster.office and type(at) is int
            if not sound or len(sealing_key) != PUBLIC:
                raise ValueError("not a request of this layout, or not of this office")
            body, vouched = data[: -2 * SIGNATURE], data[:-SIGNATURE]
            member.public_key.verify(vouched[-SIGNATURE:], _SIGNED_AS + body)
            Ed25519PublicKey.from_public_bytes(key).verify(data[-SIGNATURE:], _SIGNED_AS + vouched)
        except (ValueError, TypeError, AttributeError, cbor2.CBORError, InvalidSignature) as error:
            raise Refused("healing.no_request", field="request") from error
        return cls(office, member.id, key, sealing_key, at, data)


def _member(roster: Roster, device: str, whenever: bool) -> Member:
    member = roster.find(device)
    if member is None or not (whenever or member.revoked_after is None):
        raise ValueError("no member")
    return member


def admit(hand: Authority, data: bytes) -> Member:
    """Let a PC in as its own successor, under the next free number; the one it has been stays for its other copy.

    One that was let in already stays what it is. Raises Refused as `Succession.read` and `Authority.enrol` do.
    """
    asked = Succession.read(data, hand.roster)
    if (done := hand.roster.find(asked.successor)) is not None:
        return done
    [pc], before = hand.free_numbers(), hand.roster.find(asked.device)
    assert before is not None
    return hand.enrol(asked.key, asked.sealing_key, pc, text("healing.successor_name", device=before.name, pc=pc))
