"""A new PC on its way into its office: it makes its keys, asks, and starts when it has been taken in.

The home is there from the first moment, encrypted, with its first officer; it lacks only a number and the office's
content keys. Each step can be repeated, and goes on where a power cut or a missing line has left it.
"""

import os
import time
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk import Refused, Unusable, store
from sync import exchange, home, mail, wire
from sync.carriers import peers
from sync.carriers.carrier import Request
from sync.carriers.knocking import Knocking
from sync.carriers.mailing import Mailing
from sync.carriers.posting import Posting
from sync.desk import Clock, Desk, Device, Office
from sync.errors import Offline, Tampered
from sync.keys import keyring, sealing, telling
from sync.keys.invitation import Code, Invitation, door_of, id_of
from sync.keys.news import News
from sync.keys.provision_file import Provision
from sync.keys.request import LARGEST_ADMISSION, Admission, read_file
from sync.keys.request import Request as Asking
from sync.keys.roster import Roster

ROUNDS = 20
"""Round trips at the most to learn all about an office; one brings some two hundred statements."""

REQUEST = "enrolment.request"
"""The request's file in a home that waits; it holds no secret."""


def begin(
    folder: Path, invited: Invitation, officer: str, password: str, *, name: str = "", clock: Clock = time.time
) -> Asking:
    """Make a home that waits to be taken in, with its first officer; its keys are made here and stay here.

    Raises Refused for an invitation that has ended by this PC's clock, and as `home.make` does.
    """
    now = int(clock() * 1000)
    if now > invited.ends:
        raise Refused("enrol.expired_here", field="invitation")
    signing, opening = Ed25519PrivateKey.generate(), sealing.new()
    request = Asking.new(invited, signing, sealing.public(opening), name, now)
    start = Provision(
        invited.office, invited.name, 0, 0, b"", signing.private_bytes_raw(), bytes(Roster.empty(invited.office)),
        invited.root, invited.server, opening,
    )  # fmt: skip
    home.make(folder, start, officer, password, server=invited.url, door=invited.door)
    _write(folder / REQUEST, request.data)
    return request


def waits(folder: Path) -> bool:
    """Whether the home's PC has not been taken in yet."""
    return home.read(folder).device.pc == 0


def request_of(folder: Path) -> Asking:
    """What a home that waits asks with. Raises Refused where it asks nothing."""
    if not (folder / REQUEST).is_file():
        raise Refused("enrol.no_request", field="request")
    return Asking.read((folder / REQUEST).read_bytes())


def take(folder: Path, desk: Desk, admission: Admission) -> bool:
    """Take in what the authority wrote; whether the PC is a member now.

    Raises Tampered when the province's key does not back it, Refused when it is for another PC.
    """
    if admission.office != desk.office.code:
        raise Refused("enrol.other_office", field="answer", office=admission.office)
    with store.transaction(desk.db):
        keyring.renew(desk.db, desk.keyring, admission.roster)
        keyring.take_keys(desk.db, desk.keyring, admission.sealed)
    if desk.keyring.roster.find(desk.device.id) is None:
        raise Refused("enrol.other_pc", field="answer")
    return settle(folder, desk)


def fetch(code: str, url: str) -> Invitation:
    """The invitation behind a code that was typed. Raises Refused where the server knows none; Offline."""
    typed = Code.read(code)
    public = Mailing(url).send("invitation", id_of(typed.secret))
    if not isinstance(public, bytes):
        raise Refused("enrol.code_unknown", field="invitation")
    return typed.opened(public)


def fetch_near(code: str, address: str) -> Invitation:
    """The same from the PC of the office at an address of this network, "host" or "host:port".

    Raises Offline where none answers that knows the invitation.
    """
    typed = Code.read(code)
    public = Knocking(address, door_of(typed.secret)).send("invitation")
    if not isinstance(public, bytes):
        raise Refused("enrol.code_unknown", field="invitation")
    return typed.opened(public)


def ask(folder: Path, desk: Desk, url: str) -> bool:
    """Ask the server to be taken in, or whether that was done; True when this PC can start now.

    Raises Offline where there is no line; then nothing is lost, and it may be asked again. Raises Refused in the
    server's words, also where the office or the province has turned this PC away.
    """
    Mailing(url, desk.keyring.server).send("ask", request_of(folder).data)
    return _asked(folder, desk, exchange.carrier_of(desk, url))


def ask_near(folder: Path, desk: Desk, address: str) -> bool:
    """Ask the PC of the office at an address of this network; True when this PC can start now.

    Where nobody of the office has taken it in, that PC carries the same on to the province, if it has a line. Raises
    Refused in the office's words, Offline where no PC answers that knows the invitation.
    """
    call = Knocking(address, keyring.door(desk.db))
    answered = call.send("ask", request_of(folder).data)
    peers.keep_address(desk.db, address)
    if answered and take(folder, desk, Admission.read(answered[0], desk.device.id)):
        return True
    if not home.read(folder).server:
        return False
    pinned, nobody = desk.keyring.server, exchange.identity(desk)
    try:
        Mailing("", pinned, call.through(mail.PATH, nobody, pinned)).send("ask", request_of(folder).data)
        return _asked(folder, desk, call.through(wire.PATH, nobody, pinned))
    except (Offline, Refused):
        return False  # the office knows of it; the province's word may come later


def ask_anywhere(folder: Path, desk: Desk, url: str, addresses: Iterable[str]) -> bool:
    """Ask the PCs of the office at these addresses, then the server at `url` ("" for none), until one takes this PC in.

    Raises Offline where nobody could be asked, Refused where the office turns this PC away.
    """
    ways = [partial(ask_near, folder, desk, address) for address in addresses]
    ways += [partial(ask, folder, desk, url)] if url else []
    missed, heard = list[Offline](), False
    for way in ways:
        try:
            if way():
                return True
            heard = True
        except Offline as error:
            missed.append(error)
    if missed and not heard:
        raise missed[-1]
    return False


def _asked(folder: Path, desk: Desk, carrier: Posting) -> bool:
    """Hear what the province says of this PC by now."""
    theirs: News | None = None
    try:
        for _ in range(ROUNDS):
            said = telling.say(desk.db, desk.keyring, theirs)
            answer = carrier.exchange(Request({}, desk.keyring.roster.listed_version, room=0, news=said))
            theirs = answer.receipt.news
            if theirs:
                telling.hear(desk.db, desk.keyring, theirs)
            if settle(folder, desk):
                return True
    except Tampered as error:
        if error.key != "sync.server_unknown":
            raise
    finally:
        carrier.close()
    return False


def settle(folder: Path, desk: Desk) -> bool:
    """Give the PC its number and name if it has been taken in and holds a key to seal with; whether it has."""
    member = desk.keyring.roster.find(desk.device.id)
    if member is None or not desk.keyring.office_keys:
        return False
    held = home.read(folder)
    desk.device = Device(member.id, member.pc, member.name)
    desk.office = Office(held.office.code, desk.keyring.roster.name or held.office.name)
    home.write(folder, replace(held, office=desk.office, device=desk.device))
    (folder / REQUEST).unlink(missing_ok=True)
    return True


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def ask_with(folder: Path, key: bytes, officer: str, url: str, near: Iterable[str] = ()) -> bool:
    """As `ask_anywhere`, the file opened with its key for this alone, on whatever thread that is.

    `near` are addresses beside those of PCs of the office that have answered before.
    """
    with closing(home.open_desk(folder, key, officer, waiting=True)) as desk:
        return ask_anywhere(folder, desk, url, dict.fromkeys([*peers.addresses(desk.db), *near]))


def take_file(folder: Path, key: bytes, officer: str, path: Path) -> bool:
    """As `take`, from the file that an authority wrote. Raises Unusable for one that cannot be read."""
    with closing(home.open_desk(folder, key, officer, waiting=True)) as desk:
        return take(folder, desk, Admission.read(read_file(path, LARGEST_ADMISSION), desk.device.id))


def give_up(folder: Path) -> Path:
    """Put a home that waits aside, so that this PC may ask with another invitation; where it lies now.

    Raises Refused for a home that has been taken in, Unusable where the folder cannot be moved.
    """
    if not waits(folder):
        raise Refused("enrol.taken_in_already")
    aside = folder.with_name(f"{folder.name}.given-up-{int(time.time())}")
    try:
        folder.rename(aside)
    except OSError as error:
        raise Unusable("province.unwritable", file=str(folder), reason=error.strerror or str(error)) from error
    return aside
