"""A newcomer calls at a door of its office-to-be: letters (`lan_door`) to a PC of the office at an address.

Knows the door's key and nothing else of the office. A PC of another office, or one that knows nothing of the
invitation, breaks the line off at the greeting and is told nothing by it.
"""

import os
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from io import BytesIO
from time import monotonic, sleep
from typing import Any, cast

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from zeroconf import Error, ServiceBrowser, ServiceListener, Zeroconf

from desk import Refused
from sync import wire
from sync.carriers import lan_find
from sync.carriers.lan import CONNECT, SILENCE, parsed
from sync.carriers.lan_door import CARRIED, LARGEST_REPLY, PATH
from sync.carriers.lan_trust import Epoch
from sync.carriers.posting import Posting, Response
from sync.errors import Offline, Tampered
from sync.keys.member import device_id
from sync.mail import Letter, Reply
from sync.signing import Identity
from sync.wire import NONCE

MOST_NEAR = 32
"""Desks on a network that are tried at the most."""


class Knocking:
    """Letters to the PC at an address by the holder of the invitation whose door key (32 bytes) this is.

    For one thread. Raises Refused for what is no address.
    """

    def __init__(self, address: str, door: bytes) -> None:
        self.address, self._greeting = address, Epoch(door)
        self._host, self._port = parsed(address)
        passing = Ed25519PrivateKey.generate()  # which PC asks the request says, with a signature of its own
        name = device_id(passing.public_key().public_bytes_raw())
        self._context = self._greeting.context(ssl.PROTOCOL_TLS_CLIENT, name, passing)

    def send(self, word: str, *rest: Any) -> Any:
        """What is answered to a letter. Raises Offline where nobody of the office is, Refused in the office's words."""
        letter = Letter(os.urandom(NONCE), word, rest)
        reply = Reply.read(self._posted(bytes(letter)), None)
        if reply.nonce != letter.nonce:
            raise Tampered("sync.old_answer")
        if reply.refusal == "offline":
            raise Offline("enrol.door_offline", address=self.address)
        if reply.refusal:
            raise Refused(f"enrol.door_{reply.refusal}", field="lan", address=self.address)
        return reply.value

    def through(self, path: str, identity: Identity, server: bytes) -> Posting:
        """A line to the province that this PC of the office carries on; its server's answers bear `server`'s mark."""
        return _Through(self, path, identity, server)

    def _posted(self, body: bytes) -> bytes:
        line = HTTPConnection(self._host, self._port)
        try:
            line.sock = self._secured()
            line.request("POST", PATH, body, {"Content-Type": wire.TYPE})
            with line.getresponse() as response:
                if response.status != 200:
                    raise Offline("lan.not_ours", address=self.address)
                return response.read(LARGEST_REPLY)
        except ssl.SSLError as error:
            raise Offline("lan.not_ours", address=self.address) from error
        except TimeoutError as error:
            raise Offline("lan.silent", address=self.address) from error
        except (OSError, HTTPException) as error:
            raise Offline("lan.nobody", address=self.address) from error
        finally:
            line.close()

    def _secured(self) -> ssl.SSLSocket:
        plain = socket.create_connection((self._host, self._port), CONNECT)
        line = self._context.wrap_socket(plain, server_hostname=self._greeting.greeting())
        line.settimeout(SILENCE)
        return line


class _Through(Posting):
    """The same POST as to the province, inside a letter."""

    def __init__(self, door: Knocking, path: str, identity: Identity, server: bytes) -> None:
        super().__init__(identity)
        self._door, self._path, self._server = door, path, Ed25519PublicKey.from_public_bytes(server)

    @property
    def key(self) -> Ed25519PublicKey:
        return self._server

    @contextmanager
    def post(self, body: bytes, headers: Mapping[str, str], silence: float) -> Iterator[Response]:
        carried = {name: value for name, value in headers.items() if name in CARRIED}
        status, answered, data = self._door.send("carry", self._path, carried, body)
        self.meter.sent, self.meter.received = self.meter.sent + len(body), self.meter.received + len(data)
        yield Response(status, cast(Mapping[str, str], answered), BytesIO(data).read1)

    def offline(self, error: BaseException) -> Offline | Tampered:
        return Offline("enrol.door_offline", address=self._door.address)

    def close(self) -> None:
        """Every letter has a line of its own."""


def near(seconds: float, here: list[str] | None = None) -> list[str]:
    """The addresses of desks that announce themselves on this network within so many seconds, whosever they are."""
    own = lan_find.addresses() if here is None else here
    heard = _Heard()
    try:
        network = Zeroconf(interfaces=own)
    except (OSError, Error):
        return []
    try:
        ServiceBrowser(network, lan_find.TYPE, listener=heard)
        end = monotonic() + seconds
        while monotonic() < end and len(heard.addresses) < MOST_NEAR:
            sleep(0.1)
    finally:
        network.close()
    return list(heard.addresses)


class _Heard(ServiceListener):
    def __init__(self) -> None:
        self.addresses = dict[str, None]()

    def add_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        info = zc.get_service_info(type_, name, lan_find.ASKED)
        if info is None or not info.port:
            return
        for address in info.parsed_addresses():
            self.addresses[f"[{address}]:{info.port}" if ":" in address else f"{address}:{info.port}"] = None

    def update_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        self.add_service(zc, type_, name)

    def remove_service(self, zc: Zeroconf, type_: str, name: str) -> None:
        pass  # whoever does not answer is passed over
