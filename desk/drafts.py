"""What was typed and not yet saved, kept in the desk's own encrypted file.

A draft that lies open for long is shared with the office's other PCs (`begun`); which one that is stands here too.
"""

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


@migrations()
def m100_shared(db: Database) -> None:
    """Which drafts were put aside, and which the other PCs have: under which record, and as which body."""
    db.execute("ALTER TABLE draft ADD COLUMN aside INTEGER DEFAULT 0")
    db.table("shared_draft").create({"owner": str, "record": str, "body": bytes}, pk="owner")


@dataclass(frozen=True)
class Draft:
    """A draft: when it was kept (s since 1970 UTC), its values as plain JSON, and whether it was put aside."""

    at: int
    values: Mapping[str, Any]
    aside: bool = False


@dataclass(frozen=True)
class Shared:
    """What the other PCs have of a draft: the record's id and the body it was last shared with."""

    record: str
    body: bytes


def keep(db: Database, owner: str, values: Mapping[str, Any], at: int) -> None:
    """Keep a draft in place of the one before. Raises Unusable when the disk cannot take it."""
    with store.transaction(db):
        row = [owner, at, json.dumps(values, ensure_ascii=False)]
        db.execute("INSERT OR REPLACE INTO draft (owner, at, body) VALUES (?, ?, ?)", row)


def kept(db: Database, owner: str) -> Draft | None:
    """The draft of this owner, None where there is none."""
    row = db.execute("SELECT at, body, aside FROM draft WHERE owner = ?", [owner]).fetchone()
    return Draft(row[0], json.loads(row[1]), bool(row[2])) if row else None


def kept_under(db: Database, family: str) -> list[tuple[str, Draft]]:
    """The (owner, draft) of a family: owners that are `family`, or begin with it and a "#"; the newest first."""
    within = "WHERE owner = ? OR (owner > ? AND owner < ?) ORDER BY at DESC, owner DESC"
    names = [family, f"{family}#", f"{family}$"]
    rows = db.execute(f"SELECT owner, at, body, aside FROM draft {within}", names).fetchall()
    return [(owner, Draft(at, json.loads(body), bool(aside))) for owner, at, body, aside in rows]


def put_aside(db: Database, owner: str) -> None:
    """Note that somebody left this draft for later: it is shared with the next exchange."""
    with store.transaction(db):
        db.execute("UPDATE draft SET aside = 1 WHERE owner = ?", [owner])


def shared(db: Database) -> dict[str, Shared]:
    """What the other PCs have of this PC's drafts, by owner."""
    rows = db.execute("SELECT owner, record, body FROM shared_draft").fetchall()
    return {owner: Shared(record, body) for owner, record, body in rows}


def note_shared(db: Database, owner: str, as_which: Shared | None) -> None:
    """Note what the others have of a draft now, None for nothing more; inside the caller's transaction."""
    db.execute("DELETE FROM shared_draft WHERE owner = ?", [owner])
    if as_which:
        db.execute("INSERT INTO shared_draft VALUES (?, ?, ?)", [owner, as_which.record, as_which.body])


def take_over(db: Database, owner: str, draft: Draft, shared_as: Shared) -> None:
    """Keep a draft that came from another PC, inside the caller's transaction; it is as if left here for later."""
    row = [owner, draft.at, json.dumps(draft.values, ensure_ascii=False)]
    db.execute("INSERT INTO draft (owner, at, body, aside) VALUES (?, ?, ?, 1)", row)
    note_shared(db, owner, shared_as)


def drop(db: Database, owner: str) -> None:
    """Forget the draft of this owner."""
    with store.transaction(db):
        db.execute("DELETE FROM draft WHERE owner = ?", [owner])
