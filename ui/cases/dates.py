"""Dates as people write them, "14/08/1979", and as records hold them, "1979-08-14"."""

import re
from datetime import date

from desk import Refused
from desk.text import clean

NAMES = frozenset({"birth_date", "result_date", "due_at"})
_WRITTEN = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})|(\d{2})(\d{2})(\d{4})")


def as_written(name: str, held: str) -> str:
    """A field for an edit: dates by day, month and year, everything else as it is."""
    try:
        return f"{date.fromisoformat(held):%d/%m/%Y}" if name in NAMES and held else held
    except ValueError:
        return held


def as_iso(name: str, written: str) -> str:
    """A field for a record. Raises Refused for a date that is none; a year alone is left as it is."""
    if name not in NAMES or not written or re.fullmatch(r"\d{4}", written):
        return written
    found = _WRITTEN.fullmatch(clean(written))
    day, month, year = [part for part in found.groups() if part] if found else ("0", "0", "0")
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        raise Refused("case_page.bad_date", field=name, written=written[:40]) from None
