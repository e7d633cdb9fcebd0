"""The carrier to the province: one exchange is one signed POST, its answer read as it arrives.

Believes nothing but what the pinned server key signed; a log-in page of the network, a proxy's error, a stranger's
server each get their own words. Keeps no state but the connection: what to send and what was received is the caller's.
"""

import logging
import os
from collections.abc import Iterator
from http.cookiejar import DefaultCookiePolicy
from ipaddress import ip_address
from time import monotonic
from urllib.parse import urlsplit

import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from urllib3.exceptions import HTTPError, NameResolutionError, NewConnectionError, ReadTimeoutError
from urllib3.util import SKIP_HEADER

from desk import Refused, Spoken, Unusable
from sync import signing, wire
from sync.carriers.carrier import Answer, Request
from sync.carriers.meter import Meter, MeteredAdapter
from sync.errors import Offline, Tampered
from sync.frames import Body
from sync.signing import Identity
from sync.wire import Problem, Receipt

logging.getLogger("urllib3.connection").setLevel(logging.ERROR)  # an answer cut in its headers is Offline, not news

CONNECT = 20.0  # s for a connection; a line of 600 ms needs three round trips with TLS
SILENCE = 30.0  # s without a byte before the answer counts as cut
SLOWEST = 3000  # bytes/s: what waits in buffers on the way out must drain before the server can answer
IDLE = 60.0  # s after which a kept connection is not trusted any more; routers forget it, the server closes it at 75
PIECE = 64 * 1024
LARGEST_ANSWER = wire.LARGEST_RECEIPT + 2 * wire.LARGEST_ROOM

_TAMPERED = {"signature", "unknown", "revoked"}
_OFFLINE = {"body", "large", "often", "fault", "full"}


class HttpsCarrier:
    """Carries one PC's exchanges to the server at `url`, whose answers must be signed by `server` (32 bytes, pinned).

    For one thread. Raises Refused when `url` is no address.
    """

    def __init__(self, url: str, identity: Identity, server: bytes) -> None:
        self._url, self._host = _address(url), urlsplit(url).netloc
        self._identity, self._server = identity, Ed25519PublicKey.from_public_bytes(server)
        self._meter, self._used = Meter(), monotonic()
        self._session = requests.Session()
        self._session.headers.clear()
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._session.trust_env = not _loopback(url)  # a proxy of the network is not for this very machine
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, MeteredAdapter(self._meter))

    @property
    def sent(self) -> int:
        """Bytes handed to the network: HTTP headers and bodies (see `meter`)."""
        return self._meter.sent

    @property
    def received(self) -> int:
        """Bytes taken from the network: HTTP headers and bodies."""
        return self._meter.received

    def close(self) -> None:
        """Close the connection; the next exchange opens another."""
        self._session.close()

    def exchange(self, request: Request) -> Answer:
        """One round trip. See `Carrier.exchange` for what it raises."""
        if monotonic() - self._used > IDLE:
            self.close()
        nonce, body = os.urandom(wire.NONCE), bytes(request)
        if len(body) > wire.LARGEST_BODY:
            raise Offline("sync.server_large", most=wire.LARGEST_BODY)
        try:
            with self._post(body, nonce) as response:
                _check_ours(response)
                answer = self._read(response, request, nonce)
        except Spoken:
            self.close()
            raise
        if answer.broken:
            self.close()
        self._used = monotonic()
        return answer

    def _post(self, body: bytes, nonce: bytes) -> requests.Response:
        headers = signing.sign(self._identity, body, nonce)
        headers |= {"Content-Type": wire.TYPE, "Accept-Encoding": SKIP_HEADER, "User-Agent": SKIP_HEADER}
        silence = SILENCE + len(body) / SLOWEST
        try:
            return self._session.post(
                self._url, body, headers=headers, stream=True, timeout=(CONNECT, silence), allow_redirects=False
            )
        except (requests.RequestException, HTTPError, OSError) as error:
            raise self._offline(error) from error

    def _read(self, response: requests.Response, request: Request, nonce: bytes) -> Answer:
        body, segments = Body(wire.LARGEST_RECEIPT, request.partial), list[bytes]()
        receipt: Receipt | None = None
        broken: Offline | Tampered | None = None
        try:
            for piece in _pieces(response):
                arrived = list(body.feed(piece))
                if receipt is None and body.message is not None:
                    receipt = self._receipt(body.message, request, nonce, response.status_code)
                segments += [frame.data for frame in arrived if frame.data is not None]
                if any(frame.data is None for frame in arrived):
                    broken = Tampered("sync.answer_damaged")
                    break
        except HTTPError as error:
            broken = self._offline(error)
        except ValueError as error:
            raise Tampered("sync.answer_damaged") from error
        if receipt is None:
            raise broken or Offline("sync.cut")
        if body.unfinished and broken is None:
            broken = Offline("sync.cut")
        return Answer(receipt, segments, body.partial, broken)

    def _receipt(self, message: bytes, request: Request, nonce: bytes, status: int) -> Receipt:
        said = Receipt.read(message, self._server, request.heads)
        if isinstance(said, Problem):
            raise _problem(said, nonce, status)
        if (said.office, said.device, said.nonce) != (self._identity.office, self._identity.device, nonce):
            raise Tampered("sync.old_answer")
        return said

    def _offline(self, error: BaseException) -> Offline:
        """What went wrong on the way, in words."""
        causes = list(_causes(error))
        if any(isinstance(cause, requests.exceptions.SSLError) for cause in causes):
            return Offline("sync.tls", host=self._host, reason=str(causes[-1]))
        for kinds, key in _CAUSES:
            if any(isinstance(cause, kinds) for cause in causes):
                return Offline(key, host=self._host)
        return Offline("sync.cut")


_CAUSES: list[tuple[tuple[type[BaseException], ...], str]] = [
    ((NameResolutionError,), "sync.no_name"),
    ((requests.Timeout, ReadTimeoutError, TimeoutError), "sync.timeout"),
    ((ConnectionRefusedError,), "sync.server_refuses"),
    ((NewConnectionError, requests.exceptions.ProxyError), "sync.no_server"),
]


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what lies beneath it, by any of the ways its libraries have to say so."""
    seen: set[int] = set()
    todo: list[object] = [error]
    while todo:
        cause = todo.pop(0)
        if isinstance(cause, BaseException) and id(cause) not in seen:
            seen.add(id(cause))
            yield cause
            todo += [cause.__cause__, cause.__context__, getattr(cause, "reason", None), *cause.args]


def _pieces(response: requests.Response) -> Iterator[bytes]:
    """The body as it arrives, at most `LARGEST_ANSWER`. Raises urllib3's HTTPError where the line breaks."""
    count = 0
    while piece := response.raw.read1(PIECE):
        count += len(piece)
        if count > LARGEST_ANSWER:
            raise Offline("sync.answer_large")
        yield piece


def _check_ours(response: requests.Response) -> None:
    """Raise Offline when something else than our server answered."""
    if response.headers.get("Content-Type") != wire.TYPE:
        if response.status_code >= 500:
            raise Offline("sync.status", status=response.status_code)
        raise Offline("sync.not_ours")
    length = response.headers.get("Content-Length", "")
    if not length.isascii() or not length.isdecimal():
        raise Offline("sync.not_ours")
    if len(length) > 10 or int(length) > LARGEST_ANSWER:
        raise Offline("sync.answer_large")


def _problem(problem: Problem, nonce: bytes, status: int) -> Offline | Tampered | Unusable:
    if problem.nonce not in (nonce, b""):
        return Tampered("sync.old_answer")
    if problem.kind == "version":
        return Unusable("sync.server_version", least=problem.least, most=problem.most)
    if problem.kind in _TAMPERED:
        return Tampered(f"sync.server_{problem.kind}")
    if problem.kind in _OFFLINE:
        return Offline(f"sync.server_{problem.kind}", **{"most": wire.LARGEST_BODY, "wait": 60, **problem.values})
    return Offline("sync.status", status=status)


def _address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refused("sync.bad_address", field="server", url=url)
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}{wire.PATH}"


def _loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
