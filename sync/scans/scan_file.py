"""One scan on the disk: encrypted chunk by chunk, read at any place, never in the clear.

    file   = header | chunk 0 | chunk 1 | ...
    header = "CDSC" | format 1 (1 byte) | log2 of the chunk's size (1 byte) | 0 0 | epoch (4 bytes) | size (8 bytes)
    chunk  = AES-256-GCM(key, nonce, plain, header) with its tag of 16 bytes; the last one may be short
    nonce  = number of the chunk (12 bytes); all numbers big-endian

Key and file name come from the office's content key of the epoch and the SHA-256 of the plain file (HKDF, RFC 5869).
So any PC of the office that knows the hash from the log can read the file, the same file gives the same chunks on
every PC, which may then travel under their own hashes, and a key never meets a second text under one nonce. Without
the office's key neither name nor chunks tell whether a file that somebody has is among them.
"""

import hashlib
import io
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from desk import Unusable

MAGIC, FORMAT, LOG_CHUNK = b"CDSC", 1, 16
CHUNK, TAG = 1 << LOG_CHUNK, 16
_AT_ONCE = 1 << 20
HEADER = struct.Struct(">4sBBxxIQ")

Told = Callable[[int], None]
"""Called now and then with the number of bytes done."""


class Changed(Exception):
    """The source gave other bytes at the second reading than at the first."""


@dataclass(frozen=True)
class Secret:
    """What the office's key and a file's hash come to: the name of its file, and its key."""

    name: str
    key: bytes


def secret(office_key: bytes, sha256: str) -> Secret:
    """The name and key of the file with this hash; of a text that is none, some name that no file has."""
    kdf = HKDF(SHA256(), length=48, salt=None, info=b"casedesk scan 1|" + sha256.encode(errors="replace"))
    drawn = kdf.derive(office_key)
    return Secret(drawn[32:].hex(), drawn[:32])


def digest(source: BinaryIO) -> tuple[str, int]:
    """SHA-256 in hex and size in bytes of a seekable source."""
    source.seek(0)
    seen, size = hashlib.sha256(), 0
    for part in iter(lambda: source.read(_AT_ONCE), b""):
        seen.update(part)
        size += len(part)
    return seen.hexdigest(), size


def seal(source: BinaryIO, target: BinaryIO, key: bytes, epoch: int, sha256: str, size: int, told: Told) -> None:
    """Write `source` encrypted to `target`, a chunk at a time. Raises Changed when it is not what was hashed."""
    header = HEADER.pack(MAGIC, FORMAT, LOG_CHUNK, epoch, size)
    cipher, seen, done = AESGCM(key), hashlib.sha256(), 0
    source.seek(0)
    target.write(header)
    for number, plain in enumerate(iter(lambda: source.read(CHUNK), b"")):
        seen.update(plain)
        done += len(plain)
        if done > size:
            raise Changed
        target.write(cipher.encrypt(nonce(number), plain, header))
        told(done)
    if seen.hexdigest() != sha256:
        raise Changed


def nonce(number: int) -> bytes:
    """The nonce of a chunk."""
    return number.to_bytes(12, "big")


class Sealed(io.RawIOBase):
    """The plain bytes of an encrypted file, read and decrypted where they are asked for.

    Raises Unusable for a file that is not ours, cut off or altered, OSError as the disk does.
    """

    def __init__(self, path: Path, sha256: str, office_keys: Mapping[int, bytes]) -> None:
        super().__init__()
        self._path, self._place, self._kept = path, 0, (-1, b"")
        self._file = path.open("rb")
        try:
            self._header = self._file.read(HEADER.size)
            self.epoch, self.size = self._checked()
            self._cipher = AESGCM(secret(office_keys[self.epoch], sha256).key)
        except (struct.error, ValueError, KeyError) as error:
            self._file.close()
            raise Unusable("scans.damaged", file=path.name) from error

    def _checked(self) -> tuple[int, int]:
        magic, format, log_chunk, epoch, size = HEADER.unpack(self._header)
        if (magic, format, log_chunk) != (MAGIC, FORMAT, LOG_CHUNK):
            raise ValueError("not ours")
        if self._path.stat().st_size != HEADER.size + size + TAG * -(-size // CHUNK):
            raise ValueError("cut off")
        return int(epoch), int(size)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self.size}[whence]
        self._place = max(0, base + offset)
        return self._place

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer).cast("B")
        number, within = divmod(self._place, CHUNK)
        part = self._chunk(number)[within : within + len(view)] if self._place < self.size else b""
        view[: len(part)] = part
        self._place += len(part)
        return len(part)

    def _chunk(self, number: int) -> bytes:
        if self._kept[0] != number:
            self._file.seek(HEADER.size + number * (CHUNK + TAG))
            sealed = self._file.read(CHUNK + TAG)
            try:
                self._kept = number, self._cipher.decrypt(nonce(number), sealed, self._header)
            except InvalidTag as error:
                raise Unusable("scans.damaged", file=self._path.name) from error
        return self._kept[1]

    def close(self) -> None:
        self._file.close()
        super().close()
