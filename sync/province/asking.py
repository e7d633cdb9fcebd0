"""`requests`, `approve`, `turn-away`: who asks the province to belong to an office, and what becomes of it.

A new PC, a copy of a disk that wants a number of its own, a PC whose delegate's word came too late.
"""

import argparse
from pathlib import Path
from typing import Any

from desk import Refused
from desk.words import text
from sync.keys import disowned
from sync.keys.admitting import shared
from sync.keys.request import LARGEST_REQUEST, Request, read_file
from sync.keys.statement import Statement
from sync.keys.succession import Succession
from sync.province import acts, travel
from sync.province.done import Done, sent, write
from sync.province.folder import Folder
from sync.province.secret import Secret
from sync.province.typed import the_secret


def requests(args: argparse.Namespace) -> Done:
    """Who asks: fetched from the server office by office; a province brought back learns its offices with it."""
    folder, key = Folder(args.dir), the_secret(args)
    codes = travel.recall(folder, key) if folder.face.brought_back and folder.face.url else []
    said = [each for code in folder.offices() if (each := travel.state(folder, key, code)) is not None]
    elsewhere = sum(travel.elsewhere(folder, each) for each in said)
    found = [request for each in said for request in travel.take(folder, each)]
    rows = [
        {"office": r.office, "device": r.device, "name": r.name, "words": r.words, "shared": shared(r, found),
         "invited": acts.invited(folder, key, r)}
        for r in found
    ]  # fmt: skip
    rows += others(folder)
    lines = [text("province.asks", **row) for row in rows]
    lines += [text("enrol.asked_twice")] if any(row.get("shared") for row in rows) else []
    lines += [text("province.not_invited", device=row["device"]) for row in rows if not row.get("invited", True)]
    told = [text("province.recalled", count=len(codes))] if codes else []
    told += [text("province.others_acted", count=elsewhere)] if elsewhere else []
    data = {"requests": rows, "elsewhere": elsewhere, "learnt": codes}
    return data, "\n".join([*told, *lines]) or text("enrol.none")


def others(folder: Folder) -> list[dict[str, Any]]:
    """Who asks without an invitation, as the folder knows them."""
    clones = [_clone(folder, asked) for asked in folder.clones()]
    return clones + [_late(folder, said) for said in folder.disowned()]


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
    folder, key = Folder(args.dir), the_secret(args)
    request = _asked(folder, key, args.request)
    travel.only_hand(folder, key, request.office)
    if isinstance(request, Succession):
        return _let_in(folder, key, request)
    if isinstance(request, Statement):
        return _accept(folder, key, request, args)
    admission = acts.approve(folder, key, request, pc=args.pc, name=args.pc_name)
    if args.out:
        write(args.out, bytes(admission))
    member = folder.office(request.office).roster.find(request.device)
    assert member is not None
    data = {"device": member.id, "pc": member.pc, "name": member.name, "file": str(args.out or "")}
    return data | sent(folder, key, request.office), text("province.approved", device=member.id, name=member.name)


def turn_away(args: argparse.Namespace) -> Done:
    """Take no PC in by a request, nor any other by its invitation."""
    folder, key = Folder(args.dir), the_secret(args)
    request = _asked(folder, key, args.request)
    if not isinstance(request, Request):
        raise Refused("province.copy_stays", field="request", device=args.request)
    acts.turn_away(folder, key, request)
    data = {"device": request.device} | sent(folder, key, request.office)
    return data, text("enrol.turned_away", device=request.device)


def _let_in(folder: Folder, key: Secret, asked: Succession) -> Done:
    """Let a copy of a PC have the identity that it asks for."""
    member = acts.let_in(folder, key, asked)
    data = {"device": member.id, "pc": member.pc, "name": member.name, "file": ""}
    return data | sent(folder, key, asked.office), text("province.approved", device=member.id, name=member.name)


def _accept(folder: Folder, key: Secret, said: Statement, args: argparse.Namespace) -> Done:
    """Let a PC in whose delegate's word came too late."""
    member = acts.accept(folder, key, said, pc=args.pc, name=args.pc_name)
    data = {"device": member.id, "pc": member.pc, "name": member.name, "file": ""}
    return data | sent(folder, key, said.office), text("province.approved", device=member.id, name=member.name)


def _asked(folder: Folder, key: Secret, named: str) -> Request | Succession | Statement:
    """What is meant by a file or an id. Raises Refused."""
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
