"""The lists that run the day and the search box over all cases. Reads rows; decides nothing."""

import re
from collections.abc import Mapping
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
    """A list by name: which stages it shows, within which due times, in which order."""

    name: str
    where: str
    order: str = "due_at, id"


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
        View("ended", _stages(*sorted(ENDED)), "received_at DESC, id"),
        View("all", "1", "received_at DESC, id"),
    )
}
"""Every list there is, in the order in which the window shows them."""


def page(
    db: Database, view: str, now: datetime, *, search: str = "", stage: str = "", limit: int = 100, offset: int = 0
) -> list[Case]:
    """A page of one list at `now` (local time of Vietnam); with `search`, the newest cases that hold all its words."""
    chosen, times = VIEWS[view], _times(now)
    where, order = f"({chosen.where})", chosen.order
    if stage:
        where, times = f"{where} AND stage = :stage", {**times, "stage": stage}
    if terms := _terms(search):
        return _ranked(_found(db, where, {**times, "terms": terms}, limit + offset), search)[offset:]
    values = {**times, "limit": limit, "offset": offset}
    return _cases(db, f"FROM [case] WHERE {where} ORDER BY {order} LIMIT :limit OFFSET :offset", values)


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


def conflict_count(db: Database) -> int:
    """How many cases hold a conflict."""
    found: int = db.execute("SELECT count(DISTINCT id) FROM conflict WHERE kind = 'case'").fetchone()[0]
    return found


def _times(now: datetime) -> dict[str, str]:
    midnight = now.replace(hour=0, minute=0) + timedelta(days=1)
    return {
        name: moment.strftime("%Y-%m-%dT%H:%M")
        for name, moment in (("now", now), ("tomorrow", midnight), ("soon", midnight + SOON))
    }


def _terms(search: str) -> str:
    """The words of a search as an FTS5 expression: every one must occur, each may be cut short."""
    return " ".join(f'"{word}"*' for word in WORD.findall(fold(clean(search[:FOUND_LIMIT]))))


def _found(db: Database, where: str, values: Mapping[str, Any], limit: int) -> list[Case]:
    """The newest cases whose words match; streamed from the index, so that common words cost no more than rare ones."""
    source = "FROM case_search AS found CROSS JOIN [case] ON [case].rowid = found.rowid WHERE found.words MATCH :terms"
    clause = f"{source} AND {where} ORDER BY found.rowid DESC LIMIT :limit"
    return _cases(db, clause, {**values, "limit": limit})


def _cases(db: Database, clause: str, values: Mapping[str, Any]) -> list[Case]:
    names = ", ".join(f"[case].[{f.name}]" for f in fields(Case))
    return [Case(*row) for row in db.execute(f"SELECT {names} {clause}", dict(values)).fetchall()]


def _ranked(cases: list[Case], search: str) -> list[Case]:
    """Cases that match letter by letter, accents included, above those that match only without them."""
    words = WORD.findall(clean(search).lower())
    return sorted(cases, key=lambda case: -sum(word in _spelled(case) for word in words))


def _spelled(case: Case) -> str:
    return f"{case.applicant_name} {case.procedure_name} {case.number} {case.subject} {case.note}".lower()
