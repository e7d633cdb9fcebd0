"""`casedesk takeover`: go on with the work of a dead PC, and hear what of it nobody has."""

import argparse
from typing import Any

from desk import Refused
from desk.begun import SCANS, unpacked
from desk.words import text
from sync import takeover
from sync.desk import Desk, local
from sync.takeover import PROVINCE, Outlook
from ui.command.answer import Answer, Lines
from ui.command.opening import desk_of
from ui.command.shapes import time_of


def take(args: argparse.Namespace) -> Answer:
    """Take over, or with `--dry-run` only say what that would come to."""
    on_paper = dict(map(_last, args.last))
    with desk_of(args) as desk:
        desk.demand("read")
        gone = takeover.meant(desk, args.pc)
        found = takeover.outlook(desk, gone) if args.dry_run else takeover.take_over(desk, gone, on_paper)
        data = _shape(desk, found, done=not args.dry_run)
        lines = list(_lines(desk, found, done=not args.dry_run))
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
                "id": each.id, "officer": each.officer, "at": time_of(each.at), "name": _name(each.body),
                "scans_elsewhere": _scans(each.body),
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


def _name(body: bytes) -> str:
    person = unpacked(body).get("person")
    return str(person.get("applicant_name", "")) if isinstance(person, dict) else ""


def _scans(body: bytes) -> int:
    """How many scans lay with a draft; they are at the dead PC only."""
    count = unpacked(body).get(SCANS, 0)
    return count if isinstance(count, int) else 0


def _lines(desk: Desk, found: Outlook, *, done: bool) -> Lines:
    gone = found.gone.name
    yield text("takeover.taken" if done else "takeover.would", heir=desk.device.name, gone=gone)
    yield text("takeover.books", count=len(found.books))
    for taken in found.books:
        words = {"kind": taken.book.kind, "year": taken.book.year, "next": f"{taken.next:02}"}
        yield text("takeover.range", **words, last=taken.last) if taken.last else text("takeover.book", **words)
    yield text("takeover.drafts", count=len(found.drafts))
    for draft in found.drafts:
        name = _name(draft.body) or text("takeover.nobody")
        at, scans = f"{local(draft.at):%H:%M %d/%m/%Y}", _scans(draft.body)
        key = "takeover.draft_scans" if scans else "takeover.draft"
        yield text(key, name=name, at=at, **({"scans": scans} if scans else {}))
    yield text("takeover.received", gone=gone, count=len(found.received), unbound=len(found.unbound))
    yield text("takeover.in_hand", gone=gone, count=len(found.in_hand))
    if found.scans:
        yield text("takeover.scans", gone=gone, count=len(found.scans))
    yield from _lost(desk, found)


def _lost(desk: Desk, found: Outlook) -> Lines:
    """What is held, what others hold, and what may exist on paper only."""
    gone, loss = found.gone.name, found.loss
    if loss.at is None:
        yield text("takeover.held_nothing", gone=gone)
    else:
        yield text("takeover.held", gone=gone, held=loss.held, at=f"{local(loss.at):%H:%M %d/%m/%Y}")
    if loss.missing:
        holders = [_who(desk, pc) for pc, last in loss.told.items() if last > loss.held]
        yield text("takeover.missing", gone=gone, missing=loss.missing, who=", ".join(holders) or "-")
    yield text("takeover.beyond", gone=gone)
    if loss.number:
        yield text("takeover.number", gone=gone, number=loss.number)
    else:
        yield text("takeover.no_number", gone=gone, pc=f"{found.gone.pc:02}")
    if found.books:
        yield text("takeover.book_unsure")


def _who(desk: Desk, pc: str) -> str:
    return text("takeover.province") if pc == PROVINCE else desk.device_name(pc)
