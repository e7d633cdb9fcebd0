"""One letter to the server (`sync.mail`) over a line that leads there, and what it answers."""

import os
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from desk import Refused
from sync import mail
from sync.carriers.posting import Posting, check_ours
from sync.errors import Tampered
from sync.mail import Letter, Reply
from sync.wire import NONCE, TYPE


def send(line: Posting, server: Ed25519PublicKey | None, word: str, *rest: Any) -> Any:
    """What the server answers; its key is None for who does not know it yet.

    Raises Offline, Tampered, or Refused in the server's words.
    """
    letter = Letter(os.urandom(NONCE), word, rest)
    with line.post(bytes(letter), {"Content-Type": TYPE}, 0) as response:
        check_ours(response)
        data = b""
        while len(data) <= mail.LARGEST_LETTER and (piece := response.read(64 * 1024)):
            data += piece
        reply = Reply.read(data, server)
    if reply.nonce != letter.nonce:
        raise Tampered("sync.old_answer")
    if reply.refusal:
        raise Refused(f"enrol.server_{reply.refusal}")
    return reply.value
