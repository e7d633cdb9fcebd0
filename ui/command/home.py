"""`casedesk init`: a PC's home and its first officer."""

import argparse
from typing import Any

from desk.officers import passwords
from desk.words import text
from sync import home, standalone
from sync.home import Home
from sync.keys import provision_file
from ui.command.answer import Answer, said
from ui.command.grammar import Usage
from ui.command.opening import chosen_password


def init(args: argparse.Namespace) -> Answer:
    """Make this PC's home: from the province's file, or a trial office that stands alone."""
    if not args.officer:
        raise Usage(text("command.officer_missing"))
    if args.provision:
        provision = provision_file.read(args.provision)
    else:
        provision = standalone.provision(args.office, args.office_name)
    password = chosen_password()
    home.make(args.home, provision, args.officer, password, server=args.server)
    made = home.read(args.home)
    lines = said("command.made", path=args.home, device=made.device.name, office=_name(made))
    return Answer(_shape(args, made), lines, errors=_warnings(password))


def _warnings(password: str) -> list[str]:
    """A weak password is taken, for scripts make homes; the window asks for a better one."""
    missing = passwords.lacks(password)
    return [text("accounts.weak_warning", missing=passwords.said(missing))] if missing else []


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
