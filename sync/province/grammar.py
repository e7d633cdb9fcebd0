"""The words of `casedesk-province`: its commands, arguments and their help."""

import argparse
import os
from pathlib import Path
from typing import Any

from desk.words import text


def _numbers(given: str) -> range:
    first, _, last = given.partition("-")
    if not (first.isdecimal() and (last or first).isdecimal()):
        raise argparse.ArgumentTypeError(text("province.bad_range", given=given))
    return range(int(first), int(last or first) + 1)


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

    def option(made: argparse.ArgumentParser, name: str, **how: Any) -> None:
        made.add_argument(name, help=text(f"province.help.{name.lstrip('-').replace('-', '_')}"), **how)

    begin = add("init", "init")
    option(begin, "--name", default="")
    option(begin, "--split", type=int, default=0, metavar="N")
    option(begin, "--of", type=int, default=0, metavar="M")
    option(begin, "--sheets", action="store_true")
    known = add("server", "server")
    option(known, "--key", required=True)
    option(known, "--url", default="")
    offices = commands.add_parser("office", help=text("province.help.office")).add_subparsers(required=True)
    option(add("add", "office_add", "CODE", within=offices), "--name", default="")
    add("list", "office_list", within=offices)
    asking = add("invite", "invite", "CODE")
    option(asking, "--pc-name", default="")
    option(asking, "--replaces", default="", metavar="PC")
    option(asking, "--days", type=int, default=14)
    option(asking, "--out", type=Path, metavar="FILE")
    option(asking, "--qr", type=Path, metavar="FILE")
    add("requests", "requests")
    letting = add("approve", "approve", "REQUEST")
    option(letting, "--pc", type=int, default=0)
    option(letting, "--pc-name", default="")
    option(letting, "--out", type=Path, metavar="FILE")
    removing = add("revoke", "revoke", "CODE", "DEVICE")
    option(removing, "--last", type=int, default=None)
    option(removing, "--reason", default="")
    trusting = add("delegate", "delegate", "CODE", "DEVICE")
    option(trusting, "--numbers", type=_numbers, default=range(80, 90), metavar="FIRST-LAST")
    option(trusting, "--withdraw", action="store_true")
    option(add("recover", "recover", "CODE"), "--out", type=Path, required=True, metavar="DIR")
    for name, act in (("export", "export"), ("import", "import_file"), ("publish", "publish")):
        add(name, act).add_argument("file", type=Path, metavar="FILE", help=text("province.help.file"))
    for name in beside:
        add(name, name)
    return parser
