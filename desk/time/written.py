"""Times and dates as records hold them: "2026-11-20T09:41" local time of Vietnam, "2026-11-20".

What another program wrote may be neither, or lie centuries away. Whoever reads asks here and is never surprised: None
or "" for what is none.
"""

import re
from datetime import date, datetime
from typing import Any

_MOMENT = re.compile(r"(?:19|20|21)\d\d-\d\d-\d\dT\d\d:\d\d", re.ASCII)
_DAY = re.compile(r"(?:19|20|21)\d\d-\d\d-\d\d", re.ASCII)
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)


def moment(held: Any) -> datetime | None:
    """The time held, to the minute; what a newer version adds behind it is left out."""
    found = _MOMENT.match(held) if isinstance(held, str) else None
    try:
        return datetime.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


def day(held: Any) -> date | None:
    """The date held, and nothing beside it."""
    found = _DAY.fullmatch(held) if isinstance(held, str) else None
    try:
        return date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None


def sound(held: Any) -> str:
    """The time held as lists compare it, "" for none."""
    return held[:16] if moment(held) else ""


def is_birth(held: str) -> bool:
    """Whether `held` is a date, or the year alone, which is all that many papers of the old tell."""
    return day(held) is not None or _YEAR.fullmatch(held) is not None
