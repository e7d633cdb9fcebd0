"""Carries letters (`sync.mail`) to the server over HTTPS."""

from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sync import mail
from sync.carriers import letters
from sync.carriers.https import HttpsCarrier
from sync.carriers.posting import Posting
from sync.signing import Identity

NOBODY = Identity("", "", Ed25519PrivateKey.from_private_bytes(bytes(32)))
"""Whose name is on a line over which only letters go."""


class Mailing:
    """Letters to the server at `url`. `server` is its pinned key, None for who does not know it yet.

    `line` leads there by another way, such as a PC of the office that carries them on.
    """

    def __init__(self, url: str, server: bytes | None = None, line: Posting | None = None) -> None:
        self._server = Ed25519PublicKey.from_public_bytes(server) if server else None
        anybody = server or NOBODY.key.public_key().public_bytes_raw()
        self._line = line or HttpsCarrier(url, NOBODY, anybody, path=mail.PATH)

    def send(self, word: str, *rest: Any) -> Any:
        """What the server answers to a letter. Raises Offline, Tampered, or Refused in the server's words."""
        try:
            return letters.send(self._line, self._server, word, *rest)
        finally:
            self._line.close()
