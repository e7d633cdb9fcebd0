"""The statement in a slip's QR code: which office promised what, when. Writes and reads it; signing is the caller's.

Drawn here: `CD1/office/number/received/due/procedure/name/device/signature`. Letters are those of a QR code's
alphanumeric mode (ISO/IEC 18004, 7.4.5), which keeps the code small; any other is its UTF-8 as %XX, and so are `/` and
`%` themselves. Times are YYYYMMDDHHMM, local time of Vietnam. The name is folded to plain capitals: enough to compare
with an identity card. The signature is 64 bytes of Ed25519 in base32, made over everything before it.
"""

import base64
import binascii
import re
import string
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from desk import Refused
from desk.text import clean, fold
from desk.time.written import sound

VERSION = "CD1"
LONGEST = 1200
NAME_LENGTH = 40
SIGNATURE_LENGTH = 64
PLAIN = string.digits + string.ascii_uppercase + " $*+-.:"
STAMP = "%Y%m%d%H%M"
Sign = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Statement:
    """A slip's promise. Times are "YYYY-MM-DDTHH:MM" or ""; `device` is the PC's id; `signature` 64 bytes or b""."""

    office: str
    number: str
    received_at: str
    due_at: str
    procedure: str
    name: str
    device: str = ""
    signature: bytes = b""

    @property
    def signed(self) -> bytes:
        """The bytes the signature is made over."""
        times = (_packed(self.received_at), _packed(self.due_at))
        parts = (self.office, self.number, *times, self.procedure, self.name, self.device.upper())
        return "/".join((VERSION, *map(_escaped, parts))).encode("ascii")


def statement(said: Statement, sign: Sign | None = None) -> str:
    """The text of the QR code: what is `said`, signed by `sign` when given."""
    said = replace(said, name=plain_name(said.name))
    signature = sign(said.signed) if sign else said.signature
    return f"{said.signed.decode('ascii')}/{base64.b32encode(signature).decode('ascii').rstrip('=')}"


def read_statement(text: str) -> Statement:
    """The statement in a scanned `text`, its signature not yet verified: check it over `.signed`.

    Raises Refused for anything that `statement` did not write letter by letter.
    """
    text = text.strip("\r\n\t ")
    if re.match(r"CD[2-9]/", text):
        raise Refused("forms.qr_newer", field="qr")
    try:
        said = _parsed(text)
        if statement(said) != text:
            raise ValueError(text)
    except (ValueError, binascii.Error) as wrong:
        raise Refused("forms.qr_foreign", field="qr") from wrong
    return said


def _parsed(text: str) -> Statement:
    if len(text) > LONGEST or not text.isascii():
        raise ValueError(text[:40])
    version, *parts, signature = text.split("/")
    if version != VERSION or len(parts) != 7:
        raise ValueError(version)
    office, number, received, due, procedure, name, device = map(_plain, parts)
    times = _unpacked(received), _unpacked(due)
    return Statement(office, number, *times, procedure, name, device.lower(), _decoded(signature))


def plain_name(name: str) -> str:
    """A name as capitals without marks, at most 40 letters: "Nguyễn Thị Phượng" is "NGUYEN THI PHUONG"."""
    return fold(clean(name)).upper()[:NAME_LENGTH].strip()


def matrix(text: str) -> tuple[tuple[bool, ...], ...]:
    """The QR code of `text`, row by row, True for dark; error correction M, no white around it."""
    import segno

    return tuple(tuple(map(bool, row)) for row in segno.make(text, error="m", micro=False, boost_error=False).matrix)


def _escaped(text: str) -> str:
    return "".join(each if each in PLAIN else _percent(each) for each in text)


def _percent(letter: str) -> str:
    return "".join(f"%{byte:02X}" for byte in letter.encode("utf-8", "replace"))


def _plain(text: str) -> str:
    return re.sub(rb"%([0-9A-F]{2})", lambda found: bytes.fromhex(found[1].decode()), text.encode()).decode("utf-8")


def _packed(moment: str) -> str:
    """A time's digits; "" for what another program wrote that is none."""
    return re.sub(r"\D", "", sound(moment))


def _unpacked(stamp: str) -> str:
    return datetime.strptime(stamp, STAMP).isoformat(timespec="minutes") if stamp else ""


def _decoded(signature: str) -> bytes:
    raw = base64.b32decode(signature + "=" * (-len(signature) % 8))
    if len(raw) not in (0, SIGNATURE_LENGTH):
        raise ValueError(signature)
    return raw
