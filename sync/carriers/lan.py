"""The carrier to another PC of the office: the same POST as to the province, over TLS that only its PCs speak.

Who answers is known by the certificate before anything is sent; its answers must carry that PC's signature.
"""

import re
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from typing import cast

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from desk import Refused
from sync import wire
from sync.carriers.lan_trust import Epoch, Trust
from sync.carriers.meter import Metered
from sync.carriers.posting import Posting, Response
from sync.errors import Offline, Tampered
from sync.keys.roster import Member
from sync.signing import Identity

PORT = 8421
CONNECT = 4.0  # s; on the office's own network more means that nobody is there
SILENCE = 75.0  # s; the other PC may be taking in much from a third one


class LanCarrier(Posting):
    """Carries exchanges to the PC at an address, "192.168.1.7" or "192.168.1.7:8421". For one thread.

    Raises Refused for what is no address.
    """

    def __init__(self, address: str, trust: Trust, *, path: str = wire.PATH) -> None:
        super().__init__(trust.identity)
        self.address, self._trust, self._path = address, trust, path
        self._host, self._port = parsed(address)
        self._line: HTTPConnection | None = None
        self.member: Member | None = None
        """The PC that answered, once it has."""

    @property
    def key(self) -> Ed25519PublicKey:
        assert self.member is not None
        return self.member.public_key

    def speak_as(self, identity: Identity, server: bytes) -> None:
        """Changes nothing: both ends know each other by certificate, so another line is made for another identity."""

    def close(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    def hang_up(self) -> None:
        """Break the line, so that who waits for an answer on another thread waits no longer."""
        if self._line is not None and self._line.sock is not None:
            with suppress(OSError):
                self._line.sock.shutdown(socket.SHUT_RDWR)

    @contextmanager
    def post(self, body: bytes, headers: Mapping[str, str], silence: float) -> Iterator[Response]:
        try:
            self._line = self._line or self._connected()
            self._line.request("POST", self._path, body, dict(headers))
            response = self._line.getresponse()
        except (OSError, HTTPException) as error:
            raise self.offline(error) from error
        with response:  # closed, the line is free for the next request
            yield Response(response.status, cast(Mapping[str, str], response.headers), response.read1)

    def _connected(self) -> HTTPConnection:
        """A line to a PC of the office, greeted in the newest epoch that both know."""
        line = HTTPConnection(self._host, self._port)
        line.sock = cast(socket.socket, Metered(self._greeted(), self.meter))
        return line

    def _greeted(self) -> ssl.SSLSocket:
        last: Exception = ConnectionRefusedError()
        for epoch, context in self._trust.calling:
            try:
                return self._secured(epoch, context)
            except ssl.SSLError as error:
                last = error
        raise last

    def _secured(self, epoch: Epoch, context: ssl.SSLContext) -> ssl.SSLSocket:
        plain = socket.create_connection((self._host, self._port), CONNECT)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line = context.wrap_socket(plain, server_hostname=epoch.greeting())  # closes itself when it fails
        try:
            line.settimeout(SILENCE)
            self.member = self._trust.who(line.getpeercert(True))
        except BaseException:
            line.close()
            raise
        return line

    def offline(self, error: BaseException) -> Offline | Tampered:
        if isinstance(error, ssl.SSLError):
            return Offline("lan.not_ours", address=self.address)
        if isinstance(error, TimeoutError):
            return Offline("lan.silent", address=self.address)
        return Offline("lan.nobody", address=self.address)


_HOST = re.compile(r"[\w.:%-]+")


def parsed(address: str) -> tuple[str, int]:
    """Host and port of an address; without a port the usual one. Raises Refused for what is none."""
    host, colon, port = address.strip().rpartition(":")
    if not colon or (":" in host and not host.endswith("]")):
        host, port = address.strip(), str(PORT)
    host = host.strip("[]")
    with suppress(ValueError, UnicodeError):
        if _HOST.fullmatch(host) and host.encode("idna") and port.isascii() and 0 < int(port) < 65536:
            return host, int(port)
    raise Refused("lan.bad_address", field="address", address=address[:80])
