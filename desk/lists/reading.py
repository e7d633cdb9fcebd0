"""Reads the lists: a page of one, its groups, and how many cases each holds, at a cost that history does not raise."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlite_utils.db import Database

from desk.cases import Case
from desk.lifecycle import ENDED
from desk.lists import search as searching
from desk.lists.narrowed import SCOPES, Narrowed
from desk.lists.search import NAMES
from desk.lists.views import GROUPS, LATELY, LONG_STILL, ORDERS, VIEWS, View, stages
from desk.time.calendar import Calendar

WHOLE = Narrowed()


def page(
    db: Database,
    view: str,
    now: datetime,
    *,
    search: str = "",
    stage: str = "",
    order: str = "",
    group: str = "",
    limit: int = 100,
    offset: int = 0,
    narrowed: Narrowed = WHOLE,
    calendar: Calendar | None = None,
) -> list[Case]:
    """A page of one list at `now` (local time of Vietnam), or of one `group` of it, in an order of ORDERS.

    With `search`, the newest cases that hold all its words; those that match letter by letter come first on a page.
    """
    asked = VIEWS[view]
    order = order or asked.order
    where, values = condition(asked, now, replace(narrowed, stage=stage or narrowed.stage), calendar)
    if searching.terms(search):
        return searching.found(db, search, where, values, limit, offset)
    if group:
        where = f"{where} AND {GROUPS[order][group].format(newest=asked.newest)}"
    by = ORDERS[order].format(newest=asked.newest)
    chosen = f"SELECT rowid FROM [case] WHERE {where} ORDER BY {by} LIMIT :limit OFFSET :offset"
    clause = f"FROM [case] WHERE rowid IN ({chosen}) ORDER BY {by}"
    rows = db.execute(f"SELECT {_ALL} {clause}", {**values, "limit": limit, "offset": offset}).fetchall()
    return [Case(*row) for row in rows]


_ALL = ", ".join(f"[case].[{name}]" for name in NAMES)


def groups(
    db: Database, view: str, now: datetime, *, stage: str = "", order: str = "", narrowed: Narrowed = WHOLE,
    calendar: Calendar | None = None,
) -> dict[str, int]:  # fmt: skip
    """How many cases each group of a list holds, in their order; empty groups are left out."""
    asked, narrowed = VIEWS[view], replace(narrowed, stage=stage or narrowed.stage)
    order = order or asked.order
    where, values = condition(asked, now, narrowed, calendar)
    parts = {name: part.format(newest=asked.newest) for name, part in GROUPS[order].items()}
    if asked.history:
        found = _each_counted(db, where, values, parts, _long_past(db, asked, narrowed, order))
    else:
        found = _counted_at_once(db, where, values, parts)
    return {name: found[name] for name in parts if found.get(name)}


def _counted_at_once(db: Database, where: str, values: Mapping[str, Any], parts: Mapping[str, str]) -> dict[str, int]:
    """One look at every case of the list, for lists that are short but costly to find."""
    cases = " ".join(f"WHEN {part} THEN '{name}'" for name, part in parts.items())
    query = f"SELECT CASE {cases} END AS part, count(*) FROM [case] WHERE {where} GROUP BY part"
    return dict(db.execute(query, dict(values)).fetchall())


def _each_counted(
    db: Database, where: str, values: Mapping[str, Any], parts: Mapping[str, str], all: int | None
) -> dict[str, int]:
    """A range of an index for each part; the last is what is left of `all`, where that is known."""
    names = list(parts) if all is None else list(parts)[:-1]
    found = {name: _count(db, f"{where} AND {parts[name]}", values) for name in names}
    return found if all is None else {**found, list(parts)[-1]: all - sum(found.values())}


def _long_past(db: Database, view: View, narrowed: Narrowed, order: str) -> int | None:
    """How many a list of the past holds in all, so that its oldest need not be counted one by one."""
    return _tallied(db, view, narrowed) if order == "new" and _is_tallied(view, narrowed) else None


def counts(
    db: Database, now: datetime, *, narrowed: Narrowed = WHOLE, calendar: Calendar | None = None
) -> dict[str, int]:
    """How many cases each list holds, of those in the scope of `narrowed`."""
    return {name: count(db, name, now, narrowed=narrowed, calendar=calendar) for name in VIEWS}


def count(
    db: Database, view: str, now: datetime, *, narrowed: Narrowed = WHOLE, calendar: Calendar | None = None
) -> int:
    """How many cases one list holds."""
    asked = VIEWS[view]
    if _is_tallied(asked, narrowed):
        return _tallied(db, asked, narrowed)
    where, values = condition(asked, now, narrowed, calendar)
    return _count(db, where, values)


def _is_tallied(view: View, narrowed: Narrowed) -> bool:
    return view.history and narrowed == Narrowed(narrowed.scope, narrowed.officer, narrowed.device)


def _tallied(db: Database, view: View, narrowed: Narrowed) -> int:
    """What was counted while it was written, however many there are."""
    ended = [stages(*sorted(ENDED))] if view.name == "ended" else []
    where = " AND ".join(filter(None, [SCOPES[narrowed.scope], *ended])) or "1"
    values = {"officer": narrowed.officer, "device": narrowed.device}
    found: int = db.execute(f"SELECT coalesce(sum(count), 0) FROM tally WHERE {where}", values).fetchone()[0]
    return found


def _count(db: Database, where: str, values: Mapping[str, Any]) -> int:
    found: int = db.execute(f"SELECT count(*) FROM [case] WHERE {where}", dict(values)).fetchone()[0]
    return found


def condition(view: View, now: datetime, narrowed: Narrowed, calendar: Calendar | None) -> tuple[str, dict[str, Any]]:
    """A list's condition in SQL with the values it names."""
    conditions, values = narrowed.where(now)
    return " AND ".join([f"({view.where})", *conditions]), {**times(now, calendar), **values}


def times(now: datetime, calendar: Calendar | None = None) -> dict[str, str]:
    """The moments that lists compare with, by the names their conditions use.

    About to be late is what falls due until the end of the next working day; `still_since` lies LONG_STILL of them
    back.
    """
    days = calendar or _national()
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    tomorrow, back = today + timedelta(days=1), today.date()
    for _ in range(LONG_STILL):
        back = days.working_day_before(back)
    moments = {
        "now": now,
        "today": today,
        "tomorrow": tomorrow,
        "soon": datetime.combine(days.working_day_after(today.date()), today.time()) + timedelta(days=1),
        "monday": today - timedelta(days=today.weekday()),
        "next_week": tomorrow + timedelta(days=7),
        "lately": today - timedelta(days=LATELY),
        "still_since": datetime.combine(back, now.time()),
    }
    return {name: moment.strftime("%Y-%m-%dT%H:%M") for name, moment in moments.items()}


@cache
def _national() -> Calendar:
    return Calendar.load()
