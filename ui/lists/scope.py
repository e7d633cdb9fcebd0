"""Whose cases an officer looks at: as chosen last at this PC, or as their role needs."""

from desk import lists
from desk.officers import habits
from sync.desk import Desk

_NAME = "scope"


def scope_of(desk: Desk) -> str:
    """A key of `desk.lists.SCOPES`."""
    kept = habits.habit(desk.db, desk.by, _NAME)
    return kept if kept in lists.SCOPES else lists.usual_scope(desk.roles)


def keep_scope(desk: Desk, scope: str) -> None:
    """Remember it for the officer."""
    habits.keep(desk.db, desk.by, _NAME, scope)
