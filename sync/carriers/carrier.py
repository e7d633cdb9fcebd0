"""What an exchange asks and what comes of it, whatever carries it: the server, the LAN of the office, a USB stick."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sync.envelope import segment_hash
from sync.errors import Offline, Tampered
from sync.frames import Partial, frame, message
from sync.keys.news import News
from sync.signing import Identity
from sync.strays import NONE as NO_STRAYS
from sync.strays import Strays
from sync.wire import LARGEST_ROOM, Heads, Held, Hello, Receipt


@dataclass(frozen=True)
class Request:
    """What this PC says and sends.

    `heads` are all it holds, its own sealed segments and those in this request included, with whole hashes; `roster`
    the version it has; `room` the bytes of segments it wants back at most, 0 for none. `staged` is what the last
    receipt said of an upload that was cut: that segment goes on from there. `partial` is the part of a download that
    the last answer left. `news` is what this PC says of the office's membership, `strays` what it wants of those that
    the last receipt named. `came` is told each piece of the answer as the line brings it.
    """

    heads: Heads
    roster: int
    room: int = LARGEST_ROOM
    segments: Sequence[bytes] = ()
    staged: Held | None = None
    partial: Partial | None = None
    news: News | None = None
    strays: Strays = NO_STRAYS
    came: Callable[[bytes], object] = field(default=lambda piece: None, compare=False)

    def __bytes__(self) -> bytes:
        """The body as it travels (`frames`)."""
        partial = Held(self.partial.hash, len(self.partial.data)) if self.partial else None
        hello = Hello(self.room, self.roster, self.heads, partial, news=self.news, strays=self.strays)
        return message(bytes(hello)) + b"".join(frame(data, self._offset(data)) for data in self.segments)

    def _offset(self, data: bytes) -> int:
        if self.staged is None or self.staged.hash != segment_hash(data):
            return 0
        return min(self.staged.bytes, len(data))


@dataclass(frozen=True)
class Answer:
    """What came back under a receipt that was verified.

    `segments` are whole and have the hashes they were announced with, in order of arrival at the other side; their
    own signatures are not checked here. `broken` says why the answer did not come to its end, if so; then `partial`
    may hold the beginning of the next segment, to be kept and put into the next request.
    """

    receipt: Receipt
    segments: list[bytes] = field(default_factory=list)
    partial: Partial | None = None
    broken: Offline | Tampered | None = None


class Carrier(Protocol):
    """Carries requests to one other side."""

    @property
    def sent(self) -> int:
        """Bytes handed over since it was made."""

    @property
    def received(self) -> int:
        """Bytes taken in since it was made."""

    def exchange(self, request: Request) -> Answer:
        """One exchange. Raises Offline, Tampered, or Unusable when this program is too old; nothing is lost then."""

    def speak_as(self, identity: Identity, server: bytes) -> None:
        """Let requests be this PC's from now on, and answers those of the server with this public key (32 bytes)."""

    def introduce(self, office: str, statements: Sequence[bytes]) -> None:
        """Bring the server that does not know this PC the words of membership that let it in.

        Raises Offline, Tampered, or Refused in the server's words.
        """

    def close(self) -> None:
        """Let go of the connection."""
