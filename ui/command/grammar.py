"""The words `casedesk` understands: commands, options and which function answers each. Scripts rely on all of them.

Imports nothing of the desk, so that `casedesk --help` and a typing error answer at once.
"""

import argparse
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from desk import words
from desk.words import text
from ui.command import grammar_conflict, grammar_office, grammar_scan

Add = Callable[..., argparse.ArgumentParser]


class Usage(Exception):
    """The command line cannot be meant as it is; the text says what is missing."""


def start() -> argparse.Namespace:
    """What holds where the command line says nothing."""
    return argparse.Namespace(
        home=None, json=False, officer="", lang=os.environ.get("CASEDESK_LANG") or os.environ.get("CASEDESK_LANGUAGE")
    )


def data_folder() -> Path:
    """The person's data folder of Casedesk; `CASEDESK_DATA` names another."""
    from platformdirs import user_data_dir

    return Path(os.environ.get("CASEDESK_DATA") or user_data_dir("casedesk", appauthor=False))


def build() -> argparse.ArgumentParser:
    """The grammar, its help in the language in use."""
    common = _common()
    top = argparse.ArgumentParser("casedesk", description=text("command.about"), parents=[common], allow_abbrev=False)
    commands = top.add_subparsers(metavar=text("command.metavar"), required=True)

    def add(path: str, answer: str) -> argparse.ArgumentParser:
        """One command: the blank-separated `path` a person types, and the `module.function` that answers."""
        group, _, name = path.rpartition(" ")
        parent = groups[group] if group else commands
        key = path.replace(" ", "_").replace("-", "_")
        about = text(f"command.help.{key}")
        parser = parent.add_parser(name, help=about, description=about, parents=[common], allow_abbrev=False)
        parser.set_defaults(answer=answer)
        return parser

    names = ("officer", "procedures", "case", "scan", "conflict", "log")
    groups = {name: _group(commands, name, common) for name in names}
    for part in (_home, _officer, _case, _work, _outcome, _scan, grammar_conflict.extend, _catalogue, _delivery):
        part(add)
    grammar_scan.extend(groups["scan"], common)
    grammar_office.extend(commands, groups["procedures"], common)
    return top


def parse(parser: argparse.ArgumentParser, given: Sequence[str]) -> argparse.Namespace:
    """What the command line says, with options and arguments in any order. Exits as argparse does where it is wrong.

    argparse gives up on arguments of any number once an option stood before them; `trailing` names where they belong.
    """
    args, rest = parser.parse_known_args(given, start())
    name = getattr(args, "trailing", "")
    if rest and (not name or any(word.startswith("-") for word in rest)):
        parser.error(text("command.not_understood", words=" ".join(rest)))
    if rest:
        setattr(args, name, [*getattr(args, name), *rest])
    return args


def _common() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    common.add_argument("--home", type=Path, metavar="DIR", help=text("command.option.home"))
    common.add_argument("--json", action="store_true", help=text("command.option.json"))
    common.add_argument("--officer", metavar="NAME", help=text("command.option.officer"))
    common.add_argument("--lang", choices=words.LANGUAGES, help=text("command.option.lang"))
    return common


def _group(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, common: argparse.ArgumentParser
) -> "argparse._SubParsersAction[argparse.ArgumentParser]":
    about = text(f"command.help.{name}")
    group = commands.add_parser(name, help=about, description=about, parents=[common], allow_abbrev=False)
    return group.add_subparsers(metavar=text("command.metavar"), required=True)


def _papers_brought(parser: argparse.ArgumentParser) -> None:
    """The papers that came along, of the case or of names of their own."""
    how = {"nargs": "*", "metavar": "PAPER=FORM", "default": []}
    parser.add_argument("given", help=text("papers.given_option"), **how)  # type: ignore[arg-type]
    parser.set_defaults(trailing="given")
    extra = {"action": "append", "metavar": "NAME=FORM", "default": []}
    parser.add_argument("--extra", help=text("papers.extra_option"), **extra)  # type: ignore[arg-type]


def _option(parser: argparse._ActionsContainer, name: str, **how: object) -> None:
    """An option or, in capitals, an argument; its help is the text of the same name."""
    key = name.lstrip("-").replace("-", "_").lower()
    if not name.startswith("-"):
        name, how = key, {"metavar": name, **how}
    parser.add_argument(name, help=text(f"command.option.{key}"), **how)  # type: ignore[arg-type]


def _home(add: Add) -> None:
    init = add("init", "home.init")
    which = init.add_mutually_exclusive_group(required=True)
    _option(which, "--office", metavar="CODE")
    _option(which, "--from", metavar="FILE", type=Path, dest="provision")
    _option(init, "--office-name", metavar="NAME", default="")
    _option(init, "--server", metavar="URL", default="")


def _officer(add: Add) -> None:
    officer = add("officer add", "officer.add")
    _option(officer, "NAME")
    _option(officer, "--role", action="append", default=[], metavar="ROLE")
    _option(officer, "--until", metavar="DATE", default="")
    _option(officer, "--own", action="store_true")
    add("officer list", "officer.listing")
    add("officer password", "officer.change_password")
    _option(add("officer reset", "officer.reset"), "NAME")
    _option(add("officer unlock", "officer.unlock"), "NAME")
    roles = add("officer roles", "officer.roles")
    _option(roles, "NAME")
    _option(roles, "--role", action="append", default=[], metavar="ROLE")
    _option(roles, "--until", metavar="DATE", default="")
    _option(roles, "--of-field", metavar="FIELD", default="", dest="field")
    _option(roles, "--reason", metavar="TEXT", default="")
    trail = add("audit", "trail.trail")
    trail.add_argument("--from", metavar="DATE", default="", dest="since", help=text("command.option.since"))
    _option(trail, "--to", metavar="DATE", default="")


def _case(add: Add) -> None:
    receive = add("case receive", "reception.receive")
    _option(receive, "--file", metavar="FILE", required=True)
    _option(receive, "--lines", action="store_true")
    listing = add("case list", "case.listing")
    _option(listing, "--list", metavar="LIST", default="all", dest="view")
    _option(listing, "--state", metavar="STATE", default="")
    _option(listing, "--search", metavar="TEXT", default="")
    _option(listing, "--limit", metavar="N", type=int, default=None)
    show = add("case show", "case.show")
    _option(show, "NUMBER")
    edit = add("case edit", "case.edit")
    _option(edit, "NUMBER", nargs="?")
    _option(edit, "VALUES", nargs="*", metavar="FIELD=VALUE", default=[])
    edit.set_defaults(trailing="values")
    _option(edit, "--file", metavar="FILE")
    move = add("case move", "case.move")
    _option(move, "NUMBER")
    _option(move, "ACTION")
    _option(move, "--reason", metavar="TEXT", default="")
    _papers_brought(move)
    papers = add("case papers", "papers.papers")
    _option(papers, "NUMBER")
    _papers_brought(papers)
    note = add("case note", "case.note")
    _option(note, "NUMBER")
    _option(note, "TEXT")
    slip = add("slip", "slip.slip")
    _option(slip, "NUMBER")
    _option(slip, "--pdf", metavar="FILE", type=Path, required=True)
    _option(slip, "--size", choices=("A4", "A5"), default="A5")


def _scan(add: Add) -> None:
    added = add("scan add", "scan.add")
    _option(added, "NUMBER")
    _option(added, "FILES", nargs="*", type=Path, metavar="FILE", default=[])
    added.set_defaults(trailing="files")
    _option(added, "--paper", metavar="KEY", default="")
    _option(added, "--sensitive", action="store_true")
    listing = add("scan list", "scan.listing")
    _option(listing, "NUMBER")
    export = add("scan export", "scan.export")
    _option(export, "NUMBER")
    _option(export, "N", type=int)
    export.add_argument("--to", metavar="FILE", type=Path, required=True, help=text("command.option.to_file"))
    add("scan check", "scan.check")


def _work(add: Add) -> None:
    for name in ("assign", "handover"):
        passed = add(f"case {name}", f"work.{name}")
        _option(passed, "NUMBER")
        _option(passed, "TAKER")
        _option(passed, "--note", metavar="TEXT", default="")
    _option(passed, "--step", metavar="N", type=int)
    for name, answer in (("suspend", "suspend"), ("resume", "resume"), ("undo", "take_back")):
        halted = add(f"case {name}", f"work.{answer}")
        _option(halted, "NUMBER")
        _option(halted, "--reason", metavar="TEXT", default="")
    apologise = add("case apologise", "work.apologise")
    _option(apologise, "NUMBER")
    _option(apologise, "--due", metavar="TIME", required=True)
    _option(apologise, "--reason", metavar="TEXT", default="")
    bind = add("case bind", "work.bind")
    _option(bind, "NUMBER")
    _option(bind, "PORTAL_NUMBER")
    _option(bind, "--reason", metavar="TEXT", default="")


def _outcome(add: Add) -> None:
    result = add("case result", "work.result")
    _option(result, "NUMBER")
    _option(result, "--document", metavar="TEXT", default="")
    _option(result, "--date", metavar="DATE", default="")
    returned = add("case return", "work.give_back")
    _option(returned, "NUMBER")
    _option(returned, "--taker", metavar="NAME", default="")
    _option(returned, "--id", metavar="ID", default="")
    _option(returned, "--way", metavar="WAY", default="")
    _option(returned, "--parcel", metavar="TEXT", default="")
    _option(returned, "--unsigned", action="store_true")
    tapped = add("case satisfaction", "work.satisfaction")
    _option(tapped, "NUMBER")
    _option(tapped, "SCORE", type=int)
    _option(tapped, "--scale", metavar="N", type=int, default=3)
    form = add("form", "work.form")
    _option(form, "FORM")
    _option(form, "NUMBER")
    _option(form, "--pdf", metavar="FILE", type=Path, required=True)
    _option(form, "--size", choices=("A4", "A5"), default="A5")
    register = add("register", "work.register")
    how = {"metavar": "DATE", "required": True, "dest": "first_day"}
    register.add_argument("--from", help=text("command.option.first_day"), **how)  # type: ignore[arg-type]
    _option(register, "--to", metavar="DATE", required=True)
    _option(register, "--pdf", metavar="FILE", type=Path, default=None)
    register.add_argument("--csv", metavar="FILE", type=Path, default=None, help=text("register.csv_option"))


def _catalogue(add: Add) -> None:
    search = add("procedures search", "procedures.search")
    _option(search, "QUERY", nargs="*", default=[])
    search.set_defaults(trailing="query")
    _option(search, "--queries", metavar="FILE")
    _option(search, "--limit", metavar="N", type=int, default=10)
    imported = add("procedures import", "procedures.import_file")
    _option(imported, "FILE", type=Path)
    deadline = add("deadline", "deadline.deadline")
    which = deadline.add_mutually_exclusive_group(required=True)
    _option(which, "--rule", metavar="JSON")
    _option(which, "--cases", metavar="FILE")
    _option(deadline, "--received-at", metavar="TIME")
    _option(deadline, "--pause", nargs=2, action="append", default=[], metavar=("FROM", "TO"))
    card = add("card", "card.card")
    _option(card, "PAYLOAD", nargs="*", default=[])
    card.set_defaults(trailing="payload")


def _delivery(add: Add) -> None:
    sync = add("sync", "delivery.sync")
    _option(sync, "--server", metavar="URL", default="")
    sync.add_argument("--scans", action="store_true", help=text("scans_travel.option.scans"))
    add("status", "delivery.status")
    add("log export", "audit.export")
    add("doctor", "audit.doctor")
