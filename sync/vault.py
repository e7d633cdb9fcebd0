"""How officers' passwords open this PC's file. Knows nothing of records, windows or the network.

The file's random key is kept once per officer, wrapped with AES-256-GCM under a key that Argon2id (RFC 9106, section 4,
second recommended choice) makes from the password. Wrong tries are counted and make the next one wait.
"""

import os
from base64 import b64decode, b64encode
from dataclasses import dataclass, replace
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from desk import Refused

MEMORY_KIB, PASSES, LANES = 64 * 1024, 3, 4
FREE_TRIES = 2
LONGEST_WAIT = 60
"""Seconds that a wrong password makes the next try wait at the most."""


@dataclass(frozen=True)
class Lock:
    """One officer's way into the file. `failures` since the last success, `failed_at` in s since 1970 UTC."""

    officer: str
    name: str
    salt: bytes
    nonce: bytes
    wrapped: bytes
    memory_kib: int = MEMORY_KIB
    passes: int = PASSES
    lanes: int = LANES
    failures: int = 0
    failed_at: int = 0

    def to_json(self) -> dict[str, Any]:
        """As kept in home.json, bytes in base64."""
        return {
            name: b64encode(value).decode() if isinstance(value, bytes) else value for name, value in vars(self).items()
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Lock":
        """The lock that `to_json` wrote; raises TypeError or ValueError for anything else."""
        secret = {name: b64decode(data[name], validate=True) for name in ("salt", "nonce", "wrapped")}
        return cls(**{**data, **secret})


def fit(officer: str, name: str, password: str, file_key: bytes) -> Lock:
    """A new lock for an officer (record id and name) to the 32-byte `file_key`."""
    if not password:
        raise Refused("vault.password_empty", field="password")
    salt, nonce = os.urandom(16), os.urandom(12)
    lock = Lock(officer, name, salt, nonce, b"")
    return replace(lock, wrapped=AESGCM(_key(lock, password)).encrypt(nonce, file_key, officer.encode()))


def wait(lock: Lock, now: int) -> int:
    """Seconds until the next try is taken; a clock put back never makes it longer than LONGEST_WAIT."""
    if lock.failures <= FREE_TRIES:
        return 0
    pause = min(2 ** (lock.failures - FREE_TRIES), LONGEST_WAIT)
    left: int = min(pause, lock.failed_at + pause - now)
    return max(0, left)


def unlock(lock: Lock, password: str, now: int) -> bytes:
    """The file key. Raises Refused for a wrong password and for a try that comes too early."""
    if seconds := wait(lock, now):
        raise Refused("vault.wait", field="password", seconds=seconds, failures=lock.failures)
    try:
        return AESGCM(_key(lock, password)).decrypt(lock.nonce, lock.wrapped, lock.officer.encode())
    except InvalidTag:
        raise Refused("vault.wrong_password", field="password", failures=lock.failures + 1) from None


def failed(lock: Lock, now: int) -> Lock:
    """The lock after one more wrong try."""
    return replace(lock, failures=lock.failures + 1, failed_at=now)


def opened(lock: Lock) -> Lock:
    """The lock after it was opened: tries count from zero again."""
    return replace(lock, failures=0, failed_at=0)


def _key(lock: Lock, password: str) -> bytes:
    kdf = Argon2id(
        salt=lock.salt, length=32, iterations=lock.passes, lanes=lock.lanes, memory_cost=lock.memory_kib
    )  # fmt: skip
    return kdf.derive(password.encode())
