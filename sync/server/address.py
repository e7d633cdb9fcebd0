"""The address of a PostgreSQL database, as libpq writes it, and the connection that leads there.

    postgresql://USER@HOST[:PORT]/NAME[?sslrootcert=FILE | ?sslmode=disable]

A password is never in it, for arguments are seen by everybody on a machine. Over a network the database must show a
certificate for its name, unless the address says `sslmode=disable`; a HOST that begins with / (written %2F) is the
folder of a Unix socket.
"""

import socket
import ssl
from dataclasses import dataclass, field
from getpass import getuser
from urllib.parse import parse_qsl, unquote, urlsplit

from desk import Refused, Unusable

CONNECT, ANSWER = 10.0, 120.0
"""Seconds for a connection, and without an answer, after which the database counts as away."""

_LOST = {"TCP_KEEPIDLE": 5, "TCP_KEEPINTVL": 5, "TCP_KEEPCNT": 3, "TCP_USER_TIMEOUT": 20_000}
"""What Linux is told so that a machine that is gone is noticed within 20 s, however long an answer may take."""

SOCKETS = "/var/run/postgresql"


@dataclass(frozen=True)
class Address:
    """Where a database is, and as whom to log in. `host` is a name, an address, or the folder of a Unix socket."""

    host: str
    port: int
    user: str
    database: str
    tls: ssl.SSLContext | None = None
    password: str = field(default="", repr=False)

    def dial(self) -> socket.socket:
        """A connection to its port. Raises OSError."""
        if self.host.startswith("/"):
            dialled = socket.socket(socket.AF_UNIX)
            dialled.settimeout(CONNECT)
            try:
                dialled.connect(f"{self.host}/.s.PGSQL.{self.port}")
            except OSError:
                dialled.close()
                raise
        else:
            dialled = socket.create_connection((self.host, self.port), CONNECT)
            dialled.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
            dialled.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for name, value in _LOST.items():
                if hasattr(socket, name):
                    dialled.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
        dialled.settimeout(ANSWER)
        return dialled


def address_of(url: str, password: str = "") -> Address:
    """What an address says. Raises Refused for one with a password in it, or that cannot be read."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port or 5432
        asked = dict(parse_qsl(parts.query, strict_parsing=True)) if parts.query else {}
    except ValueError as error:
        raise Refused("database.bad_url", field="url") from error
    if parts.password is not None or "password" in asked:
        raise Refused("database.secret", field="url")
    mode = asked.get("sslmode", "verify-full")
    known = asked.keys() <= {"sslmode", "sslrootcert"} and mode in ("disable", "verify-full")
    if parts.scheme not in ("postgresql", "postgres") or not known:
        raise Refused("database.bad_url", field="url")
    host, user = unquote(parts.hostname or "") or SOCKETS, unquote(parts.username or "") or getuser()
    plain = mode == "disable" or host.startswith("/")
    tls = None if plain else _tls(asked.get("sslrootcert"))
    return Address(host, port, user, unquote(parts.path[1:]) or user, tls, password)


def _tls(root: str | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=root)
    except OSError as error:
        raise Unusable("database.bad_root", file=root, reason=error.strerror or str(error)) from error
