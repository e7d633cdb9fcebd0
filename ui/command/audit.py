"""`casedesk log export` and `casedesk doctor`: the plain history for auditors, and whether the file is sound."""

import argparse
from collections.abc import Iterator
from typing import Any

from desk import store
from desk.officers import rights
from desk.officers.officer import Role
from desk.record import Entry
from desk.words import text
from sync import doctor as examination
from sync import home, log
from sync.desk import Desk
from sync.doctor import Health
from sync.scans.travel import Queue
from ui.command import scan_travel
from ui.command.answer import Answer, Lines, Rows, pairs
from ui.command.opening import desk_of, password
from ui.command.shapes import time_of
from ui.words_of_scans import queue_lines


def export(args: argparse.Namespace) -> Rows:
    """Every change held at this PC as a line of JSON, device by device in their order."""
    return Rows(_exported(args))


def _exported(args: argparse.Namespace) -> Iterator[dict[str, Any]]:
    with desk_of(args) as desk:
        desk.demand("export_log")
        desk.audit("export_log")
        roles = desk.roles
        for entry in log.everything(desk.db):
            yield _plain(desk, entry, roles)


def _plain(desk: Desk, entry: Entry, roles: frozenset[Role]) -> dict[str, Any]:
    change = entry.change
    return {
        "device": entry.device,
        "device_name": desk.device_name(entry.device),
        "seq": entry.seq,
        "seen": dict(entry.seen),
        "lamport": entry.lamport,
        "at": time_of(entry.at),
        "clock_error": entry.clock_error,
        "by": change.by,
        "by_name": desk.officer_name(change.by),
        "action": change.action,
        "reason": rights.told(change.reason, roles),
        "edits": [{"kind": edit.kind, "id": edit.id, "fields": rights.exported(edit, roles)} for edit in change.edits],
    }


def doctor(args: argparse.Namespace) -> Answer:
    """Look the file, the log, the chains and the rows over; status 1 where something is wrong."""
    with store.spoken_errors():
        lock, key = home.unlock(args.home, password(), args.officer)
        health = examination.examine_home(args.home, key, lock.officer)
    words = [str(fault) for fault in health.faults]
    waiting = _waiting(health.scans) if health.scans else None
    data = {"sound": not words, "faults": words, **health.counts, "scans_waiting": waiting}
    return Answer(data, lambda: _lines(health), status=1 if words else 0, errors=words)


def _waiting(scans: Queue) -> dict[str, Any]:
    """The scans that the province has not signed for, as `--json` shows them."""
    shape = scan_travel.shape(scans)
    return {"count": shape["waiting"], "bytes": shape["bytes"] - shape["done"], "oldest": shape["oldest"]}


def _lines(health: Health) -> Lines:
    yield text("command.sound") if not health.faults else text("command.unsound", count=len(health.faults))
    yield from pairs(((text(f"command.count.{name}"), n) for name, n in health.counts.items()), indent="  ")
    if health.scans and health.scans.waiting:
        yield from queue_lines(health.scans)
