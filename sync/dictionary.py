"""Compression with the dictionaries that the program ships, of changes on their way and in the file."""

from functools import cache
from threading import local

import zstandard

from resources import RESOURCES

DICTIONARY = 1
DICTIONARIES = RESOURCES / "dictionary"

SHORT = 256
"""Bytes of a change up to which compressing it saves nothing worth the time."""

LOW = 3
_ZSTD = b"\x28\xb5\x2f\xfd"
"""A frame begins with these (RFC 8878, 3.1.1), and no array in CBOR does."""


@cache
def dictionary(number: int) -> zstandard.ZstdCompressionDict | None:
    """A dictionary by its number, none for 0. Raises OSError for one of a newer program."""
    return zstandard.ZstdCompressionDict((DICTIONARIES / f"{number}.zstd").read_bytes()) if number else None


def compressor(number: int, level: int) -> zstandard.ZstdCompressor:
    """Compresses with a dictionary; for the thread that asked for it."""
    return _OWN.compressor(number, level)


def decompressor(number: int) -> zstandard.ZstdDecompressor:
    """Decompresses what was compressed with a dictionary; for the thread that asked for it."""
    return _OWN.decompressor(number)


def _compressor(number: int, level: int) -> zstandard.ZstdCompressor:
    return zstandard.ZstdCompressor(level=level, dict_data=dictionary(number), write_checksum=False)


def _decompressor(number: int) -> zstandard.ZstdDecompressor:
    return zstandard.ZstdDecompressor(dict_data=dictionary(number))


class _Own(local):
    """What each thread has for itself: two that use one compressor at once damage each other's work, or crash."""

    def __init__(self) -> None:
        self.compressor, self.decompressor = cache(_compressor), cache(_decompressor)


_OWN = _Own()


def shortened(data: bytes) -> bytes:
    """CBOR as the file keeps it: a case with its papers takes less than half, and no page of its own."""
    return compressor(DICTIONARY, LOW).compress(data) if len(data) > SHORT else data


def in_full(data: bytes) -> bytes:
    """What `shortened` was given. Data that was never shortened is returned as it is."""
    return decompressor(DICTIONARY).decompress(data) if data.startswith(_ZSTD) else data
