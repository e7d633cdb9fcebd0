"""When the office works: sessions of the day, weekends, holidays, days worked in exchange.

Owns working time and nothing of a case: what a limit makes of it is `deadlines`. All times are local wall time
of Vietnam without a zone, by the minute.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

from desk import Refused, words
from resources import RESOURCES

NATIONAL = RESOURCES / "calendar" / "vn.toml"

Span = tuple[datetime, datetime]
_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True)
class Mark:
    """What a calendar file says of one date: worked or not, and its name by language."""

    works: bool
    names: Mapping[str, str]

    @property
    def name(self) -> str:
        """Its name in the language in use, else in Vietnamese."""
        return self.names.get(words.language(), self.names["vi"])


@dataclass(frozen=True)
class Calendar:
    """The working time of one office: Monday to Friday in `sessions`, but for the dates in `marks`.

    `years` holds the years whose holidays are known; True where the yearly announcement has been made.
    """

    version: str
    sessions: tuple[tuple[time, time], ...]
    marks: Mapping[date, Mark]
    years: Mapping[int, bool]

    @classmethod
    def load(cls, own: Path | None = None) -> "Calendar":
        """The national calendar, with an office's `own` file (same shape, every part optional) laid over it.

        Raises Refused when the file cannot be read as a calendar.
        """
        calendar = _laid_over(cls("", (), {}, {}), *_read(NATIONAL))
        return _laid_over(calendar, *_read(own)) if own else calendar

    def with_own(self, text: str, name: str) -> "Calendar":
        """This calendar with the text of an office's own file, called `name`, laid over it. Raises Refused."""
        return _laid_over(self, text, name)

    def known(self, year: int) -> bool:
        """Whether the holidays of `year` are in the calendar; else only weekends are left out."""
        return year in self.years

    def announced(self, year: int) -> bool:
        """Whether the exchanged days of `year` are final."""
        return self.years.get(year, False)

    def works(self, day: date) -> bool:
        """Whether the office works on `day`."""
        mark = self.marks.get(day)
        return mark.works if mark else day.weekday() < _SATURDAY

    def name(self, day: date) -> str:
        """The name of a holiday, of a day off or of a day worked in exchange; "" for any other."""
        return self.marks[day].name if day in self.marks else ""

    def opens(self, day: date) -> datetime:
        """When work starts on `day`."""
        return datetime.combine(day, self.sessions[0][0])

    def closes(self, day: date) -> datetime:
        """When work ends on `day`."""
        return datetime.combine(day, self.sessions[-1][1])

    def working_day_from(self, day: date) -> date:
        """`day` itself, or the next working day."""
        while not self.works(day):
            day += _DAY
        return day

    def working_day_after(self, day: date, count: int = 1) -> date:
        """The `count`-th working day after `day`; 0 is `day` itself."""
        for _ in range(count):
            day = self.working_day_from(day + _DAY)
        return day

    def working_day_before(self, day: date) -> date:
        """The last working day before `day`."""
        day -= _DAY
        while not self.works(day):
            day -= _DAY
        return day

    def at_work(self, at: datetime) -> datetime:
        """`at` when it lies in a session, its end included; else the start of the next session."""
        at = at.replace(second=0, microsecond=0)
        if self.works(at.date()):
            for start, end in self.spans(at.date()):
                if at <= end:
                    return max(at, start)
        return self.opens(self.working_day_after(at.date()))

    def spans(self, day: date) -> Iterator[Span]:
        """The sessions of a working `day`, none of a day off."""
        if self.works(day):
            for start, end in self.sessions:
                yield datetime.combine(day, start), datetime.combine(day, end)

    @cached_property
    def minutes_per_day(self) -> int:
        """Working minutes of a full day; 480 by the national hours."""
        return sum((end.hour - start.hour) * 60 + end.minute - start.minute for start, end in self.sessions)


def working_minutes_between(start: datetime, end: datetime, calendar: Calendar) -> int:
    """Working minutes from `start` to `end`; 0 when `end` is not later."""
    if end <= start:
        return 0
    first, last = start.date(), end.date()
    if first == last:
        return _minutes(first, start, end, calendar)
    full = sum(calendar.works(first + _DAY * n) for n in range(1, (last - first).days))
    edges = _minutes(first, start, end, calendar) + _minutes(last, start, end, calendar)
    return full * calendar.minutes_per_day + edges


def _minutes(day: date, start: datetime, end: datetime, calendar: Calendar) -> int:
    parts = ((max(start, opens), min(end, closes)) for opens, closes in calendar.spans(day))
    return sum((until - since) // timedelta(minutes=1) for since, until in parts if until > since)


def _read(path: Path) -> tuple[str, str]:
    try:
        return path.read_text(encoding="utf-8-sig"), path.name
    except (OSError, ValueError) as error:
        raise Refused("deadlines.calendar_unreadable", file=path.name, reason=str(error)) from error


def _laid_over(calendar: Calendar, text: str, name: str) -> Calendar:
    try:
        file = tomllib.loads(text)
        marks = _marks(file.get("days_off", {}), works=False) | _marks(file.get("working_days", {}), works=True)
        years = {int(year): _announced(state) for year, state in file.get("years", {}).items()}
        return replace(
            calendar,
            version=" + ".join(filter(None, [calendar.version, str(file.get("version", name))])),
            sessions=_sessions(file["sessions"]) if "sessions" in file else calendar.sessions,
            marks={**calendar.marks, **marks},
            years={**calendar.years, **years},
        )
    except (ValueError, TypeError, AttributeError) as error:
        raise Refused("deadlines.calendar_unreadable", file=name, reason=str(error)) from error


def _marks(table: Mapping[str, Any], *, works: bool) -> dict[date, Mark]:
    return {date.fromisoformat(day): Mark(works, _names(name)) for day, name in table.items()}


def _names(name: Any) -> dict[str, str]:
    names = name if isinstance(name, dict) else {"vi": name}
    if not isinstance(names.get("vi"), str):
        raise ValueError(name)
    return names


def _announced(state: Any) -> bool:
    if state not in ("announced", "expected"):
        raise ValueError(state)
    return bool(state == "announced")


def _sessions(written: Any) -> tuple[tuple[time, time], ...]:
    sessions = tuple(_session(session) for session in written)
    edges = [edge for session in sessions for edge in session]
    if not edges or any(later <= earlier for earlier, later in pairwise(edges)):
        raise ValueError(written)
    return sessions


def _session(written: str) -> tuple[time, time]:
    start, end = (time.fromisoformat(edge.strip()) for edge in written.split("-"))
    return start, end
