"""The words of `casedesk scan` for scans on their way. Imports nothing of the desk, as `grammar` does not."""

import argparse
from typing import Any

from desk.words import text


def extend(scan: Any, common: argparse.ArgumentParser) -> None:
    """Add the commands to those of `scan`."""
    send = _command(scan, common, "send")
    _option(send, "--server", metavar="URL", default="")
    _option(send, "--now", action="store_true")
    _option(send, "--again", action="store_true")
    fetch = _command(scan, common, "fetch")
    _option(fetch, "NUMBER", nargs="?", default="")
    _option(fetch, "N", nargs="?", type=int, default=None)
    _option(fetch, "--all", action="store_true")
    _option(fetch, "--from", metavar="ADDRESS", action="append", default=[], dest="addresses")
    _option(fetch, "--find", action="store_true")
    _option(fetch, "--server", metavar="URL", default="")
    _command(scan, common, "queue")
    limit = _command(scan, common, "limit")
    _option(limit, "--kbps", type=int, metavar="N", default=None)
    _option(limit, "--hours", metavar="FROM-TO", default=None)
    rest = limit.add_mutually_exclusive_group()
    _option(rest, "--pause", action="store_true")
    _option(rest, "--go-on", action="store_true")
    bring = limit.add_mutually_exclusive_group()
    _option(bring, "--everything", action="store_true")
    _option(bring, "--on-demand", action="store_true")


def _command(scan: Any, common: argparse.ArgumentParser, name: str) -> argparse.ArgumentParser:
    about = text(f"scans_travel.help.{name}")
    parser: argparse.ArgumentParser = scan.add_parser(
        name, help=about, description=about, parents=[common], allow_abbrev=False
    )
    parser.set_defaults(answer=f"scan_travel.{name}")
    return parser


def _option(parser: argparse._ActionsContainer, name: str, **how: Any) -> None:
    """An option or, in capitals, an argument."""
    key = name.lstrip("-").replace("-", "_").lower()
    if not name.startswith("-"):
        name, how = key, {"metavar": name, **how}
    parser.add_argument(name, help=text(f"scans_travel.option.{key}"), **how)
