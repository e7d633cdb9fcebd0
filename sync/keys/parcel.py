"""What an authority has done, on its way to the server: by HTTPS from any PC, or as a file into the server's folder.

So the province's key may lie on a PC that never sees a network. A file is magic "CDP", layout 1, and a CBOR array of
parcels, one an office; what it holds is no secret:

    m     CBOR array: office, signer (5 bytes; none for the province), made at (ms since 1970 UTC), [statement, ...],
          [[epoch, PC (5; none for recovery), 1,168 bytes], ...], [public sealing key, ...],
          [[invitation's id, public part], ...], [PC (5) whose request is settled, ...]
    64    Ed25519 signature of the signer over "casedesk parcel 1", zero, and the CBOR
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from desk import Refused
from sync.envelope import OFFICE, SIGNATURE
from sync.errors import Tampered
from sync.keys.member import letters, spelt
from sync.keys.sealing import PUBLIC, SEALED, Sealed
from sync.keys.statement import Statement

MAGIC = b"CDP\x01"
LARGEST = 8 * 1024 * 1024
_SIGNED_AS = b"casedesk parcel 1\0"


@dataclass(frozen=True)
class Parcel:
    """See above; `data` is all of it, empty before it is signed."""

    office: str
    signer: str
    at: int
    statements: tuple[Statement, ...] = ()
    sealed: tuple[Sealed, ...] = ()
    keys: tuple[bytes, ...] = ()
    invitations: tuple[tuple[bytes, bytes], ...] = ()
    settled: tuple[str, ...] = ()
    data: bytes = b""

    def signed(self, key: Ed25519PrivateKey) -> bytes:
        """The parcel as it travels."""
        rows = [
            self.office, spelt(self.signer), self.at, [statement.data for statement in self.statements],
            [[epoch, spelt(device), data] for epoch, device, data in self.sealed], list(self.keys),
            [list(invitation) for invitation in self.invitations], [spelt(device) for device in self.settled],
        ]  # fmt: skip
        body = cbor2.dumps(rows)
        return body + key.sign(_SIGNED_AS + body)

    @classmethod
    def read(cls, data: bytes) -> Self:
        """Take a parcel apart; its signature is not checked here. Raises Tampered for what is none."""
        try:
            rows = cbor2.loads(data[:-SIGNATURE])
            office, signer, at, statements, sealed, keys, invitations, settled, *_ = rows
            if not OFFICE.fullmatch(office) or type(at) is not int or any(len(key) != PUBLIC for key in keys):
                raise ValueError("not a parcel of this layout")
            if any(len(row[2]) != SEALED or type(row[0]) is not int for row in sealed):
                raise ValueError("not sealed keys")
            return cls(
                office, letters(signer), at, tuple(map(Statement.read, statements)),
                tuple(Sealed(epoch, letters(device), bytes(key)) for epoch, device, key in sealed),
                tuple(map(bytes, keys)), tuple((bytes(id), bytes(public)) for id, public in invitations),
                tuple(map(letters, settled)), bytes(data),
            )  # fmt: skip
        except (ValueError, TypeError, cbor2.CBORError, AttributeError) as error:
            raise Tampered("keys.parcel_damaged") from error

    def verify(self, key: bytes) -> None:
        """Raise Tampered unless the holder of this public key (32 bytes) signed it."""
        try:
            signature, signed = self.data[-SIGNATURE:], _SIGNED_AS + self.data[:-SIGNATURE]
            Ed25519PublicKey.from_public_bytes(key).verify(signature, signed)
        except (InvalidSignature, ValueError) as error:
            raise Tampered("keys.parcel_signature") from error


def packed(parcels: Sequence[bytes]) -> bytes:
    """Signed parcels as a file."""
    return MAGIC + cbor2.dumps(list(parcels))


def unpacked(data: bytes) -> list[bytes]:
    """The signed parcels in a file. Raises Refused for what is no such file."""
    try:
        if data[: len(MAGIC)] != MAGIC or len(data) > LARGEST:
            raise ValueError("no parcels")
        parcels = cbor2.loads(data[len(MAGIC) :])
        if not isinstance(parcels, list) or not all(isinstance(parcel, bytes) for parcel in parcels):
            raise ValueError("no parcels")
    except (ValueError, TypeError, cbor2.CBORError) as error:
        raise Refused("keys.no_parcel", field="file") from error
    return parcels
