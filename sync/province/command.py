"""The `casedesk-province` command. Exit status: 0 done, 1 refused (reason on stderr), 2 wrong usage, 3 offline."""

import argparse
import getpass
import json
import os
import sys
import time
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from desk import Refused, Spoken, Unusable, words
from desk.officers import passwords
from desk.words import text
from sync.errors import Offline
from sync.keys import disowned, parcel
from sync.keys.admitting import shared
from sync.keys.invitation import Invitation
from sync.keys.request import LARGEST_REQUEST, Request, read_file
from sync.keys.statement import Statement
from sync.keys.succession import Succession
from sync.province import acts, grammar, opening, secret, travel
from sync.province.folder import Folder
from sync.province.secret import Secret

PASSWORD, SHEETS = "CASEDESK_PASSWORD", "CASEDESK_SHEETS"
NOTHING: Mapping[str, Callable[[argparse.Namespace], int]] = {}


def main(
    given: Sequence[str] | None = None, beside: Mapping[str, Callable[[argparse.Namespace], int]] = NOTHING
) -> int:  # fmt: skip
    """Run one command; `CASEDESK_LANG` chooses the language, 'vi' or 'en'.

    `beside` are commands of others, by name, each with a text `province.help.<name>`; they return the exit status.
    """
    words.use(os.environ.get("CASEDESK_LANG", "vi"))
    args = grammar.build(tuple(beside)).parse_args(given)
    if args.act in beside:
        return beside[args.act](args)
    try:
        data, said = ACTS[args.act](args)
    except Spoken as error:
        print(error, file=sys.stderr)
        return 3 if isinstance(error, Offline) else 1
    print(json.dumps(data, ensure_ascii=False, indent=1) if args.json else said)
    return 0


Done = tuple[dict[str, Any], str]


def init(args: argparse.Namespace) -> Done:
    """Begin the province: a secret under a password, or split into sheets that are shown once."""
    folder, made = Folder(args.dir), Secret.new()
    if args.sheets:
        made = _from_sheets()
    sheets = secret.split(made, args.split, args.of or args.split + 1) if args.split else []
    password = "" if args.split else _new_password()
    face = opening.begin(folder, args.name, made, password=password, needed=args.split, brought_back=args.sheets)
    root = b64encode(face.root).decode()
    shown = [text("province.sheet", n=n, of=len(sheets), words=sheet) for n, sheet in enumerate(sheets, start=1)]
    kept = text("province.split", needed=args.split) if sheets else text("province.locked")
    lines = [text("province.made", folder=str(args.dir), root=root), kept, *shown]
    lines += [text("province.brought_back")] if args.sheets else []
    return {"root": root, "sheets": sheets}, "\n".join(lines)


def server(args: argparse.Namespace) -> Done:
    """Remember the server: its public key, which PCs pin, and its address. A new key is told to every office."""
    folder = Folder(args.dir)
    if not opening.changes_server(folder, args.key):
        opening.know_server(folder, args.key, args.url)
        return {"server": args.key, "url": args.url}, text("province.server_known", url=args.url)
    secret = _secret(args)
    told = acts.name_server(folder, secret, opening.server_key(args.key), args.url)
    published = [_sent(folder, secret, code)["published"] for code in told]
    data = {"server": args.key, "url": folder.face.url, "offices": told, "published": all(published)}
    return data, text("province.server_changed", count=len(told))


def office_add(args: argparse.Namespace) -> Done:
    """Begin an office."""
    folder, key = _alone(args)
    roster = travel.open_office(folder, key, args.code, args.name)
    return {"office": roster.office, "name": roster.name}, text("province.office", code=roster.office, name=roster.name)


def office_list(args: argparse.Namespace) -> Done:
    """The offices and their PCs."""
    folder = Folder(args.dir)
    rosters = [folder.office(code).roster for code in folder.offices()]
    offices = [
        {
            "office": roster.office, "name": roster.name, "epochs": list(roster.epochs),
            "devices": [
                {"device": m.id, "pc": m.pc, "name": m.name, "revoked_after": m.revoked_after, "replaces": m.replaces,
                 "may_enrol": roster.may_enrol(m.id)}
                for m in roster.members
            ],
        }
        for roster in rosters
    ]  # fmt: skip
    lines = []
    for roster in rosters:
        lines.append(text("province.office", code=roster.office, name=roster.name))
        for m in roster.members:
            state = "revoked" if m.revoked_after is not None else "enrols" if roster.may_enrol(m.id) else "member"
            lines.append(text("province.device", name=m.name, device=m.id, state=text(f"province.state.{state}")))
    return {"offices": offices}, "\n".join(lines) or text("province.no_offices")


def invite(args: argparse.Namespace) -> Done:
    """Invite a PC: a file to carry, and a code that works once the server knows of it; told now if it answers."""
    folder, key = _alone(args)
    hand_out = partial(Invitation.hand_out, out=args.out, qr=args.qr)
    made = acts.invite(
        folder, key, args.code, days=args.days, name=args.pc_name, replaces=args.replaces, hand_out=hand_out
    )  # fmt: skip
    sent = _sent(folder, key, args.code)
    told = "province.invited_known" if sent["published"] else "province.invited"
    said = text(told, code=made.code, file=str(args.out or "-"))
    return {"code": made.code, "qr": made.qr, "file": str(args.out or "")} | sent, said


def requests(args: argparse.Namespace) -> Done:
    """Who asks: fetched from the server office by office; a province brought back learns its offices with it."""
    folder, key = Folder(args.dir), _secret(args)
    codes = travel.recall(folder, key) if folder.face.brought_back and folder.face.url else []
    said = [each for code in folder.offices() if (each := travel.state(folder, key, code)) is not None]
    elsewhere = sum(travel.elsewhere(folder, each) for each in said)
    found = [request for each in said for request in travel.take(folder, each)]
    rows = [
        {"office": r.office, "device": r.device, "name": r.name, "words": r.words, "shared": shared(r, found),
         "invited": acts.invited(folder, key, r)}
        for r in found
    ]  # fmt: skip
    rows += [_clone(folder, asked) for asked in folder.clones()]
    rows += [_late(folder, said) for said in folder.disowned()]
    lines = [text("province.asks", **row) for row in rows]
    lines += [text("enrol.asked_twice")] if any(row.get("shared") for row in rows) else []
    lines += [text("province.not_invited", device=row["device"]) for row in rows if not row.get("invited", True)]
    told = [text("province.recalled", count=len(codes))] if codes else []
    told += [text("province.others_acted", count=elsewhere)] if elsewhere else []
    data = {"requests": rows, "elsewhere": elsewhere, "learnt": codes}
    return data, "\n".join([*told, *lines]) or text("enrol.none")


def _clone(folder: Folder, asked: Succession) -> dict[str, Any]:
    """A copy of a PC that asks for a number of its own; its id is the one it will have."""
    member = folder.office(asked.office).roster.find(asked.device)
    name = text("healing.clone_asks", device=member.name if member else asked.device)
    return {"office": asked.office, "device": asked.successor, "name": name, "words": "", "copy_of": asked.device}


def _late(folder: Folder, said: Statement) -> dict[str, Any]:
    """A PC that a delegate took in beyond its word; its own screen shows the same eight words."""
    by = folder.office(said.office).roster.find(said.signer)
    name = text("province.late", name=said.values[3], by=by.name if by else said.signer)
    device = disowned.device_of(said)
    words = disowned.words(said)
    return {"office": said.office, "device": device, "name": name, "words": words, "taken_in_by": said.signer}


def approve(args: argparse.Namespace) -> Done:
    """Take a PC in, by the file of its request or by its id; what was done is published if the server answers."""
    folder, key = Folder(args.dir), _secret(args)
    request = _asked(folder, key, args.request)
    if isinstance(request, Succession):
        return _let_in(folder, key, request)
    if isinstance(request, Statement):
        return _accept(folder, key, request, args)
    travel.only_hand(folder, key, request.office)
    admission = acts.approve(folder, key, request, pc=args.pc, name=args.pc_name)
    if args.out:
        _write(args.out, bytes(admission))
    member = folder.office(request.office).roster.find(request.device)
    assert member is not None
    data = {"device": member.id, "pc": member.pc, "name": member.name, "file": str(args.out or "")}
    return data | _sent(folder, key, request.office), text("province.approved", device=member.id, name=member.name)


def turn_away(args: argparse.Namespace) -> Done:
    """Take no PC in by a request, nor any other by its invitation."""
    folder, key = Folder(args.dir), _secret(args)
    request = _asked(folder, key, args.request)
    if not isinstance(request, Request):
        raise Refused("province.copy_stays", field="request", device=args.request)
    acts.turn_away(folder, key, request)
    data = {"device": request.device} | _sent(folder, key, request.office)
    return data, text("enrol.turned_away", device=request.device)


def _let_in(folder: Folder, key: Secret, asked: Succession) -> Done:
    """Let a copy of a PC have the identity that it asks for."""
    member = acts.let_in(folder, key, asked)
    data = {"device": member.id, "pc": member.pc, "name": member.name, "file": ""}
    return data | _sent(folder, key, asked.office), text("province.approved", device=member.id, name=member.name)


def _accept(folder: Folder, key: Secret, said: Statement, args: argparse.Namespace) -> Done:
    """Let a PC in whose delegate's word came too late."""
    member = acts.accept(folder, key, said, pc=args.pc, name=args.pc_name)
    data = {"device": member.id, "pc": member.pc, "name": member.name, "file": ""}
    return data | _sent(folder, key, said.office), text("province.approved", device=member.id, name=member.name)


def _asked(folder: Folder, key: Secret, named: str) -> Request | Succession | Statement:
    if Path(named).is_file():
        return Request.read(read_file(Path(named), LARGEST_REQUEST))
    if not any(asked.successor == named for asked in folder.clones()):
        for code in folder.offices():
            for request in travel.fetch(folder, key, code):
                if request.device == named:
                    return request
    for asked in folder.clones():
        if asked.successor == named:
            return asked
    for said in folder.disowned():
        if disowned.device_of(said) == named:
            return said
    raise Refused("province.not_asking", field="request", device=named)


def revoke(args: argparse.Namespace) -> Done:
    """Take a PC out; a new epoch begins."""
    folder, key = _alone(args)
    last = acts.revoke(folder, key, args.code, args.device, _last(args, folder, key), args.reason)
    data = {"device": args.device, "last": last}
    return data | _sent(folder, key, args.code), text("province.revoked", device=args.device, last=last)


def _last(args: argparse.Namespace, folder: Folder, key: Secret) -> int | None:
    """The last change that stands, None for what the server holds. Raises Refused, Offline where nobody knows."""
    if args.last is not None:
        return int(args.last)
    if folder.face.url:
        try:
            travel.fetch(folder, key, args.code)
        except Offline as error:
            raise Offline("province.last_offline", reason=str(error)) from error
        except Refused as error:
            raise Refused("province.last_offline", field="last", reason=str(error)) from error
    elif args.device not in (kept := folder.office(args.code)).heads and kept.roster.find(args.device):
        raise Refused("province.last_unknown", field="last", device=args.device)
    return None


def delegate(args: argparse.Namespace) -> Done:
    """Let a PC enrol others, or no longer."""
    folder, key = _alone(args)
    if args.withdraw:
        acts.withdraw(folder, key, args.code, args.device)
        said = text("province.withdrawn", device=args.device)
    else:
        acts.delegate(folder, key, args.code, args.device, args.numbers)
        first, last = args.numbers[0], args.numbers[-1]
        said = text("province.delegated", device=args.device, first=first, last=last)
    return {"device": args.device} | _sent(folder, key, args.code), said


def recover(args: argparse.Namespace) -> Done:
    """Open an office's content keys with the recovery key, each into a file of its own."""
    files = [str(path) for path in acts.write_keys(Folder(args.dir), _secret(args), args.code, args.out)]
    return {"files": files}, text("province.recovered", count=len(files), folder=str(args.out))


def export(args: argparse.Namespace) -> Done:
    """Write what was done as a file for the server's folder, or for any PC with a line to it."""
    folder, key = Folder(args.dir), _secret(args)
    _write(args.file, parcel.packed([travel.parcel(folder, key, code) for code in folder.offices()]))
    return {"file": str(args.file)}, text("province.exported", file=str(args.file))


def publish(args: argparse.Namespace) -> Done:
    """Bring a file of `export` to the server; needs no secret."""
    count = travel.publish(Folder(args.dir), parcel.unpacked(read_file(args.file, parcel.LARGEST)))
    return {"offices": count}, text("province.published", count=count)


def import_file(args: argparse.Namespace) -> Done:
    """Take in what `casedesk-server tell` wrote; the requests in it go into files beside it."""
    folder, rows, data = Folder(args.dir), [], read_file(args.file, parcel.LARGEST)
    elsewhere = sum(travel.elsewhere(folder, said) for said in travel.states(data))
    for request in travel.learn(folder, data)[1]:
        path = args.file.with_name(f"{request.device}.request")
        _write(path, request.data)
        row = {"office": request.office, "device": request.device, "file": str(path), "words": request.words}
        rows.append(row)
    lines = [text("province.asks_file", **row) for row in rows]
    clones = [_clone(folder, asked) for asked in folder.clones()]
    clones += [_late(folder, said) for said in folder.disowned()]
    lines += [text("province.asks", **row) for row in clones]
    lines += [text("province.others_acted", count=elsewhere)] if elsewhere else []
    return {"requests": rows + clones, "elsewhere": elsewhere}, "\n".join(lines) or text("enrol.none")


def _sent(folder: Folder, key: Secret, code: str) -> dict[str, Any]:
    """Publish an office if the server answers; otherwise `export` carries it later."""
    return {"published": travel.sent(folder, key, code)}


def _alone(args: argparse.Namespace) -> tuple[Folder, Secret]:
    """Folder and secret for an act in an office. Raises Refused where the server knows of another folder's acts."""
    folder, key = Folder(args.dir), _secret(args)
    travel.only_hand(folder, key, args.code)
    return folder, key


def _secret(args: argparse.Namespace) -> Secret:
    """The secret, by password or by sheets; a wrong password is counted."""
    folder = Folder(args.dir)
    if folder.face.lock is None:
        return _from_sheets()
    return opening.by_password(folder, _typed(PASSWORD, text("province.password")), int(time.time()))


def _from_sheets() -> Secret:
    given = os.environ.get(SHEETS)
    if given is None:
        given = "\n".join(iter(lambda: _typed("", text("province.next_sheet")), ""))
    return secret.joined([line for line in given.splitlines() if line.strip()])


def _new_password() -> str:
    chosen = _typed(PASSWORD, text("province.new_password"))
    passwords.demand(chosen, "")
    if PASSWORD not in os.environ and _typed("", text("province.password_again")) != chosen:
        raise Refused("command.passwords_differ", field="password")
    return chosen


def _typed(variable: str, prompt: str) -> str:
    if variable and (given := os.environ.get(variable)) is not None:
        return given
    if not (sys.stdin.isatty() or sys.stderr.isatty()):
        raise Refused("command.password_missing", field="password", variable=variable or SHEETS)
    return getpass.getpass(f"{prompt}: ")


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise Unusable("province.unwritable", file=str(path), reason=error.strerror or str(error)) from error


ACTS = {
    act.__name__: act
    for act in (
        init, server, office_add, office_list, invite, requests, approve, turn_away, revoke, delegate, recover,
        export, publish, import_file,
    )
}  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
