"""`status`: what the server holds of each office and PC, and when it last heard of them."""

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desk import words
from sync.keys import disowned
from sync.keys.roster import Roster
from sync.keys.statement import Statement
from sync.server import noted, scans_waiting, store
from sync.server.engine import FIRST, Engine
from sync.server.keys import Keys
from sync.server.members import Members
from sync.server.shelf import Shelf


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
        shelf = store.open_shelf(args.data)
        offices = [_office(engine, keys, shelf, code) for code in engine.offices()]
    finally:
        engine.close()
    print(json.dumps({"offices": offices}, ensure_ascii=False, indent=1) if args.json else _text(offices))
    return 0


def _office(engine: Engine, keys: Keys, shelf: Shelf, code: str) -> dict[str, Any]:
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
                "scans": _scans(shelf, code, member.id),
            }
        )
    return {
        "office": code, "name": roster.name, "roster": roster.version, "devices": devices,
        "refilled": _refilled(engine, roster), "refused": _refused(engine, roster),
        "unvouched": _unvouched(engine, keys, roster),
    }  # fmt: skip


def _scans(shelf: Shelf, office: str, device: str) -> dict[str, Any] | None:
    """The scans that wait at a PC, as it last told; None where it told nothing."""
    found = scans_waiting.of(shelf, office, device)
    if found is None:
        return None
    oldest = _iso(found.since * 1000) if found.files else None
    return {"waiting": found.files, "bytes": found.bytes, "oldest": oldest, "told": _iso(found.told * 1000)}


def _refilled(engine: Engine, roster: Roster) -> dict[str, Any] | None:
    """What PCs had to bring again because this server had lost it; None where it lost nothing."""
    brought = noted.refilled(engine, roster.office)
    if not brought:
        return None
    by = [{"device": each.device, "name": _name(roster, each.device), "changes": each.changes} for each in brought]
    since, last = min(each.first for each in brought), max(each.last for each in brought)
    return {"changes": max(each.changes for each in brought), "since": _iso(since), "last": _iso(last), "pcs": by}


def _refused(engine: Engine, roster: Roster) -> list[dict[str, Any]]:
    """What was turned down, the latest first."""
    return [
        {"reason": each.reason, "device": each.by, "name": _name(roster, each.by), "count": each.count,
         "since": _iso(each.first), "last": _iso(each.last)}
        for each in noted.refused(engine, roster.office)
    ]  # fmt: skip


def _unvouched(engine: Engine, keys: Keys, roster: Roster) -> list[dict[str, Any]]:
    """PCs whose delegate's word came too late, for the province to let in or not."""
    return [
        {"device": disowned.device_of(said), "pc": said.values[2], "name": said.values[3], "at": _iso(said.at),
         "by": said.signer, "by_name": _name(roster, said.signer), "words": disowned.words(said)}
        for said in map(Statement.read, Members(engine, keys.root).disowned(roster))
    ]  # fmt: skip


def _name(roster: Roster, device: str) -> str:
    member = roster.find(device) if device else None
    return member.name if member else device


def _iso(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="seconds")


def _text(offices: list[dict[str, Any]]) -> str:
    lines = []
    for office in offices:
        lines.append(words.text("server.status.office", code=office["office"], name=office["name"]))
        for device in office["devices"]:
            seen = device["last_contact"] or words.text("server.status.never")
            lines.append(words.text("server.status.device", **device | {"last_contact": seen}))
            if device["revoked_after"] is not None:
                lines.append(words.text("server.status.revoked", last=device["revoked_after"]))
            if (scans := device["scans"]) and scans["waiting"]:
                size = -(-scans["bytes"] // 1000)
                lines.append(words.text("server.status.scans", **scans | {"size": size}))
        if refilled := office["refilled"]:
            names = ", ".join(each["name"] for each in refilled["pcs"])
            lines.append(words.text("server.status.refilled", **refilled | {"pcs": names}))
        lines += [words.text("server.status.unvouched", **each) for each in office["unvouched"]]
        for refused in office["refused"]:
            why = words.text(f"server.refused.{refused['reason']}")
            lines.append(words.text("server.status.refused", **refused | {"why": why, "name": refused["name"] or "-"}))
    return "\n".join(lines) or words.text("server.status.empty")
