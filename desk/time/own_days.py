"""The office's own calendar as data: days off, days worked in exchange, hours; read from files, changed day by day.

It is the same TOML that `calendar` lays over the national one. A table of days (CSV) is read too: the first column
with a date, the last one its name.
"""

import csv
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from desk import Refused
from desk.text import clean, fold
from desk.time.calendar import Calendar, Mark

NAME_LIMIT, FILE_LIMIT = 120, 1_000_000
DAYS_LIMIT = 2_000
WORKED = ("lam bu", "lam viec bu", "di lam")
"""How a table says that a day is worked in exchange, folded."""

_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})[/.](\d{1,2})[/.](\d{4})")


@dataclass(frozen=True)
class OwnDays:
    """An office's own calendar; `rest` is what its file says beside the days: version, hours, years."""

    marks: Mapping[date, Mark]
    rest: Mapping[str, Any]

    def having(self, day: date, name: str, *, works: bool) -> "OwnDays":
        """With that day off, or worked in exchange. Raises Refused without a name."""
        if not (name := clean(name)[:NAME_LIMIT]):
            raise Refused("own.day_name_missing", field="name")
        return replace(self, marks={**self.marks, day: Mark(works, {"vi": name})})

    def without(self, day: date) -> "OwnDays":
        """Without a word on that day."""
        return replace(self, marks={each: mark for each, mark in self.marks.items() if each != day})

    def text(self) -> str:
        """The file that says all this; "" where it says nothing."""
        if not self.marks and not self.rest:
            return ""
        return "\n".join(
            [*_plain(self.rest), *_table("days_off", self, False), *_table("working_days", self, True), ""]
        )


def nothing() -> OwnDays:
    """The calendar of an office that has no days of its own."""
    return OwnDays({}, {})


def read(text: str, name: str) -> OwnDays:
    """The own calendar a TOML text says. Raises Refused, naming the file, for one that says none."""
    marks = Calendar.load().with_own(text, name).marks
    file = tomllib.loads(text)
    days = [date.fromisoformat(day) for part in ("days_off", "working_days") for day in file.pop(part, {})]
    return OwnDays({day: marks[day] for day in days}, file)


def read_file(path: Path) -> OwnDays:
    """The own calendar of a file, TOML or a table of days. Raises Refused, saying what is wrong with it."""
    try:
        if path.stat().st_size > FILE_LIMIT:
            raise Refused("own.calendar_too_large", file=path.name)
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused("deadlines.calendar_unreadable", file=path.name, reason=str(error)) from error
    return _from_table(text, path.name) if path.suffix.lower() == ".csv" else read(text, path.name)


def _from_table(text: str, name: str) -> OwnDays:
    marks: dict[date, Mark] = {}
    rows = [[clean(cell) for cell in row] for row in csv.reader(text.splitlines())]
    columns = len(rows[0]) if rows else 0
    for number, cells in enumerate(rows, 1):
        day = next((found for cell in cells if (found := _day(cell, name, number))), None)
        if day is None and number > 1 and any(cells):
            raise Refused("own.row_without_day", file=name, row=number)
        if day is not None:
            said = ", ".join(cells[columns - 1 :])[:NAME_LIMIT] or day.isoformat()
            marks[day] = Mark(any(word in fold(said) for word in WORKED), {"vi": said})
    if not marks or len(marks) > DAYS_LIMIT:
        raise Refused("own.no_days", file=name, limit=DAYS_LIMIT)
    return OwnDays(marks, {})


def _day(cell: str, name: str, row: int) -> date | None:
    if not (found := _DAY.fullmatch(cell)):
        return None
    year, month, day = (int(part) for part in (found.groups()[:3] if found[1] else reversed(found.groups()[3:])))
    try:
        return date(year, month, day)
    except ValueError:
        raise Refused("own.row_without_day", file=name, row=row) from None


def _plain(rest: Mapping[str, Any]) -> Iterator[str]:
    for name, value in rest.items():
        if not isinstance(value, dict):
            yield f"{name} = {json.dumps(value, ensure_ascii=False, default=str)}"
    for name, value in rest.items():
        if isinstance(value, dict):
            yield f"\n[{name}]"
            yield from (f"{key} = {json.dumps(each, ensure_ascii=False, default=str)}" for key, each in value.items())


def _table(name: str, own: OwnDays, works: bool) -> Iterator[str]:
    days = sorted(day for day, mark in own.marks.items() if mark.works is works)
    if days:
        yield f"\n[{name}]"
    for day in days:
        names = own.marks[day].names
        said = ", ".join(f"{key} = {json.dumps(each, ensure_ascii=False)}" for key, each in names.items())
        yield f"{day.isoformat()} = {{ {said} }}"


@dataclass(frozen=True)
class DayChange:
    """A day that two calendars say otherwise; `before` and `after` are (works, name)."""

    day: date
    before: tuple[bool, str]
    after: tuple[bool, str]


def changes(before: Calendar, after: Calendar) -> list[DayChange]:
    """The days that become off, worked, or are called otherwise, in their order."""
    days = sorted({*before.marks, *after.marks})
    found = [DayChange(day, *((each.works(day), each.name(day)) for each in (before, after))) for day in days]
    return [each for each in found if each.before != each.after]
