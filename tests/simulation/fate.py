"""What makes a history the same each time: keys, nonces and times are drawn from its seed."""

import os
import random
import sys
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace
from unittest import mock

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk import store
from sync import codec
from sync.keys import authority, vault
from sync.reconcile import guard
from sync.server import app, bundle, reply
from tests import files

MASS = {what: {"least": 3, "share": 0.1} for what in ("void", "ended", "overwritten")}
"""From how many cases on a change waits for an administrator: the office of a history is small."""


class Bug(BaseException):
    """What a server would swallow, so that one caller does not end it."""


class Fate(random.Random):
    """The chance of one history, and its time: s since 1970 UTC, by the one clock that is right.

    The program draws its keys and nonces from `code`, so that how many it draws changes nothing of what happens.
    """

    def __init__(self, seed):
        super().__init__(seed)
        self.code = random.Random(~seed)
        self.now = 1_764_500_000.0

    def clock(self):
        return self.now


@contextmanager
def ruled_by(fate):
    """While this lasts, whatever the code draws is drawn from `fate`.

    Passwords and compression cost little, new files too, and none is encrypted.
    """
    key = lambda: Ed25519PrivateKey.from_private_bytes(fate.code.randbytes(32))  # noqa: E731
    with ExitStack() as rules:
        for place, name, value in (
            (os, "urandom", fate.code.randbytes),
            (Ed25519PrivateKey, "generate", staticmethod(key)),
            (app, "time", fate.clock),
            (app, "log", SimpleNamespace(error=_told, exception=_bug)),
            (reply, "time", fate.clock),
            (bundle, "time", fate.clock),
            (authority, "time", SimpleNamespace(time=fate.clock)),
            (guard, "limits", lambda: MASS),
            (vault, "MEMORY_KIB", 64),
            (vault, "PASSES", 1),
            (vault, "LANES", 1),
            (store, "open_store", files.copied),
            (store, "unlocked", files.bare),
            (codec, "LEVEL", 1),
        ):
            rules.enter_context(mock.patch.object(place, name, value))
        yield fate


def _told(message, *_):
    """A fault of the surroundings, which the history tells itself."""


def _bug(message, *_):
    raise Bug(message) from sys.exception()
