"""One errand about scans as one signed POST, to the province or to a PC of the office, its answer read as it arrives.

Believes nothing but what the key at the other end signed, and of chunks nothing but their hashes.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from time import monotonic
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from desk import Spoken, Unusable
from sync import signing, wire
from sync.carriers.https import IDLE
from sync.carriers.posting import SLOWEST, Broken, Response, check_ours, said_of
from sync.carriers.scan_wire import LARGEST_BODY, LARGEST_MESSAGE, LARGEST_ROOM, PATH, Errand, Told, digest
from sync.errors import Offline, Tampered
from sync.frames import Body, Partial, message
from sync.signing import Identity
from sync.wire import Malformed, Problem

LARGEST_ANSWER = LARGEST_MESSAGE + 2 * LARGEST_ROOM

_OURS = {"quota", "full"}


class Line(Protocol):
    """What carries one POST (`Posting`), and counts its bytes."""

    identity: Identity

    @property
    def key(self) -> Ed25519PublicKey: ...

    @property
    def sent(self) -> int: ...

    @property
    def received(self) -> int: ...

    def post(self, body: bytes, headers: Mapping[str, str], silence: float) -> AbstractContextManager[Response]: ...

    def pieces(self, response: Response) -> Iterator[bytes]: ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class Came:
    """What came back under a receipt that was verified.

    `chunks` have the hashes they are named by, in order; `partial` is the part of one more. `broken` says why the
    answer did not come to its end, if so.
    """

    told: Told
    chunks: Sequence[tuple[bytes, bytes]] = field(default_factory=tuple)
    partial: Partial | None = None
    broken: Offline | Tampered | None = None


class ScanPost:
    """Carries a PC's errands to one other side, over a line whose path is `scan_wire.PATH`. For one thread."""

    def __init__(self, line: Line, name: str = "", *, near: bool = False) -> None:
        """`name` is what people call the other side; `near` tells a PC of the office from the province."""
        self.line, self.name, self.near, self._used = line, name, near, monotonic()

    def carry(self, errand: Errand, frames: Sequence[bytes] = (), held: Partial | None = None) -> Came:
        """One round trip. `frames` are chunks as they travel, `held` is what is here of the first chunk wanted.

        Raises Offline, Tampered, or Unusable when this program is too old; nothing is lost then.
        """
        nonce, body = os.urandom(wire.NONCE), message(bytes(errand)) + b"".join(frames)
        if len(body) > LARGEST_BODY:
            raise Offline("sync.server_large", most=LARGEST_BODY)
        if monotonic() - self._used > IDLE:
            self.close()
        headers = signing.sign(self.line.identity, body, nonce, path=PATH) | {"Content-Type": wire.TYPE}
        try:
            with self.line.post(body, headers, len(body) / SLOWEST) as response:
                if response.status == 404:
                    raise Offline("scans_travel.server_takes_none")
                check_ours(response)
                came = self._read(response, errand, nonce, held)
        except Spoken:
            self.close()
            raise
        if came.broken:
            self.close()
        self._used = monotonic()
        return came

    def close(self) -> None:
        """Close the line; the next errand opens another."""
        self.line.close()

    def _read(self, response: Response, errand: Errand, nonce: bytes, held: Partial | None) -> Came:
        body, chunks, told = Body(LARGEST_MESSAGE, held), list[tuple[bytes, bytes]](), None
        broken: Offline | Tampered | None = None
        try:
            for piece in _within(self.line.pieces(response)):
                arrived = list(body.feed(piece))
                if told is None and body.message is not None:
                    told = self._told(body.message, errand, nonce, response.status)
                chunks += [(frame.hash, frame.data) for frame in arrived if frame.data is not None]
                if any(frame.data is None for frame in arrived):
                    broken = Tampered("sync.answer_damaged")
                    break
        except Broken as error:
            broken = error.why
        except Offline as error:
            broken = error
        except ValueError as error:
            raise Tampered("sync.answer_damaged") from error
        if told is None:
            raise broken or Offline("sync.cut")
        return Came(told, chunks, body.partial, broken)

    def _told(self, data: bytes, errand: Errand, nonce: bytes, status: int) -> Told:
        try:
            said = Told.read(data, self.line.key)
        except Malformed as error:
            raise Tampered("sync.answer_damaged") from error
        if isinstance(said, Problem):
            raise _refused(said, nonce, status)
        me = self.line.identity
        asked = digest(errand.labels), len(errand.labels), len(errand.names)
        if (said.office, said.device, said.nonce) != (me.office, me.device, nonce) or asked != (
            said.asked, len(said.held), len(said.lists),
        ):  # fmt: skip
            raise Tampered("sync.old_answer")
        return said


def _within(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces of an answer that comes to an end."""
    count = 0
    for piece in pieces:
        if (count := count + len(piece)) > LARGEST_ANSWER:
            raise Offline("sync.answer_large")
        yield piece


def _refused(problem: Problem, nonce: bytes, status: int) -> Offline | Tampered | Unusable:
    if problem.kind in _OURS and problem.nonce == nonce:
        return Offline(f"scans_travel.server_{problem.kind}", **{"most": 0, **problem.values})
    return said_of(problem, nonce, status)
