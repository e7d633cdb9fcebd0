"""Carries letters (`sync.mail`) to the server over HTTPS."""

import os
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from desk import Refused
from sync import mail
from sync.carriers.https import HttpsCarrier
from sync.carriers.posting import Posting
from sync.errors import Offline, Tampered
from sync.mail import Letter, Reply
from sync.signing import Identity
from sync.wire import NONCE, TYPE

_LARGEST = mail.LARGEST_LETTER
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
        letter = Letter(os.urandom(NONCE), word, rest)
        try:
            with self._line.post(bytes(letter), {"Content-Type": TYPE}, 0) as response:
                if response.headers.get("Content-Type") != TYPE:
                    raise Offline("sync.not_ours")
                data = b""
                while len(data) <= _LARGEST and (piece := response.read(64 * 1024)):
                    data += piece
                reply = Reply.read(data, self._server)
        finally:
            self._line.close()
        if reply.nonce != letter.nonce:
            raise Tampered("sync.old_answer")
        if reply.refusal:
            raise Refused(f"enrol.server_{reply.refusal}")
        return reply.value
