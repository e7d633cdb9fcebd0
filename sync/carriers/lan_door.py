"""What is said at a door of the office's network: by a newcomer who holds an invitation and nothing else of the office.

One letter (`sync.mail`) is one POST to `PATH`, on a line that only a holder of the invitation can open (`lan_trust`):

    invitation   -                      public part of the invitation, or null: for who typed its code
    ask          request                [admission] once it has been taken in, else []
    carry        path, headers, body    [status, headers, body]: the same POST made to the province, for who has no line

The last is for invitations of the province, whose answer only its server has; what is carried is signed from end to
end, so the PC that carries it can neither read more than the server nor alter a byte. A reply needs no signature of
its own: the line ends at a PC that knows the door's key.
"""

import ssl
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from threading import Semaphore
from typing import Any

from desk import Refused
from sync import doors, mail, wire
from sync.carriers.https import HttpsCarrier
from sync.carriers.lan_trust import Door, Trust
from sync.carriers.mailing import NOBODY
from sync.desk import Desk
from sync.errors import Offline, Tampered
from sync.jobs import Job
from sync.keys import keyring
from sync.mail import Letter, Reply
from sync.report import Told
from sync.wire import Malformed

PATH = "/v1/door"
LARGEST = 256 * 1024
"""Bytes of a letter at the most."""

LARGEST_REPLY = 4 * 1024 * 1024
CARRIED = {"Content-Type", "Content-Digest", "Signature-Input", "Signature"}
_PATHS = (wire.PATH, mail.PATH)
_CARRYING = Semaphore(1)
"""One at a time: the province's line is thin, and callers of the office must find somebody free."""


@dataclass(frozen=True)
class Called:
    """A letter that came whole, and the door it came by."""

    door: Door
    letter: Letter


def called(environ: Mapping[str, Any], trust: Trust) -> Called:
    """A newcomer's letter in a request. Raises Tampered for who came by no door, Malformed for what is no letter."""
    line: ssl.SSLSocket = environ["casedesk.line"]
    door = trust.door_of(line.getpeercert(True))
    length = environ.get("CONTENT_LENGTH") or ""
    if environ["REQUEST_METHOD"] != "POST" or not length.isdecimal() or int(length) > LARGEST:
        raise Malformed("no letter of this size")
    return Called(door, Letter.read(environ["wsgi.input"].read(int(length))))


def answer(desk: Desk, call: Called, touched: Told = lambda _: None) -> Generator[Job | None, Any, bytes]:
    """The reply to a letter that needs the desk's file."""
    yield None
    keyring.refresh(desk.db, desk.keyring)
    return bytes(_reply(call.letter, *_answered(desk, call, touched)))


def _answered(desk: Desk, call: Called, touched: Told) -> tuple[str, Any]:
    try:
        if call.letter.word == "invitation":
            return "", doors.public_of(desk, call.door)
        if call.letter.word == "ask":
            refusal, value, records = doors.asked(desk, call.door, *call.letter.rest[:1])
            touched(records)
            return refusal, value
    except (Refused, TypeError):
        pass
    return "unread", None


def carry_on(call: Called) -> bytes:
    """Make a newcomer's POST to the province in its place; the reply. Touches no file; for a caller's thread."""
    if not call.door.url or not _CARRYING.acquire(blocking=False):
        return _reply(call.letter, "offline", None)
    try:
        return _reply(call.letter, "", _carried(call.door.url, *call.letter.rest))
    except Offline:
        return _reply(call.letter, "offline", None)
    except (Refused, Tampered, TypeError, AttributeError, ValueError):
        return _reply(call.letter, "unread", None)
    finally:
        _CARRYING.release()


def _carried(url: str, path: str, headers: Mapping[str, str], body: bytes) -> list[Any]:
    if path not in _PATHS:
        raise ValueError("not a path of the province's")
    line = HttpsCarrier(url, NOBODY, NOBODY.key.public_key().public_bytes_raw(), path=path)
    try:
        with line.post(body, {k: v for k, v in headers.items() if k in CARRIED}, 0) as response:
            data = b""
            while len(data) <= LARGEST_REPLY and (piece := response.read(64 * 1024)):
                data += piece
            return [response.status, {"Content-Type": response.headers.get("Content-Type", "")}, data]
    finally:
        line.close()


def _reply(letter: Letter, refusal: str, value: Any) -> bytes:
    return Reply(letter.nonce, refusal, value).signed(NOBODY.key)
