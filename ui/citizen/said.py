"""What of a case a citizen is shown to confirm, in their words; nothing of the office's own remarks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from desk.procedures.money_words import say_money
from desk.words import known, text

ALWAYS = ("procedure_name", "applicant_name", "applicant_id", "address", "phone")
"""Shown from the start, so that the eye finds them in the same place all along."""

FIELDS = (
    "procedure_name", "applicant_name", "applicant_id", "birth_date", "sex", "address", "phone", "email",
    "submitter_name", "subject", "fee", "due_at",
)  # fmt: skip
"""The fields of a case that are shown, in their order; others are left out."""


HIDDEN = "•"
ENDS = {"applicant_id": (3, 3), "phone": (4, 3)}
"""How many of a number's first and last digits are shown: the citizen knows it, others in the room need not."""


def shown(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(field, value in words) of what is entered, "" where one of ALWAYS is not yet."""
    pairs = [(name, said(name, values.get(name))) for name in FIELDS]
    return [(name, value) for name, value in pairs if value or name in ALWAYS]


def called(name: str, values: Mapping[str, Any]) -> str:
    """What a field is called, of a person or, as `applicant_kind` says, of a body."""
    body = values.get("applicant_kind", "person") != "person"
    key = f"citizen.body.{name}"
    return text(key if body and known(key) else f"citizen.field.{name}")


def said(name: str, value: Any) -> str:
    """A value as a citizen reads it; "" for none."""
    if value in (None, ""):
        return ""
    if name == "fee":
        return say_money(value) if isinstance(value, int) and value >= 0 else ""
    if name in ("birth_date", "due_at"):
        return _moment(str(value))
    if name in ENDS:
        return _masked(str(value), *ENDS[name])
    if name == "sex" and known(key := f"cases.sex.{value}"):
        return text(key)
    return str(value)


def _masked(value: str, first: int, last: int) -> str:
    """ "079179004518" as "079 •••••• 518"; short of being whole, as it is."""
    hidden = len(value) - first - last
    return f"{value[:first]} {HIDDEN * hidden} {value[-last:]}" if hidden > 1 else value


def _moment(value: str) -> str:
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return value
    return f"{at:%H:%M %d/%m/%Y}" if "T" in value else f"{at:%d/%m/%Y}"
