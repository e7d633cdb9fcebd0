"""The carrier to the province: HTTPS, through whatever proxies and portals the network puts in between.

A log-in page of the network, a proxy's error, a stranger's certificate each get their own words.
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.cookiejar import DefaultCookiePolicy
from ipaddress import ip_address
from ssl import SSLCertVerificationError
from time import monotonic
from urllib.parse import urlsplit

import requests
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from urllib3.exceptions import HTTPError, NameResolutionError, NewConnectionError, ReadTimeoutError
from urllib3.util import SKIP_HEADER

from desk import Refused
from sync import mail, wire
from sync.carriers import letters
from sync.carriers.carrier import Answer, Request
from sync.carriers.meter import MeteredAdapter
from sync.carriers.posting import Posting, Response
from sync.errors import Offline
from sync.signing import Identity

logging.getLogger("urllib3.connection").setLevel(logging.ERROR)  # an answer cut in its headers is Offline, not news

CONNECT = 20.0  # s for a connection; a line of 600 ms needs three round trips with TLS
SILENCE = 30.0  # s without a byte before the answer counts as cut
IDLE = (
    70.0  # s after which a kept connection is not trusted any more: the window asks every 60, the server closes at 75
)


class HttpsCarrier(Posting):
    """Carries one PC's exchanges to the server at `url`, whose answers must be signed by `server` (32 bytes, pinned).

    For one thread. Raises Refused when `url` is no address.
    """

    def __init__(self, url: str, identity: Identity, server: bytes, *, path: str = wire.PATH) -> None:
        super().__init__(identity)
        self._base, self._url, self._host = url, _address(url, path), urlsplit(url).netloc
        self._server = Ed25519PublicKey.from_public_bytes(server)
        self._used = monotonic()
        self._session = requests.Session()
        self._session.headers.clear()
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._session.trust_env = not _loopback(url)  # a proxy of the network is not for this very machine
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, MeteredAdapter(self.meter))

    @property
    def key(self) -> Ed25519PublicKey:
        return self._server

    def speak_as(self, identity: Identity, server: bytes) -> None:
        super().speak_as(identity, server)
        self._server = Ed25519PublicKey.from_public_bytes(server)

    def introduce(self, office: str, statements: Sequence[bytes]) -> None:
        line = HttpsCarrier(self._base, self.identity, self._server.public_bytes_raw(), path=mail.PATH)
        try:
            letters.send(line, self._server, "statements", office, list(statements))
        finally:
            line.close()
            self.meter.sent, self.meter.received = self.sent + line.sent, self.received + line.received

    def close(self) -> None:
        self._session.close()

    def exchange(self, request: Request) -> Answer:
        if monotonic() - self._used > IDLE:
            self.close()
        answer = super().exchange(request)
        self._used = monotonic()
        return answer

    @contextmanager
    def post(self, body: bytes, headers: Mapping[str, str], silence: float) -> Iterator[Response]:
        plain = {**headers, "Accept-Encoding": SKIP_HEADER, "User-Agent": SKIP_HEADER}
        how = {"stream": True, "timeout": (CONNECT, SILENCE + silence), "allow_redirects": False}
        try:
            response = self._session.post(self._url, body, headers=plain, **how)  # type: ignore[arg-type]
        except (requests.RequestException, HTTPError, OSError) as error:
            raise self.offline(error) from error
        with response:
            yield Response(response.status_code, response.headers, response.raw.read1)

    def offline(self, error: BaseException) -> Offline:
        causes = list(_causes(error))
        if any(isinstance(cause, SSLCertVerificationError) for cause in causes):
            return Offline("sync.tls_other", host=self._host)
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


def _address(url: str, path: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Refused("sync.bad_address", field="server", url=url)
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}{path}"


def _loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
