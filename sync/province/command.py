"""The `casedesk-province` command. Exit status: 0 done, 1 refused (reason on stderr), 2 wrong usage, 3 offline."""

import argparse
import json
import os
import sys
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from desk import Refused, Spoken, words
from desk.words import text
from sync.errors import Offline
from sync.keys import parcel
from sync.keys.invitation import Invitation
from sync.keys.request import read_file
from sync.province import acts, grammar, opening, secret, travel
from sync.province.asking import approve, others, requests, turn_away
from sync.province.done import Done, sent, write
from sync.province.folder import Folder
from sync.province.secret import Secret
from sync.province.typed import alone, from_sheets, new_password, the_secret

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


def init(args: argparse.Namespace) -> Done:
    """Begin the province: a secret under a password, or split into sheets that are shown once."""
    folder, made = Folder(args.dir), Secret.new()
    if args.sheets:
        made = from_sheets()
    sheets = secret.split(made, args.split, args.of or args.split + 1) if args.split else []
    password = "" if args.split else new_password()
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
    key = the_secret(args)
    told = acts.name_server(folder, key, opening.server_key(args.key), args.url)
    published = [sent(folder, key, code)["published"] for code in told]
    data = {"server": args.key, "url": folder.face.url, "offices": told, "published": all(published)}
    return data, text("province.server_changed", count=len(told))


def office_add(args: argparse.Namespace) -> Done:
    """Begin an office."""
    folder, key = alone(args)
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
    folder, key = alone(args)
    hand_out = partial(Invitation.hand_out, out=args.out, qr=args.qr)
    made = acts.invite(
        folder, key, args.code, days=args.days, name=args.pc_name, replaces=args.replaces, hand_out=hand_out
    )  # fmt: skip
    heard = sent(folder, key, args.code)
    told = "province.invited_known" if heard["published"] else "province.invited"
    said = text(told, code=made.code, file=str(args.out or "-"))
    return {"code": made.code, "qr": made.qr, "file": str(args.out or "")} | heard, said


def revoke(args: argparse.Namespace) -> Done:
    """Take a PC out; a new epoch begins."""
    folder, key = alone(args)
    last = acts.revoke(folder, key, args.code, args.device, _last(args, folder, key), args.reason)
    data = {"device": args.device, "last": last}
    return data | sent(folder, key, args.code), text("province.revoked", device=args.device, last=last)


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
    folder, key = alone(args)
    if args.withdraw:
        acts.withdraw(folder, key, args.code, args.device)
        said = text("province.withdrawn", device=args.device)
    else:
        acts.delegate(folder, key, args.code, args.device, args.numbers)
        first, last = args.numbers[0], args.numbers[-1]
        said = text("province.delegated", device=args.device, first=first, last=last)
    return {"device": args.device} | sent(folder, key, args.code), said


def recover(args: argparse.Namespace) -> Done:
    """Open an office's content keys with the recovery key, each into a file of its own."""
    files = [str(path) for path in acts.write_keys(Folder(args.dir), the_secret(args), args.code, args.out)]
    return {"files": files}, text("province.recovered", count=len(files), folder=str(args.out))


def export(args: argparse.Namespace) -> Done:
    """Write what was done as a file for the server's folder, or for any PC with a line to it."""
    folder, key = Folder(args.dir), the_secret(args)
    write(args.file, parcel.packed([travel.parcel(folder, key, code) for code in folder.offices()]))
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
        write(path, request.data)
        row = {"office": request.office, "device": request.device, "file": str(path), "words": request.words}
        rows.append(row)
    lines = [text("province.asks_file", **row) for row in rows]
    uninvited = others(folder)
    lines += [text("province.asks", **row) for row in uninvited]
    lines += [text("province.others_acted", count=elsewhere)] if elsewhere else []
    return {"requests": rows + uninvited, "elsewhere": elsewhere}, "\n".join(lines) or text("enrol.none")


ACTS = {
    act.__name__: act
    for act in (
        init, server, office_add, office_list, invite, requests, approve, turn_away, revoke, delegate, recover,
        export, publish, import_file,
    )
}  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
