"""How far the history of the office has come to a new PC: up to which day, how much of it, how long it will take.

The PC can be worked with from its first minute. What the province holds comes in the order in which it was delivered
there, so that at any moment the office stands here as it stood on some day.
"""

from dataclasses import dataclass

from desk.words import text
from sync import delivery, segments
from sync.desk import Desk, local

MANY = 500
"""Changes still to come from which on it is worth telling; an ordinary exchange brings fewer."""


@dataclass(frozen=True)
class Filling:
    """Changes of the office that are here, of so many that the province has named; here is all up to `until`,
    s since 1970 UTC by the clocks of the PCs that wrote it, None before the first of it has come."""

    here: int
    of: int
    until: int | None

    @property
    def percent(self) -> int:
        """How much is here, rounded down."""
        return 100 * self.here // self.of


def filling(desk: Desk) -> Filling | None:
    """How far the history has come; None where nearly all of it is here."""
    named, _ = delivery.last_heads(desk.db)
    held = {device: min(segments.head(desk.db, device).last, head.last) for device, head in named.items()}
    here, of = sum(held.values()), sum(head.last for head in named.values())
    if of - here < MANY:
        return None
    ends = "SELECT at FROM change WHERE device = ? AND seq = ?"
    behind = [(device, last) for device, last in held.items() if last and last < named[device].last]
    times = [row[0] for each in behind for row in desk.db.execute(ends, each).fetchall()]
    return Filling(here, of, min(times, default=None))


class Estimate:
    """How long the rest will take, as fast as it has come since this was made."""

    def __init__(self) -> None:
        self._first: tuple[float, int] | None = None

    def left(self, filling: Filling, now: float) -> float | None:
        """Seconds, None while there is nothing to go by. `now` is of a clock that never goes back."""
        since, before = self._first = self._first or (now, filling.here)
        if filling.here <= before or now <= since:
            return None
        return (filling.of - filling.here) * (now - since) / (filling.here - before)


def words(filling: Filling, left: float | None) -> str:
    """How far it has come, for people."""
    if filling.until is None:
        return text("filling.begun", count=f"{filling.of:,}".replace(",", "."))
    return text("filling.until", day=f"{local(filling.until):%d/%m/%Y}", percent=filling.percent, left=_lasting(left))


def _lasting(seconds: float | None) -> str:
    if seconds is None:
        return text("filling.unknown")
    if seconds < 90:
        return text("filling.soon")
    if seconds < 2 * 3600:
        return text("filling.minutes", n=round(seconds / 60))
    return text("filling.hours", n=round(seconds / 3600))
