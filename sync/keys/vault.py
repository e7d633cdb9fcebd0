"""How officers' passwords open this PC's file. Knows nothing of records, windows or the network.

A lock wraps a secret with AES-256-GCM under a key that Argon2id (RFC 9106, section 4, second recommended choice) makes
from the password. In a lock with a door the secret is the officer's private key (X25519), and the door holds the file's
random key, sealed to the public half with HPKE (RFC 9180): it can be fitted without the password. In one without, made
by the first version, the secret is the file's key itself. Wrong tries are counted and make the next one wait.
"""

import os
from base64 import b64decode, b64encode
from dataclasses import dataclass, replace
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from desk import Refused

MEMORY_KIB, PASSES, LANES = 64 * 1024, 3, 4
FREE_TRIES, LOCKED_AFTER = 2, 5
LOCKED_FOR = 15 * 60
"""Seconds that LOCKED_AFTER wrong passwords close the account at this PC, unless an administrator opens it."""

TRIES_KEPT = 100
"""Times of wrong tries kept until the next log-in takes them into the audit trail."""

_BYTES = ("salt", "nonce", "wrapped", "door")


@dataclass(frozen=True)
class Lock:
    """One officer's way into the file. `failures` since the last success, `failed_at` in s since 1970 UTC.

    `account` names the lock of the account record this one was fitted from; `provisional` asks for a password of the
    officer's own choice; `tried` are the times of wrong tries that the audit trail has not yet.
    """

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
    door: bytes = b""
    account: str = ""
    provisional: bool = False
    tried: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As kept in home.json, bytes in base64."""
        return {
            name: b64encode(value).decode() if isinstance(value, bytes) else value for name, value in vars(self).items()
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Lock":
        """The lock that `to_json` wrote; raises TypeError or ValueError for anything else."""
        secret = {name: b64decode(data[name], validate=True) for name in _BYTES if name in data}
        return cls(**{**data, **secret, "tried": tuple(int(at) for at in data.get("tried", ()))})


def fit(officer: str, name: str, password: str, secret: bytes) -> Lock:
    """A new lock for an officer (record id and name) around a 32-byte secret."""
    if not password:
        raise Refused("vault.password_empty", field="password")
    salt, nonce = os.urandom(16), os.urandom(12)
    lock = Lock(officer, name, salt, nonce, b"", MEMORY_KIB, PASSES, LANES)
    return replace(lock, wrapped=AESGCM(_key(lock, password)).encrypt(nonce, secret, officer.encode()))


def door(officer: str, public_key: bytes, file_key: bytes) -> bytes:
    """The file's key, sealed to an officer's public key (32 bytes)."""
    return _HPKE.encrypt(file_key, X25519PublicKey.from_public_bytes(public_key), info=_info(officer))


_HPKE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def _info(officer: str) -> bytes:
    return b"casedesk door 1\0" + officer.encode()


def wait(lock: Lock, now: int) -> int:
    """Seconds until the next try is taken. A clock put back since the last try makes it no longer than it was."""
    if lock.failures <= FREE_TRIES:
        return 0
    pause = LOCKED_FOR if locked(lock) else 2 ** (lock.failures - FREE_TRIES)
    left: int = min(pause, lock.failed_at + pause - now)
    return max(0, left)


def locked(lock: Lock) -> bool:
    """Whether so many tries were wrong that the account is closed for LOCKED_FOR."""
    return lock.failures >= LOCKED_AFTER


def unlock(lock: Lock, password: str, now: int) -> bytes:
    """The file key. Raises Refused for a wrong password and for a try that comes too early."""
    if seconds := wait(lock, now):
        if locked(lock):
            minutes = -(-seconds // 60)
            raise Refused("vault.locked", field="password", seconds=seconds, minutes=minutes, failures=lock.failures)
        raise Refused("vault.wait", field="password", seconds=seconds, failures=lock.failures)
    try:
        secret = AESGCM(_key(lock, password)).decrypt(lock.nonce, lock.wrapped, lock.officer.encode())
    except InvalidTag:
        raise Refused("vault.wrong_password", field="password", failures=lock.failures + 1) from None
    if not lock.door:
        return secret
    return _HPKE.decrypt(lock.door, X25519PrivateKey.from_private_bytes(secret), info=_info(lock.officer))


def opens(lock: Lock, password: str) -> bool:
    """Whether the lock has this password; nothing is counted, for whoever asks has the key already."""
    try:
        return bool(unlock(opened(lock), password, 0))
    except Refused:
        return False


def failed(lock: Lock, now: int) -> Lock:
    """The lock after one more wrong try."""
    return replace(lock, failures=lock.failures + 1, failed_at=now, tried=(*lock.tried, now)[-TRIES_KEPT:])


def opened(lock: Lock) -> Lock:
    """The lock after it was opened, by its officer or an administrator: tries count from zero again."""
    return replace(lock, failures=0, failed_at=0)


def _key(lock: Lock, password: str) -> bytes:
    kdf = Argon2id(
        salt=lock.salt, length=32, iterations=lock.passes, lanes=lock.lanes, memory_cost=lock.memory_kib
    )  # fmt: skip
    return kdf.derive(password.encode())
