"""Takes a request in as it arrives: judges each segment, keeps the good ones, stages what a cut leaves behind.

Nothing is kept on trust: a segment carries its device's signature, and a staged part counts only once it is whole and
has the hash that was announced.
"""

from collections.abc import Iterable
from hashlib import sha256
from time import monotonic

from sync import envelope
from sync.errors import Tampered
from sync.frames import Arrived, Body
from sync.keys.news import News
from sync.keys.roster import Roster
from sync.server import noted
from sync.server.engine import Engine
from sync.server.members import Members
from sync.server.trouble import Trouble
from sync.signing import Signed, digest
from sync.wire import LARGEST_HELLO, LEAST, MOST, Held, Hello, Malformed, Refusal

SETTLED = {"fork", "gap", "damaged"}
"""Reasons of a refusal that the PC settles by itself (`healing`): nothing that IT must know of."""
FLUSH_SECONDS = 2.0  # of a slow line, at most, are lost with the power
FLUSH_BYTES = 512 * 1024


class Reception:
    """One request of a device that has shown its signature."""

    def __init__(
        self, engine: Engine, members: Members, roster: Roster, signed: Signed, *, leaving: bool = False
    ) -> None:  # fmt: skip
        self._engine, self._members, self.roster, self._signed = engine, members, roster, signed
        self._leaving = leaving  # a revoked PC brings what is its own and says nothing
        self._staged = engine.staged(signed.office, signed.device)
        self._body = Body(LARGEST_HELLO, self._staged)
        self._good: list[envelope.Envelope] = []
        self._bytes, self._since = 0, monotonic()
        self._greeting: Hello | None = None
        self.refused: list[Refusal] = []
        self.changed = False
        self.news: News | None = None

    def read(self, pieces: Iterable[bytes]) -> Hello:
        """Take all pieces in. Raises Trouble, Full, or Cut from `pieces`; what had arrived by then is kept."""
        hash = sha256()
        try:
            for piece in pieces:
                hash.update(piece)
                self._take(piece)
        except ValueError as error:
            raise Trouble("body") from error
        finally:
            self._flush()
        if self._signed.digest != digest(hash.digest()):
            raise Trouble("body")
        hello = self._hello()
        for reason in {reason for _, reason in self.refused} - SETTLED:
            noted.refuse(self._engine, self._signed.office, reason, self._signed.device)
        if hello.news is not None and not self._leaving:
            self._members.keep(self._signed.office, self.roster, hello.news)
            self._members.refilled(self._signed.office, self._signed.device, hello.news)
            self.news = self._members.tell(self._signed.device, self.roster, hello.news)
        return hello

    @property
    def staged(self) -> Held | None:
        """What is staged for this device now."""
        return Held(self._staged.hash, len(self._staged.data)) if self._staged else None

    def _take(self, piece: bytes) -> None:
        for arrived in self._body.feed(piece):
            self._hello()  # who belongs to the office must be known before what they signed is judged
            if reason := self._judge(arrived):
                self.refused.append(Refusal(arrived.hash, reason))
        self._bytes += len(piece)
        if self._bytes > FLUSH_BYTES or monotonic() - self._since > FLUSH_SECONDS:
            self._flush()

    def _judge(self, arrived: Arrived) -> str:
        """Put a segment among the good ones, or return the reason why not."""
        if arrived.data is None:
            return "damaged"
        try:
            segment = envelope.parse(arrived.data)
            header = segment.header
            if header.office != self._signed.office:
                return "other_office"
            if self._leaving and header.device != self._signed.device:
                return "device_revoked"
            self.roster.signer(header.device, header.last).verify_segment(segment)
        except Tampered as error:
            return _REASON.get(error.key, "damaged")
        self._good.append(segment)
        return ""

    def _flush(self) -> None:
        good, partial = self._good, self._body.partial
        self._good, self._bytes, self._since = [], 0, monotonic()
        if not good and partial == self._staged:
            return
        reasons = self._engine.take(self._signed.office, self._signed.device, good, partial)
        self.refused += [Refusal(segment.hash, reason) for segment, reason in zip(good, reasons, strict=True) if reason]
        self._staged, self.changed = partial, True

    def _hello(self) -> Hello:
        """The hello, once it has arrived; what it says of members holds from then on."""
        if self._greeting is None:
            try:
                hello = Hello.read(self._body.message or b"")
            except Malformed as error:
                raise Trouble("body") from error
            if hello.least > MOST or hello.most < LEAST:
                raise Trouble("version", least=LEAST, most=MOST)
            if hello.news and hello.news.statements and not self._leaving:
                self.roster = self._members.hear(self._signed.office, hello.news.statements) or self.roster
            self._greeting = hello
        return self._greeting


_REASON = {
    "sync.device_unknown": "device_unknown",
    "sync.device_revoked": "device_revoked",
    "sync.segment_signature": "signature",
    "sync.segment_large": "large",
}
