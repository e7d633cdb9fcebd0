"""The office's own calendar and words on forms as a desk uses them: what is in force, checked before it is written."""

from collections.abc import Callable

from desk import Refused, Unusable
from desk.counter import Hand
from desk.forms import checking
from desk.own import own_file, own_files
from desk.own.own_file import CALENDAR, LETTERHEAD, form_name
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


def brought(desk: Desk, found: OwnDays) -> OwnDays:
    """The days of a file in place of the office's own; hours and years that it doesn't say stay. Raises Refused."""
    return OwnDays(found.marks, {**days(desk).rest, **found.rest})


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


def wording(desk: Desk) -> dict[str, str]:
    """The office's own words on forms that are sound; where they are not, the program's own are printed."""
    return {name: text for name, text in _words(desk).items() if not mistake(name, text)}


def wording_faults(desk: Desk) -> dict[str, str]:
    """The office's own words that are not in use here, by form or "letterhead", each with the reason."""
    return {name: wrong for name, text in _words(desk).items() if (wrong := mistake(name, text))}


def _words(desk: Desk) -> dict[str, str]:
    found = own_files.own_files(desk.db)
    names = {LETTERHEAD: LETTERHEAD, **{form_name(form): form for form in checking.FORMS}}
    return {names[name]: file.text for name, file in found.items() if name in names}


def mistake(name: str, text: str) -> str:
    """What is wrong with the office's words on a form, or of the letterhead; "" where they can be printed."""
    try:
        checking.check(name, text)
    except Unusable as wrong:
        return str(wrong)
    return ""


def keep_wording(desk: Desk, name: str, text: str) -> Decide:
    """The decision to print these words on a form, or this letterhead; "" puts the program's back. Raises Unusable."""
    if text:
        checking.check(name, text)
    return keep(desk, name if name == LETTERHEAD else form_name(name), text)


def unreadable_days(desk: Desk) -> str:
    """Why the office's own days are not in use here, "" where they are."""
    try:
        days(desk)
    except Refused as refused:
        return str(refused)
    return ""
