"""`casedesk enrol`: a new PC asks to belong to an office; a PC that may takes others in, and takes a stolen one out."""

import argparse
from contextlib import closing
from pathlib import Path
from typing import Any

from desk import Refused
from desk.officers import passwords
from desk.words import text
from sync import enrolling, home, taking_in
from sync.desk import Desk
from sync.errors import Offline
from sync.keys.invitation import QR, Invitation, scanned
from sync.keys.request import LARGEST_ADMISSION, LARGEST_REQUEST, Admission, Request, read_file
from ui.command.answer import Answer, said, table
from ui.command.grammar import Usage
from ui.command.opening import chosen_password, desk_of, has_home, password
from ui.command.writing import write


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
        taken = _take(args, desk) if args.admission else _ask(args, desk)
    return _joined(args, weak) if taken else _waiting(args, weak)


def _begin(args: argparse.Namespace) -> tuple[str, list[str]]:
    if not args.officer or not args.invitation:
        raise Usage(text("enrol.usage"))
    invited = _invitation(args.invitation, args.server)
    known = chosen_password()
    enrolling.begin(args.home, invited, args.officer, known, name=args.name)
    missing = passwords.lacks(known)
    return known, [text("accounts.weak_warning", missing=passwords.said(missing))] if missing else []


def _invitation(given: str, server: str) -> Invitation:
    if given.strip().upper().startswith(QR):
        return scanned(given)
    if Path(given).is_file():
        return Invitation.read(Path(given))
    if not server:
        raise Refused("enrol.code_needs_server", field="server")
    return enrolling.fetch(given, server)


def _take(args: argparse.Namespace, desk: Desk) -> bool:
    data = read_file(args.admission, LARGEST_ADMISSION)
    return enrolling.take(args.home, desk, Admission.read(data, desk.device.id))


def _ask(args: argparse.Namespace, desk: Desk) -> bool:
    """Put the request into a file where one is named, and ask the server where there is one."""
    if args.request:
        write(args.request, enrolling.request_of(args.home).data)
    server = args.server or home.read(args.home).server
    if not server:
        return False
    try:
        return enrolling.ask(args.home, desk, server)
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
        server, ends = home.read(args.home).server, int((desk.clock() + args.days * 86_400) * 1000)
        made = taking_in.invite(desk, server, ends, name=args.name, replaces=args.replaces)
        if args.out:
            made.write(args.out)
        if args.qr:
            made.draw(args.qr)
        known = taking_in.publish(server, desk.keyring.server, taking_in.announcement(desk, made))
    data = {"code": made.code, "qr": made.qr, "file": str(args.out or ""), "code_works": known}
    told = "enrol.invited" if known else "enrol.invited_file_only"
    return Answer(data, said(told, code=made.code, file=data["file"]))


def requests(args: argparse.Namespace) -> Answer:
    """Who asks to be taken in: from the server, or from files."""
    with desk_of(args) as desk:
        found = [_row(asking) for asking in taking_in.judged(desk, _asking(args, desk, args.files))]
    heads = [text(f"enrol.head.{name}") for name in ("device", "name", "state")]
    return Answer(found, lambda: table(heads, [(r["device"], r["name"], r["said"]) for r in found], text("enrol.none")))


def _asking(args: argparse.Namespace, desk: Desk, files: list[Path]) -> list[Request]:
    if files:
        return [Request.read(read_file(file, LARGEST_REQUEST)) for file in files]
    return taking_in.waiting(home.read(args.home).server, desk.keyring.server, taking_in.query(desk))


def _row(asking: taking_in.Asking) -> dict[str, Any]:
    device, name = asking.request.device, asking.request.name
    return {"device": device, "name": name, "state": asking.state, "said": asking.said, "words": asking.request.words}


def approve(args: argparse.Namespace) -> Answer:
    """Take a PC in: by the file of its request, or by its id as the server has it."""
    with desk_of(args) as desk:
        desk.demand("appoint")
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


def revoke(args: argparse.Namespace) -> Answer:
    """Take a PC out of the office, with the last change of it that is known here or to the province."""
    with desk_of(args) as desk:
        last = taking_in.revoke(desk, args.device)
        name = desk.device_name(args.device)
    return Answer({"device": args.device, "name": name, "last": last}, said("enrol.revoked", name=name, last=last))
