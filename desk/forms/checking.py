"""Whether the office's own words on a form can be printed: each form checked against what it may name."""

from desk.forms import letters, slip, tables
from desk.forms.template import LETTERHEAD, Names, letterhead, load, load_table

FORMS: dict[str, Names] = {
    "01": slip.NAMES,
    "02": letters.SUPPLEMENT,
    "03": letters.REFUSAL,
    "04": letters.APOLOGY,
    "05": letters.STOP,
    "06": tables.CONTROL,
    "07": tables.REGISTER,
}
CELLS = {"06": tables.LEG, "07": tables.LINE}
"""The forms that are tables, with what their columns may name."""


def check(name: str, text: str) -> None:
    """Raise Unusable, naming the mistake, unless these words of a form, or of the letterhead, can be printed."""
    if name == LETTERHEAD:
        letterhead(text)
    elif name in CELLS:
        load_table(name, FORMS[name], CELLS[name], own={name: text})
    else:
        load(name, FORMS[name], own={name: text})
