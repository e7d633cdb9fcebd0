"""The roster: which PCs belong to an office, signed by the province. Owns the document, not the place it is kept.

A document is CBOR and signature:

    m     CBOR array: 1 (layout), office code, office name, version from 1, SHA-256 of the previous document (zeros
          before the first), and the PCs: [number, name, Ed25519 public key, enrolled (ms since 1970 UTC),
          last change accepted or null]
    64    Ed25519 signature of the province's root key over "casedesk roster 1", a zero byte, and the CBOR

A PC's id is not written but follows from its key, so no document can give one PC another's id.
"""

from base64 import b32encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Self

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sync.envelope import NOTHING_BEFORE, OFFICE, SIGNATURE, Envelope
from sync.errors import Tampered

LAYOUT = 1
LARGEST = 64 * 1024  # bytes of a document; a PC takes about 60
_SIGNED_AS = b"casedesk roster 1\0"


def device_id(public_key: bytes) -> str:
    """The id of the PC with this key: the first 40 bits of its SHA-256 as 8 lower-case letters of base32."""
    return b32encode(sha256(public_key).digest()[:5]).decode("ascii").lower()


@dataclass(frozen=True)
class Member:
    """A PC of the office: number, name, public key (32 bytes), and since when and up to which change it belongs."""

    pc: int
    name: str
    key: bytes
    enrolled: int
    revoked_after: int | None = None

    @property
    def id(self) -> str:
        """The PC's id, from its key."""
        return device_id(self.key)

    @property
    def public_key(self) -> Ed25519PublicKey:
        """The key that its signatures are checked with."""
        return Ed25519PublicKey.from_public_bytes(self.key)

    def verify_segment(self, envelope: Envelope) -> None:
        """Raise Tampered unless this PC signed the segment."""
        envelope.verify(self.public_key)


@dataclass(frozen=True)
class Roster:
    """An office's PCs at one version of the document; `hash` is the SHA-256 of the whole document."""

    office: str
    name: str
    version: int
    previous: bytes
    members: tuple[Member, ...]
    hash: bytes = NOTHING_BEFORE

    @classmethod
    def verified(cls, data: bytes, root: bytes) -> Self:
        """The roster in `data`. Raises Tampered unless the holder of `root` (public key, 32 bytes) signed it."""
        try:
            if len(data) > LARGEST:
                raise ValueError("too large")
            key = Ed25519PublicKey.from_public_bytes(root)
            key.verify(data[-SIGNATURE:], _SIGNED_AS + data[:-SIGNATURE])
            return cls._read(cbor2.loads(data[:-SIGNATURE]), sha256(data).digest())
        except InvalidSignature as error:
            raise Tampered("sync.roster_signature") from error
        except (ValueError, TypeError, cbor2.CBORError) as error:
            raise Tampered("sync.roster_damaged") from error

    @classmethod
    def _read(cls, rows: Any, hash: bytes) -> Self:
        layout, office, name, version, previous, members, *_ = rows
        if layout != LAYOUT or not OFFICE.fullmatch(office) or len(previous) != len(NOTHING_BEFORE):
            raise ValueError("not a roster of this layout")
        return cls(office, name, version, previous, tuple(Member(*member[:5]) for member in members), hash)

    def signed(self, root: Ed25519PrivateKey) -> bytes:
        """The document, signed by the province."""
        members = [[m.pc, m.name, m.key, m.enrolled, m.revoked_after] for m in self.members]
        body = cbor2.dumps([LAYOUT, self.office, self.name, self.version, self.previous, members])
        return body + root.sign(_SIGNED_AS + body)

    def next(self, members: tuple[Member, ...], name: str = "") -> "Roster":
        """The version that follows this one, with these PCs; not signed yet."""
        return Roster(self.office, name or self.name, self.version + 1, self.hash, members)

    def followed_by(self, data: bytes, root: bytes) -> "Roster":
        """The newer roster in `data`.

        Raises Tampered when it is not signed by the root, of another office, older than this one, or another at this
        version. Versions may be left out in between: the root's signature stands for them.
        """
        newer = Roster.verified(data, root)
        if newer.office != self.office:
            raise Tampered("sync.roster_other_office", office=newer.office)
        broken = newer.version == self.version + 1 and newer.previous != self.hash
        if newer.version < self.version or broken or (newer.version == self.version and newer.hash != self.hash):
            raise Tampered("sync.roster_chain", version=newer.version, held=self.version)
        return newer

    def find(self, device: str) -> Member | None:
        """The PC with this id, revoked or not; None for a stranger."""
        return next((member for member in self.members if member.id == device), None)

    def signer(self, device: str, last: int) -> Member:
        """The PC that may have signed changes up to `last`. Raises Tampered for a stranger or one revoked before."""
        member = self.find(device)
        if member is None:
            raise Tampered("sync.device_unknown", device=device)
        if member.revoked_after is not None and last > member.revoked_after:
            raise Tampered("sync.device_revoked", device=member.name)
        return member
