"""What an authority does at the server's own storage: how it is asked for, what it must hold for that, and how it is
put in force, whole.
"""

import argparse
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from desk import Refused, words
from sync.keys import sealing
from sync.keys.authority import Authority
from sync.keys.roster import Roster
from sync.server.engine import Engine


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str) -> argparse.ArgumentParser:
    """Add a command that concerns one PC of one office."""
    parser = commands.add_parser(name, help=words.text(f"server.help.{name}"))
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help=words.text("server.help.data"))
    parser.add_argument("--office", required=True, metavar="CODE", help=words.text("server.help.office"))
    parser.add_argument("--device", required=True, metavar="ID", help=words.text("server.help.device"))
    return parser


def authority(engine: Engine, province: Ed25519PrivateKey, roster: Roster) -> Authority:
    """The province's hand over an office, with the sealing keys that the storage holds."""
    hashes = [*(member.sealing for member in roster.members if member.sealing), roster.recovery]
    keys = {sealing.fingerprint(key): key for key in engine.sealing_keys(roster.office, hashes)}
    return Authority(province, roster, province.public_key().public_bytes_raw(), sealing_keys=keys)


def keep(engine: Engine, hand: Authority, before: bytes | None) -> None:
    """Put what was done in force. Raises Refused, and nothing is, where the office has changed since `before`."""
    office = hand.roster.office
    engine.keep_sealing_keys(office, list(hand.sealing_keys.values()))
    engine.keep_sealed(office, hand.sealed)
    if not engine.enrol(office, bytes(hand.roster), before):
        raise Refused("server.meanwhile", office=office)
