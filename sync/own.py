"""The office's own calendar and words on forms as a desk uses them: what is in force, checked before it is written."""

from collections.abc import Callable

from desk import Refused
from desk.counter import Hand
from desk.own import own_file, own_files
from desk.own.own_file import CALENDAR
from desk.record import Change
from desk.time import own_days
from desk.time.calendar import Calendar
from desk.time.own_days import DayChange, OwnDays
from sync.desk import Desk

Decide = Callable[[Hand], Change]


def days(desk: Desk) -> OwnDays:
    """The office's own days. Raises Refused where what another PC wrote cannot be read here."""
    found = own_files.own_file(desk.db, CALENDAR)
    return own_days.read(found.text, found.name) if found else own_days.nothing()


def laid_over(own: OwnDays) -> Calendar:
    """The calendar there would be with these own days. Raises Refused."""
    return Calendar.load().with_own(own.text(), CALENDAR)


def day_changes(desk: Desk, own: OwnDays) -> list[DayChange]:
    """What these own days would change, day by day. Raises Refused."""
    return own_days.changes(desk.calendar, laid_over(own))


def keep_days(desk: Desk, own: OwnDays) -> Decide:
    """The decision to work by these own days from now on. Due dates that were promised stay as they are."""
    laid_over(own)
    return keep(desk, CALENDAR, own.text())


def keep(desk: Desk, name: str, text: str) -> Decide:
    """The decision to write a file of the office's own; "" puts the program's back."""
    return lambda hand: own_file.keep(
        name, text, own_files.writings(desk.db, name), at=hand.at, new_id=hand.new_id, by=hand.by
    )


def unreadable_days(desk: Desk) -> str:
    """Why the office's own days are not in use here, "" where they are."""
    try:
        days(desk)
    except Refused as refused:
        return str(refused)
    return ""
