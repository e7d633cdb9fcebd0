"""An invitation: what a new PC is given so that it may ask to belong to an office, once, until a day.

    key            HKDF-SHA256 of the secret (10 random bytes), "casedesk invitation 1"
    id             the first 8 bytes of the SHA-256 of that key
    door           HKDF-SHA256 of the secret, "casedesk door 1": its holder greets the office's PCs by it (`lan_trust`)
    public part    CBOR array: 1 (layout), office, name of the office, province's root key, server's key, server's
                   address, ends (ms since 1970 UTC), PC to be replaced ("" for none) | HMAC-SHA256 by that key
    code           base32 of secret (10) | first 10 bytes of the SHA-256 of the root key | check (2), in groups of four
    QR text        "CASEDESK-INVITE:" and base32 of the secret and the public part
    file           JSON of the same, as the files of `provision_file`

Who holds the secret may ask; whether the PC is taken in the authority decides that invited it. Whoever types the code
fetches the public part from the server, which can read it and cannot alter it.
"""

import hmac
import os
from base64 import b32decode, b32encode
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Self

import cbor2
import segno
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from desk import Refused, Unusable
from sync.envelope import OFFICE
from sync.keys import provision_file

FORMAT = "casedesk-invitation"
QR = "CASEDESK-INVITE:"
SECRET, ROOT_MARK, CHECK, MAC, ID = 10, 10, 2, 32, 8
LARGEST = 2048
"""Bytes of a public part at the most."""

DAYS, MOST_DAYS = 14, 365
"""How long an invitation lasts unless it is told otherwise, and at the most."""


@dataclass(frozen=True)
class Invitation:
    """See above. `root` and `server` are public keys, 32 bytes; `ends` is ms since 1970 UTC."""

    secret: bytes = field(repr=False)
    office: str
    name: str
    root: bytes
    server: bytes
    url: str
    ends: int
    replaces: str = ""

    @classmethod
    def new(
        cls, office: str, name: str, root: bytes, server: bytes, url: str, ends: int, replaces: str = ""
    ) -> Self:  # fmt: skip
        """One with a new secret."""
        return cls(os.urandom(SECRET), office, name, root, server, url, ends, replaces)

    @property
    def id(self) -> bytes:
        """What an invitation is known by to those who do not hold its secret."""
        return id_of(self.secret)

    @property
    def door(self) -> bytes:
        """What its holder is known by on the office's network."""
        return door_of(self.secret)

    @property
    def public(self) -> bytes:
        """The part that the server may keep and hand out."""
        said = [1, self.office, self.name, self.root, self.server, self.url, self.ends, self.replaces]
        body = cbor2.dumps(said)
        return body + mac(self.secret, body)

    @property
    def code(self) -> str:
        """What is typed: nine groups of four letters and digits."""
        content = self.secret + sha256(self.root).digest()[:ROOT_MARK]
        letters = b32encode(content + sha256(content).digest()[:CHECK]).decode("ascii").rstrip("=")
        return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))

    @property
    def qr(self) -> str:
        """What is scanned: everything."""
        return QR + b32encode(self.secret + self.public).decode("ascii").rstrip("=")

    def draw(self, path: Path) -> None:
        """The QR code as a picture, SVG. Raises Unusable where it cannot be written."""
        try:
            segno.make(self.qr, error="m").save(str(path), kind="svg", scale=4)
        except OSError as error:
            raise Unusable("province.unwritable", file=str(path), reason=error.strerror or str(error)) from error

    def hand_out(self, out: Path | None, qr: Path | None) -> None:
        """Write the file, and draw the QR code, where they are wanted: both or none. Raises Refused, Unusable."""
        if out:
            self.write(out)
        try:
            if qr:
                self.draw(qr)
        except Unusable:
            if out:
                out.unlink(missing_ok=True)
            raise

    @classmethod
    def opened(cls, secret: bytes, public: bytes) -> Self:
        """The invitation of a secret. Raises Refused where the public part is not what the inviter wrote."""
        body = public[:-MAC]
        if len(public) > LARGEST or not hmac.compare_digest(mac(secret, body), public[-MAC:]):
            raise Refused("enrol.invitation_false", field="invitation")
        layout, office, name, root, server, url, ends, replaces, *_ = cbor2.loads(body)
        if layout != 1 or not OFFICE.fullmatch(office):
            raise Refused("enrol.invitation_newer", field="invitation")
        return cls(secret, office, name, root, server, url, ends, replaces)

    def write(self, path: Path) -> None:
        """Write the file, readable by its owner only. Raises Refused when there is one by that name already."""
        provision_file.write_as(path, FORMAT, asdict(self))

    @classmethod
    def read(cls, path: Path) -> Self:
        """The invitation in a file. Raises Unusable for what is none, damaged, or of a newer version."""
        return cls(**provision_file.read_as(path, FORMAT, cls))


@dataclass(frozen=True)
class Code:
    """A code that was typed: the secret, and what its root key must begin with when hashed."""

    secret: bytes = field(repr=False)
    root_mark: bytes

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises Refused for what is no code, or was typed wrong."""
        letters = "".join(text.upper().split()).replace("-", "").replace("0", "O").replace("1", "I")
        try:
            content = b32decode(letters + "=" * (-len(letters) % 8))
        except ValueError:
            content = b""
        body, check = content[:-CHECK], content[-CHECK:]
        if len(content) != SECRET + ROOT_MARK + CHECK or sha256(body).digest()[:CHECK] != check:
            raise Refused("enrol.code_wrong", field="invitation")
        return cls(body[:SECRET], body[SECRET:])

    def opened(self, public: bytes) -> Invitation:
        """The invitation that the server keeps for this code. Raises Refused where it is not this one."""
        found = Invitation.opened(self.secret, public)
        if sha256(found.root).digest()[:ROOT_MARK] != self.root_mark:
            raise Refused("enrol.invitation_false", field="invitation")
        return found


def scanned(text: str) -> Invitation:
    """The invitation in the text of a QR code. Raises Refused for any other text."""
    letters = text.strip().upper().removeprefix(QR)
    try:
        content = b32decode(letters + "=" * (-len(letters) % 8))
    except ValueError as error:
        raise Refused("enrol.code_wrong", field="invitation") from error
    return Invitation.opened(content[:SECRET], content[SECRET:])


def url_in(public: bytes) -> str:
    """The province's address in a public part, as it says; "" where it says none."""
    try:
        url = cbor2.loads(public[:-MAC])[5]
    except (ValueError, TypeError, IndexError, cbor2.CBORError):
        return ""
    return url if isinstance(url, str) else ""


def ending(days: int, now: float) -> int:
    """When an invitation for so many days ends, ms since 1970 UTC; `now` in s. Raises Refused for none or too many."""
    if not 1 <= days <= MOST_DAYS:
        raise Refused("enrol.bad_days", field="days", days=days, most=MOST_DAYS)
    return int((now + days * 86_400) * 1000)


def id_of(secret: bytes) -> bytes:
    """What an invitation with this secret is known by."""
    return sha256(_key(secret)).digest()[:ID]


def door_of(secret: bytes) -> bytes:
    """What the holder of this secret greets PCs of the office by, 32 bytes; tells nothing of the secret."""
    return HKDF(hashes.SHA256(), 32, salt=None, info=b"casedesk door 1").derive(secret)


def mac(secret: bytes, data: bytes) -> bytes:
    """What only a holder of the secret can make of `data`, 32 bytes."""
    return hmac.digest(_key(secret), data, "sha256")


def _key(secret: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=b"casedesk invitation 1").derive(secret)
