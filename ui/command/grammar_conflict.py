"""The words of `casedesk conflict` and of void cases. Imports nothing of the desk, as `grammar` does not."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desk.words import text

Add = Callable[..., argparse.ArgumentParser]


def extend(add: Add) -> None:
    """Add the commands; `add(path, answer)` makes one."""
    _one_by_one(add)
    _many(add)
    _asked_anew(add)
    _proof(add)


def _option(parser: argparse._ActionsContainer, name: str, **how: Any) -> None:
    key = name.lstrip("-").replace("-", "_").lower()
    if not name.startswith("-"):
        name, how = key, {"metavar": name, **how}
    parser.add_argument(name, help=text(f"disputes.help.{key}"), **how)


def _reason(parser: argparse.ArgumentParser) -> None:
    _option(parser, "--reason", metavar="TEXT", default="")


_COPIED = {
    "name": "applicant_name", "id": "applicant_id", "procedure": "procedure_name", "received": "received",
    "state": "stands", "note": "note",
}  # fmt: skip


def _one_by_one(add: Add) -> None:
    _option(add("conflict list", "conflict.listing"), "--kind", metavar="KIND", default="")
    settle = add("conflict settle", "conflict.settle")
    _option(settle, "NUMBER")
    _option(settle, "FIELD")
    choice = settle.add_mutually_exclusive_group(required=True)
    _option(choice, "--version", metavar="N", type=int)
    _option(choice, "--value", metavar="V")
    _reason(settle)
    twice = add("conflict twice", "disputes.twice")
    _option(twice, "NUMBER")
    _option(twice, "OTHER")
    which = twice.add_mutually_exclusive_group(required=True)
    _option(which, "--keep", metavar="NUMBER", default="")
    _option(which, "--apart", action="store_true")
    _reason(twice)
    noted = add("conflict online", "disputes.note")
    noted.add_argument("portal", metavar="PORTAL-NUMBER", help=text("online.help.portal"))
    for name, key in _COPIED.items():
        noted.add_argument(f"--{name}", metavar="TEXT", default="", dest=key, help=text(f"online.help.{key}"))
    noted.add_argument("--case", metavar="NUMBER", default="", help=text("online.help.case"))
    same = add("conflict same", "disputes.same")
    same.add_argument("portal", metavar="PORTAL-NUMBER", help=text("online.help.portal"))
    one = same.add_mutually_exclusive_group(required=True)
    one.add_argument("--case", metavar="NUMBER", default="", help=text("online.help.case"))
    one.add_argument("--apart", action="store_true", help=text("online.help.apart"))
    _reason(same)
    number = add("conflict number", "disputes.number")
    _option(number, "NUMBER")
    _reason(number)
    for name in ("void", "restore"):
        out = add(f"case {name}", f"disputes.{name}")
        _option(out, "NUMBER")
        _reason(out)


def _many(add: Add) -> None:
    add("conflict patterns", "conflict.grouped")
    every = add("conflict settle-all", "conflict.settle_all")
    _option(every, "--take", metavar="RULE", required=True)
    _option(every, "--field", metavar="FIELD", default="")
    _option(every, "--procedure", metavar="CODE", default="")
    _option(every, "--pc", metavar="NAME", action="append", default=[])
    _option(every, "--cause", metavar="CAUSE", default="")
    _option(every, "--dry-run", action="store_true")
    _reason(every)
    undo = add("conflict undo", "conflict.undo")
    _option(undo, "GROUP")
    _reason(undo)


def _asked_anew(add: Add) -> None:
    add("conflict lost", "disputes.lost")
    for name, answer in (
        ("agree", "agree"), ("decline", "decline"), ("heard", "heard"), ("object", "object_to"), ("answer", "answer"),
    ):  # fmt: skip
        asked = add(f"conflict {name}", f"disputes.{answer}")
        _option(asked, "ID")
        if name == "answer":
            _option(asked, "--value", metavar="V", required=True)
        if name not in ("agree", "heard"):
            _reason(asked)
    mass = add("conflict mass", "disputes.mass")
    _option(mass, "ID")
    said = mass.add_mutually_exclusive_group(required=True)
    _option(said, "--allow", action="store_true")
    _option(said, "--refuse", action="store_true")
    _reason(mass)
    policy = add("conflict policy", "disputes.policy")
    _option(policy, "VALUES", nargs="*", metavar="NAME=WORDS", default=[])
    policy.set_defaults(trailing="values")


def _proof(add: Add) -> None:
    figures = add("conflict figures", "proof.count")
    figures.add_argument("--from", metavar="DATE", default="", dest="since", help=text("disputes.help.since"))
    _option(figures, "--to", metavar="DATE", default="")
    replay = add("conflict replay", "proof.step")
    _option(replay, "NUMBER", nargs="?", default="")
    _option(replay, "--pc", metavar="NAME", default="")
    evidence = add("conflict evidence", "proof.give")
    _option(evidence, "NUMBER")
    evidence.add_argument("--to", metavar="FILE", type=Path, required=True, help=text("disputes.help.to_file"))
    check = add("conflict check", "proof.check")
    _option(check, "FILE", type=Path)
    _option(check, "--root", metavar="KEY", default="")
