"""`casedesk audit`: who logged in, failed to, looked at cases, printed, and changed accounts or rights."""

import argparse
from datetime import UTC, date, datetime, timedelta
from typing import Any

from desk import Refused, store
from desk.cases import Case
from desk.officers.officer import Account, Officer
from desk.words import text
from sync import audit
from sync.audit import Line
from sync.desk import VIETNAM, Desk
from ui.command.answer import Answer, moment, table
from ui.command.opening import desk_of
from ui.command.shapes import time_of

SHOWN = timedelta(days=30)
"""Days back that are shown where nobody says how many."""


def trail(args: argparse.Namespace) -> Answer:
    """The audit trail of some days, oldest first; reading it is noted in it."""
    with desk_of(args) as desk:
        desk.demand("audit")
        today = desk.now().date()
        since = _day(args.since) if args.since else today - SHOWN
        until = _day(args.to) if args.to else today
        found = audit.trail(desk.db, desk.device.id, _start(since), _start(until + timedelta(days=1)))
        data = [_shape(desk, line) for line in found]
        desk.audit("read_audit", detail=f"{since} {until}")
    heads = [text(f"audit.head.{name}") for name in ("at", "officer", "device", "action", "of")]
    return Answer(data, lambda: table(heads, map(_row, data), text("audit.none")))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("audit.bad_day", field="from", value=text[:40]) from None


def _start(day: date) -> int:
    """The beginning of a day in Vietnam, in s since 1970 UTC."""
    return int((datetime(day.year, day.month, day.day, tzinfo=UTC) - VIETNAM).timestamp())


def _shape(desk: Desk, line: Line) -> dict[str, Any]:
    return {
        "at": time_of(line.at),
        "by": line.officer,
        "by_name": desk.officer_name(line.officer),
        "device": line.device,
        "device_name": desk.device_name(line.device),
        "action": line.action,
        "record": line.record,
        "of": _of(desk, line.record),
        "detail": line.detail,
    }


def _of(desk: Desk, record: str) -> str:
    """What a record is called: a case's number, an officer's name; the bare id of anything else."""
    if case := store.get(desk.db, Case, record):
        return case.number
    account = store.get(desk.db, Account, record)
    officer = store.get(desk.db, Officer, account.officer if account else record)
    return officer.name if officer else record


def _row(line: dict[str, Any]) -> tuple[str, ...]:
    what = " ".join(part for part in (line["of"], line["detail"]) if part)
    return moment(line["at"]), line["by_name"], line["device_name"], audit.label(line["action"]), what
