"""`casedesk deadline`: when a result is due under a rule, for one reception or a file of them. Needs no home."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from desk import Refused
from desk.counter import TIME, time_of
from desk.time import deadlines
from desk.time.calendar import Calendar, Mark
from desk.time.deadline_words import explain
from desk.time.deadlines import Due, Rule, Wait
from desk.words import text
from ui.command import reading
from ui.command.answer import Answer, moment, table
from ui.command.grammar import Usage


def deadline(args: argparse.Namespace) -> Answer:
    """One due date with the days counted to it, or one for each case of a file."""
    if args.cases:
        return _of_file(args.cases)
    if not args.received_at:
        raise Usage(text("command.deadline_usage"))
    due = _due(reading.parse(args.rule, "--rule"), args.received_at, args.pause, Calendar.load())
    return Answer(_shape(due), lambda: [moment(due.at.strftime(TIME)), explain(due)])


def _due(rule: Any, received_at: Any, pauses: Any, calendar: Calendar) -> Due:
    if not isinstance(rule, dict):
        raise Refused("command.not_an_object", field="rule", name="rule")
    if not isinstance(pauses, list):
        raise Refused("command.not_a_list", field="pauses", name="pauses")
    return deadlines.due(Rule.from_json(rule), time_of(received_at), calendar, [_wait(pause) for pause in pauses])


def _wait(pause: Any) -> Wait:
    if not isinstance(pause, Sequence) or len(pause) != 2:
        raise Refused("command.not_a_list", field="pauses", name="pauses")
    asked, got = pause
    return time_of(asked), time_of(got) if got else None


def _shape(due: Due) -> dict[str, Any]:
    days = [{"date": day.date.isoformat(), "kind": day.kind, "n": day.n, "name": day.name} for day in due.days]
    return {"due_at": due.at.strftime(TIME), "days": days, "explanation": explain(due)}


def _of_file(name: str) -> Answer:
    data = reading.json_of(name)
    cases = data.get("cases") if isinstance(data, dict) else data
    if not isinstance(cases, list) or not all(isinstance(case, dict) for case in cases):
        raise Refused("command.not_a_list", field="cases", name="cases")
    calendar = _calendar(data if isinstance(data, dict) else {})
    found = [_answered(case, calendar) for case in cases]
    wrong = [f"{each['id']}: {each['due_at'] or each['refused']}" for each in found if not each["right"]]
    heads = [text(f"command.head.{name}") for name in ("id", "due", "expected")]
    rows = [(each["id"], each["due_at"], each["expected"] or "") for each in found]
    return Answer(found, lambda: table(heads, rows, ""), status=1 if wrong else 0, errors=wrong)


def _answered(case: Mapping[str, Any], calendar: Calendar) -> dict[str, Any]:
    """One case's due date; `right` unless another one was expected or it was refused."""
    expected, at, refused = case.get("expect_due_at"), "", ""
    try:
        due = _due(case.get("rule"), case.get("received_at"), case.get("pauses") or [], calendar)
        at = due.at.strftime(TIME)
    except Refused as refusal:
        refused = str(refusal)
    right = not refused and expected in (None, at)
    return {"id": str(case.get("id", "")), "due_at": at, "expected": expected, "right": right, "refused": refused}


def _calendar(data: Mapping[str, Any]) -> Calendar:
    """The national calendar, or the one that the file itself states. Raises Refused for one that is none."""
    national = Calendar.load()
    try:
        stated, sessions = data.get("calendar", {}), data.get("hours", {}).get("sessions", [])
        if not stated:
            return national
        marks = {day: _mark(national, day, works=False) for day in map(_date, stated.get("days_off", []))}
        marks |= {day: _mark(national, day, works=True) for day in map(_date, stated.get("makeup_working_days", []))}
        hours = tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in sessions)
        return replace(national, marks=marks, sessions=hours or national.sessions)
    except (AttributeError, TypeError, ValueError) as error:
        raise Refused("command.bad_calendar", field="calendar", reason=str(error)) from error


def _date(written: str) -> date:
    return datetime.strptime(written, "%Y-%m-%d").date()


def _mark(national: Calendar, day: date, *, works: bool) -> Mark:
    return Mark(works, {"vi": national.name(day)})
