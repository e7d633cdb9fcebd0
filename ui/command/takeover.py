"""`casedesk takeover`: go on with the work of a dead PC, and hear what of it nobody has."""

import argparse
from typing import Any

from desk import Refused
from sync import takeover
from sync.desk import Desk
from sync.takeover import Outlook
from ui.command.answer import Answer
from ui.command.opening import desk_of
from ui.command.shapes import time_of
from ui.words_of_takeover import draft_name, scans_away, told


def take(args: argparse.Namespace) -> Answer:
    """Take over, or with `--dry-run` only say what that would come to."""
    on_paper = dict(map(_last, args.last))
    with desk_of(args) as desk:
        gone = takeover.meant(desk, args.pc)
        found = takeover.outlook(desk, gone) if args.dry_run else takeover.take_over(desk, gone, on_paper)
        data = _shape(desk, found, done=not args.dry_run)
        lines = list(told(desk, found, done=not args.dry_run))
    return Answer(data, lambda: lines)


def _last(given: str) -> tuple[str, int]:
    kind, equals, number = given.rpartition("=")
    if not equals or not number.isdecimal():
        raise Refused("takeover.bad_last", field="last")
    return kind, int(number)


def _shape(desk: Desk, found: Outlook, *, done: bool) -> dict[str, Any]:
    loss, gone = found.loss, found.gone
    return {
        "done": done, "heir": desk.device.id, "device": gone.id, "pc": gone.pc, "name": gone.name,
        "books": [
            {
                "kind": taken.book.kind, "year": taken.book.year, "next": taken.next, "first": taken.first,
                "last": taken.last,
            }
            for taken in found.books
        ],
        "drafts": [
            {
                "id": each.id, "officer": each.officer, "at": time_of(each.at), "name": draft_name(each.body),
                "scans_elsewhere": scans_away(found, each),
            }
            for each in found.drafts
        ],
        "received": [case.number for case in found.received],
        "without_portal_number": [case.number for case in found.unbound],
        "in_hand": [case.number for case in found.in_hand],
        "scans_elsewhere": [{"case": scan.case_id, "name": scan.name} for scan in found.scans],
        "loss": {
            "held": loss.held, "held_at": time_of(loss.at) if loss.at is not None else None, "missing": loss.missing,
            "told": dict(loss.told), "last_number": loss.number,
        },
    }  # fmt: skip
