"""The audit trail of one PC: who logged in or failed to, who looked at what, and what log and roster say of PCs.

Log-ins, failures, views and backups are this PC's own matter: a table in its encrypted file, kept for two years.
Prints, exports and everything about accounts, rights and PCs are changes, and come from the log, of whatever PC. What
nobody of the office did, the province's own word, comes from the statements of the roster.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlite_utils.db import Database

from desk import store
from desk.record import Change
from desk.words import known, text
from sync import log
from sync.keys.member import device_id
from sync.keys.roster import Roster
from sync.keys.statement import Kind, Statement
from sync.keys.succession import RECORD

KEPT = 24 * 31 * 24 * 3600
"""Seconds that a line is kept: two years and a little."""

LOGGED = frozenset({
    "appoint", "duty", "set_roles", "password", "reset", "print", "export", "export_scan", "import", "own_file",
    "let_in_pc", "revoke_pc", "take_over",
})  # fmt: skip
"""The actions of changes that belong in the trail."""

STATED: dict[int, str] = {
    Kind.DEVICE: "let_in_pc",
    Kind.REVOKED: "revoke_pc",
    Kind.DELEGATE: "delegate_pc",
    Kind.WITHDRAWN: "withdraw_pc",
    Kind.SERVER: "new_server",
}
"""What a statement is called in the trail."""

COPIED = "let_in_copy"
"""A PC was let in that is a copy of another one's disk."""


@dataclass(frozen=True)
class Line:
    """What one officer did: `at` in s since 1970 UTC, record and device ids, `detail` in plain words or "".

    Changes keep no time finer than their PC's clock; its word is evidence, not proof. What the province said has no
    officer and no device; of what another PC said before its officers were written down, the officer is "".
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


def trail(db: Database, device: str, since: int, until: int, roster: Roster | None = None) -> list[Line]:
    """What happened from `since` until before `until` (s since 1970 UTC), oldest first."""
    rows = db.execute(
        "SELECT at, officer, action, record, detail FROM audit WHERE at >= ? AND at < ? ORDER BY at, rowid",
        [since, until],
    ).fetchall()
    here = [Line(at, by, action, record, detail, device) for at, by, action, record, detail in rows]
    logged = list(_logged(db, since, until))
    stated = [] if roster is None else list(_stated(db, roster, since, until))
    return sorted([*here, *logged, *stated], key=lambda line: line.at)


def _logged(db: Database, since: int, until: int) -> Iterator[Line]:
    for entry in log.between(db, since, until):
        change = entry.change
        if change.action in LOGGED:
            action = COPIED if "copy_of" in change.edits[0].fields else change.action
            yield Line(entry.at, change.by, action, _about(change), change.reason, entry.device)


def _about(change: Change) -> str:
    """The record, or the PC, that a change is about."""
    named = ("gone",) if change.action == "take_over" else ("case_id", "officer", "device")
    found = [edit.fields[name] for name in named for edit in change.edits if name in edit.fields]
    return str(next(filter(None, found), change.edits[0].id))


def _stated(db: Database, roster: Roster, since: int, until: int) -> Iterator[Line]:
    """What the roster's statements say of PCs, but for what an officer's change tells already."""
    for statement in roster.statements:
        at, action = statement.at // 1000, STATED.get(statement.kind)
        if action is None or not since <= at < until:
            continue
        about = _stated_of(statement)
        if action == "let_in_pc" and _mentioned(db, f"{RECORD}{about}"):
            action = COPIED
        if statement.kind not in (Kind.DEVICE, Kind.REVOKED) or not _told(db, statement, about):
            yield Line(at, "", action, about, "", statement.signer)


def _stated_of(statement: Statement) -> str:
    """The id of the PC that a statement is about, "" for none."""
    if statement.kind == Kind.DEVICE:
        return device_id(statement.values[0])
    return "" if statement.kind == Kind.SERVER else statement.device()


def _mentioned(db: Database, record: str) -> bool:
    return db.execute("SELECT 1 FROM mention WHERE record = ? LIMIT 1", [record]).fetchone() is not None


def _told(db: Database, statement: Statement, about: str) -> bool:
    """Whether a change made at the signer's PC names the officer."""
    act = "revoke" if statement.kind == Kind.REVOKED else "let_in"
    query = "SELECT 1 FROM pcact WHERE device = ? AND act = ? AND substr(id, 1, 8) = ? LIMIT 1"
    return db.execute(query, [about, act, statement.signer]).fetchone() is not None


def label(action: str) -> str:
    """An action in words; the bare name of one that a newer version wrote."""
    return text(f"audit.action.{action}") if known(f"audit.action.{action}") else action
