"""`casedesk procedures publish`: the procedures in force as a page for the web and as sheets for the notice board."""

import argparse
from contextlib import nullcontext
from datetime import date
from typing import Any

from desk import Refused, Unusable
from desk.forms.board import board_pdf
from desk.procedures import publishing
from desk.procedures.catalogue import starter
from desk.text import fold
from desk.words import text
from ui.command.answer import Answer
from ui.command.grammar import Usage
from ui.command.opening import desk_of, has_home
from ui.command.writing import write

PAGE = "index.html"


def publish(args: argparse.Namespace) -> Answer:
    """Write the page, the sheets, or both; without a home, of the procedures that come with the program."""
    if args.html is None and args.pdf is None:
        raise Usage(text("publish.usage"))
    with desk_of(args) if has_home(args) else nullcontext() as desk:
        known, day = (desk.catalogue, desk.now().date()) if desk else (starter(), date.today())
        office = (desk.office.name or desk.office.code) if desk else ""
    found = [each for each in known.current(day) if fold(args.field) in fold(each.field)]
    if not found:
        raise Refused("publish.none", field="field", name=args.field[:60])
    data: dict[str, Any] = {"count": len(found), "day": day.isoformat(), "html": None, "pdf": None}
    if args.html is not None:
        data["html"] = _page(args, publishing.page(found, publishing.Office(office), day))
    if args.pdf is not None:
        write(args.pdf, board_pdf(found, office, day))
        data["pdf"] = str(args.pdf)
    files = [name for name in (data["html"], data["pdf"]) if name]
    return Answer(data, lambda: [text("publish.done", count=len(found), file=name) for name in files])


def _page(args: argparse.Namespace, html: str) -> str:
    try:
        args.html.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unusable("command.file_unwritable", file=args.html, reason=error.strerror or str(error)) from error
    write(args.html / PAGE, html.encode())
    return str(args.html / PAGE)
