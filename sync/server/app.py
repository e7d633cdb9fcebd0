"""The HTTP face of the server, plain WSGI: admits a signed request, takes it in, answers. Knows no database.

One method, and a path each for exchanges, scans and letters (see `wire`, `scan_wire`, `mail`). Whoever has no valid
signature is turned away before a byte of the body is read.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic, time
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sync import frames, mail, signing, wire
from sync.carriers import scan_wire
from sync.keys.roster import Roster
from sync.mail import Letter, Reply
from sync.server import leaving as departing
from sync.server import scans
from sync.server.engine import Away, Contact, Engine, Full
from sync.server.keys import Keys
from sync.server.limits import Rate
from sync.server.mailbox import Mailbox
from sync.server.members import Members
from sync.server.reception import Reception
from sync.server.reply import reply
from sync.server.shelf import Shelf
from sync.server.trouble import STATUS, Cut, Trouble
from sync.signing import Signed, Unsigned
from sync.wire import Malformed

log = logging.getLogger(__name__)

PIECE = 64 * 1024
CONTACTS_SECONDS = 600.0  # idle contacts are written down together, so that an idle exchange changes nothing

Start = Callable[[str, list[tuple[str, str]]], Any]
Environ = dict[str, Any]


@dataclass
class App:
    """A WSGI application over one engine; any number of threads."""

    engine: Engine
    keys: Keys
    rate: Rate = field(default_factory=Rate)
    shelf: Shelf | None = None
    """Where scans lie; None where the server takes none."""
    quota: int = scans.QUOTA
    _contacts: dict[str, dict[str, Contact]] = field(default_factory=dict)
    _noted: float = field(default_factory=monotonic)
    _met: set[tuple[str, str]] = field(default_factory=set)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self.members = Members(self.engine, self.keys.root)
        self.mailbox = Mailbox(self.engine, self.members, self.keys.root)

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        if environ["PATH_INFO"] == mail.PATH and environ["REQUEST_METHOD"] == "POST":
            return self._mail(environ, start)
        answers = {wire.PATH: self._exchange, **({scan_wire.PATH: self._scans} if self.shelf else {})}
        if environ["PATH_INFO"] not in answers or environ["REQUEST_METHOD"] != "POST":
            start("404 Not Found", [("Content-Length", "0")])
            return []
        nonce: list[bytes] = []
        try:
            return answers[environ["PATH_INFO"]](environ, start, nonce)
        except Cut:
            start("400 Bad Request", [("Content-Length", "0"), ("Connection", "close")])  # nobody is there to read it
            return []
        except Trouble as trouble:
            return self._refuse(trouble, nonce, start)
        except Full:
            log.error("the disk is full")
            return self._refuse(Trouble("full"), nonce, start)
        except Away as away:
            log.error("the database does not answer: %s", away.values["reason"])
            return self._refuse(Trouble("fault"), nonce, start)
        except Exception:
            log.exception("a request failed")
            return self._refuse(Trouble("fault"), nonce, start)

    def flush(self) -> None:
        """Write down the contacts gathered in memory."""
        with self._lock:
            contacts, self._contacts, self._noted = self._contacts, {}, monotonic()
        for office, devices in contacts.items():
            self.engine.note(office, devices, {})

    def _exchange(self, environ: Environ, start: Start, nonce: list[bytes]) -> Iterable[bytes]:
        signed = self._admit(environ)
        nonce.append(signed.nonce)
        roster = self.roster(signed.office)
        self._allow(signed, roster, leaving=True)
        if (member := roster.find(signed.device)) and member.revoked_after is not None:
            departing.take(self.engine, self.members, roster, signed, _pieces(environ, _length(environ)))
            raise departing.trouble(self.engine, signed.office, member)
        reception = Reception(self.engine, self.members, roster, signed)
        hello = reception.read(_pieces(environ, _length(environ)))
        answer = reply(self.engine, self.keys.server, signed, hello, reception)
        self._note(signed, answer.receipt if reception.changed or answer.segments else b"")
        start("200 OK", [("Content-Type", wire.TYPE), ("Content-Length", str(answer.length))])
        return answer.body(self.engine, signed.office)

    def _scans(self, environ: Environ, start: Start, nonce: list[bytes]) -> Iterable[bytes]:
        """An errand about scans."""
        assert self.shelf is not None
        signed = self._admit(environ)
        nonce.append(signed.nonce)
        self._allow(signed, self.roster(signed.office), "scans ")
        length = _length(environ, scan_wire.LARGEST_BODY)
        body = scans.answer(self.shelf, self.keys.server, signed, _pieces(environ, length), self.quota)
        start("200 OK", [("Content-Type", wire.TYPE), ("Content-Length", str(len(body)))])
        return [body]

    def _mail(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """A letter of who need not be a member."""
        try:
            length = _length(environ)
            if length > mail.LARGEST_LETTER:
                raise Trouble("large", most=mail.LARGEST_LETTER)
            letter = Letter.read(b"".join(_pieces(environ, length)))
            if self.rate.wait(f"mail {environ.get('REMOTE_ADDR', '')}", mail.WORTH.get(letter.word, 1)):
                answer = Reply(letter.nonce, "often", None)
            else:
                answer = self.mailbox.answer(letter)
        except (Cut, Trouble, Malformed):
            start("400 Bad Request", [("Content-Length", "0"), ("Connection", "close")])
            return []
        except Full:
            answer = Reply(letter.nonce, "full", None)
        except Away as away:
            log.error("the database does not answer: %s", away.values["reason"])
            start(STATUS["fault"], [("Content-Length", "0")])
            return []
        body = answer.signed(self.keys.server)
        start("200 OK", [("Content-Type", wire.TYPE), ("Content-Length", str(len(body)))])
        return [body]

    def _admit(self, environ: Environ) -> Signed:
        """Whose request this is, by its headers alone."""
        headers = {name: environ.get(_HEADER[name], "") for name in _HEADER}
        if not all(headers.values()):
            raise Trouble("bare")
        try:
            return signing.verify(environ["REQUEST_METHOD"], environ["PATH_INFO"], headers, self._key)
        except Unsigned as error:
            raise Trouble("signature" if error.known else "unknown") from error

    def _key(self, office: str, device: str) -> Ed25519PublicKey | None:
        roster = self.members.roster(office)
        member = roster.find(device) if roster else None
        return member.public_key if member else None

    def roster(self, office: str) -> Roster:
        """The roster in force of an office that is known."""
        roster = self.members.roster(office)
        assert roster is not None, office
        return roster

    def _allow(self, signed: Signed, roster: Roster, what: str = "", *, leaving: bool = False) -> None:
        member = roster.find(signed.device)
        if member is None:
            raise Trouble("revoked")
        if member.revoked_after is not None and not (leaving and departing.owed(self.engine, signed.office, member)):
            raise departing.trouble(self.engine, signed.office, member)
        if wait := self.rate.wait(what + signed.device):
            raise Trouble("often", wait=wait)

    def _note(self, signed: Signed, receipt: bytes) -> None:
        """Remember the contact: the first, or one that has changed something, at once, others together now and then."""
        now = time()
        first = self._first(signed)
        with self._lock:
            lead = int(signed.created - now)
            self._contacts.setdefault(signed.office, {})[signed.device] = Contact(int(now * 1000), lead)
            due = monotonic() - self._noted > CONTACTS_SECONDS
            mine = {} if not receipt else self._contacts.pop(signed.office)
        if first and not receipt:
            self.flush()  # somebody waits to see that the PC has come
        elif receipt:
            self.engine.note(signed.office, mine, {signed.device: receipt})
        elif due:
            self.flush()

    def _first(self, signed: Signed) -> bool:
        """Whether nothing is noted yet of this device's contacts; asked of the storage once a process."""
        place = (signed.office, signed.device)
        if place in self._met:
            return False
        self._met.add(place)
        return signed.device not in self.engine.contacts(signed.office)

    def _refuse(self, trouble: Trouble, nonce: list[bytes], start: Start) -> Iterable[bytes]:
        problem = trouble.problem(nonce[0] if nonce else b"")
        body = frames.message(problem.signed(self.keys.server))
        start(STATUS[trouble.kind], [("Content-Type", wire.TYPE), ("Content-Length", str(len(body)))])
        return [body]


_HEADER = {
    "Content-Digest": "HTTP_CONTENT_DIGEST",
    "Signature-Input": "HTTP_SIGNATURE_INPUT",
    "Signature": "HTTP_SIGNATURE",
}


def _length(environ: Environ, most: int = wire.LARGEST_BODY) -> int:
    try:
        length = int(environ["CONTENT_LENGTH"])
    except (KeyError, ValueError) as error:
        raise Trouble("body") from error
    if length > most:
        raise Trouble("large", most=most)
    return length


def _pieces(environ: Environ, length: int) -> Iterator[bytes]:
    """The body as it arrives. Raises Cut where the line breaks."""
    stream = environ["wsgi.input"]
    while length > 0:
        piece = _arrived(stream, min(length, PIECE))
        if not piece:
            raise Cut
        length -= len(piece)
        yield piece


def _arrived(stream: Any, most: int) -> bytes:
    """What is there to read, at least a byte; nothing at the end.

    cheroot's own `read` waits for all it was asked for, and drops what it has when the line breaks; the reader inside
    hands out what has come.
    """
    try:
        inner = getattr(stream, "rfile", None)
        if inner is None:
            return bytes(stream.read(most))
        piece = bytes(inner.read1(most))
        stream.remaining -= len(piece)
    except OSError as error:
        raise Cut from error
    return piece
