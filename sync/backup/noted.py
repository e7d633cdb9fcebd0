"""What a PC remembers of its backups: where they go, when the last one was written, why the last try failed."""

from dataclasses import dataclass, fields, replace
from typing import Any

from sqlite_utils import Migrations
from sqlite_utils.db import Database

from desk import store
from sync.desk import Desk

migrations = Migrations("backup")


@migrations()
def m150_backup(db: Database) -> None:
    """What is remembered of backups, by name."""
    db.table("backup_noted").create({"name": str, "value": str}, pk="name")


@dataclass(frozen=True)
class Noted:
    """Times are s since 1970 UTC by this PC's clock, 0 for never; sizes are bytes."""

    folder: str = ""
    """Where backups go by themselves; "" for nowhere."""
    elsewhere: int = 0
    """1 when that lay on another disk than the home as it was chosen."""
    at: int = 0
    path: str = ""
    size: int = 0
    changes: int = 0
    failed_at: int = 0
    """When a try failed since the last backup that was written, at a folder that is there or that a person named."""
    reason: str = ""
    restored: int = 0
    """When the backup was written that this home was made of."""
    opened_at: int = 0
    """When that home was first opened."""


def of(desk: Desk) -> Noted:
    """What is remembered at a desk."""
    found = dict(desk.db.execute("SELECT name, value FROM backup_noted").fetchall())
    known = {field.name: int if isinstance(field.default, int) else str for field in fields(Noted)}
    values: dict[str, Any] = {name: kind(found[name]) for name, kind in known.items() if name in found}
    return Noted(**values)


def note(desk: Desk, **values: Any) -> None:
    """Remember some of it. Raises Unusable."""
    changed = replace(of(desk), **values)
    with store.transaction(desk.db):
        rows = [(name, str(getattr(changed, name))) for name in values]
        desk.db.conn.executemany("INSERT OR REPLACE INTO backup_noted VALUES (?, ?)", rows)
