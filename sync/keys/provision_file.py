"""The file that makes a PC a member of its office (`pc1.casedesk`), and the recovery copy of an office's key.

Both are JSON with a format marker, a version (1 had no sealing or recovery key), and a check over the rest so that
damage is noticed. They hold secrets: written readable by their owner only, to be handed over in person and deleted
after use.
"""

import json
import os
from base64 import b64decode, b64encode
from dataclasses import MISSING, asdict, dataclass, field, fields
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk import Refused, Unusable
from sync.errors import Tampered
from sync.keys.roster import Member, Roster, device_id

VERSION = 2
PC_FORMAT = "casedesk-pc"
KEY_FORMAT = "casedesk-office-key"
LARGEST = 1024 * 1024


@dataclass(frozen=True)
class Provision:
    """What one PC starts with. Keys are 32 raw bytes, the sealing key 96 (`sealing`), empty in files of version 1;
    `roster` is the document as it was then.

    `root` and `server` are public keys to be pinned: the province's, which signs rosters, and the server's, which
    signs receipts.
    """

    office: str
    office_name: str
    pc: int
    epoch: int
    office_key: bytes = field(repr=False)
    signing_key: bytes = field(repr=False)
    roster: bytes
    root: bytes
    server: bytes
    sealing_key: bytes = field(default=b"", repr=False)

    @property
    def device(self) -> str:
        """The PC's id."""
        return device_id(Ed25519PrivateKey.from_private_bytes(self.signing_key).public_key().public_bytes_raw())

    @property
    def member(self) -> Member:
        """The PC as the roster lists it. Raises Tampered when the roster is not the root's or does not list it."""
        return Roster.verified(self.roster, self.root).signer(self.device, 0)

    @property
    def pc_name(self) -> str:
        """The PC's name in its office, such as MÁY-01; "" for one that has yet to be taken in."""
        return self.member.name if self.pc else ""


@dataclass(frozen=True)
class OfficeKey:
    """The province's copy of an office's content key of one epoch, kept offline: who has it can read the office.

    `recovery` is the private key (96 bytes) that the content keys of later epochs are sealed to; empty in version 1.
    """

    office: str
    epoch: int
    key: bytes = field(repr=False)
    recovery: bytes = field(default=b"", repr=False)


def write(path: Path, provision: Provision) -> None:
    """Write a PC's file, readable by its owner only. Raises Refused when there is one by that name already."""
    write_as(path, PC_FORMAT, asdict(provision))


def read(path: Path) -> Provision:
    """A PC's file. Raises Unusable in words for a file that is not there, not ours, damaged, or of a newer version."""
    provision = Provision(**read_as(path, PC_FORMAT, Provision))
    try:
        agrees = provision.member.pc == provision.pc
    except (Tampered, ValueError) as error:
        raise Unusable("sync.file_damaged", file=path.name) from error
    if not agrees:
        raise Unusable("sync.file_damaged", file=path.name)
    return provision


def write_key(path: Path, key: OfficeKey) -> None:
    """Write the recovery copy of an office's key. Raises Refused when there is one by that name already."""
    write_as(path, KEY_FORMAT, asdict(key))


def read_key(path: Path) -> OfficeKey:
    """A recovery copy. Raises Unusable as `read` does."""
    return OfficeKey(**read_as(path, KEY_FORMAT, OfficeKey))


def write_as(path: Path, format: str, values: dict[str, Any]) -> None:
    """Write a secret file of a format, readable by its owner only, or nothing.

    Raises Refused when there is one by that name, Unusable where it cannot be written.
    """
    content = {"format": format, "version": VERSION} | {name: _to_json(value) for name, value in values.items()}
    text = json.dumps(content | {"check": _check(content)}, ensure_ascii=False, indent=1)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise Refused("sync.file_exists", file=str(path)) from error
    except OSError as error:
        raise Unusable("province.unwritable", file=str(path), reason=error.strerror or str(error)) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(f"{text}\n".encode())
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)  # else the next try would find it in the way
        raise Unusable("province.unwritable", file=str(path), reason=error.strerror or str(error)) from error


def read_as(path: Path, format: str, kind: type[Any]) -> dict[str, Any]:
    """The fields of `kind`, a dataclass, in a file of a format. Raises Unusable for one that is not, or damaged."""
    content = _content(path, format)
    if content.get("version", 0) > VERSION:
        raise Unusable("sync.file_newer", file=path.name)
    check = content.pop("check", None)
    try:
        if check != _check(content):
            raise ValueError("check differs")
        later = {each.name for each in fields(kind) if each.default is not MISSING}
        named = [each for each in fields(kind) if each.name in content or each.name not in later]
        return {each.name: _from_json(content[each.name], each.type) for each in named}
    except (KeyError, ValueError, TypeError) as error:
        raise Unusable("sync.file_damaged", file=path.name) from error


def _content(path: Path, format: str) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST)
    except OSError as error:
        raise Unusable("sync.file_unreadable", file=str(path), reason=error.strerror or str(error)) from error
    try:
        content = json.loads(text)
    except ValueError as error:
        ours = f'"{format}"'.encode() in text[:200]
        raise Unusable("sync.file_damaged" if ours else "sync.file_foreign", file=path.name) from error
    if not isinstance(content, dict) or content.get("format") != format:
        raise Unusable("sync.file_foreign", file=path.name)
    if not isinstance(content.get("version"), int):
        raise Unusable("sync.file_damaged", file=path.name)
    return content


def _check(content: dict[str, Any]) -> str:
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _to_json(value: Any) -> Any:
    return b64encode(value).decode("ascii") if isinstance(value, bytes) else value


def _from_json(value: Any, kind: Any) -> Any:
    if kind is bytes:
        return b64decode(value, validate=True)
    if type(value) is not kind:
        raise TypeError(f"{kind} expected")
    return value
