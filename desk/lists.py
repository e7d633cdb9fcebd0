"""The lists that run the day and the search box over all cases. Reads rows; decides nothing."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils.db import Database

from desk import store
from desk.cases import Case
from desk.lifecycle import ENDED, OPEN, WAITING, Stage
from desk.text import clean, fold

SOON = timedelta(days=1)
FOUND_LIMIT = 200
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class View:
    """A list by name: which stages it shows, within which due times, in which of ORDERS at first."""

    name: str
    where: str
    order: str = "due"


def _stages(*stages: Stage) -> str:
    return f"stage IN ({', '.join(repr(str(stage)) for stage in stages)})"


_RUNNING = _stages(*(stage for stage in OPEN if stage not in WAITING and stage is not Stage.DONE))

VIEWS: Mapping[str, View] = {
    view.name: view
    for view in (
        View("open", _stages(*OPEN)),
        View("late", f"{_RUNNING} AND due_at != '' AND due_at < :now"),
        View("today", f"{_RUNNING} AND due_at >= :now AND due_at < :tomorrow"),
        View("soon", f"{_RUNNING} AND due_at >= :tomorrow AND due_at < :soon"),
        View("waiting", _stages(*sorted(WAITING))),
        View("ready", _stages(Stage.DONE)),
        View("conflict", "id IN (SELECT id FROM conflict WHERE kind = 'case')"),
        View("ended", f"+{_stages(*sorted(ENDED))}", "new"),  # nearly all there are: read in order, not stage by stage
        View("all", "1", "new"),
    )
}
"""Every list there is, in the order in which the window shows them."""

ORDERS = {"due": "due_at, id", "new": "received_at DESC, id DESC"}
"""The orders a list can be read in: by due time, or the newest first."""

GROUPS: Mapping[str, Mapping[str, str]] = {
    "due": {
        "late": f"{_RUNNING} AND due_at != '' AND due_at < :now",
        "today": "due_at >= :now AND due_at < :tomorrow",
        "week": "due_at >= :tomorrow AND due_at < :next_week",
        "later": "due_at >= :next_week",
        "halted": f"NOT {_RUNNING} AND due_at != '' AND due_at < :now",
        "undated": "due_at = ''",
    },
    "new": {
        "new_today": "received_at >= :today",
        "new_week": "received_at >= :monday AND received_at < :today",
        "new_before": "received_at < :monday",
    },
}
"""The parts of a list by order, one after the other; every case is in exactly one. `halted`: past due, not by us."""


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
) -> list[Case]:
    """A page of one list at `now` (local time of Vietnam), or of one `group` of it, in an order of ORDERS.

    With `search`, the newest cases that hold all its words; those that match letter by letter come first on a page.
    """
    order = order or VIEWS[view].order
    where, values = _where(view, now, stage)
    values |= {"limit": limit, "offset": offset}
    if terms := _terms(search):
        return _ranked(_found(db, where, {**values, "terms": terms}), search)
    if group:
        where = f"{where} AND {GROUPS[order][group]}"
    chosen = f"SELECT rowid FROM [case] WHERE {where} ORDER BY {ORDERS[order]} LIMIT :limit OFFSET :offset"
    return _cases(db, f"FROM [case] WHERE rowid IN ({chosen}) ORDER BY {ORDERS[order]}", values)


def groups(db: Database, view: str, now: datetime, *, stage: str = "", order: str = "") -> dict[str, int]:
    """How many cases each group of a list holds, in their order; empty groups are left out."""
    where, values = _where(view, now, stage)
    found = {
        name: db.execute(f"SELECT count(*) FROM [case] WHERE {where} AND {part}", values).fetchone()[0]
        for name, part in GROUPS[order or VIEWS[view].order].items()
    }
    return {name: count for name, count in found.items() if count}


def _where(view: str, now: datetime, stage: str) -> tuple[str, dict[str, Any]]:
    where, values = f"({VIEWS[view].where})", _times(now)
    return (f"{where} AND stage = :stage", {**values, "stage": stage}) if stage else (where, {**values})


def counts(db: Database, now: datetime) -> dict[str, int]:
    """How many cases each list holds."""
    times = _times(now)
    return {
        name: db.execute(f"SELECT count(*) FROM [case] WHERE {view.where}", times).fetchone()[0]
        for name, view in VIEWS.items()
    }


def by_number(db: Database, number: str) -> Case | None:
    """The case of this number, ours or the portal's; where two hold it, the one received first."""
    found = store.select(db, Case, "WHERE number = ? ORDER BY received_at, id LIMIT 1", [number]) or store.select(
        db, Case, "WHERE portal_number = ? AND portal_number != '' ORDER BY received_at, id LIMIT 1", [number]
    )
    return found[0] if found else None


def alike(db: Database, case_values: Mapping[str, Any], since: datetime) -> list[Case]:
    """Cases of the same person for the same procedure received since `since`: possible duplicates."""
    person, procedure = case_values.get("applicant_id", ""), case_values.get("procedure", "")
    if not person or not procedure:
        return []
    clause = "WHERE applicant_id = ? AND procedure = ? AND received_at >= ? ORDER BY received_at DESC LIMIT 5"
    return store.select(db, Case, clause, [person, procedure, since.strftime("%Y-%m-%dT%H:%M")])


def conflicting(db: Database, case_id: str) -> list[str]:
    """The fields of a case that are in conflict."""
    rows = db.execute("SELECT field FROM conflict WHERE id = ? ORDER BY field", [case_id]).fetchall()
    return [field for (field,) in rows]


def disputed(db: Database, case_ids: Sequence[str]) -> set[str]:
    """Those of the cases that have a field in conflict."""
    marks = ", ".join("?" * len(case_ids))
    return {id for (id,) in db.execute(f"SELECT id FROM conflict WHERE id IN ({marks})", list(case_ids)).fetchall()}


def conflict_count(db: Database) -> int:
    """How many cases hold a conflict."""
    found: int = db.execute("SELECT count(DISTINCT id) FROM conflict WHERE kind = 'case'").fetchone()[0]
    return found


def _times(now: datetime) -> dict[str, Any]:
    today = now.replace(hour=0, minute=0)
    monday, tomorrow = today - timedelta(days=today.weekday()), today + timedelta(days=1)
    moments = {
        "now": now,
        "today": today,
        "tomorrow": tomorrow,
        "soon": tomorrow + SOON,
        "monday": monday,
        "next_week": tomorrow + timedelta(days=7),
    }
    return {name: moment.strftime("%Y-%m-%dT%H:%M") for name, moment in moments.items()}


def _terms(search: str) -> str:
    """The words of a search as an FTS5 expression: every one must occur, each may be cut short.

    Single letters, which nearly every case has, count only where there is nothing else.
    """
    words = dict.fromkeys(WORD.findall(fold(clean(search[:FOUND_LIMIT]))))
    return " ".join(f'"{word}"*' for word in [word for word in words if len(word) > 1] or list(words)[:1])


def _found(db: Database, where: str, values: Mapping[str, Any]) -> list[Case]:
    """The newest cases whose words match; streamed from the index, so that common words cost no more than rare ones."""
    source = "FROM case_search AS found CROSS JOIN [case] ON [case].rowid = found.rowid WHERE found.words MATCH :terms"
    return _cases(db, f"{source} AND {where} ORDER BY found.rowid DESC LIMIT :limit OFFSET :offset", values)


def _cases(db: Database, clause: str, values: Mapping[str, Any]) -> list[Case]:
    names = ", ".join(f"[case].[{f.name}]" for f in fields(Case))
    return [Case(*row) for row in db.execute(f"SELECT {names} {clause}", dict(values)).fetchall()]


def _ranked(cases: list[Case], search: str) -> list[Case]:
    """Cases that match letter by letter, accents included, above those that match only without them."""
    words = WORD.findall(clean(search).lower())
    return sorted(cases, key=lambda case: -sum(word in _spelled(case) for word in words))


def _spelled(case: Case) -> str:
    return f"{case.applicant_name} {case.procedure_name} {case.number} {case.subject} {case.note}".lower()
