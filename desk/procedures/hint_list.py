"""Reads from the store the hints an officer is shown. Who is shown what is decided in `desk.procedures.hints`."""

from sqlite_utils.db import Database

from desk import store
from desk.procedures import hints
from desk.procedures.hints import Hint


def hints_for(db: Database, code: str, officer: str) -> list[Hint]:
    """The hints on a procedure that this officer (record id) is shown, the newest first."""
    found = store.select(db, Hint, "WHERE procedure = ? ORDER BY at DESC, id DESC", [code])
    return [hint for hint in found if hint.shown_to(officer)]


def every_hint(db: Database, officer: str) -> list[Hint]:
    """All hints that this officer is shown, by procedure, the newest first."""
    found = store.select(db, Hint, "ORDER BY procedure, at DESC, id DESC")
    return [hint for hint in found if hint.shown_to(officer)]


def searched(db: Database, officer: str) -> dict[str, str]:
    """What the finder takes as `notes`: the hints this officer is shown, by procedure code."""
    return hints.by_code(every_hint(db, officer), officer)
