"""An exchange as a file, for a USB stick: what a PC would post to the server, or what the server would answer.

    4           magic "CDB" and layout 1
    4           length h of the head, big-endian
    8           length b of the body, big-endian
    h           head, CBOR: [least, most, kind, office, device, nonce, time, roster, carried]
    b           body (`frames`): hello and segments, or receipt and segments
    64          Ed25519 signature over "casedesk bundle 1", a zero byte, and the SHA-256 of everything above

    kind        "q": written by a PC of the office, for the server or other PCs; "a": the server's answer to one
    device      5 bytes: the PC that wrote it; in an answer the PC that is answered
    nonce       12 random bytes; an answer has that of the file it answers
    time        ms since 1970 UTC by the writer's clock: evidence only
    roster      the roster as the writer holds it, signed by the province; null in an answer (its receipt has one)
    carried     null, or the last receipt of the province's server that the writer holds (`wire.Carried`)

A PC's key signs a "q", the server's an "a". Nothing of a file is used before all of it was read and its signature
holds, so one that is cut, altered or foreign changes nothing; and its segments still stand on their own signatures.
"""

import errno
import os
import struct
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from desk import Refused, Unusable
from sync.envelope import OFFICE, SIGNATURE
from sync.errors import Tampered
from sync.frames import Body
from sync.wire import LARGEST_HELLO, LEAST, MOST, NONCE, Carried, Hello, Malformed, id_bytes, letters

MAGIC, LAYOUT = b"CDB", 1
SUFFIX = ".cdbundle"
LARGEST_HEAD = 4 * 1024 * 1024
LARGEST = 2 * 1024**3  # bytes of a file; a year of one office is about 6 MB
PIECE = 256 * 1024

_START = struct.Struct(">3sBIQ")
_SIGNED_AS = b"casedesk bundle 1\0"

Progress = Callable[[int, int], object]
"""Hears of bytes done, of how many."""


@dataclass(frozen=True)
class Head:
    """What a bundle says of itself. `roster` is a signed document, `carried` a receipt handed on."""

    kind: str
    office: str
    device: str
    nonce: bytes
    time: int
    roster: bytes | None = None
    carried: Carried | None = None
    least: int = LEAST
    most: int = MOST

    def __bytes__(self) -> bytes:
        who = [self.kind, self.office, id_bytes(self.device), self.nonce, self.time]
        return cbor2.dumps([self.least, self.most, *who, self.roster, self.carried.rows() if self.carried else None])

    @classmethod
    def read(cls, data: bytes) -> "Head":
        """Raises ValueError for what is no head."""
        try:
            least, most, kind, office, device, nonce, time, roster, carried, *_ = cbor2.loads(data)
            head = cls(kind, office, letters(device), nonce, time, roster, Carried.of(carried), least, most)
        except (cbor2.CBORError, TypeError, OverflowError) as error:
            raise ValueError(str(error)) from error
        head._check()
        return head

    def _check(self) -> None:
        numbers = all(type(number) is int and 0 <= number < 2**63 for number in (self.least, self.most, self.time))
        named = self.kind in ("q", "a") and type(self.office) is str and OFFICE.fullmatch(self.office)
        known = type(self.nonce) is bytes and len(self.nonce) == NONCE and type(self.roster) in (bytes, type(None))
        if not (numbers and named and known):
            raise Malformed("not the head of a bundle")


@dataclass(frozen=True)
class Bundle:
    """A file that was read to its end once. Says nothing about its truth until `verify` has returned."""

    path: Path
    head: Head
    start: int
    length: int
    body_hash: bytes
    hash: bytes
    signature: bytes

    def verify(self, key: Ed25519PublicKey) -> None:
        """Raise Tampered unless the holder of `key` signed the whole file."""
        try:
            key.verify(self.signature, _SIGNED_AS + self.hash)
        except InvalidSignature as error:
            raise Tampered("bundle.signature", file=self.path.name) from error

    def hello(self) -> Hello | None:
        """What a PC says before its segments; None where it is nothing of the kind. For who is to believe no more."""
        body = Body(LARGEST_HELLO)
        with suppress(ValueError, StopIteration):
            for _ in body.feed(next(self.pieces())):
                break
            return Hello.read(body.message or b"")
        return None

    def pieces(self, progress: Progress = lambda done, of: None) -> Iterator[bytes]:
        """The body. Raises Unusable where the stick is gone, Tampered when it is no longer the file that was read."""
        hash, left = sha256(), self.length
        with _reading(self.path) as file:
            file.seek(self.start)
            while left and (piece := file.read(min(PIECE, left))):
                left -= len(piece)
                hash.update(piece)
                yield piece
                progress(self.length - left, self.length)
        if left or hash.digest() != self.body_hash:
            raise Tampered("bundle.damaged", file=self.path.name)


def write(
    path: Path, head: Head, body: Iterable[bytes], length: int, key: Ed25519PrivateKey,
    progress: Progress = lambda done, of: None, magic: bytes = MAGIC,
) -> int:  # fmt: skip
    """Write a bundle whose body has this length, all of it or nothing; its size in bytes.

    `magic` tells another kind of file of the same build (`scan_bundle`). It is on the stick when this returns. Another
    bundle by that name is replaced. Raises Refused for a name that is something else's, Unusable where the stick is
    full, gone or write-protected.
    """
    if path.exists() and not is_bundle(path, magic):
        raise Refused("bundle.in_the_way", field="file", file=str(path))
    building = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with building.open("wb") as file:
            size = _write(file, magic, bytes(head), body, length, key, progress)
            file.flush()
            os.fsync(file.fileno())
        building.replace(path)
        _settle(path.parent)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        with suppress(OSError):
            building.unlink(missing_ok=True)
    return size


def _write(
    file: BinaryIO, magic: bytes, head: bytes, body: Iterable[bytes], length: int, key: Ed25519PrivateKey,
    progress: Progress,
) -> int:  # fmt: skip
    hash, done = sha256(), 0

    def put(data: bytes) -> None:
        hash.update(data)
        file.write(data)

    put(_START.pack(magic, LAYOUT, len(head), length) + head)
    for piece in body:
        put(piece)
        done += len(piece)
        progress(done, length)
    assert done == length, (done, length)
    file.write(key.sign(_SIGNED_AS + hash.digest()))
    return _START.size + len(head) + length + SIGNATURE


def is_bundle(path: Path, magic: bytes = MAGIC) -> bool:
    """Whether a file begins as a bundle does, or as one of another kind."""
    try:
        with path.open("rb") as file:
            return file.read(len(magic)) == magic
    except OSError:
        return False


def read(path: Path, progress: Progress = lambda done, of: None, magic: bytes = MAGIC) -> Bundle:
    """Read a file to its end, believing none of it yet.

    Raises Unusable, in words, for what cannot be read, is no bundle, is of a newer version, larger than any bundle, or
    was not written to its end; Tampered for one that is damaged.
    """
    with _reading(path) as file:
        size = os.fstat(file.fileno()).st_size
        start = file.read(_START.size)
        head_length, length = _measure(path, start, size, magic)
        data, hash = file.read(head_length), sha256(start)
        hash.update(data)
        body_hash, left = sha256(), length
        while left and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            hash.update(piece)
            body_hash.update(piece)
            progress(length - left, length)
        signature = file.read(SIGNATURE)
    try:
        head = Head.read(data)
    except ValueError as error:
        raise Tampered("bundle.damaged", file=path.name) from error
    return Bundle(path, head, _START.size + head_length, length, body_hash.digest(), hash.digest(), signature)


def _measure(path: Path, start: bytes, size: int, magic: bytes) -> tuple[int, int]:
    """The lengths of head and body, once they agree with the size of the file."""
    if len(start) < _START.size or start[: len(magic)] != magic:
        begun = magic.startswith(start[: len(magic)])  # all that is there may be its beginning
        raise Unusable("bundle.cut" if begun else "bundle.foreign", file=path.name)
    _, layout, head, body = _START.unpack(start)
    if layout != LAYOUT:
        raise Unusable("bundle.newer", file=path.name)
    whole = _START.size + head + body + SIGNATURE
    if head > LARGEST_HEAD or whole > LARGEST or size > LARGEST:
        raise Unusable("bundle.large", file=path.name, most=LARGEST // 1024**2)
    if size < whole:
        raise Unusable("bundle.cut", file=path.name)
    if size > whole:
        raise Tampered("bundle.damaged", file=path.name)
    return head, body


@contextmanager
def _reading(path: Path) -> Iterator[BinaryIO]:
    """The file, opened; faults of the stick get words."""
    try:
        if path.exists() and not path.is_file():
            raise Unusable("bundle.foreign", file=path.name)
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise Unusable("bundle.unreadable", file=str(path), reason=error.strerror or str(error)) from error


def _unwritable(path: Path, error: OSError) -> Unusable:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return Unusable("bundle.stick_full", file=path.name)
    return Unusable("bundle.unwritable", file=str(path), reason=error.strerror or str(error))


def _settle(folder: Path) -> None:
    """Have the new name on the stick, not only in memory, where the system lets folders be flushed."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
