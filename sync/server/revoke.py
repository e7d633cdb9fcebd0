"""`revoke`: takes a PC out of its office. What it has delivered stays; nothing it signs afterwards is kept."""

import argparse
from pathlib import Path

from desk import Refused, words
from sync.keys.roster import Roster
from sync.server import acting, store
from sync.server.engine import FIRST, Engine
from sync.server.keys import Keys


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command's arguments."""
    parser = commands.add_parser("revoke", help=words.text("server.help.revoke"))
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help=words.text("server.help.data"))
    parser.add_argument("--office", required=True, metavar="CODE", help=words.text("server.help.office"))
    parser.add_argument("--device", required=True, metavar="ID", help=words.text("server.help.device"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Revoke, and say so."""
    keys, engine = store.open_folder(args.data, make=False)
    try:
        revoke(engine, keys, args.office, args.device)
    finally:
        engine.close()
    print(words.text("server.revoked", device=args.device))
    return 0


def revoke(engine: Engine, keys: Keys, office: str, device: str) -> None:
    """Take a PC out of its office, from the change after its last delivered one; a new epoch begins without it.

    Raises Refused for a stranger.
    """
    document = engine.roster(office)
    held = Roster.verified(document, keys.root) if document else None
    if held is None or held.find(device) is None:
        raise Refused("server.no_device", field="device", office=office, device=device)
    hand = acting.authority(engine, keys.province, held)
    hand.revoke(device, engine.heads(office).get(device, FIRST).last)
    acting.keep(engine, hand, document)
