"""What this office has seen before: a person's earlier visits, and the procedures asked for most."""

from datetime import datetime

from sqlite_utils.db import Database

from desk import store
from desk.cases import Case
from desk.counter import TIME


def last_visit(db: Database, *, applicant_id: str = "", phone: str = "") -> Case | None:
    """The newest case of the person with this identity number, or with this phone where no number is known."""
    field, value = ("applicant_id", applicant_id) if applicant_id else ("phone", phone)
    if not value:
        return None
    found = store.select(db, Case, f"WHERE {field} = ? ORDER BY received_at DESC, id LIMIT 1", [value])
    return found[0] if found else None


def asked_most(db: Database, since: datetime, limit: int = 8) -> list[str]:
    """Codes of the procedures received most since then, the most frequent first."""
    counted = "SELECT procedure FROM [case] WHERE received_at >= ? GROUP BY procedure"
    rows = db.execute(f"{counted} ORDER BY count(*) DESC, procedure LIMIT ?", [since.strftime(TIME), limit]).fetchall()
    return [code for (code,) in rows]
