"""Whether this PC's clock can be right: measured at the server, held against what is known. It orders nothing."""

from datetime import date, datetime

from desk.words import text
from sync.delivery import last_heads
from sync.desk import Desk, local

TOLERATED = 300
"""Seconds that a clock may be wrong without a word."""

LONG = 366 * 86_400
"""Seconds after the last known time that a clock is doubted: no PC lies unused for a year and is then right."""


def warning(desk: Desk) -> str:
    """What is wrong with the clock, in words, for wherever times and due times are shown; "" for nothing.

    Nobody is kept from working by it: changes are ordered by what their authors had seen.
    """
    error = desk.clock_error
    if error is not None and abs(error) <= TOLERATED:
        return ""
    before = _before_catalogue(desk)
    if error is not None:
        way = text("healing.ahead") if error > 0 else text("healing.behind")
        return f"{text('healing.clock_wrong', way=way, amount=_amount(abs(error)))} {before}".strip()
    return before or _doubted(desk)


def _before_catalogue(desk: Desk) -> str:
    """That the clock says a day before the catalogue of procedures was issued, and what is done then."""
    if not desk.catalogue.precedes(desk.now().date()):
        return ""
    issued = date.fromisoformat(desk.catalogue.issued)
    return text("healing.clock_before", now=_moment(int(desk.clock())), issued=f"{issued:%d/%m/%Y}")


def _doubted(desk: Desk) -> str:
    """What speaks against the clock by what this PC knows of the time itself."""
    now, known = int(desk.clock()), last_known(desk)
    if now < known - TOLERATED:
        return text("healing.clock_back", now=_moment(now), known=_moment(known))
    if known and now > known + LONG:
        return text("healing.clock_far", now=_moment(now), known=_moment(known))
    return ""


def last_known(desk: Desk) -> int:
    """The latest time of which this PC knows that it is past, s since 1970 UTC; 0 for none.

    That of the last receipt, by the server's clock, or of its own last change, by its own less the error measured then.
    """
    _, confirmed = last_heads(desk.db)
    last = "SELECT at FROM change WHERE device = ? ORDER BY seq DESC LIMIT 1"
    row = desk.db.execute(last, [desk.device.id]).fetchone()
    return max((confirmed or 0) // 1000, row[0] if row and not confirmed else 0)


def _moment(at: int) -> str:
    try:
        return f"{local(at):%d/%m/%Y %H:%M}"
    except (ValueError, OverflowError):
        return datetime.max.strftime("%d/%m/%Y")


def _amount(seconds: int) -> str:
    if seconds >= 2 * 86_400:
        return text("healing.days", count=seconds // 86_400)
    if seconds >= 2 * 3600:
        return text("healing.hours", count=seconds // 3600)
    return text("healing.minutes", count=seconds // 60)
