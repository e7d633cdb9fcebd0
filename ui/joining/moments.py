"""Times that another PC's clock has told: written as people read them, whatever that clock said."""

from desk.words import text
from sync.desk import local

WHOLE, SHORT = "%H:%M %d/%m/%Y", "%d/%m %H:%M"


def said(at: int, form: str = WHOLE) -> str:
    """A time in ms since 1970 UTC in Vietnam; words for one that no calendar has."""
    try:
        return f"{local(at / 1000):{form}}"
    except (ValueError, OverflowError, OSError):
        return text("new_pc.no_such_time")
