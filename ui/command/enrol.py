"""`casedesk enrol`: a new PC asks to belong to an office; a PC that may takes others in, and takes a stolen one out."""

import argparse
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from desk import Refused, Spoken
from desk.officers import passwords
from desk.words import text
from sync import doors, enrolling, home, taking_in
from sync.carriers import knocking, peers
from sync.desk import Desk
from sync.errors import Offline
from sync.healing import succession
from sync.keys.invitation import QR, Invitation, ending, scanned
from sync.keys.request import LARGEST_ADMISSION, LARGEST_REQUEST, Admission, Request, read_file
from sync.keys.succession import Succession
from ui.command.answer import Answer, said, table
from ui.command.grammar import Usage
from ui.command.opening import chosen_password, desk_of, has_home, password
from ui.command.writing import write

AGAIN = 5.0
"""s between two questions whether this PC has been taken in."""

LOOKING = 4.0
"""s to look for PCs of the office on the network."""


def join(args: argparse.Namespace) -> Answer:
    """Begin, or go on where an earlier call left: ask over the network, or by a file there and a file back."""
    weak: list[str] = []
    if not has_home(args):
        known, weak = _begin(args)
    else:
        known = password()
    if not enrolling.waits(args.home):
        return _joined(args, weak)
    with closing(home.open_home(args.home, known, args.officer, waiting=True)) as desk:
        taken = _take(args, desk) if args.admission else _ask_until(args, desk)
    return _joined(args, weak) if taken else _waiting(args, weak)


def _ask_until(args: argparse.Namespace, desk: Desk) -> bool:
    """Ask once or, with `--wait`, again and again; a line that is down meanwhile is waited for too."""
    end = time.monotonic() + 60 * (args.wait or 0)
    while True:
        last = time.monotonic() + AGAIN > end
        try:
            if _ask(args, desk):
                return True
        except Offline:
            if last:
                raise
        if last:
            return False
        time.sleep(AGAIN)


def _begin(args: argparse.Namespace) -> tuple[str, list[str]]:
    if not args.officer or not args.invitation:
        raise Usage(text("enrol.usage"))
    invited = _invitation(args.invitation, args.server, _near(args.lan))
    known = chosen_password()
    enrolling.begin(args.home, invited, args.officer, known, name=args.name)
    missing = passwords.lacks(known)
    return known, [text("accounts.weak_warning", missing=passwords.said(missing))] if missing else []


def _near(lan: str | None) -> list[str]:
    """The addresses to ask at: the one given, or those of all desks on this network; none where none is wanted."""
    if lan is None or lan:
        return [lan] if lan else []
    return knocking.near(LOOKING)


def _invitation(given: str, server: str, near: Sequence[str] = ()) -> Invitation:
    if given.strip().upper().startswith(QR):
        return scanned(given)
    if Path(given).is_file():
        return Invitation.read(Path(given))
    if _like_a_file(given):
        raise Refused("enrol.no_file", field="invitation", given=given)
    for address in near:
        with suppress(Offline):
            return enrolling.fetch_near(given, address)
    if not server:
        raise Offline("enrol.near_none") if near else Refused("enrol.code_needs_server", field="server")
    return enrolling.fetch(given, server)


def _like_a_file(given: str) -> bool:
    """Whether this cannot be meant as a code: it has other signs than letters, digits, blanks and hyphens."""
    return not all(sign.isalnum() or sign in "- " for sign in given.strip())


def _take(args: argparse.Namespace, desk: Desk) -> bool:
    data = read_file(args.admission, LARGEST_ADMISSION)
    return enrolling.take(args.home, desk, Admission.read(data, desk.device.id))


def _ask(args: argparse.Namespace, desk: Desk) -> bool:
    """Put the request into a file where one is named, and ask whoever can be asked: the office's PCs, the server."""
    if args.request:
        write(args.request, enrolling.request_of(args.home).data)
    server, near = args.server or home.read(args.home).server, peers.addresses(desk.db)
    near += [address for address in _near(args.lan) if address not in near]
    if args.lan is not None and not near:
        raise Offline("enrol.near_none")
    try:
        return enrolling.ask_anywhere(args.home, desk, server, near)
    except Offline:
        if args.request:
            return False
        raise


def _waiting(args: argparse.Namespace, weak: list[str]) -> Answer:
    asking = enrolling.request_of(args.home)
    data = {
        "state": "waiting", "device": asking.device, "office": asking.office, "request": str(args.request or ""),
        "words": asking.words,
    }  # fmt: skip
    return Answer(
        data, said("enrol.asked", device=asking.device, office=asking.office, words=asking.words), errors=weak
    )


def _joined(args: argparse.Namespace, weak: list[str]) -> Answer:
    made = home.read(args.home)
    data = {
        "state": "enrolled", "device": made.device.id, "pc": made.device.pc, "pc_name": made.device.name,
        "office": made.office.code, "office_name": made.office.name, "server": made.server,
    }  # fmt: skip
    return Answer(data, said("enrol.enrolled", name=made.device.name, office=made.office.name), errors=weak)


def invite(args: argparse.Namespace) -> Answer:
    """Invite a PC; the file, or the code and QR once the server knows of it."""
    with desk_of(args) as desk:
        server, ends = home.read(args.home).server, ending(args.days, desk.clock())
        replaced = _pc(desk, args.replaces) if args.replaces else ""
        made = taking_in.invite(desk, server, ends, name=args.name, replaces=replaced)
        try:
            made.hand_out(args.out, args.qr)
        except Spoken:
            taking_in.call_off(desk, made)
            raise
        known = taking_in.publish(server, desk.keyring.server, taking_in.announcement(desk, made))
    data = {"code": made.code, "qr": made.qr, "file": str(args.out or ""), "code_works": known}
    told = "enrol.invited" if known else "enrol.invited_file_only"
    return Answer(data, said(told, code=made.code, file=data["file"]))


def _pc(desk: Desk, asked: str) -> str:
    """The id of the PC of the office that is meant. Raises Refused."""
    found = desk.keyring.roster.named(asked)
    if found is None:
        raise Refused("enrol.no_such_pc", field="replaces", pc=asked[:40])
    return found.id


def carry(args: argparse.Namespace) -> Answer:
    """Let the holder of an invitation, one of the province's, ask at the PCs of this office."""
    with desk_of(args) as desk:
        desk.demand("appoint")
        invited = _invitation(args.invitation, home.read(args.home).server)
        doors.open_door(desk, invited)
    return Answer({"invitation": invited.id.hex(), "ends": invited.ends}, said("enrol.carried"))


def requests(args: argparse.Namespace) -> Answer:
    """Who asks to be taken in: at the office's network, at the server, or in files."""
    with desk_of(args) as desk:
        clones = [] if args.files else [_clone(desk, asked) for asked in succession.waiting(desk)]
        try:
            found = [_row(asking) for asking in taking_in.judged(desk, _asking(args, desk, args.files))]
        except Offline:
            if not clones:
                raise
            found = []
        found += clones
    heads = [text(f"enrol.head.{name}") for name in ("device", "name", "state")]
    return Answer(found, lambda: table(heads, [(r["device"], r["name"], r["said"]) for r in found], text("enrol.none")))


def _asking(args: argparse.Namespace, desk: Desk, files: list[Path]) -> list[Request]:
    if files:
        return [Request.read(read_file(file, LARGEST_REQUEST)) for file in files]
    near, server = doors.requests(desk), home.read(args.home).server
    known = {request.device for request in near}
    try:
        away = taking_in.waiting(server, desk.keyring.server, taking_in.query(desk)) if server else []
    except Offline:
        if not near:
            raise
        away = []
    return [*near, *(request for request in away if request.device not in known)]


def _row(asking: taking_in.Asking) -> dict[str, Any]:
    device, name = asking.request.device, asking.request.name
    return {"device": device, "name": name, "state": asking.state, "said": asking.said, "words": asking.request.words}


def _clone(desk: Desk, asked: Succession) -> dict[str, Any]:
    """A copy of a PC of the office that asks for a number of its own; its id is the one it will have."""
    name = text("healing.clone_asks", device=desk.device_name(asked.device))
    said = text("healing.clone_state")
    told = {"state": "copy", "said": said, "words": "", "copy_of": asked.device}
    return {"device": asked.successor, "name": name, **told}


def approve(args: argparse.Namespace) -> Answer:
    """Take a PC in: by the file of its request, or by its id as the server has it; or a copy of one by its id."""
    with desk_of(args) as desk:
        desk.demand("appoint")
        for asked in succession.waiting(desk):
            if asked.successor == args.request:
                let_in = succession.let_in(desk, asked)
                data = {"device": let_in.id, "pc": let_in.pc, "name": let_in.name, "file": ""}
                return Answer(data, said("enrol.approved", **data))
        request = _named(args, desk)
        admission = taking_in.approve(desk, request, pc=args.pc, name=args.name)
        member = desk.keyring.roster.find(request.device)
        assert member is not None
    if args.out:
        write(args.out, bytes(admission))
    data = {"device": member.id, "pc": member.pc, "name": member.name, "file": str(args.out or "")}
    return Answer(data, said("enrol.approved_file" if args.out else "enrol.approved", **data))


def _named(args: argparse.Namespace, desk: Desk) -> Request:
    if Path(args.request).is_file():
        return Request.read(read_file(Path(args.request), LARGEST_REQUEST))
    found = [asking for asking in _asking(args, desk, []) if asking.device == args.request]
    if not found:
        raise Refused("enrol.not_asking", field="request", device=args.request)
    return found[0]


def turn_away(args: argparse.Namespace) -> Answer:
    """Take no PC in by a request, nor any other by its invitation."""
    with desk_of(args) as desk:
        request, server = _named(args, desk), home.read(args.home).server
        taking_in.publish(server, desk.keyring.server, taking_in.turn_away(desk, request))
    return Answer({"device": request.device}, said("enrol.turned_away", device=request.device))


def revoke(args: argparse.Namespace) -> Answer:
    """Take a PC out of the office, with the last change of it that is known here or to the province."""
    with desk_of(args) as desk:
        last = taking_in.revoke(desk, args.device, args.last)
        name = desk.device_name(args.device)
    return Answer({"device": args.device, "name": name, "last": last}, said("enrol.revoked", name=name, last=last))
