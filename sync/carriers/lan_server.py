"""Where other PCs of the office call: a small HTTPS listener whose threads never touch the desk's file.

It admits a caller by certificate and signature, takes the whole request in, and hands it to `ask`, which has it
answered on the thread that owns the file (`lan_answer`). A newcomer who was invited is heard at a door
(`lan_door`), and nowhere else.
"""

import logging
import ssl
from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from hashlib import sha256
from threading import Thread
from typing import Any

from cheroot import wsgi
from cheroot.makefile import StreamReader, StreamWriter
from cheroot.ssl import Adapter

from desk import Refused, Spoken
from sync import frames, signing, wire
from sync.carriers import lan_door, scan_wire
from sync.carriers.lan_door import Called
from sync.carriers.lan_trust import Trust
from sync.errors import Tampered
from sync.frames import Body
from sync.signing import Signed, Unsigned
from sync.wire import LARGEST_HELLO, LEAST, MOST, Hello, Malformed, Problem

log = logging.getLogger(__name__)

THREADS = 4  # callers at a time; an office has a handful of PCs
SILENCE = 15  # s without a byte before a caller is dropped
PATIENCE = 60  # s that a caller waits for the desk to answer

_STATUS = {
    "body": "400 Bad Request",
    "version": "400 Bad Request",
    "signature": "401 Unauthorized",
    "revoked": "403 Forbidden",
    "large": "413 Content Too Large",
    "fault": "500 Internal Server Error",
}


@dataclass(frozen=True)
class Asked:
    """A request that was admitted and is whole: who asks, what it holds, and the segments it brings, in order."""

    device: str
    nonce: bytes
    hello: Hello
    segments: tuple[bytes, ...]


Ask = Callable[[Asked | Called], "Future[bytes]"]
"""Has a request answered on the desk's thread; the body of the answer."""

Lend = Callable[[Signed, bytes], bytes]
"""Answers an errand about scans, on the caller's thread. Raises Malformed, OSError."""


def lends_nothing(signed: Signed, errand: bytes) -> bytes:
    """The answer of a PC that hands out no scans."""
    raise Malformed("no scans here")


class _Trouble(Exception):
    def __init__(self, kind: str, **values: int) -> None:
        super().__init__(kind)
        self.kind, self.values = kind, values


class Listener:
    """Listens at `host` and `port`, 0 for a free one; `port` is where. Raises Refused when the address is taken.

    `trust` is asked anew for every caller, so that a roster or an epoch that has just come counts at once.
    """

    def __init__(
        self, ask: Ask, trust: Callable[[], Trust], host: str = "0.0.0.0", port: int = 0, lend: Lend = lends_nothing
    ) -> None:
        self._ask, self._trust, self._lend = ask, trust, lend
        self._http = _Http((host, port), self._answer, numthreads=THREADS, max=THREADS, timeout=SILENCE)
        self._http.ssl_adapter = _Tls(trust)
        self._http.shutdown_timeout = 1
        try:
            self._http.prepare()
        except OSError as error:
            reason = error.strerror or str(error)
            raise Refused("lan.taken", field="listen", host=host, port=port, reason=reason) from error
        self.port = int(self._http.bind_addr[1])
        self._thread = Thread(target=self._http.serve, name="casedesk-lan", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Listen no more."""
        self._http.stop()
        self._thread.join()

    def _answer(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] == lan_door.PATH:
            return self._at_door(environ, start)
        trust, nonce = self._trust(), b""
        try:
            signed = _admit(environ, trust)
            nonce = signed.nonce
            body, status = self._body(environ, signed), "200 OK"
        except _Trouble as trouble:
            problem = Problem(trouble.kind, nonce, trouble.values)
            body, status = frames.message(problem.signed(trust.identity.key)), _STATUS[trouble.kind]
        except Exception as error:
            if not isinstance(error, Spoken | CancelledError | TimeoutError):
                log.exception("a caller got no answer")
            body, status = frames.message(Problem("fault", nonce).signed(trust.identity.key)), _STATUS["fault"]
        start(status, [("Content-Type", wire.TYPE), ("Content-Length", str(len(body)))])
        return [body]

    def _at_door(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        body, status = b"", "403 Forbidden"
        try:
            call = lan_door.called(environ, self._trust())
            carried = call.letter.word == "carry"
            body, status = lan_door.carry_on(call) if carried else self._ask(call).result(PATIENCE), "200 OK"
        except Exception as error:
            if not isinstance(error, Spoken | Malformed | CancelledError | TimeoutError):
                log.exception("a newcomer got no answer")
        start(status, [("Content-Type", wire.TYPE), ("Content-Length", str(len(body)))])
        return [body]

    def _body(self, environ: dict[str, Any], signed: Signed) -> bytes:
        """What an exchange is answered with, or an errand about scans, which needs nothing of the desk's file."""
        if environ["PATH_INFO"] == wire.PATH:
            return self._ask(_asked(environ, signed)).result(PATIENCE)
        try:
            return self._lend(signed, _whole(environ, signed, scan_wire.LARGEST_BODY))
        except (ValueError, OSError) as error:
            raise _Trouble("body") from error


class _Http(wsgi.Server):
    @staticmethod
    def bind_socket(socket_: Any, bind_addr: tuple[str, int]) -> Any:
        """As cheroot does it, but for a port that is taken, which leaves no socket behind."""
        try:
            socket_.bind(bind_addr)
        except OSError:
            socket_.close()
            raise
        return socket_

    def error_log(self, msg: str = "", level: int = 20, traceback: bool = False) -> None:
        log.debug(msg, exc_info=traceback)  # strangers that are turned away are no news


class _Tls(Adapter):
    """TLS for cheroot; the handshake is left to the caller's own thread, so that nobody holds up the door."""

    def __init__(self, trust: Callable[[], Trust]) -> None:
        self._trust = trust

    def bind(self, sock: Any) -> Any:
        return sock

    def wrap(self, sock: Any) -> tuple[ssl.SSLSocket, dict[str, Any]]:
        line = self._trust().listening.wrap_socket(sock, server_side=True, do_handshake_on_connect=False)
        return line, {"wsgi.url_scheme": "https", "casedesk.line": line}

    def get_environ(self) -> dict[str, Any]:
        return {}

    def makefile(self, sock: Any, mode: str = "r", bufsize: int = -1) -> Any:
        return (StreamReader if "r" in mode else StreamWriter)(sock, mode, bufsize)


def _admit(environ: dict[str, Any], trust: Trust) -> Signed:
    """Who calls: a member by its certificate, which has signed this request."""
    path = environ["PATH_INFO"]
    if environ["REQUEST_METHOD"] != "POST" or path not in (wire.PATH, scan_wire.PATH):
        raise _Trouble("body")
    try:
        member = trust.who(environ["casedesk.line"].getpeercert(True))
    except Tampered as error:
        raise _Trouble("revoked") from error
    names = {"Content-Digest": "CONTENT_DIGEST", "Signature-Input": "SIGNATURE_INPUT", "Signature": "SIGNATURE"}
    headers = {name: environ.get(f"HTTP_{key}", "") for name, key in names.items()}
    try:
        signed = signing.verify("POST", path, headers, lambda office, device: member.public_key)
    except Unsigned as error:
        raise _Trouble("signature") from error
    if (signed.office, signed.device) != (trust.identity.office, member.id):
        raise _Trouble("signature")
    return signed


def _asked(environ: dict[str, Any], signed: Signed) -> Asked:
    """The whole request, taken apart."""
    data = _whole(environ, signed, wire.LARGEST_BODY)
    body = Body(LARGEST_HELLO)
    try:
        arrived = list(body.feed(data))
        hello = Hello.read(body.message or b"")
    except (ValueError, Malformed) as error:
        raise _Trouble("body") from error
    if hello.least > MOST or hello.most < LEAST:
        raise _Trouble("version", least=LEAST, most=MOST)
    return Asked(signed.device, signed.nonce, hello, tuple(frame.data for frame in arrived if frame.data is not None))


def _whole(environ: dict[str, Any], signed: Signed, most: int) -> bytes:
    """The body of a request, which its signature names."""
    length = environ.get("CONTENT_LENGTH") or ""
    if not length.isdecimal():
        raise _Trouble("body")
    if int(length) > most:
        raise _Trouble("large", most=most)
    data: bytes = environ["wsgi.input"].read(int(length))
    if signed.digest != signing.digest(sha256(data).digest()):
        raise _Trouble("body")
    return data
