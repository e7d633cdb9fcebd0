"""What is left of a list: whose cases, at which stage, falling due on which day, by which criteria. As SQL."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from desk.lifecycle import ENDED
from desk.lists.search import terms
from desk.lists.views import OPENED
from desk.officers.filters import Criteria
from desk.officers.officer import Role
from desk.procedures.procedure import Procedure

SCOPES = {
    "mine": "(assignee = :officer OR received_by = :officer)",
    "counter": "device IN (SELECT :device UNION ALL SELECT gone FROM takeover WHERE heir = :device)",
    "office": "",
}
"""Whose cases: those the officer holds at their present step or received; those received at this PC, or at one whose
work it took over; all."""

EVERYTHING = Criteria()
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Narrowed:
    """What is left of a list. `officer` and `device` are whom "mine" and "counter" mean; `day` is an ISO date.

    `codes` are the procedures of the field that `criteria` names; None where it names none.
    """

    scope: str = "office"
    officer: str = ""
    device: str = ""
    stage: str = ""
    day: str = ""
    criteria: Criteria = EVERYTHING
    codes: tuple[str, ...] | None = None

    def where(self, now: datetime) -> tuple[list[str], dict[str, Any]]:
        """The conditions, all of which must hold, and the values they name."""
        conditions = [SCOPES[self.scope]] if SCOPES[self.scope] else []
        values: dict[str, Any] = {"officer": self.officer, "device": self.device}
        if self.stage:
            conditions.append("stage = :stage")
            values["stage"] = self.stage
        if self.day:
            conditions.append("due >= :day AND due < :day_after")
            values |= {"day": self.day, "day_after": _after(self.day)}
        wanted, more = _wanted(self.criteria, now)
        if self.codes is not None:
            wanted.append(_among("procedure", self.codes, "code", more))
        return [*conditions, *wanted], {**values, **more}

    @property
    def history(self) -> bool:
        """Whether the criteria reach into what has ended, which nobody waits to see counted."""
        return not ENDED.isdisjoint(self.criteria.stages)


def usual_scope(roles: Collection[Role]) -> str:
    """Whose cases an officer sees who has not chosen yet."""
    if Role.LEADER in roles or not set(roles) & {Role.RECEPTION, Role.SPECIALIST}:
        return "office"
    return "counter" if Role.RECEPTION in roles else "mine"


def codes_of(field: str, procedures: Iterable[Procedure]) -> tuple[str, ...] | None:
    """The codes of the procedures of a field; None for no field."""
    return tuple(sorted({each.code for each in procedures if each.field == field})) if field else None


def _wanted(criteria: Criteria, now: datetime) -> tuple[list[str], dict[str, Any]]:
    found, values = list[str](), dict[str, Any]()
    for name in ("procedure", "assignee", "channel"):
        if held := getattr(criteria, name):
            found.append(f"{name} = :wanted_{name}")
            values[f"wanted_{name}"] = held
    if criteria.stages:
        found.append(_among("stage", criteria.stages, "stage_", values))
    elif not criteria.anything:
        found.append(OPENED)
    since, until = _span(criteria, now)
    if since:
        found.append(f"{_COLUMNS[criteria.dates]} >= :since")
        values["since"] = since
    if until:
        found.append(f"{_COLUMNS[criteria.dates]} < :until AND {_COLUMNS[criteria.dates]} != ''")
        values["until"] = until
    if criteria.text and (words := terms(criteria.text)):
        found.append("rowid IN (SELECT rowid FROM case_search WHERE words MATCH :wanted_words)")
        values["wanted_words"] = words
    return found, values


_COLUMNS = {"due": "due", "received": "received"}


def _among(column: str, allowed: Iterable[str], name: str, values: dict[str, Any]) -> str:
    names = {f"{name}{n}": each for n, each in enumerate(allowed)}
    values |= names
    return f"{column} IN ({', '.join(f':{each}' for each in names)})"


def _span(criteria: Criteria, now: datetime) -> tuple[str, str]:
    """From when, until before when; "" is without end."""
    today = now.date()
    if criteria.span == "today":
        return today.isoformat(), (today + _DAY).isoformat()
    if criteria.span == "week":
        monday = today - today.weekday() * _DAY
        return monday.isoformat(), (monday + 7 * _DAY).isoformat()
    if criteria.span == "month":
        first = today.replace(day=1)
        return first.isoformat(), (first + 31 * _DAY).replace(day=1).isoformat()
    if criteria.span == "between":
        return criteria.since, _after(criteria.until)
    return "", ""


def _after(day: str) -> str:
    """The ISO date after one; "" after none."""
    try:
        return (datetime.fromisoformat(day) + _DAY).date().isoformat() if day else ""
    except (ValueError, OverflowError):
        return ""
