"""Days as people write them in fields: 20/11/2026, 20-11-2026, 20112026 or 2026-11-20; and the usual spans of days."""

import re
from datetime import date, timedelta

from desk import Refused
from desk.text import clean

_WRITTEN = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})|(\d{2})(\d{2})(\d{4})")


def shown(day: date) -> str:
    """A day as it is written in a field."""
    return f"{day:%d/%m/%Y}"


def read(written: str, field: str) -> date:
    """The day that was written. Raises Refused, naming the field, for anything else."""
    bare = clean(written)
    found = _WRITTEN.fullmatch(bare)
    try:
        if not found:
            return date.fromisoformat(bare)
        day, month, year = [int(part) for part in found.groups() if part]
        return date(year, month, day)
    except ValueError:
        raise Refused("register.bad_day", field=field, written=written[:40]) from None


def span(name: str, today: date) -> tuple[date, date]:
    """The first and last day of "day", "week" (from Monday), "month" or "year" up to and with `today`."""
    first = {
        "day": today,
        "week": today - timedelta(days=today.weekday()),
        "month": today.replace(day=1),
        "year": today.replace(month=1, day=1),
    }[name]
    return first, today
