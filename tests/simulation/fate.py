"""What makes a history the same each time: keys, nonces and times are drawn from its seed."""

import os
import random
from contextlib import contextmanager
from unittest import mock

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync import codec
from sync.keys import vault
from sync.server import app, reply


class Fate(random.Random):
    """The chance of one history, and its time: s since 1970 UTC, by the one clock that is right."""

    def __init__(self, seed):
        super().__init__(seed)
        self.now = 1_764_500_000.0

    def clock(self):
        return self.now


@contextmanager
def ruled_by(fate):
    """While this lasts, whatever the code draws is drawn from `fate`. Passwords and compression cost little."""
    key = lambda: Ed25519PrivateKey.from_private_bytes(fate.randbytes(32))  # noqa: E731
    with (
        mock.patch.object(os, "urandom", fate.randbytes),
        mock.patch.object(Ed25519PrivateKey, "generate", staticmethod(key)),
        mock.patch.object(app, "time", fate.clock),
        mock.patch.object(reply, "time", fate.clock),
        mock.patch.object(vault, "MEMORY_KIB", 64),
        mock.patch.object(vault, "PASSES", 1),
        mock.patch.object(codec, "LEVEL", 1),
    ):
        yield fate
