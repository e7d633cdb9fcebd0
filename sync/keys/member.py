"""One PC as its office's roster knows it: number, name and keys, since when and up to which change it belongs."""

from base64 import b32decode, b32encode
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sync.envelope import Envelope


def device_id(public_key: bytes) -> str:
    """The id of the PC with this key: the first 40 bits of its SHA-256 as 8 lower-case letters of base32."""
    return letters(sha256(public_key).digest()[:5])


def letters(id: bytes) -> str:
    """A PC's id as people and records write it; "" for that of the province, which is empty."""
    return b32encode(id).decode("ascii").lower()


def spelt(device: str) -> bytes:
    """The 5 bytes that a PC's id spells; none for the province's, "". Raises ValueError."""
    return b32decode(device.upper())


@dataclass(frozen=True)
class Member:
    """A PC of the office: number, name, public key (32 bytes), and since when and up to which change it belongs.

    `enrolled` is ms since 1970 UTC. `sealing` is the SHA-256 of the key that office keys are sealed to for it, empty
    while it has stated none; `replaces` is the id of the PC whose place it took over, "" for none.
    """

    pc: int
    name: str
    key: bytes
    enrolled: int
    revoked_after: int | None = None
    sealing: bytes = b""
    replaces: str = ""

    @cached_property
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
