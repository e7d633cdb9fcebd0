"""A procedure ended by the office itself, ahead of the next catalogue, or taken up again. Makes versions, keeps none.

What it was stays: a case keeps the version it was received under, and every day before still finds it in force.
"""

from dataclasses import replace
from datetime import date, timedelta

from desk import Refused
from desk.procedures.procedure import Procedure
from desk.text import clean

BASIS_LIMIT = 300
_DAY = timedelta(days=1)


def abolished(newest: Procedure, from_day: date, basis: str, today: date) -> Procedure:
    """The version that says the procedure is received no more from `from_day` on, and by which decision.

    Raises Refused without a basis, for a day before it came into force, and for one that has ended already.
    """
    if newest.effective_to:
        raise Refused("abolishing.ended", field="day", day=newest.effective_to)
    if from_day.isoformat() <= newest.effective_from:
        raise Refused("abolishing.too_early", field="day", since=newest.effective_from)
    if not (said := clean(basis)[:BASIS_LIMIT]):
        raise Refused("abolishing.no_basis", field="basis")
    last = (from_day - _DAY).isoformat()
    return replace(newest, version=_after(newest, today), effective_to=last, source=said)


def taken_up(newest: Procedure, today: date) -> Procedure:
    """The version by which an ended procedure is received again from today on. Raises Refused where it goes on."""
    if not newest.effective_to:
        raise Refused("abolishing.in_force", field="day")
    return replace(newest, version=_after(newest, today), effective_from=today.isoformat(), effective_to="")


def _after(newest: Procedure, today: date) -> str:
    """A version that goes before all there are."""
    day = today
    while day.isoformat() <= newest.version:
        day += _DAY
    return day.isoformat()
