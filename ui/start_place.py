"""Which place an officer's window opens at: today, or straight the counter for who has a queue before the door."""

from desk.officers import habits
from sync.desk import Desk

TODAY, COUNTER = "today", "counter"
_NAME = "start"


def start_of(desk: Desk) -> str:
    """The key of the place, as the officer chose it at this PC."""
    return COUNTER if habits.habit(desk.db, desk.by, _NAME) == COUNTER and desk.may("receive") else TODAY


def keep_start(desk: Desk, place: str) -> None:
    """Remember it for the officer."""
    habits.keep(desk.db, desk.by, _NAME, place)
