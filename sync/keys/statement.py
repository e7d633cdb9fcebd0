"""One signed word about an office: who belongs to it, who may say so, which key is in use. Owns its bytes only.

What the statements of an office come to together is `membership`. A statement is CBOR and signature:

    m     CBOR array: 2 (layout), office code, signer, number, previous, at, kind, what is said ...
    64    Ed25519 signature of the signer over "casedesk roster 2", a zero byte, and the CBOR

    signer     empty for the province, else the 5 bytes of a PC's id
    number     the signer's statements about this office count from 1
    previous   SHA-256 of the whole statement before it, signature included; zeros before the first
    at         ms since 1970 UTC by the signer's clock: evidence, never authority

    kind           what is said                                                             said by
    1 office       name                                                                     province
    2 device       Ed25519 key (32), SHA-256 of its sealing key (32), number, name,         province, delegate
                   id of the PC whose place it takes (5) or null
    3 revoked      PC (5), its last change accepted, its last statement accepted            province, delegate
    4 delegate     PC (5), first and last of the numbers it may give to PCs                 province
    5 withdrawn    PC (5), its last statement accepted                                      province
    6 epoch        number of the epoch, commitment to the content key (32), [PCs (5 each)   province, delegate
                   that were revoked when it was made]
    7 recovery     SHA-256 of the province's recovery key (32)                              province
    8 sealing      SHA-256 of the signer's own sealing key (32)                             any PC
    9 server       public key that the province's server signs with from now on (32)        province

A PC costs about 200 bytes. Large things travel apart and are known by what stands here: sealing keys (1,216 bytes) by
their hash, sealed content keys by the commitment to what must be inside (`sealing`).
"""

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Any, NamedTuple, Self

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sync.envelope import HASH, NOTHING_BEFORE, OFFICE, SIGNATURE
from sync.errors import Tampered
from sync.keys.member import letters, spelt

LAYOUT = 2
LARGEST = 4096
"""Bytes of a statement at the most; the longest honest one names a hundred revoked PCs."""

PROVINCE = ""
"""The signer's id of the province."""

_SIGNED_AS = b"casedesk roster 2\0"
_HIGHEST = 2**63 - 1


class Kind(IntEnum):
    """What a statement is about."""

    OFFICE = 1
    DEVICE = 2
    REVOKED = 3
    DELEGATE = 4
    WITHDRAWN = 5
    EPOCH = 6
    RECOVERY = 7
    SEALING = 8
    SERVER = 9


class Place(NamedTuple):
    """Where a signer's next statement about an office belongs."""

    office: str
    signer: str
    number: int = 1
    previous: bytes = NOTHING_BEFORE


@dataclass(frozen=True)
class Statement:
    """A statement taken apart; true only once `verify` has returned. `values` are as drawn above, in that order."""

    office: str
    signer: str
    number: int
    previous: bytes
    at: int
    kind: int
    values: tuple[Any, ...]
    data: bytes

    @cached_property
    def hash(self) -> bytes:
        """SHA-256 of the whole statement: its name."""
        return sha256(self.data).digest()

    @property
    def next(self) -> Place:
        """The place of the statement that follows this one."""
        return Place(self.office, self.signer, self.number + 1, self.hash)

    def device(self) -> str:
        """The PC that a statement of kind revoked, delegate or withdrawn is about."""
        return letters(self.values[0])

    def verify(self, key: bytes) -> bool:
        """Whether the holder of this public key (32 bytes) signed exactly these bytes."""
        return _signed(key, self.data)

    @classmethod
    def read(cls, data: bytes) -> Self:
        """Take a statement apart. Raises Tampered for what is none; of a kind unknown here it is kept as it is."""
        try:
            if len(data) > LARGEST:
                raise ValueError("too long")
            layout, office, signer, number, previous, at, kind, *values = cbor2.loads(data[:-SIGNATURE])
            statement = cls(office, letters(signer), number, previous, at, kind, tuple(values), bytes(data))
            statement._check(layout, len(signer))
        except (ValueError, TypeError, cbor2.CBORError, OverflowError, AttributeError) as error:
            raise Tampered("sync.roster_damaged") from error
        return statement

    def _check(self, layout: Any, signer_length: int) -> None:
        numbers = (self.number, self.at, self.kind)
        sound = layout == LAYOUT and OFFICE.fullmatch(self.office) and signer_length in (0, 5)
        sound = sound and type(self.previous) is bytes and len(self.previous) == HASH
        if not sound or any(type(n) is not int or not 0 <= n <= _HIGHEST for n in numbers) or self.number < 1:
            raise ValueError("not a statement of this layout")
        shape = _SHAPES.get(self.kind)
        if shape and not (len(self.values) >= len(shape) and all(map(_fits, self.values, shape))):
            raise ValueError("not what a statement of this kind says")


@lru_cache(maxsize=16_384)
def _signed(key: bytes, data: bytes) -> bool:
    """Looked at once: an office is folded anew, from all its statements, with every one that comes."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(data[-SIGNATURE:], _SIGNED_AS + data[:-SIGNATURE])
    except (InvalidSignature, ValueError):
        return False
    return True


def sign(key: Ed25519PrivateKey, place: Place, at: int, kind: Kind, *values: Any) -> Statement:
    """A new statement. Raises Tampered, before anybody else could, for values that none can say."""
    said = [LAYOUT, place.office, spelt(place.signer), place.number, place.previous, at, int(kind), *values]
    body = cbor2.dumps(said)
    return Statement.read(body + key.sign(_SIGNED_AS + body))


_DEVICE, _HASH, _NUMBER, _TEXT, _MAYBE_DEVICE, _DEVICES = range(6)
_SHAPES: dict[int, tuple[int, ...]] = {
    Kind.OFFICE: (_TEXT,),
    Kind.DEVICE: (_HASH, _HASH, _NUMBER, _TEXT, _MAYBE_DEVICE),
    Kind.REVOKED: (_DEVICE, _NUMBER, _NUMBER),
    Kind.DELEGATE: (_DEVICE, _NUMBER, _NUMBER),
    Kind.WITHDRAWN: (_DEVICE, _NUMBER),
    Kind.EPOCH: (_NUMBER, _HASH, _DEVICES),
    Kind.RECOVERY: (_HASH,),
    Kind.SEALING: (_HASH,),
    Kind.SERVER: (_HASH,),
}


def _fits(value: Any, shape: int) -> bool:
    match shape:
        case 0:
            return type(value) is bytes and len(value) == 5
        case 1:
            return type(value) is bytes and len(value) == HASH
        case 2:
            return type(value) is int and 0 <= value <= _HIGHEST
        case 3:
            return type(value) is str
        case 4:
            return value is None or _fits(value, _DEVICE)
        case _:
            return isinstance(value, list) and all(_fits(each, _DEVICE) for each in value)
