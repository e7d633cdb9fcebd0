"""Days as people type them, day first; as records hold them, ISO."""

import re
from datetime import date

_TYPED = re.compile(r"(\d{1,2})[ ./-]*(\d{1,2})[ ./-]*(\d{4})|(\d{2})(\d{2})(\d{4})")
_YEAR = re.compile(r"\d{4}")
OLDEST = 1900


def read_day(typed: str, today: date) -> str:
    """A day of birth "14/08/1979", "14081979" or a year alone "1979" as ISO "1979-08-14", "1979"; "" for none.

    Raises ValueError for what is no day between 1900 and today.
    """
    typed = typed.strip()
    if not typed:
        return ""
    if _YEAR.fullmatch(typed) and OLDEST <= int(typed) <= today.year:
        return typed
    match = _TYPED.fullmatch(typed)
    if not match:
        raise ValueError(typed)
    day, month, year = (int(part) for part in match.groups() if part is not None)
    found = date(year, month, day)
    if not date(OLDEST, 1, 1) <= found <= today:
        raise ValueError(typed)
    return found.isoformat()


def say_date(iso: str) -> str:
    """ "1979-08-14" as "14/08/1979"; a year alone, or anything else, as it is."""
    try:
        return f"{date.fromisoformat(iso[:10]):%d/%m/%Y}" if len(iso) >= 10 else iso
    except ValueError:
        return iso
