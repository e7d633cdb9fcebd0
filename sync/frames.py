"""Segments on their way, in either direction, taken apart as they arrive so that a cut costs no byte.

A body is one message and then any number of frames, to its end:

    4         length m of the message, big-endian
    m         the message (see `wire`)
    -----     each frame:
    32        SHA-256 of the whole segment
    4         length of the whole segment, big-endian
    4         offset: how many of its bytes the other side holds already
    length - offset bytes of the segment
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from sync.envelope import HASH, LARGEST, segment_hash

_LENGTH = struct.Struct(">I")
_FRAME = struct.Struct(f">{HASH}sII")
OVERHEAD = _FRAME.size  # bytes of a frame beside the segment


@dataclass(frozen=True)
class Partial:
    """The first part of a segment: the hash and length of the whole, and the bytes held of it."""

    hash: bytes
    total: int
    data: bytes


@dataclass(frozen=True)
class Arrived:
    """A frame that is complete. `data` is the whole segment and has this hash, or is None: it has to come again."""

    hash: bytes
    data: bytes | None


def message(content: bytes) -> bytes:
    """`content` as the first part of a body."""
    return _LENGTH.pack(len(content)) + content


def frame(data: bytes, offset: int = 0) -> bytes:
    """A segment as it travels, from `offset` on."""
    return frame_head(segment_hash(data), len(data), offset) + data[offset:]


def frame_head(hash: bytes, total: int, offset: int = 0) -> bytes:
    """The first `OVERHEAD` bytes of a frame."""
    return _FRAME.pack(hash, total, offset)


class Body:
    """Takes a body apart piece by piece. `held` is the part of a segment that an earlier, cut body has left here."""

    def __init__(self, largest_message: int, held: Partial | None = None) -> None:
        self.message: bytes | None = None
        self.held = held
        self._largest = largest_message
        self._came = bytearray()
        self._coming: tuple[bytes, int, int] | None = None  # of the frame under way: hash, total, offset

    def feed(self, piece: bytes) -> Iterator[Arrived]:
        """Take in the next bytes; yields the frames they complete. Raises ValueError for a message that is too long."""
        self._came += piece
        if self.message is None:
            self._read_message()
        if self.message is not None:
            while (arrived := self._read_frame()) is not None:
                yield arrived

    @property
    def unfinished(self) -> bool:
        """Whether the body must go on: no end of it can be here."""
        return self.message is None or self._coming is not None or bool(self._came)

    @property
    def partial(self) -> Partial | None:
        """What is held of a segment that is not complete yet; worth keeping when the body ends here."""
        if self._coming is None:
            return self.held
        hash, total, offset = self._coming
        before = self._before(hash, offset)
        if before is None or not 0 < total <= LARGEST:
            return self.held
        return Partial(hash, total, before + bytes(self._came))

    def _read_message(self) -> None:
        if len(self._came) < _LENGTH.size:
            return
        (length,) = _LENGTH.unpack_from(self._came)
        if length > self._largest:
            raise ValueError("message too long")
        if len(self._came) >= _LENGTH.size + length:
            self.message = bytes(self._came[_LENGTH.size : _LENGTH.size + length])
            del self._came[: _LENGTH.size + length]

    def _read_frame(self) -> Arrived | None:
        if self._coming is None:
            if len(self._came) < _FRAME.size:
                return None
            self._coming = _FRAME.unpack_from(self._came)
            del self._came[: _FRAME.size]
        hash, total, offset = self._coming
        rest = max(total - offset, 0)
        if len(self._came) < rest:
            return None
        before, data = self._before(hash, offset), bytes(self._came[:rest])
        del self._came[:rest]
        self._coming = None
        if self.held and self.held.hash == hash:
            self.held = None  # complete now, or not what it seemed: then it starts afresh
        whole = None if before is None else before + data
        return Arrived(hash, whole if whole is not None and segment_hash(whole) == hash else None)

    def _before(self, hash: bytes, offset: int) -> bytes | None:
        """The bytes held of a segment before `offset`; None when that many are not held."""
        if offset == 0:
            return b""
        if self.held and self.held.hash == hash and len(self.held.data) >= offset:
            return self.held.data[:offset]
        return None
