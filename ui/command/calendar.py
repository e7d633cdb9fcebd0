"""`casedesk calendar`: the days the office works by, and its own days brought in from a file."""

import argparse
from typing import Any

from desk.time import own_days
from desk.time.calendar import Calendar
from desk.time.own_days import DayChange
from desk.words import text
from sync import own
from ui.command.answer import Answer, Lines, table
from ui.command.opening import desk_of


def listing(args: argparse.Namespace) -> Answer:
    """The days of a year that are no ordinary ones, and the hours of a day."""
    with desk_of(args) as desk:
        calendar, mine = desk.calendar, own.days(desk)
        year = desk.now().year if args.year is None else args.year
    days = [
        {"day": day.isoformat(), "works": mark.works, "name": mark.name, "own": day in mine.marks}
        for day, mark in sorted(calendar.marks.items())
        if day.year == year
    ]
    data = {"year": year, "version": calendar.version, "hours": _hours(calendar), "days": days}
    return Answer(data, lambda: _lines(data))


def _hours(calendar: Calendar) -> list[str]:
    return [f"{start:%H:%M}-{end:%H:%M}" for start, end in calendar.sessions]


def _lines(data: dict[str, Any]) -> Lines:
    yield text("calendar.hours", hours=", ".join(data["hours"]))
    heads = [text(f"calendar.head.{name}") for name in ("day", "works", "name", "whose")]
    rows = [(each["day"], says(each["works"]), each["name"], _whose(each)) for each in data["days"]]
    yield from table(heads, rows, text("calendar.none", year=data["year"]))


def says(works: bool) -> str:
    """Whether a day is worked, in words."""
    return text("calendar.worked" if works else "calendar.off")


def _whose(each: dict[str, Any]) -> str:
    return text("calendar.own" if each["own"] else "calendar.national")


def import_file(args: argparse.Namespace) -> Answer:
    """Work by the days of a file from now on; with --dry-run only say what would change."""
    found = own_days.read_file(args.file)
    with desk_of(args) as desk:
        found = own.brought(desk, found)
        changed = own.day_changes(desk, found)
        if not args.dry_run:
            desk.do(own.keep_days(desk, found))
    data = {"changes": [_shape(each) for each in changed], "own": len(found.marks), "kept": not args.dry_run}
    heads = [text(f"calendar.head.{name}") for name in ("day", "before", "after")]
    rows = [(each.day.isoformat(), say(each.before), say(each.after)) for each in changed]
    return Answer(data, lambda: table(heads, rows, text("calendar.unchanged")))


def _shape(change: DayChange) -> dict[str, Any]:
    sides = {"before": change.before, "after": change.after}
    return {"day": change.day.isoformat(), **{side: {"works": w, "name": n} for side, (w, n) in sides.items()}}


def say(side: tuple[bool, str]) -> str:
    """One side of a change in words."""
    works, name = side
    return f"{says(works)} ({name})" if name else says(works)
