"""`casedesk card`: what a scanned identity card says, or why the scan is none. Needs no home and keeps nothing."""

import argparse
import sys
from datetime import date
from typing import Any

from desk.cases import field_label
from desk.people.identity_card import LONGEST, Card, CardError, read_card
from desk.words import text
from ui.command import reading
from ui.command.answer import Answer, Lines, pairs

SHOWN = (
    ("applicant_id", "id"), ("applicant_name", "name"), ("birth_date", "birth_date"), ("sex", "sex"),
    ("address", "address"),
)  # fmt: skip


def card(args: argparse.Namespace) -> Answer:
    """Read one payload; a scan that is no card is answered with the kind of its error and status 1."""
    given = " ".join(args.payload) or reading.STDIN
    payload = sys.stdin.buffer.read(4 * LONGEST + 4) if given == reading.STDIN else given
    try:
        found = read_card(payload, date.today())
    except CardError as error:
        data = {"ok": False, "error": error.kind, "reason": str(error), "fields": {}, "warnings": []}
        return Answer(data, list, status=1, errors=[str(error)])
    fields = {name: value for name, value in vars(found).items() if name not in ("warnings", "rest")}
    data = {"ok": True, "error": None, "fields": fields, "rest": list(found.rest), "warnings": list(found.warnings)}
    return Answer(data, lambda: _lines(found))


def _lines(found: Card) -> Lines:
    values: Any = ((str(field_label(field)), getattr(found, name)) for field, name in SHOWN)
    yield from pairs(values)
    yield from (text(f"card.warning.{kind}") for kind in found.warnings)
