"""What was typed and not yet saved, kept in the desk's own encrypted file; never part of the log."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Migrations
from sqlite_utils.db import Database

from desk import store

migrations = Migrations("drafts")


@migrations()
def m001_drafts(db: Database) -> None:
    """One draft for each owner: an officer's screen, or one of several forms on it."""
    db.table("draft").create({"owner": str, "at": int, "body": str}, pk="owner")


@dataclass(frozen=True)
class Draft:
    """A draft: when it was kept (s since 1970 UTC), and its values as plain JSON."""

    at: int
    values: Mapping[str, Any]


def keep(db: Database, owner: str, values: Mapping[str, Any], at: int) -> None:
    """Keep a draft in place of the one before. Raises Unusable when the disk cannot take it."""
    with store.transaction(db):
        db.execute("INSERT OR REPLACE INTO draft VALUES (?, ?, ?)", [owner, at, json.dumps(values, ensure_ascii=False)])


def kept(db: Database, owner: str) -> Draft | None:
    """The draft of this owner, None where there is none."""
    row = db.execute("SELECT at, body FROM draft WHERE owner = ?", [owner]).fetchone()
    return Draft(row[0], json.loads(row[1])) if row else None


def kept_under(db: Database, family: str) -> list[tuple[str, Draft]]:
    """The (owner, draft) of a family: owners that are `family`, or begin with it and a "#"; the newest first."""
    within = "WHERE owner = ? OR (owner > ? AND owner < ?) ORDER BY at DESC, owner DESC"
    rows = db.execute(f"SELECT owner, at, body FROM draft {within}", [family, f"{family}#", f"{family}$"]).fetchall()
    return [(owner, Draft(at, json.loads(body))) for owner, at, body in rows]


def drop(db: Database, owner: str) -> None:
    """Forget the draft of this owner."""
    with store.transaction(db):
        db.execute("DELETE FROM draft WHERE owner = ?", [owner])
