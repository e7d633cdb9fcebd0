"""What an officer chose last at this PC, such as whose cases a list shows. Stays here; no list depends on it."""

from contextlib import suppress

from sqlite_utils.db import Database

from desk import Unusable, store


def habit(db: Database, officer: str, name: str) -> str:
    """What the officer chose last, "" where they never did."""
    row = db.execute("SELECT value FROM habit WHERE officer = ? AND name = ?", [officer, name]).fetchone()
    return row[0] if row else ""


def keep(db: Database, officer: str, name: str, value: str) -> None:
    """Remember what the officer chose; a full or locked disk is no reason to trouble anybody."""
    with suppress(Unusable), store.transaction(db):
        db.execute("INSERT OR REPLACE INTO habit VALUES (?, ?, ?)", [officer, name, value])
