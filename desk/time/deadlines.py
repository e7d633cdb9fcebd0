"""The time limit of a case: when the result is due, and which days were counted to get there.

A limit is data (`Rule`) applied to a reception, the calendar and the waits for a supplement. Owns no holiday
(`calendar`), no wording (`deadline_words`) and no rule of its own: each province and decree writes its rules
with the procedures. Conventions: Civil Code 2015, articles 147-148 (the day of reception is not counted, a last day off
moves to the next working day); decree 118/2025 for hours and supplements.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime, time, timedelta
from typing import Any

from desk import Refused
from desk.time.calendar import Calendar, working_minutes_between

UNITS = ("hours", "working_days", "calendar_days", "same_day")
EFFECTS = (None, "subtract", "restart")
LARGEST = 3650
CLOSE_LESS_AN_HOUR = "close-1h"

Wait = tuple[datetime, datetime | None]  # supplement asked, supplement received; None while still waiting

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Rule:
    """A time limit as a procedure states it.

    `amount` counts `unit`s (0 for same_day). Received after `cutoff` ("15:00", or "close-1h": one hour before closing)
    counts as received the next working day. A `supplement` subtracts the wait, restarts the limit, or changes nothing;
    none within `close_after` working days closes the case. The two last limit how often; None is no limit.
    """

    unit: str
    amount: int = 0
    cutoff: str | None = None
    supplement: str | None = None
    close_after: int | None = None
    supplements_allowed: int | None = None
    extensions_allowed: int | None = None

    def __post_init__(self) -> None:
        _require(self.unit in UNITS, "unit", self.unit)
        least = 0 if self.unit == "same_day" else 1
        most = 0 if self.unit == "same_day" else LARGEST
        _require(_whole(self.amount) and least <= self.amount <= most, "amount", self.amount)
        _require(self.cutoff is None or self.cutoff == CLOSE_LESS_AN_HOUR or _clock(self.cutoff), "cutoff", self.cutoff)
        _require(self.supplement in EFFECTS, "supplement", self.supplement)
        for name in ("close_after", "supplements_allowed", "extensions_allowed"):
            limit = getattr(self, name)
            _require(limit is None or (_whole(limit) and 0 <= limit <= LARGEST), name, limit)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Rule":
        """The rule that `to_json` wrote or a catalogue states. Raises Refused for a value or key no rule has."""
        known = {field.name for field in fields(cls)}
        _require(isinstance(data, Mapping) and "unit" in data, "unit", None)
        for name in data:
            _require(name in known, "key", name)
        return cls(**data)

    def to_json(self) -> dict[str, Any]:
        """Its fields as JSON values; what is not stated is left out."""
        return {name: value for name, value in asdict(self).items() if value is not None}


@dataclass(frozen=True)
class Day:
    """One day on the way to the due date.

    `kind` is received | counted | weekend | holiday | makeup | paused; "received" also marks the day that stands for
    the day of reception when that was too late or a day off. `n` is the count reached that day (days, or hours), None
    where nothing was counted; `name` that of a holiday or of a day worked in exchange.
    """

    date: date
    kind: str
    n: int | None = None
    name: str = ""


@dataclass(frozen=True)
class Due:
    """When a result is due, and why: `days` runs from the reception (or the restart) to the due date.

    `received_at` is the reception or, where a supplement `restarted` the limit, that supplement's; `counted_from` the
    working time that stands for it.
    """

    at: datetime
    days: tuple[Day, ...]
    rule: Rule
    received_at: datetime
    counted_from: datetime
    restarted: bool
    calendar: Calendar = field(repr=False)


def due(rule: Rule, received_at: datetime, calendar: Calendar, pauses: Sequence[Wait] = ()) -> Due:
    """When a case received at `received_at` is due under `rule`, after its `pauses` (waits for a supplement).

    A wait that has not ended moves nothing yet; neither does one that began after the result was due.
    """
    ended = sorted((asked, got) for asked, got in pauses if got is not None and got > asked)
    restarted = rule.supplement == "restart" and bool(ended)
    received_at = max(got for _, got in ended) if restarted else received_at
    subtracts = rule.supplement == "subtract"
    waits = [(max(asked, received_at), got) for asked, got in ended if subtracts and got > received_at]
    start = counted_from(rule, received_at, calendar)
    count = {"hours": _hours, "calendar_days": _calendar_days}.get(rule.unit, _working_days)
    at, days = count(rule.amount, start, calendar, waits)
    between = (received_at.date() + _DAY * n for n in range(1, (start.date() - received_at.date()).days))
    before = [_skipped(day, calendar) for day in between]
    if start.date() > received_at.date():
        before.insert(0, Day(received_at.date(), "received", None, calendar.name(received_at.date())))
    return Due(at, (*before, *days), rule, received_at, start, restarted, calendar)


def counted_from(rule: Rule, received_at: datetime, calendar: Calendar) -> datetime:
    """The working time that stands for `received_at`: moved into working hours, past the cut-off to the next day."""
    at = calendar.at_work(received_at)
    if rule.cutoff and at > _cutoff(rule.cutoff, at.date(), calendar):
        return calendar.opens(calendar.working_day_after(at.date()))
    return at


def closes_at(rule: Rule, asked_at: datetime, calendar: Calendar) -> datetime | None:
    """When a case still without the supplement asked for at `asked_at` may be closed; None where the rule is silent."""
    if rule.close_after is None:
        return None
    return calendar.closes(calendar.working_day_after(asked_at.date(), rule.close_after))


@dataclass(frozen=True)
class Left:
    """How far a case is from its due time, in working minutes: still left, or already `late`."""

    minutes: int
    late: bool
    minutes_per_day: int


def left(due_at: datetime, now: datetime, calendar: Calendar) -> Left:
    """The working time between `now` and `due_at`; see `deadline_words.say_left` for the words."""
    late = now > due_at
    minutes = working_minutes_between(*((due_at, now) if late else (now, due_at)), calendar)
    return Left(minutes, late, calendar.minutes_per_day)


Counted = tuple[datetime, list[Day]]
Waits = Sequence[tuple[datetime, datetime]]


def _working_days(amount: int, start: datetime, calendar: Calendar, waits: Waits) -> Counted:
    last, waited = calendar.working_day_after(start.date(), amount), set[date]()
    for asked, got in waits:
        if asked > calendar.closes(last):
            break
        new = {day for day in _days(asked.date(), got.date()) if calendar.works(day)} - waited
        last, waited = calendar.working_day_after(last, len(new)), waited | new
    path = _days(start.date(), last)
    worked = [day for day in path if calendar.works(day)]
    return calendar.closes(last), [Day(start.date(), "received"), *_strip(path, worked, amount, waited, calendar)]


def _calendar_days(amount: int, start: datetime, calendar: Calendar, waits: Waits) -> Counted:
    last, waited = start.date() + _DAY * amount, set[date]()
    for asked, got in waits:
        if asked > calendar.closes(calendar.working_day_from(last)):
            break
        new = set(_days(asked.date(), got.date())) - waited
        last, waited = last + _DAY * len(new), waited | new
    path, end = _days(start.date(), last), calendar.working_day_from(last)
    days = [Day(start.date(), "received"), *_strip(path, path, amount, waited, calendar)]
    days += [Day(day, "counted") if day == end else _skipped(day, calendar) for day in _days(last, end)]
    return calendar.closes(end), days


def _strip(path: list[date], countable: list[date], amount: int, waited: set[date], calendar: Calendar) -> list[Day]:
    """The days of `path`; of the `countable` ones `amount` are numbered, the due date the last, the rest waited."""
    counted = [day for day in countable if day not in waited][: max(amount - 1, 0)] + countable[-1:]
    numbers, rest = {day: n for n, day in enumerate(counted, start=1)}, set(countable)
    return [
        _numbered(day, numbers[day], calendar)
        if day in numbers
        else Day(day, "paused")
        if day in rest
        else _skipped(day, calendar)
        for day in path
    ]


def _hours(amount: int, start: datetime, calendar: Calendar, waits: Waits) -> Counted:
    to_go, day, days = amount * 60, start.date(), list[Day]()
    while True:
        before = to_go
        for opens, closes in _unwaited(calendar.spans(day), start, waits):
            if to_go <= (closes - opens) // _MINUTE:
                at = opens + to_go * _MINUTE
                return at, [*days, _hours_of(day, amount, start, calendar)]
            to_go -= (closes - opens) // _MINUTE
        if calendar.works(day) and (before > to_go or day == start.date()):
            days.append(_hours_of(day, (amount * 60 - to_go) // 60, start, calendar))
        else:
            days.append(Day(day, "paused") if calendar.works(day) else _skipped(day, calendar))
        day += _DAY


def _unwaited(spans: Any, start: datetime, waits: Waits) -> list[tuple[datetime, datetime]]:
    free = [(max(opens, start), closes) for opens, closes in spans if closes > start]
    for asked, got in waits:
        free = [part for opens, closes in free for part in ((opens, min(closes, asked)), (max(opens, got), closes))]
        free = [(opens, closes) for opens, closes in free if opens < closes]
    return free


def _hours_of(day: date, n: int, start: datetime, calendar: Calendar) -> Day:
    return Day(day, "received", n) if day == start.date() else _numbered(day, n, calendar)


def _numbered(day: date, n: int, calendar: Calendar) -> Day:
    name = calendar.name(day)
    return Day(day, "makeup" if name and calendar.works(day) else "counted", n, name)


def _skipped(day: date, calendar: Calendar) -> Day:
    name = calendar.name(day)
    return Day(day, "holiday" if name else "weekend", None, name)


def _days(after: date, until: date) -> list[date]:
    return [after + _DAY * n for n in range(1, (until - after).days + 1)]


def _cutoff(cutoff: str, day: date, calendar: Calendar) -> datetime:
    if cutoff == CLOSE_LESS_AN_HOUR:
        return calendar.closes(day) - timedelta(hours=1)
    return datetime.combine(day, time.fromisoformat(cutoff))


def _require(holds: bool, part: str, value: Any) -> None:
    if not holds:
        raise Refused("deadlines.bad_rule", field=part, part=part, value=str(value)[:40])


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _clock(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value) is not None
