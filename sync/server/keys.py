"""The keys in a server's data folder: its own, which signs receipts, and the province's, which it trusts.

`province.root` holds the public key of a province that keeps its root key elsewhere (`casedesk-province`). Without that
file this is a small province: its root key lies here as `province.key`, made when first needed, and whoever owns the
server could enrol a PC into an office.
"""

import os
from base64 import b64decode, b64encode
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from desk import Refused, Unusable

ROOT = "province.root"

_PEM = serialization.Encoding.PEM
_PKCS8 = serialization.PrivateFormat.PKCS8


@dataclass(frozen=True)
class Keys:
    """The server's key and the province's public one (`root`, 32 bytes); in a small province its private one too."""

    server: Ed25519PrivateKey
    root: bytes
    held: Ed25519PrivateKey | None = None

    @classmethod
    def open(cls, folder: Path) -> "Keys":
        """The keys of a data folder, made where there are none. Raises Unusable when they cannot be read or written."""
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            server = _key(folder / "server.key")
            if (folder / ROOT).exists():
                return cls(server, _public(folder / ROOT))
            province = _key(folder / "province.key")
            return cls(server, province.public_key().public_bytes_raw(), province)
        except OSError as error:
            raise Unusable("server.folder", folder=str(folder), reason=error.strerror or str(error)) from error

    @property
    def province(self) -> Ed25519PrivateKey:
        """The province's private key. Raises Refused where the province keeps it elsewhere."""
        if self.held is None:
            raise Refused("server.root_elsewhere")
        return self.held

    @property
    def pinned(self) -> bytes:
        """The server's public key, 32 bytes."""
        return self.server.public_key().public_bytes_raw()


def trust(folder: Path, root: bytes) -> Keys:
    """Make a data folder that serves the province with this public key (32 bytes), and holds no key of it.

    Raises Refused where it serves another already, Unusable when it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not (folder / ROOT).exists() and not (folder / "province.key").exists():
            _write(folder / ROOT, b64encode(root) + b"\n")
    except OSError as error:
        raise Unusable("server.folder", folder=str(folder), reason=error.strerror or str(error)) from error
    keys = Keys.open(folder)
    if keys.root != root:
        raise Refused("server.other_province", folder=str(folder))
    return keys


def _public(path: Path) -> bytes:
    try:
        key = b64decode(path.read_bytes().strip(), validate=True)
        Ed25519PublicKey.from_public_bytes(key)
    except ValueError as error:
        raise Unusable("server.key_damaged", file=str(path)) from error
    return key


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
