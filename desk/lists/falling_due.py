"""What falls due day by day, for the calendar: how many cases, how many of them late, and the first of a day."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlite_utils.db import Database

from desk.cases import Case
from desk.lists.narrowed import Narrowed
from desk.lists.reading import WHOLE, condition, page
from desk.lists.views import RUNNING, VIEWS
from desk.time.calendar import Calendar


@dataclass(frozen=True)
class DayCount:
    """What falls due on one day: all, those the office still works on, and those of them that are late."""

    all: int
    running: int
    late: int


def days(
    db: Database, view: str, first: date, last: date, now: datetime, *, narrowed: Narrowed = WHOLE,
    calendar: Calendar | None = None,
) -> dict[date, DayCount]:  # fmt: skip
    """The days from `first` to `last`, both included, on which something of a list falls due."""
    where, values = condition(VIEWS[view], now, replace(narrowed, day=""), calendar)
    values |= {"first": first.isoformat(), "after": (last + timedelta(days=1)).isoformat()}
    rows = db.execute(
        f"SELECT substr(due, 1, 10) AS day, count(*), sum({RUNNING}), sum({RUNNING} AND due < :now) FROM [case] "
        f"WHERE {where} AND due >= :first AND due < :after GROUP BY day",
        values,
    ).fetchall()
    return {date.fromisoformat(day): DayCount(*counts) for day, *counts in rows}


def day_rows(
    db: Database, view: str, day: date, now: datetime, *, limit: int, narrowed: Narrowed = WHOLE,
    calendar: Calendar | None = None,
) -> list[Case]:  # fmt: skip
    """The first cases of a list that fall due on a day, by their time."""
    on = replace(narrowed, day=day.isoformat())
    return page(db, view, now, order="due", narrowed=on, calendar=calendar, limit=limit)
