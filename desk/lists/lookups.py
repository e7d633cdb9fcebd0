"""Single questions about cases: which has this number, which are alike, which are in conflict."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlite_utils.db import Database

from desk import store
from desk.cases import Case


def by_number(db: Database, number: str) -> Case | None:
    """The case of this number, ours or the portal's, or on a slip whose case died with its PC and was received anew.

    Where two hold it, the one received first.
    """
    for name in ("number", "portal_number", "slip_number"):
        clause = f"WHERE {name} = ? AND {name} != '' ORDER BY received_at, id LIMIT 1"
        if found := store.select(db, Case, clause, [number]):
            return found[0]
    return None


def alike(db: Database, case_values: Mapping[str, Any], since: datetime) -> list[Case]:
    """Cases of the same person for the same procedure received since `since`: possible duplicates."""
    person, procedure = case_values.get("applicant_id", ""), case_values.get("procedure", "")
    if not person or not procedure:
        return []
    clause = (
        "WHERE applicant_id = ? AND applicant_id != '' AND procedure = ? AND received_at >= ? "
        "AND received != '' ORDER BY received_at DESC LIMIT 5"
    )
    return store.select(db, Case, clause, [person, procedure, since.strftime("%Y-%m-%dT%H:%M")])


def conflicting(db: Database, id: str, kind: str = "case") -> list[str]:
    """The fields of a record of a kind that are in conflict."""
    rows = db.execute("SELECT field FROM conflict WHERE id = ? AND kind = ? ORDER BY field", [id, kind]).fetchall()
    return [field for (field,) in rows]


def disputed(db: Database, ids: Sequence[str], kind: str = "case") -> set[str]:
    """Those of the records of a kind that have a field in conflict."""
    marks = ", ".join("?" * len(ids))
    query = f"SELECT id FROM conflict WHERE kind = ? AND id IN ({marks})"
    return {id for (id,) in db.execute(query, [kind, *ids]).fetchall()}


def suspended(db: Database, case_ids: Sequence[str]) -> set[str]:
    """Those of the cases whose clock is suspended."""
    marks = ", ".join("?" * len(case_ids))
    rows = db.execute(f"SELECT case_id FROM suspension WHERE until = '' AND case_id IN ({marks})", list(case_ids))
    return {id for (id,) in rows.fetchall()}


def conflict_count(db: Database) -> int:
    """How many cases hold a conflict."""
    found: int = db.execute("SELECT count(DISTINCT id) FROM conflict WHERE kind = 'case'").fetchone()[0]
    return found
