"""Counts what a connection carries: every byte the operating system took or gave, HTTP headers and bodies alike.

TLS, TCP and IP around them are not counted: the bytes are those the HTTP layer wrote and read. What was handed over
but lost in a cut is counted as sent; a sender cannot know better.
"""

import io
import socket
from dataclasses import dataclass
from typing import Any, cast

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

PIECE = 16 * 1024


@dataclass
class Meter:
    """Bytes since it was made."""

    sent: int = 0
    received: int = 0


class MeteredAdapter(HTTPAdapter):
    """An adapter of `requests` whose connections count on `meter`."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self._count(self.poolmanager)

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(*args, **kwargs)
        self._count(manager)
        return manager

    def close(self) -> None:
        """Close every connection now; urllib3 alone would wait until nothing refers to them, not even an error."""
        for manager in (self.poolmanager, *self.proxy_manager.values()):
            for key in manager.pools.keys():  # noqa: SIM118 - urllib3's container has keys() only
                if pool := manager.pools.get(key):
                    pool.close()
        super().close()

    def _count(self, manager: Any) -> None:
        meter = self._meter

        class Plain(HTTPConnection):
            def connect(self) -> None:
                super().connect()
                self.sock = cast(socket.socket, Metered(self.sock, meter))

        class Secure(HTTPSConnection):
            def connect(self) -> None:
                super().connect()
                self.sock = cast(socket.socket, Metered(self.sock, meter))

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = Secure

        manager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}


class Metered:
    """A socket that counts. Sends piece by piece, so that the timeout is for each piece, not for the whole."""

    def __init__(self, sock: Any, meter: Meter) -> None:
        self._sock, self._meter = sock, meter

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)

    def sendall(self, data: Any) -> None:
        view = memoryview(data).cast("B")
        while view:
            sent = self._sock.send(view[:PIECE])
            self._meter.sent += sent
            view = view[sent:]

    def makefile(self, mode: str, *_: Any, **__: Any) -> io.BufferedReader:
        return io.BufferedReader(_MeteredFile(self._sock.makefile(mode, buffering=0), self._meter))


class _MeteredFile(io.RawIOBase):
    def __init__(self, raw: io.RawIOBase, meter: Meter) -> None:
        self._raw, self._meter = raw, meter

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        count = cast("int | None", self._raw.readinto(buffer))
        self._meter.received += count or 0
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()
