"""What PCs and the server say to each other about the files of scans: an errand there, a receipt of scans back.

One errand is one POST to `PATH`, signed as an exchange is; message and chunks are framed as in `frames`, a chunk in the
place of a segment. In both directions the last frame may stop anywhere: what came of it is kept, and the next errand
goes on there. All messages are CBOR arrays; a reader ignores what follows the places it knows.

    errand      [least, most, room, labels, lists, names, want, waiting]
    receipt     ["s", least, most, office, device, nonce, time, asked, held, lists, staged, refused, store,
                labels] | signature
    refusal     as of an exchange (`wire`)

    room        bytes of chunks wanted in the answer, at most
    labels      32 bytes each: the files of which the sender asks what is held, those it sends now among them
    lists       [list, ...]: of files that the other side does not know (`chunk_list`)
    names       [16 bytes, ...]: names of files whose lists are asked for
    want        [[label, position], ...]: from which byte of its chunks on a file is wanted, in this order
    waiting     absent, or [files, bytes, s since 1970 UTC]: what waits at the sender beside the files of its labels,
                and since when the first of all that wait: for who looks after the server
    asked       SHA-256 of the labels, so that the receipt names them at no cost
    held        for each label null: unknown; true: every chunk is held; or a bit for each chunk, the first one highest
    lists       [[list, ...], ...]: what is known under each name that was asked for
    staged      null or [chunk's SHA-256, bytes held] of a chunk that was cut or stopped on its way
    refused     [[chunk's SHA-256, reason], ...] of what was sent and not kept: "damaged" (other bytes than its hash
                says), "large", "stray" (in no list that came with it)
    store       8 bytes that are others once the store of chunks was lost and made anew
    labels      only in an answer by file: those of the errand it answers
    signature   64 bytes, Ed25519 over "casedesk scans 1", a zero byte, and the CBOR. By the province's server it is the
                proof of delivery; by another PC it only says who answered
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sync import wire
from sync.envelope import SIGNATURE
from sync.errors import Tampered
from sync.scans.chunk_list import HASH, LABEL, NAME, ChunkList
from sync.wire import Held, Malformed, Problem, id_bytes, letters

PATH = "/v1/scans"
LEAST, MOST = 1, 1  # versions of this conversation that are spoken here

LARGEST_BODY = 2 * 1024 * 1024  # bytes of one errand
LARGEST_ROOM = 1024 * 1024  # bytes of chunks in one answer
LARGEST_MESSAGE = 512 * 1024
LARGEST_LISTS = 400 * 1024  # bytes of lists in one answer
MOST_FILES = 1000  # labels, names, files wanted in one errand
SCANS_MAGIC, SCANS_SUFFIX = b"CDS", ".cdscans"
"""An errand or its answer as a file (`bundle`)."""

_SIGNED_AS = b"casedesk scans 1\0"

Bits = bool | bytes | None
"""What is held of a file: None unknown, True every chunk, or a bit for each."""


@dataclass(frozen=True)
class Errand:
    """What a PC asks and announces."""

    labels: Sequence[bytes] = ()
    lists: Sequence[ChunkList] = ()
    names: Sequence[bytes] = ()
    want: Sequence[tuple[bytes, int]] = ()
    room: int = 0
    least: int = LEAST
    most: int = MOST
    waiting: tuple[int, int, int] | None = None

    def __bytes__(self) -> bytes:
        lists, want = [each.data for each in self.lists], [list(each) for each in self.want]
        rows = [self.least, self.most, self.room, b"".join(self.labels), lists, list(self.names), want]
        return cbor2.dumps(rows if self.waiting is None else [*rows, list(self.waiting)])

    @classmethod
    def read(cls, data: bytes) -> "Errand":
        """Raises Malformed."""
        rows = _array(data, 7)
        least, most, room, labels, lists, names, want = rows[:7]
        _check(all(type(number) is int and number >= 0 for number in (least, most, room)))
        _check(all(isinstance(each, list) and len(each) <= MOST_FILES for each in (lists, names, want)))
        _check(all(type(name) is bytes and len(name) == NAME for name in names))
        for each in want:
            _check(isinstance(each, list) and len(each) >= 2 and type(each[1]) is int and each[1] >= 0)
            _check(type(each[0]) is bytes and len(each[0]) == LABEL)
        wanted = [(label, position) for label, position, *_ in want]
        return cls(_labels(labels), _lists(lists), names, wanted, room, least, most, _waiting(rows[7:8]))


def _waiting(said: list[Any]) -> tuple[int, int, int] | None:
    """What waits at the sender; nothing of a newer shape."""
    match said:
        case [[int() as files, int() as bytes, int() as since]] if min(files, bytes, since) >= 0:
            return files, bytes, since
    return None


@dataclass(frozen=True)
class Told:
    """What the other side signs for. `data` is what was signed, to be kept."""

    office: str
    device: str
    nonce: bytes
    time: int
    asked: bytes
    held: Sequence[Bits] = ()
    lists: Sequence[Sequence[ChunkList]] = ()
    staged: Held | None = None
    refused: Sequence[tuple[bytes, str]] = ()
    store: bytes = b""
    least: int = LEAST
    most: int = MOST
    labels: Sequence[bytes] = ()
    data: bytes = field(default=b"", compare=False)

    def signed(self, key: Ed25519PrivateKey) -> bytes:
        """The receipt with its signature."""
        who = [self.office, id_bytes(self.device), self.nonce, self.time, self.asked]
        lists = [[each.data for each in known] for known in self.lists]
        left = [self.staged, [list(each) for each in self.refused], self.store]
        left += [b"".join(self.labels)] if self.labels else []
        body = cbor2.dumps(["s", self.least, self.most, *who, list(self.held), lists, *left])
        return body + key.sign(_SIGNED_AS + body)

    @classmethod
    def read(cls, data: bytes, key: Ed25519PublicKey) -> "Told | Problem":
        """What was answered. Raises Tampered unless `key` signed it, Malformed when it is no such message."""
        try:
            key.verify(data[-SIGNATURE:], _SIGNED_AS + data[:-SIGNATURE])
        except InvalidSignature:
            said = wire.Receipt.read(data, key, {})
            if isinstance(said, Problem):
                return said
            raise Tampered("sync.old_answer") from None
        rows = _array(data[:-SIGNATURE], 13)
        _check(rows[0] == "s")
        least, most, office, device, nonce, time, asked, held, lists, staged, refused, store = rows[1:13]
        _check(type(office) is str and all(type(each) is bytes for each in (nonce, asked, store)) and type(time) is int)
        _check(isinstance(held, list) and all(each in (None, True) or type(each) is bytes for each in held))
        _check(isinstance(lists, list) and all(isinstance(known, list) for known in lists))
        known = tuple(_lists(each) for each in lists)
        who = (office, letters(device), nonce, time, asked)
        labels = _labels(rows[13]) if len(rows) > 13 else []
        left = (_held(staged), _refused(refused), store)
        return cls(*who, tuple(held), known, *left, least, most, labels, data)

    def holds(self, number: int, count: int) -> list[bool] | None:
        """Which of `count` chunks the other side holds of the file with that label; None where it knows no list."""
        bits = self.held[number]
        if bits is None:
            return None
        return [True] * count if isinstance(bits, bool) else unpacked(bits, count)


def digest(labels: Sequence[bytes]) -> bytes:
    """How a receipt names what it was asked for."""
    return sha256(b"".join(labels)).digest()


def packed(held: Sequence[bool]) -> Bits:
    """Bits for chunks; True when all are held."""
    if all(held):
        return True
    bits = bytearray(-(-len(held) // 8))
    for number, here in enumerate(held):
        bits[number // 8] |= here << (7 - number % 8)
    return bytes(bits)


def unpacked(bits: bytes, count: int) -> list[bool]:
    """What `packed` made; bits that are missing count as not held."""
    return [number // 8 < len(bits) and bool(bits[number // 8] >> (7 - number % 8) & 1) for number in range(count)]


def _array(data: bytes, least: int) -> list[Any]:
    try:
        rows = cbor2.loads(data)
    except (cbor2.CBORError, ValueError, TypeError, OverflowError) as error:
        raise Malformed(str(error)) from error
    _check(isinstance(rows, list) and len(rows) >= least)
    return list(rows)


def _check(holds: bool) -> None:
    if not holds:
        raise Malformed("not a message about scans")


def _labels(data: Any) -> list[bytes]:
    _check(type(data) is bytes and len(data) % LABEL == 0 and len(data) <= LABEL * MOST_FILES)
    return [data[start : start + LABEL] for start in range(0, len(data), LABEL)]


def _lists(rows: Any) -> list[ChunkList]:
    _check(all(type(each) is bytes for each in rows))
    try:
        return [ChunkList(each) for each in rows]
    except ValueError as error:
        raise Malformed(str(error)) from error


def _held(row: Any) -> Held | None:
    if row is None:
        return None
    _check(isinstance(row, list) and len(row) >= 2 and type(row[1]) is int and row[1] >= 0)
    _check(type(row[0]) is bytes and len(row[0]) == HASH)
    return Held(row[0], row[1])


def _refused(rows: Any) -> list[tuple[bytes, str]]:
    _check(isinstance(rows, list))
    _check(all(isinstance(row, list) and len(row) >= 2 and type(row[0]) is bytes for row in rows))
    return [(row[0], str(row[1])) for row in rows]
