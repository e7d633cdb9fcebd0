"""The words of `casedesk` for what an office keeps beside its cases: books, slips of others, hints, public pages.

Imports nothing of the desk, as `grammar` does not; help texts stand with the other words of their area.
"""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desk.words import text


class _Words:
    """One group of commands; `helps` gives the help of a command or an option by its key."""

    def __init__(self, commands: Any, common: argparse.ArgumentParser, helps: Callable[[str], str]) -> None:
        self._commands, self._common, self.help = commands, common, helps

    def group(self, name: str, key: str) -> "_Words":
        """A group of commands below this one."""
        about = self.help(key)
        parser = self._parser(name, about)
        return _Words(parser.add_subparsers(metavar=text("command.metavar"), required=True), self._common, self.help)

    def either(self, name: str, key: str, answer: str) -> "tuple[argparse.ArgumentParser, _Words]":
        """A command that also has commands below it."""
        parser = self.command(name, key, answer)
        below = parser.add_subparsers(metavar=text("command.metavar"), required=False)
        return parser, _Words(below, self._common, self.help)

    def command(self, name: str, key: str, answer: str) -> argparse.ArgumentParser:
        """A command; `answer` is the `module.function` that answers it."""
        parser = self._parser(name, self.help(key))
        parser.set_defaults(answer=answer)
        return parser

    def _parser(self, name: str, about: str) -> argparse.ArgumentParser:
        parser: argparse.ArgumentParser = self._commands.add_parser(
            name, help=about, description=about, parents=[self._common], allow_abbrev=False
        )
        return parser

    def option(self, parser: argparse.ArgumentParser, name: str, **how: Any) -> None:
        """An option or, in capitals, an argument."""
        key = name.lstrip("-").replace("-", "_").lower()
        if not name.startswith("-"):
            name, how = key, {"metavar": name, **how}
        parser.add_argument(name, help=self.help(key), **how)


def extend(commands: Any, procedures: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands to the top and to those of `procedures`."""
    _books(_Words(commands, common, lambda key: text(f"books.help.{key}")))
    _verify(_Words(commands, common, lambda key: text(f"verify.help.{key}")))
    _bundle(_Words(commands, common, lambda key: text(f"bundle.help.{key}")))
    _backup(_Words(commands, common, lambda key: text(f"backup.help.{key}")))
    _calendar(_Words(commands, common, lambda key: text(f"calendar.help.{key}")))
    _enrol(_Words(commands, common, lambda key: text(f"enrol.help.{key}")))
    _takeover(_Words(commands, common, lambda key: text(f"takeover.help.{key}")))
    _lan(_Words(commands, common, lambda key: text(f"lan.help.{key}")))
    _hints(_Words(procedures, common, lambda key: text(f"hints.help.{key}")))
    _publish(_Words(procedures, common, lambda key: text(f"publish.help.{key}")))


def _books(top: _Words) -> None:
    book = top.group("book", "group")

    def add(name: str) -> argparse.ArgumentParser:
        parser = book.command(name, name, f"books.{name}")
        book.option(parser, "KIND")
        book.option(parser, "--year", type=int, metavar="N", default=None)
        return parser

    book.command("list", "list", "books.listing")
    add("open")
    number = add("next")
    for name in ("--case", "--person", "--subject", "--signer", "--note"):
        book.option(number, name, metavar="NUMBER" if name == "--case" else "TEXT", default="")
    book.option(number, "--copies", type=int, metavar="N", default=1)
    book.option(number, "--fee", type=int, metavar="N", default=0)
    void = add("void")
    book.option(void, "NUMBER", type=int, nargs="?", default=None)
    book.option(void, "LAST", type=int, nargs="?", default=None)
    book.option(void, "--rest", action="store_true")
    reserve = add("reserve")
    book.option(reserve, "PC")
    book.option(reserve, "COUNT", type=int)
    book.option(add("handover"), "PC")
    for parser in (void, add("close")):
        parser.add_argument("--reason", metavar="TEXT", default="", help=text("command.option.reason"))
    book.option(add("print"), "--pdf", type=Path, metavar="FILE", required=True)


def _verify(top: _Words) -> None:
    verify = top.command("verify", "verify", "verify.verify")
    top.option(verify, "TEXT", nargs="?", default="-", metavar="QR-TEXT")
    verify.set_defaults(trailing="text")
    roster = top.group("roster", "roster")
    for name, answer in (("import", "verify.import_roster"), ("export", "verify.export_roster")):
        top.option(roster.command(name, f"roster_{name}", answer), "FILE", type=Path)
    roster.command("list", "roster_list", "verify.rosters")


def _bundle(top: _Words) -> None:
    bundle = top.group("bundle", "group")
    write = bundle.command("write", "write", "bundle.write")
    top.option(write, "FILE", type=Path, metavar="DIR|FILE")
    top.option(write, "--for", metavar="OFFICE|SERVER|PC", default="", dest="reader")
    top.option(write, "--whole", action="store_true")
    write.add_argument("--scans", action="store_true", help=text("scans_travel.option.bundle"))
    read = bundle.command("read", "read", "bundle.read")
    top.option(read, "FILE", type=Path)
    top.option(read, "--preview", action="store_true")


def _backup(top: _Words) -> None:
    backup = top.group("backup", "group")
    write = backup.command("write", "write", "backup.write")
    backup.option(write, "DIR", type=Path)
    backup.option(write, "--keep", type=int, metavar="N", default=7)
    check = backup.command("check", "check", "backup.check")
    backup.option(check, "DIR", type=Path)
    backup.option(check, "--no-open", action="store_true")
    restore = backup.command("restore", "restore", "backup.restore")
    backup.option(restore, "DIR", type=Path, metavar="FROM")
    backup.option(restore, "--no-sync", action="store_true")
    backup.option(backup.command("list", "list", "backup.listing"), "DIR", type=Path)


def _calendar(top: _Words) -> None:
    calendar = top.group("calendar", "group")
    calendar.option(calendar.command("list", "list", "calendar.listing"), "--year", type=int, metavar="N", default=None)
    bring = calendar.command("import", "import", "calendar.import_file")
    calendar.option(bring, "FILE", type=Path)
    calendar.option(bring, "--dry-run", action="store_true")


def _count(given: str) -> int:
    if not given.isdecimal():
        raise argparse.ArgumentTypeError(text("province.bad_number", given=given))
    return int(given)


def _enrol(top: _Words) -> None:
    join, more = top.either("enrol", "enrol", "enrol.join")
    top.option(join, "--invitation", metavar="FILE|CODE", default="")
    top.option(join, "--server", metavar="URL", default="")
    top.option(join, "--name", metavar="NAME", default="")
    top.option(join, "--request", type=Path, metavar="FILE", default=None)
    top.option(join, "--answer", type=Path, metavar="FILE", default=None, dest="admission")
    top.option(join, "--lan", metavar="ADDRESS", nargs="?", const="", default=None)
    top.option(join, "--wait", metavar="N", type=float, nargs="?", const=60.0, default=None)
    carry = more.command("carry", "carry", "enrol.carry")
    carry.add_argument("invitation", metavar="FILE|CODE", help=top.help("carry_invitation"))
    invite = more.command("invite", "invite", "enrol.invite")
    top.option(invite, "--out", type=Path, metavar="FILE", default=None)
    top.option(invite, "--name", metavar="NAME", default="")
    top.option(invite, "--replaces", metavar="PC", default="")
    top.option(invite, "--days", type=int, metavar="N", default=14)
    top.option(invite, "--qr", type=Path, metavar="FILE", default=None)
    asking = more.command("requests", "requests", "enrol.requests")
    top.option(asking, "FILES", type=Path, nargs="*", metavar="FILE", default=[])
    approve = more.command("approve", "approve", "enrol.approve")
    approve.add_argument("request", metavar="FILE|PC", help=top.help("request_of"))
    top.option(approve, "--out", type=Path, metavar="FILE", default=None)
    top.option(approve, "--name", metavar="NAME", default="")
    top.option(approve, "--pc", type=int, metavar="N", default=0)
    away = more.command("turn-away", "turn_away", "enrol.turn_away")
    away.add_argument("request", metavar="FILE|PC", help=top.help("request_of"))
    revoke = more.command("revoke", "revoke", "enrol.revoke")
    top.option(revoke, "DEVICE", metavar="PC")
    revoke.add_argument("--last", type=_count, metavar="N", default=None, help=top.help("revoke_last"))


def _takeover(top: _Words) -> None:
    take = top.command("takeover", "takeover", "takeover.take")
    top.option(take, "PC", nargs="?", default="")
    top.option(take, "--dry-run", action="store_true")
    top.option(take, "--last", action="append", metavar="KIND=N", default=[])


def _lan(top: _Words) -> None:
    lan = top.group("lan", "group")
    for name in ("serve", "sync", "forget"):
        command = lan.command(name, name, f"lan.{name}")
        least = "+" if name == "forget" else "*"
        top.option(command, "ADDRESSES", metavar="ADDRESS", nargs=least, default=[])
        command.set_defaults(trailing="addresses")
        if name == "serve":
            top.option(command, "--listen", metavar="HOST:PORT", default="")
            top.option(command, "--no-find", action="store_false", dest="find")
        elif name == "sync":
            top.option(command, "--wait", type=float, metavar="N", default=None)
            command.add_argument("--preview", action="store_true", help=text("evidence.help.preview"))


def _hints(procedures: _Words) -> None:
    hint = procedures.group("hint", "group")
    add = hint.command("add", "add", "hints.add")
    hint.option(add, "CODE")
    hint.option(add, "TEXT")
    hint.option(add, "--only-me", action="store_true")
    hint.option(hint.command("list", "list", "hints.listing"), "CODE", nargs="?", default="")
    void = hint.command("void", "void", "hints.void")
    hint.option(void, "ID")
    void.add_argument("--reason", metavar="TEXT", default="", help=text("command.option.reason"))
    show = procedures.command("show", "show", "hints.show")
    procedures.option(show, "CODE")
    procedures.option(show, "--version", metavar="N", default="")
    diff = procedures.command("diff", "diff", "hints.diff")
    for name in ("CODE", "V1", "V2"):
        procedures.option(diff, name)


def _publish(procedures: _Words) -> None:
    publish = procedures.command("publish", "publish", "publish.publish")
    procedures.option(publish, "--html", type=Path, metavar="DIR", default=None)
    procedures.option(publish, "--pdf", type=Path, metavar="FILE", default=None)
    procedures.option(publish, "--field", metavar="TEXT", default="")
