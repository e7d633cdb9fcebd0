"""Cases that stand still: when each last moved, and those that have not for long. Lists ask here; nothing is decided.

A movement is a step of its life or a hand-over. Corrections, notes and prints move nothing.
"""

from collections.abc import Sequence
from dataclasses import fields

from sqlite_utils.db import Database

from desk.cases import Case
from desk.lifecycle import Stage

_LAST = "coalesce((SELECT max(at) FROM [{kind}] WHERE case_id = [case].id), '')"
MOVED = f"max(received, {_LAST.format(kind='move')}, {_LAST.format(kind='handover')})"
"""SQL for the time at which a row of `case` last moved."""

SUSPENDED = "id IN (SELECT case_id FROM suspension WHERE until = '')"
"""SQL that holds for cases whose clock is suspended."""

_OURS = f"stage IN ('{Stage.RECEIVED}', '{Stage.IN_PROCESS}', '{Stage.DONE}')"
STILL = f"{_OURS} AND NOT {SUSPENDED} AND {MOVED} < :still_since"
"""SQL that holds for cases in the office's hands that have not moved since `:still_since`."""


def still(db: Database, since: str, *, limit: int = 100, offset: int = 0) -> list[tuple[Case, str]]:
    """Cases in the office's hands that have not moved since a local time, the longest still first, and since when."""
    names = ", ".join(f.name for f in fields(Case))
    values = {"still_since": since, "limit": limit, "offset": offset}
    query = f"SELECT {names}, {MOVED} AS moved FROM [case] WHERE {STILL} ORDER BY moved, id LIMIT :limit OFFSET :offset"
    return [(Case(*row[:-1]), row[-1]) for row in db.execute(query, values).fetchall()]


def last_moved(db: Database, case_ids: Sequence[str]) -> dict[str, str]:
    """When each of the cases last moved, local time of Vietnam."""
    marks = ", ".join("?" * len(case_ids))
    return dict(db.execute(f"SELECT id, {MOVED} FROM [case] WHERE id IN ({marks})", list(case_ids)).fetchall())
