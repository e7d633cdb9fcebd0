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


def shown(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(field, value in words) of what is entered, "" where one of ALWAYS is not yet."""
    pairs = [(name, said(name, values.get(name))) for name in FIELDS]
    return [(name, value) for name, value in pairs if value or name in ALWAYS]


def said(name: str, value: Any) -> str:
    """A value as a citizen reads it; "" for none."""
    if value in (None, ""):
        return ""
    if name == "fee":
        return say_money(value) if isinstance(value, int) and value >= 0 else ""
    if name in ("birth_date", "due_at"):
        return _moment(str(value))
    if name == "sex" and known(key := f"cases.sex.{value}"):
        return text(key)
    return str(value)


def _moment(value: str) -> str:
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return value
    return f"{at:%H:%M %d/%m/%Y}" if "T" in value else f"{at:%d/%m/%Y}"
