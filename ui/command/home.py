"""`casedesk init` and `casedesk officer`: a PC's home and who may log in there."""

import argparse
from typing import Any

from desk import Refused, store
from desk.officers import Officer, Role
from desk.words import text
from sync import home, provision_file, standalone
from sync.home import Home
from ui.command.answer import Answer, said, table
from ui.command.grammar import Usage
from ui.command.opening import chosen_password, desk_of, password


def init(args: argparse.Namespace) -> Answer:
    """Make this PC's home: from the province's file, or a trial office that stands alone."""
    if not args.officer:
        raise Usage(text("command.officer_missing"))
    if args.provision:
        provision = provision_file.read(args.provision)
    else:
        provision = standalone.provision(args.office, args.office_name)
    home.make(args.home, provision, args.officer, chosen_password(), server=args.server)
    made = home.read(args.home)
    return Answer(_shape(args, made), said("command.made", path=args.home, device=made.device.name, office=_name(made)))


def _shape(args: argparse.Namespace, made: Home) -> dict[str, Any]:
    return {
        "home": str(args.home),
        "office": made.office.code,
        "office_name": made.office.name,
        "device": made.device.id,
        "pc": made.device.pc,
        "pc_name": made.device.name,
        "officer": made.locks[0].name,
        "server": made.server,
    }


def _name(made: Home) -> str:
    return made.office.name or made.office.code


def officer_add(args: argparse.Namespace) -> Answer:
    """Let one more officer log in at this PC; their password comes from CASEDESK_NEW_PASSWORD or is typed."""
    roles = [_role(name) for name in args.role] or [Role.RECEPTION]
    with store.spoken_errors():
        lock, key = home.unlock(args.home, password(), args.officer)
        desk = home.open_desk(args.home, key, lock.officer)
        try:
            home.add_officer(args.home, desk, args.name, roles, chosen_password("CASEDESK_NEW_PASSWORD"), key)
        finally:
            desk.close()
    data = {"name": args.name.strip(), "roles": [str(role) for role in roles]}
    return Answer(data, said("command.officer_added", name=data["name"]))


def _role(name: str) -> Role:
    try:
        return Role(name)
    except ValueError:
        raise Refused("command.unknown_role", field="role", role=name, known=", ".join(Role)) from None


def officer_list(args: argparse.Namespace) -> Answer:
    """The office's officers as known here, and which of them may log in at this PC."""
    with desk_of(args) as desk:
        officers = store.select(desk.db, Officer, "ORDER BY id")
    here = {lock.officer for lock in home.read(args.home).locks}
    data = [
        {"id": each.id, "name": each.name, "roles": each.roles.split(), "logs_in_here": each.id in here}
        for each in officers
    ]
    heads = [text(f"command.head.{name}") for name in ("name", "roles", "log_in")]
    rows = [(each["name"], _roles(each["roles"]), text("command.yes") if each["logs_in_here"] else "") for each in data]
    return Answer(data, lambda: table(heads, rows, ""))


def _roles(names: Any) -> str:
    return ", ".join(text(f"officers.role.{name}") for name in names)
