"""What a new PC asks with, and what it is answered with: two files on a stick, or the same over the network.

    request     m     CBOR array: 1 (layout), office, invitation's id (8), Ed25519 key (32), sealing key (1,216),
                      name wished for or "", at (ms since 1970 UTC by the new PC's clock)
                32    HMAC-SHA256 by the invitation's secret over "casedesk request 1", zero, and the CBOR
                64    Ed25519 signature by the new key over all of it: it holds that key
    admission   4     magic "CDA", layout 1
                m     CBOR array: office, roster document, [[epoch, 1,168 bytes], ...]

The private halves never leave the PC. Nothing in an admission is secret or needs a signature of its own: the roster
carries those of its statements, and the keys are sealed to the new PC and held against what the roster commits to.
"""

import hmac
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from desk import Refused, Unusable
from sync.envelope import OFFICE, SIGNATURE
from sync.keys import fingerprint
from sync.keys.invitation import ID, MAC, Invitation, mac
from sync.keys.member import device_id
from sync.keys.sealing import PUBLIC, SEALED, Sealed

LARGEST_REQUEST, LARGEST_ADMISSION = 4096, 2 * 1024 * 1024
MAGIC = b"CDA\x01"
_SIGNED_AS = b"casedesk request 1\0"


@dataclass(frozen=True)
class Request:
    """A PC that asks. True only in that it holds its key; whether it was invited `invited` says."""

    office: str
    invitation: bytes
    key: bytes
    sealing_key: bytes
    name: str
    at: int
    data: bytes

    @property
    def device(self) -> str:
        """The id that the PC will have."""
        return device_id(self.key)

    @property
    def words(self) -> str:
        """Eight words by which two people compare, over the telephone, the keys it asks with (`fingerprint`)."""
        return fingerprint.words(self.key + self.sealing_key)

    def invited(self, secret: bytes) -> bool:
        """Whether it was made by a holder of this invitation's secret."""
        body = self.data[: -MAC - SIGNATURE]
        made = self.data[-MAC - SIGNATURE : -SIGNATURE]
        return hmac.compare_digest(mac(secret, _SIGNED_AS + body), made)

    @classmethod
    def new(cls, invited: Invitation, key: Ed25519PrivateKey, sealing_key: bytes, name: str, at: int) -> Self:
        """What a PC with this key asks."""
        public = key.public_key().public_bytes_raw()
        body = cbor2.dumps([1, invited.office, invited.id, public, sealing_key, name, at])
        data = body + mac(invited.secret, _SIGNED_AS + body)
        return cls.read(data + key.sign(_SIGNED_AS + data))

    @classmethod
    def read(cls, data: bytes) -> Self:
        """Raises Refused for what is no request or is not signed by its own key."""
        try:
            if len(data) > LARGEST_REQUEST:
                raise ValueError("too long")
            layout, office, invited, key, sealing_key, name, at, *_ = cbor2.loads(data[: -MAC - SIGNATURE])
            sound = layout == 1 and OFFICE.fullmatch(office) and type(at) is int and type(name) is str
            lengths = len(invited), len(key), len(sealing_key)
            if not sound or lengths != (ID, 32, PUBLIC) or len(name) > 100:
                raise ValueError("not a request of this layout")
            Ed25519PublicKey.from_public_bytes(key).verify(data[-SIGNATURE:], _SIGNED_AS + data[:-SIGNATURE])
        except (ValueError, TypeError, cbor2.CBORError, InvalidSignature) as error:
            raise Refused("enrol.no_request", field="request") from error
        return cls(office, invited, key, sealing_key, name, at, bytes(data))


@dataclass(frozen=True)
class Admission:
    """What a PC starts with: its office's roster as a document, and the content keys sealed to it."""

    office: str
    roster: bytes
    sealed: tuple[Sealed, ...]
    device: str

    def __bytes__(self) -> bytes:
        """The file."""
        keys = [[epoch, data] for epoch, device, data in self.sealed if device == self.device]
        return MAGIC + cbor2.dumps([self.office, self.roster, keys])

    @classmethod
    def read(cls, data: bytes, device: str) -> Self:
        """The admission of this PC. Raises Refused for what is none."""
        try:
            if data[: len(MAGIC)] != MAGIC or len(data) > LARGEST_ADMISSION:
                raise ValueError("not an admission")
            office, roster, keys, *_ = cbor2.loads(data[len(MAGIC) :])
            sealed = tuple(Sealed(epoch, device, key) for epoch, key in keys)
            if not OFFICE.fullmatch(office) or type(roster) is not bytes or any(len(s.data) != SEALED for s in sealed):
                raise ValueError("not an admission of this layout")
        except (ValueError, TypeError, cbor2.CBORError) as error:
            raise Refused("enrol.no_admission", field="answer") from error
        return cls(office, roster, sealed, device)


def read_file(path: Path, largest: int) -> bytes:
    """What is in a file, at most so many bytes and one. Raises Unusable where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(largest + 1)
    except OSError as error:
        raise Unusable("sync.file_unreadable", file=str(path), reason=error.strerror or str(error)) from error
