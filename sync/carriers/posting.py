"""One exchange as one signed POST, its answer read as it arrives. What carries the POST is left to those who inherit.

Believes nothing but what the key at the other end signed. Keeps no state but the connection: what to send, and what was
received, is the caller's.
"""

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from urllib3.exceptions import InvalidHeader
from urllib3.util import Retry

from desk import Refused, Spoken, Unusable
from sync import signing, wire
from sync.carriers.carrier import Answer, Request
from sync.carriers.meter import Meter
from sync.errors import Offline, Tampered
from sync.frames import Body
from sync.signing import Identity
from sync.wire import Problem, Receipt

SLOWEST = 3000  # bytes/s: what waits in buffers on the way out must drain before the other side can answer
PIECE = 64 * 1024
LARGEST_ANSWER = wire.LARGEST_RECEIPT + 2 * wire.LARGEST_ROOM
LONGEST_WAIT = 3600  # s; a longer Retry-After is taken for this

_TAMPERED = {"signature", "unknown", "revoked"}
_OFFLINE = {"bare", "body", "large", "often", "fault", "full"}


@dataclass(frozen=True)
class Response:
    """The head of an answer; `read` gives the next bytes of its body, at most so many, none at the end."""

    status: int
    headers: Mapping[str, str]
    read: Callable[[int], bytes]


class Posting(ABC):
    """Carries one PC's exchanges to one other side. For one thread."""

    def __init__(self, identity: Identity) -> None:
        self.identity, self.meter = identity, Meter()

    @property
    def sent(self) -> int:
        """Bytes handed to the network: HTTP headers and bodies, without TLS around them (see `meter`)."""
        return self.meter.sent

    @property
    def received(self) -> int:
        """Bytes taken from the network, counted alike."""
        return self.meter.received

    @property
    @abstractmethod
    def key(self) -> Ed25519PublicKey:
        """The key that answers must be signed with; asked for once an answer is there."""

    @abstractmethod
    def post(self, body: bytes, headers: Mapping[str, str], silence: float) -> AbstractContextManager[Response]:
        """Post the body. `silence` is how many s without a byte end it. Raises Offline or Tampered."""

    @abstractmethod
    def offline(self, error: BaseException) -> Offline | Tampered:
        """A fault of the line in words."""

    @abstractmethod
    def close(self) -> None:
        """Close the connection; the next exchange opens another."""

    def introduce(self, office: str, statements: Sequence[bytes]) -> None:
        """See `Carrier.introduce`. On a line to anybody but the server nobody takes such words."""
        raise Refused("enrol.server_unread")

    def speak_as(self, identity: Identity, server: bytes) -> None:
        """See `Carrier.speak_as`."""
        self.identity = identity

    def exchange(self, request: Request) -> Answer:
        """One round trip. See `Carrier.exchange` for what it raises."""
        nonce, body = os.urandom(wire.NONCE), bytes(request)
        if len(body) > wire.LARGEST_BODY:
            raise Offline("sync.server_large", most=wire.LARGEST_BODY)
        headers = signing.sign(self.identity, body, nonce) | {"Content-Type": wire.TYPE}
        try:
            with self.post(body, headers, len(body) / SLOWEST) as response:
                check_ours(response)
                answer = self._read(response, request, nonce)
        except Spoken:
            self.close()
            raise
        if answer.broken:
            self.close()
        return answer

    def _read(self, response: Response, request: Request, nonce: bytes) -> Answer:
        body, segments = Body(wire.LARGEST_RECEIPT, request.partial), list[bytes]()
        receipt: Receipt | None = None
        broken: Offline | Tampered | None = None
        try:
            for piece in self.pieces(response):
                request.came(piece)
                arrived = list(body.feed(piece))
                if receipt is None and body.message is not None:
                    receipt = self._receipt(body.message, request, nonce, response.status)
                segments += [frame.data for frame in arrived if frame.data is not None]
                if any(frame.data is None for frame in arrived):
                    broken = Tampered("sync.answer_damaged")
                    break
        except Broken as error:
            broken = error.why
        except ValueError as error:
            raise Tampered("sync.answer_damaged") from error
        if receipt is None:
            raise broken or Offline("sync.cut")
        if body.unfinished and broken is None:
            broken = Offline("sync.cut")
        return Answer(receipt, segments, body.partial, broken)

    def _receipt(self, message: bytes, request: Request, nonce: bytes, status: int) -> Receipt:
        said = Receipt.read(message, self.key, request.heads)
        if isinstance(said, Problem):
            raise said_of(said, nonce, status)
        if (said.office, said.device, said.nonce) != (self.identity.office, self.identity.device, nonce):
            raise Tampered("sync.old_answer")
        return said

    def pieces(self, response: Response) -> Iterator[bytes]:
        """The body as it arrives, at most `LARGEST_ANSWER`. Raises Broken where the line breaks."""
        count = 0
        while piece := self._next(response):
            count += len(piece)
            if count > LARGEST_ANSWER:
                raise Offline("sync.answer_large")
            yield piece

    def _next(self, response: Response) -> bytes:
        try:
            return response.read(PIECE)
        except Exception as error:  # of whatever library carries it
            raise Broken(self.offline(error)) from error


class Broken(Exception):
    """The line broke amid an answer; `why` says it in words."""

    def __init__(self, why: Offline | Tampered) -> None:
        super().__init__(why)
        self.why = why


def check_ours(response: Response) -> None:
    """Raise Offline when something else than our server answered."""
    kind = response.headers.get("Content-Type", "")
    if wire.TYPE.startswith(kind) and "Content-Length" not in response.headers and kind != wire.TYPE:
        raise Offline("sync.cut")  # amid the headers
    if kind != wire.TYPE:
        raise _stranger(response)
    length = response.headers.get("Content-Length", "0")  # a proxy may take it away: frames and receipt tell the end
    if not length.isascii() or not length.isdecimal():
        raise Offline("sync.not_ours")
    if len(length) > 10 or int(length) > LARGEST_ANSWER:
        raise Offline("sync.answer_large")


def _stranger(response: Response) -> Offline:
    """What a proxy, a load balancer or a log-in page said in the server's stead."""
    if response.status in (429, 503) and (wait := _wait(response)):
        return Offline("sync.busy", wait=wait)
    if response.status >= 500 or response.status == 429:
        return Offline("sync.status", status=response.status)
    return Offline("sync.not_ours")


def _wait(response: Response) -> int:
    """The seconds that Retry-After (RFC 9110, 10.2.3) asks for, as a number or a date; 0 where it asks for none."""
    try:
        return min(LONGEST_WAIT, int(Retry().parse_retry_after(response.headers.get("Retry-After", ""))))
    except (InvalidHeader, ValueError, OverflowError):
        return 0


def said_of(problem: Problem, nonce: bytes, status: int) -> Offline | Tampered | Unusable:
    """Why there is no receipt, in words. `nonce` is that of the request."""
    if problem.nonce not in (nonce, b""):
        return Tampered("sync.old_answer")
    if problem.kind == "version":
        older = problem.most < wire.LEAST
        return Unusable(f"sync.server_{'older' if older else 'version'}", least=problem.least, most=problem.most)
    if problem.kind in _TAMPERED:
        return Tampered(f"sync.server_{problem.kind}", **problem.values)
    if problem.kind in _OFFLINE:
        return Offline(f"sync.server_{problem.kind}", **{"most": wire.LARGEST_BODY, "wait": 60, **problem.values})
    return Offline("sync.status", status=status)
