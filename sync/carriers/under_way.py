"""The answer that is under way, kept in a file beside the desk's: who is killed amid it goes on at the byte.

    record      4 bytes length, 12 bytes nonce, AES-256-GCM of the content under a key drawn (HKDF-SHA256) from that of
                the desk's file; associated data: nonce of the 1st record (not for itself), place (8 bytes big-endian)
    1st record  CBOR: the part of a segment that the request named, [hash, total, bytes], or null
    others      the body of the answer (`frames`), piece by piece as the line brought it

What is damaged, cut short or out of place ends it. Nothing in it is believed more than what comes over the line; a file
that cannot be written costs no more than what is under way. No larger than an answer may be, gone when it is taken in.
"""

import os
import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic

import cbor2
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sync.carriers.carrier import Answer
from sync.carriers.posting import LARGEST_ANSWER
from sync.envelope import LARGEST, NONCE
from sync.errors import Tampered
from sync.frames import Body, Partial
from sync.signing import Identity
from sync.wire import LARGEST_RECEIPT, Malformed, Receipt

NAME = "under-way"

LITTLE = 4 * 1024
"""Bytes of an answer that are not worth a file: half a second of a line of 64 kbit/s."""

EVERY = 2.0
"""Seconds of a line, at the most, that a power cut takes; being killed takes none."""

MOST = 2 * LARGEST_ANSWER + LARGEST  # bytes of the file; more is no work of ours

_DRAWN_FOR = b"casedesk under way 1"
_LENGTH = struct.Struct(">I")


class UnderWay:
    """One PC's; in `folder`, with the key of the desk's file. For one thread at a time."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._path = folder / NAME
        self._cipher = AESGCM(HKDF(SHA256(), 32, salt=None, info=_DRAWN_FOR).derive(key))
        self._keeping = False

    def begin(self, held: Partial | None, *, noted: bool = False) -> None:
        """Forget what was kept, and keep what comes after this part of a segment; `noted` to be found from now on."""
        self.clear()
        self._waiting = [cbor2.dumps([held.hash, held.total, held.data] if held else None)]
        self._keeping, self._first, self._count, self._confirmed = True, b"", 0, monotonic()
        if noted:
            self._try_to_write()

    def keep(self, piece: bytes) -> None:
        """Keep the next bytes of the answer; they are in the file when this returns, unless they are few so far."""
        if not self._keeping:
            return
        self._waiting.append(piece)
        if self._count or sum(map(len, self._waiting[1:])) >= LITTLE:
            self._try_to_write()

    def _try_to_write(self) -> None:
        try:
            self._write()
        except OSError:
            self._keeping, self._waiting = False, []

    def _write(self) -> None:
        with self._path.open("ab" if self._count else "xb", buffering=0) as file:
            for content in self._waiting:
                nonce = os.urandom(NONCE)
                record = nonce + self._cipher.encrypt(nonce, content, self._first + _place(self._count))
                file.write(_LENGTH.pack(len(record)) + record)
                self._first, self._count = self._first or nonce, self._count + 1
            self._waiting = []
            if monotonic() - self._confirmed > EVERY:
                os.fsync(file.fileno())
                self._confirmed = monotonic()

    def clear(self) -> None:
        """Forget what was kept: it has been taken in, or will come again."""
        self._keeping = False
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    @property
    def left(self) -> bool:
        """Whether an exchange was broken off and what came of its answer never taken in."""
        return self._path.exists()

    def answer(self, identity: Identity, server: bytes) -> Answer | None:
        """As much of an answer as was kept, if the server signed it for this PC; None where it is nothing of use."""
        held, *pieces = list(self._records()) or [b""]
        try:
            part = cbor2.loads(held)
            body = Body(LARGEST_RECEIPT, Partial(*part) if part else None)
            arrived = list(body.feed(b"".join(pieces)))
            receipt = Receipt.read(body.message or b"", Ed25519PublicKey.from_public_bytes(server), {})
        except (cbor2.CBORDecodeError, TypeError, ValueError, Malformed, Tampered):
            return None
        if not isinstance(receipt, Receipt) or (receipt.office, receipt.device) != (identity.office, identity.device):
            return None
        return Answer(receipt, [frame.data for frame in arrived if frame.data is not None], body.partial)

    def _records(self) -> Iterator[bytes]:
        """The contents of the records, up to the first that is not as it was written."""
        try:
            data = self._path.read_bytes() if self._path.stat().st_size <= MOST else b""
        except OSError:
            return
        at, count, first = 0, 0, b""
        while len(data) >= at + _LENGTH.size:
            begin = at + _LENGTH.size
            end = begin + _LENGTH.unpack_from(data, at)[0]
            nonce, sealed = data[begin : begin + NONCE], data[begin + NONCE : end]
            try:
                yield self._cipher.decrypt(nonce, sealed, first + _place(count))
            except (InvalidTag, ValueError):
                return
            at, count, first = end, count + 1, first or nonce


def _place(count: int) -> bytes:
    return count.to_bytes(8, "big")
