"""The segment as it travels and is kept: header, ciphertext, signature. Owns the bytes; can't open what is inside.

    bytes     field
    3         magic "CDS"
    1         version of this layout, 1 or 2
    1 + n     office: length n (1 to 32), then its code in ASCII (letters, digits, "." "_" "-")
    5         device: the 40 bits that its 8 letters of base32 (RFC 4648) spell
    1 to 9    first: number of the first change inside, from 1           } unsigned LEB128,
    1 to 9    more: how many changes follow it; last = first + more      } 7 bits a byte, least first,
    1 to 9    epoch of the office's content key                          } always the shortest form
    12 / 32   layout 1: nonce of the ciphertext; layout 2: root over the changes inside (`commitment`), whose
              first 12 bytes are the nonce
    32        previous: SHA-256 of this device's previous segment, whole; zeros before the first
    -----     ^ the header: also the associated data of the encryption
    m         ciphertext, to the end but the last
    64        Ed25519 signature (RFC 8032) of the device over everything above

A segment of one change in an office with a five-digit code costs 126 bytes around its ciphertext, 146 with a root.
There is one way only to write a header down, so equal segments are equal bytes and their SHA-256 is their name. Layout
1 is written for a province that has not said it reads the other, and read for ever.
"""

import re
from base64 import b32decode, b32encode
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sync.errors import Tampered

MAGIC = b"CDS"
PLAIN, ROOTED = 1, 2  # versions of the layout: without and with a root
NONCE = 12
HASH = 32
SIGNATURE = 64
NOTHING_BEFORE = bytes(HASH)  # `previous` of a device's first segment
LARGEST = 4 * 1024 * 1024  # bytes of a whole segment; a year of one office is about 6 MB
_HIGHEST = 2**63 - 1

OFFICE = re.compile(r"[A-Za-z0-9._-]{1,32}")
DEVICE = re.compile(r"[a-z2-7]{8}")


@dataclass(frozen=True)
class Header:
    """Where a segment belongs. `previous` is the SHA-256 of the device's previous segment, or `NOTHING_BEFORE`.

    `root` is b"" in layout 1; in layout 2 the nonce is its beginning.
    """

    office: str
    device: str
    first: int
    last: int
    epoch: int
    nonce: bytes
    previous: bytes
    root: bytes = b""

    def __bytes__(self) -> bytes:
        """The header as it is written down, which the encryption takes as associated data. Raises ValueError."""
        self._check()
        return b"".join(
            [
                MAGIC,
                bytes([ROOTED if self.root else PLAIN, len(self.office)]),
                self.office.encode("ascii"),
                b32decode(self.device.upper()),
                _number(self.first),
                _number(self.last - self.first),
                _number(self.epoch),
                self.root or self.nonce,
                self.previous,
            ]
        )

    def _check(self) -> None:
        if not OFFICE.fullmatch(self.office) or not DEVICE.fullmatch(self.device):
            raise ValueError(f"not an office and device: {self.office!r} {self.device!r}")
        if not 1 <= self.first <= self.last <= _HIGHEST or not 0 <= self.epoch <= _HIGHEST:
            raise ValueError(f"not a range of changes: {self.first} to {self.last}, epoch {self.epoch}")
        if len(self.nonce) != NONCE or len(self.previous) != HASH:
            raise ValueError("nonce or previous hash of the wrong length")
        if self.root and (len(self.root) != HASH or not self.root.startswith(self.nonce)):
            raise ValueError("root of the wrong length, or not the nonce's")


@dataclass(frozen=True)
class Envelope:
    """A segment taken apart; `data` is all of it. Says nothing about its truth until `verify` has returned."""

    header: Header
    ciphertext: bytes
    data: bytes

    @property
    def hash(self) -> bytes:
        """The segment's name, 32 bytes."""
        return segment_hash(self.data)

    def verify(self, public_key: Ed25519PublicKey) -> None:
        """Raise Tampered unless the device that holds `public_key` signed exactly these bytes."""
        try:
            public_key.verify(self.data[-SIGNATURE:], self.data[:-SIGNATURE])
        except InvalidSignature as error:
            raise Tampered("sync.segment_signature", device=self.header.device, first=self.header.first) from error


def pack(header: Header, ciphertext: bytes, private_key: Ed25519PrivateKey) -> bytes:
    """The whole segment, signed. Raises ValueError for a header that can't be written or a segment above `LARGEST`."""
    unsigned = bytes(header) + ciphertext
    if len(unsigned) + SIGNATURE > LARGEST:
        raise ValueError(f"segment of {len(unsigned)} bytes is too large")
    return unsigned + private_key.sign(unsigned)


def parse(data: bytes) -> Envelope:
    """Take a segment apart. Raises Tampered with the reason; `data` may come from anybody."""
    if len(data) > LARGEST:
        raise Tampered("sync.segment_large", size=len(data), most=LARGEST)
    if data[: len(MAGIC)] != MAGIC:
        raise Tampered("sync.segment_foreign")
    if data[len(MAGIC) : len(MAGIC) + 1] not in (bytes([PLAIN]), bytes([ROOTED])):
        raise Tampered("sync.segment_version")
    try:
        header, end = _read_header(data)
    except ValueError as error:
        raise Tampered("sync.segment_damaged") from error
    return Envelope(header, data[end:-SIGNATURE], data)


def segment_hash(data: bytes) -> bytes:
    """SHA-256 of the whole segment: its name, and the link of the chain."""
    return sha256(data).digest()


def _read_header(data: bytes) -> tuple[Header, int]:
    at, rooted = len(MAGIC) + 1, data[len(MAGIC)] == ROOTED
    office, at = _take(data, at + 1, data[at] if at < len(data) else 0)
    device, at = _take(data, at, 5)
    first, at = _read_number(data, at)
    more, at = _read_number(data, at)
    epoch, at = _read_number(data, at)
    mark, at = _take(data, at, HASH if rooted else NONCE)
    previous, at = _take(data, at, HASH)
    letters = b32encode(device).decode("ascii").lower()
    place = (office.decode("ascii"), letters, first, first + more, epoch, mark[:NONCE], previous)
    header = Header(*place, mark if rooted else b"")
    header._check()
    return header, at


def _take(data: bytes, at: int, count: int) -> tuple[bytes, int]:
    if at + count + SIGNATURE > len(data):
        raise ValueError("cut short")
    return data[at : at + count], at + count


def _number(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _read_number(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for index, byte in enumerate(data[at : at + 9]):
        value |= (byte & 0x7F) << (7 * index)
        if byte <= 0x7F:
            if byte == 0 and index:
                raise ValueError("a number in a longer form than it needs")
            return value, at + index + 1
    raise ValueError("a number without an end")
