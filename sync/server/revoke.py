"""`revoke` and `delegate` in a small province: a PC is taken out of its office, or may take others in and out.

What a PC that is taken out has delivered stays; nothing beyond that is kept.
"""

import argparse

from desk import Refused, words
from sync.keys.authority import Authority
from sync.keys.roster import Roster
from sync.server import acting, store, strays
from sync.server.engine import Engine
from sync.server.keys import Keys


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command's arguments."""
    parser = acting.add(commands, "revoke")
    parser.set_defaults(run=run)


def add_delegate(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command's arguments."""
    parser = acting.add(commands, "delegate")
    parser.add_argument("--first", type=int, default=80, metavar="N", help=words.text("server.help.first"))
    parser.add_argument("--last", type=int, default=89, metavar="N", help=words.text("server.help.last"))
    parser.set_defaults(run=run_delegate)


def run_delegate(args: argparse.Namespace) -> int:
    """Let a PC enrol and revoke others of its office, and say so."""
    keys, engine = store.open_folder(args.data, make=False)
    try:
        document, hand = _hand(engine, keys, args.office, args.device)
        hand.delegate(args.device, range(args.first, args.last + 1))
        acting.keep(engine, hand, document)
    finally:
        engine.close()
    print(words.text("server.delegated", device=args.device, first=args.first, last=args.last))
    return 0


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
    document, hand = _hand(engine, keys, office, device)
    hand.revoke(device, strays.delivered(engine, office).get(device, 0))
    acting.keep(engine, hand, document)


def _hand(engine: Engine, keys: Keys, office: str, device: str) -> tuple[bytes, Authority]:
    """The office's roster as it is, and the province's hand over it. Raises Refused where it has no such PC."""
    document = engine.roster(office)
    held = Roster.verified(document, keys.root) if document else None
    if document is None or held is None or held.find(device) is None:
        raise Refused("server.no_device", field="device", office=office, device=device)
    return document, acting.authority(engine, keys.province, held)
