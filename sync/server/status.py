"""`status`: what the server holds of each office and PC, and when it last heard of them."""

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desk import words
from sync.keys.roster import Roster
from sync.server import store
from sync.server.engine import FIRST, Engine
from sync.server.keys import Keys


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command's arguments."""
    parser = commands.add_parser("status", help=words.text("server.help.status"))
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help=words.text("server.help.data"))
    parser.add_argument("--json", action="store_true", help=words.text("server.help.json"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the status, for a person or as JSON."""
    keys, engine = store.open_folder(args.data, make=False)
    try:
        offices = [_office(engine, keys, code) for code in engine.offices()]
    finally:
        engine.close()
    print(json.dumps({"offices": offices}, ensure_ascii=False, indent=1) if args.json else _text(offices))
    return 0


def _office(engine: Engine, keys: Keys, code: str) -> dict[str, Any]:
    roster = Roster.verified(engine.roster(code) or b"", keys.root)
    heads, contacts = engine.heads(code), engine.contacts(code)
    devices = []
    for member in roster.members:
        contact = contacts.get(member.id)
        devices.append(
            {
                "device": member.id,
                "pc": member.pc,
                "name": member.name,
                "head": heads.get(member.id, FIRST).last,
                "last_contact": _iso(contact.at) if contact else None,
                "clock_lead_s": contact.clock if contact else None,
                "revoked_after": member.revoked_after,
            }
        )
    return {"office": code, "name": roster.name, "roster": roster.version, "devices": devices}


def _iso(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="seconds")


def _text(offices: list[dict[str, Any]]) -> str:
    lines = []
    for office in offices:
        lines.append(words.text("server.status.office", code=office["office"], name=office["name"]))
        for device in office["devices"]:
            seen = device["last_contact"] or words.text("server.status.never")
            lines.append(words.text("server.status.device", **device | {"last_contact": seen}))
    return "\n".join(lines) or words.text("server.status.empty")
