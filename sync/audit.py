"""The audit trail of one PC: who logged in or failed to, who looked at what, and what the log says of accounts.

Log-ins, failures and views are this PC's own matter: a table in its encrypted file, kept for two years. Prints,
exports and everything about accounts and rights are changes, and come from the log, of whatever PC.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlite_utils.db import Database

from desk import store
from desk.words import known, text
from sync import log

KEPT = 24 * 31 * 24 * 3600
"""Seconds that a line is kept: two years and a little."""

LOGGED = frozenset({
    "appoint", "duty", "set_roles", "password", "reset", "print", "export", "export_scan", "import", "own_file",
})  # fmt: skip
"""The actions of changes that belong in the trail."""


@dataclass(frozen=True)
class Line:
    """What one officer did: `at` in s since 1970 UTC, record and device ids, `detail` in plain words or "".

    Changes keep no time finer than their PC's clock; its word is evidence, not proof.
    """

    at: int
    officer: str
    action: str
    record: str
    detail: str
    device: str


def note(db: Database, lines: list[tuple[int, str, str, str, str]]) -> None:
    """Keep lines of (at, officer, action, record, detail), and forget those older than KEPT before the last.

    Raises Unusable when the disk cannot take them.
    """
    with store.transaction(db):
        db.conn.executemany("INSERT INTO audit (at, officer, action, record, detail) VALUES (?, ?, ?, ?, ?)", lines)
        db.execute("DELETE FROM audit WHERE at < ?", [lines[-1][0] - KEPT])


def trail(db: Database, device: str, since: int, until: int) -> list[Line]:
    """What happened from `since` until before `until` (s since 1970 UTC), oldest first."""
    rows = db.execute(
        "SELECT at, officer, action, record, detail FROM audit WHERE at >= ? AND at < ? ORDER BY at, rowid",
        [since, until],
    ).fetchall()
    here = [Line(at, by, action, record, detail, device) for at, by, action, record, detail in rows]
    return sorted([*here, *_logged(db, since, until)], key=lambda line: line.at)


def _logged(db: Database, since: int, until: int) -> Iterator[Line]:
    for entry in log.between(db, since, until):
        change = entry.change
        if change.action in LOGGED:
            edit = change.edits[0]
            of = edit.fields.get("case_id") or edit.fields.get("officer") or edit.id
            yield Line(entry.at, change.by, change.action, str(of), change.reason, entry.device)


def label(action: str) -> str:
    """An action in words; the bare name of one that a newer version wrote."""
    return text(f"audit.action.{action}") if known(f"audit.action.{action}") else action
