"""`casedesk audit`: who logged in, failed to, looked at cases, printed, and changed accounts or rights."""

import argparse
from datetime import date, timedelta
from typing import Any

from desk import Refused
from desk.words import text
from sync import audit
from sync.trail import Told, told
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
        data = [_shape(line) for line in told(desk, since, until)]
    heads = [text(f"audit.head.{name}") for name in ("at", "officer", "device", "action", "of")]
    return Answer(data, lambda: table(heads, map(_row, data), text("audit.none")))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("audit.bad_day", field="from", value=text[:40]) from None


def _shape(line: Told) -> dict[str, Any]:
    return {
        "at": time_of(line.line.at),
        "by": line.line.officer,
        "by_name": line.officer,
        "device": line.line.device,
        "device_name": line.device,
        "action": line.line.action,
        "record": line.line.record,
        "of": line.of,
        "detail": line.line.detail,
    }


def _row(line: dict[str, Any]) -> tuple[str, ...]:
    what = " ".join(part for part in (line["of"], line["detail"]) if part)
    return moment(line["at"]), line["by_name"], line["device_name"], audit.label(line["action"]), what
