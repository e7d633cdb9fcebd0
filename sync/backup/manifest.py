"""The page that makes a copy a backup: whose it is, of when, how far it reaches, and the hash of every file in it.

Signed with the PC's key, whose hash is the PC's id: nobody else can write one that says it is this PC's. It stands in
the clear beside the copy, so it holds no word about a citizen.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from desk import Refused, Unusable
from sync.errors import Tampered
from sync.keys.member import device_id

NAME = "backup.json"
FORMAT, VERSION = "casedesk-backup", 1

_AT_ONCE = 1 << 20


@dataclass(frozen=True)
class Manifest:
    """`at` is s since 1970 UTC by the PC's clock. `files` are those beside the manifest: (bytes, SHA-256 in hex)."""

    office: str
    office_name: str
    device: str
    pc: int
    pc_name: str
    at: int
    changes: int
    """Changes in the log of the copy, of all PCs of the office."""
    written: int
    """The last change of this PC in it."""
    delivered: int
    """The last change of this PC that the province had signed for."""
    files: Mapping[str, tuple[int, str]]
    scans: Mapping[str, int]
    """The encrypted files of scans it needs, by their name in the folder of scans that all copies share: bytes."""
    key: str
    """The PC's public key, in hex."""

    @property
    def size(self) -> int:
        """Bytes of all it needs."""
        return sum(size for size, _ in self.files.values()) + sum(self.scans.values())


def write(folder: Path, manifest: Manifest, signing: Ed25519PrivateKey) -> None:
    """Sign a manifest and put it among the files it names. Raises OSError."""
    body = asdict(manifest)
    data = {"format": FORMAT, "version": VERSION, "backup": body, "signature": signing.sign(_signed(body)).hex()}
    (folder / NAME).write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")


def read(folder: Path) -> Manifest:
    """The manifest in a folder, its signature checked.

    Raises Refused where there is none, Unusable for one that is damaged or of a newer version, Tampered for one whose
    signature does not hold.
    """
    path = folder / NAME
    if not path.is_file():
        raise Refused("backup.none_here", path=str(folder))
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["format"] != FORMAT:
            raise ValueError("format")
        if data["version"] > VERSION:
            raise Unusable("backup.newer", path=str(folder))
        body, signature = dict(data["backup"]), bytes.fromhex(data["signature"])
        found = _manifest(body)
        key = bytes.fromhex(found.key)
        if device_id(key) != found.device:
            raise Tampered("backup.signature", path=str(folder))
        Ed25519PublicKey.from_public_bytes(key).verify(signature, _signed(body))
    except InvalidSignature as error:
        raise Tampered("backup.signature", path=str(folder)) from error
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise Unusable("backup.damaged", path=str(folder), file=NAME) from error
    return found


def _manifest(body: Mapping[str, Any]) -> Manifest:
    files = {str(name): (int(size), str(hash)) for name, (size, hash) in body["files"].items()}
    scans = {str(name): int(size) for name, size in body["scans"].items()}
    if any(not _plain(name) for name in (*files, *scans)):
        raise ValueError("name")
    return Manifest(**{**body, "files": files, "scans": scans})


def _plain(name: str) -> bool:
    """Whether a name stays within its folder, whoever wrote it."""
    return bool(name) and not name.startswith(".") and not any(mark in name for mark in "/\\:\0")


def _signed(body: Mapping[str, Any]) -> bytes:
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{FORMAT} {VERSION}\n{canonical}".encode()


def hash_of(path: Path) -> tuple[int, str]:
    """Bytes and SHA-256 of a file. Raises OSError."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while part := file.read(_AT_ONCE):
            digest.update(part)
            size += len(part)
    return size, digest.hexdigest()
