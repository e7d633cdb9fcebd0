"""The keys in a server's data folder: the province's, which signs rosters, and the server's, which signs receipts.

This is the seam of the chain of keys: here the province's key lies beside the data, made when first needed. Where a
province keeps its root key offline, only `Keys.open` and the provision command change; everybody else pins and
checks public keys already.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk import Unusable

_PEM = serialization.Encoding.PEM
_PKCS8 = serialization.PrivateFormat.PKCS8


@dataclass(frozen=True)
class Keys:
    """The two signing keys."""

    province: Ed25519PrivateKey
    server: Ed25519PrivateKey

    @classmethod
    def open(cls, folder: Path) -> "Keys":
        """The keys of a data folder, made where there are none. Raises Unusable when they cannot be read or written."""
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            return cls(_key(folder / "province.key"), _key(folder / "server.key"))
        except OSError as error:
            raise Unusable("server.folder", folder=str(folder), reason=error.strerror or str(error)) from error

    @property
    def root(self) -> bytes:
        """The province's public key, 32 bytes."""
        return self.province.public_key().public_bytes_raw()

    @property
    def pinned(self) -> bytes:
        """The server's public key, 32 bytes."""
        return self.server.public_key().public_bytes_raw()


def _key(path: Path) -> Ed25519PrivateKey:
    if not path.exists():
        _write(path, Ed25519PrivateKey.generate().private_bytes(_PEM, _PKCS8, serialization.NoEncryption()))
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), None)
    except ValueError as error:
        raise Unusable("server.key_damaged", file=str(path)) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise Unusable("server.key_damaged", file=str(path))
    return key


def _write(path: Path, pem: bytes) -> None:
    """Write whole or not at all; a key that another process made meanwhile stays."""
    building = path.with_suffix(f".{os.getpid()}")
    handle = os.open(building, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(building, path)
    except FileExistsError:
        pass
    finally:
        building.unlink()
