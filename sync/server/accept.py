"""`accept` in a small province: a PC is let in that a delegate took in beyond its word (`keys/disowned`).

Which ones wait, with the eight words to compare, `status` says.
"""

import argparse

from desk import Refused, words
from sync.keys import disowned
from sync.keys.member import Member
from sync.keys.roster import Roster
from sync.keys.statement import Statement
from sync.server import acting, store
from sync.server.engine import Engine
from sync.server.keys import Keys
from sync.server.members import Members


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command's arguments."""
    parser = acting.add(commands, "accept")
    parser.add_argument("--pc", type=int, default=0, metavar="N", help=words.text("server.help.pc"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Let it in, and say so."""
    keys, engine = store.open_folder(args.data, make=False)
    try:
        member = accept(engine, keys, args.office, args.device, args.pc)
    finally:
        engine.close()
    print(words.text("server.accepted", device=member.id, name=member.name))
    return 0


def accept(engine: Engine, keys: Keys, office: str, device: str, pc: int = 0) -> Member:
    """Let a PC in under the number it has worked with, unless told otherwise.

    Raises Refused where none waits by that id, or its number is taken by now.
    """
    document = engine.roster(office)
    roster = Roster.verified(document, keys.root) if document else None
    if roster is not None:
        for said in map(Statement.read, Members(engine, keys.root).disowned(roster)):
            if disowned.device_of(said) == device:
                hand = acting.authority(engine, keys.province, roster)
                member = disowned.restate(hand, said, pc=pc)
                acting.keep(engine, hand, document)
                return member
    raise Refused("server.none_waits", field="device", office=office, device=device)
