"""The words of `casedesk-province`: its commands, arguments and their help."""

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desk.words import text


def _numbers(given: str) -> range:
    first, _, last = given.partition("-")
    if not (first.isdecimal() and (last or first).isdecimal()):
        raise argparse.ArgumentTypeError(text("province.bad_range", given=given))
    return range(int(first), int(last or first) + 1)


def _number(given: str) -> int:
    if not given.isdecimal():
        raise argparse.ArgumentTypeError(text("province.bad_number", given=given))
    return int(given)


def _option(made: argparse.ArgumentParser, name: str, **how: Any) -> None:
    made.add_argument(name, help=text(f"province.help.{name.lstrip('-').replace('-', '_')}"), **how)


def build(beside: tuple[str, ...] = ()) -> argparse.ArgumentParser:
    """The command line; `act` names the function of `command` that answers it, or the command of others `beside`."""
    common = argparse.ArgumentParser(add_help=False)
    default = os.environ.get("CASEDESK_PROVINCE", "province")
    common.add_argument("--dir", type=Path, default=Path(default), metavar="DIR", help=text("province.help.dir"))
    common.add_argument("--json", action="store_true", help=text("server.help.json"))
    parser = argparse.ArgumentParser(prog="casedesk-province", description=text("province.help.about"))
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, act: str, *arguments: str, within: Any = commands) -> argparse.ArgumentParser:
        key = f"province.help.{act}"
        made: argparse.ArgumentParser = within.add_parser(name, parents=[common], help=text(key))
        made.set_defaults(act=act)
        for argument in arguments:
            made.add_argument(argument.lower(), metavar=argument, help=text(f"province.help.{argument.lower()}"))
        return made

    begin = add("init", "init")
    _option(begin, "--name", default="")
    _option(begin, "--split", type=int, default=0, metavar="N")
    _option(begin, "--of", type=int, default=0, metavar="M")
    _option(begin, "--sheets", action="store_true")
    known = add("server", "server")
    _option(known, "--key", required=True)
    _option(known, "--url", default="")
    offices = commands.add_parser("office", help=text("province.help.office")).add_subparsers(required=True)
    _option(add("add", "office_add", "CODE", within=offices), "--name", default="")
    add("list", "office_list", within=offices)
    _pcs(add)
    _option(add("recover", "recover", "CODE"), "--out", type=Path, required=True, metavar="DIR")
    for name, act in (("export", "export"), ("import", "import_file"), ("publish", "publish")):
        add(name, act).add_argument("file", type=Path, metavar="FILE", help=text("province.help.file"))
    for name in beside:
        add(name, name)
    return parser


def _pcs(add: Callable[..., argparse.ArgumentParser]) -> None:
    """The commands about the PCs of an office."""
    asking = add("invite", "invite", "CODE")
    _option(asking, "--pc-name", default="")
    _option(asking, "--replaces", default="", metavar="PC")
    _option(asking, "--days", type=int, default=14)
    _option(asking, "--out", type=Path, metavar="FILE")
    _option(asking, "--qr", type=Path, metavar="FILE")
    add("requests", "requests")
    letting = add("approve", "approve", "REQUEST")
    _option(letting, "--pc", type=int, default=0)
    _option(letting, "--pc-name", default="")
    _option(letting, "--out", type=Path, metavar="FILE")
    add("turn-away", "turn_away", "REQUEST")
    removing = add("revoke", "revoke", "CODE", "DEVICE")
    _option(removing, "--last", type=_number, default=None)
    _option(removing, "--reason", default="")
    trusting = add("delegate", "delegate", "CODE", "DEVICE")
    _option(trusting, "--numbers", type=_numbers, default=range(80, 90), metavar="FIRST-LAST")
    _option(trusting, "--withdraw", action="store_true")
