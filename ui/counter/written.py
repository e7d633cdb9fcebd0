"""Values as the cells show them and as a case holds them, and what is odd about one once it is whole."""

from collections.abc import Callable, Mapping
from datetime import date

from desk import Refused
from desk.people.identity import check_enterprise_code, check_id, check_phone
from desk.text import clean
from desk.time.days import read_day, say_date
from desk.words import text

NUMBERS = ("applicant_id", "submitter_id")
DOUBTED = ("birth_date", "applicant_id", "phone", "email", "submitter_id")
"""The fields that are looked at."""

Doubt = tuple[str, str]
"""A few words for the cell, and the whole of it; ("", "") for none."""

NO_DOUBT: Doubt = ("", "")


def shown(name: str, value: str) -> str:
    """A value as the cell shows it: days with the day first, long numbers in groups."""
    if name == "birth_date":
        return say_date(value)
    if name in NUMBERS and len(value) == 12 and value.isdigit():
        return f"{value[:3]} {value[3:6]} {value[6:9]} {value[9:]}"
    if name == "phone" and len(value) == 10 and value.isdigit():
        return f"{value[:4]} {value[4:7]} {value[7:]}"
    return value


def held(name: str, written: str) -> str:
    """A value as a case holds it; a day or a number that is none stays as typed."""
    value = clean(written)
    if name in NUMBERS:
        return value.replace(" ", "")
    if name == "phone":
        return _phone(value)
    return _day(value) if name == "birth_date" else value


def doubt(name: str, value: str, kind: str, person: Mapping[str, str]) -> Doubt:
    """What is odd about a field's value as a case holds it; `person` are the other fields, `kind` whose they are."""
    if not value or name not in DOUBTED:
        return NO_DOUBT
    if name == "applicant_id" and kind == "enterprise":
        return _of_refusal("enterprise", lambda: check_enterprise_code(value))
    if name == "applicant_id" and kind != "person":
        return NO_DOUBT
    if name == "phone":
        return _of_refusal("phone", lambda: check_phone(value))
    if name == "email":
        return NO_DOUBT if _is_address(value) else (text("counter.odd.email"), "")
    if name == "birth_date":
        return NO_DOUBT if value[4:5] in ("", "-") else (text("counter.odd.day"), "")
    others = person if name == "applicant_id" else {}
    odd = check_id(value, others.get("birth_date", ""), others.get("sex", ""))
    return (text(f"counter.odd.{odd[0]}"), text(f"card.warning.{odd[0]}")) if odd else NO_DOUBT


def _of_refusal(kind: str, check: Callable[[], str]) -> Doubt:
    try:
        check()
    except Refused as odd:
        return text(f"counter.odd.{kind}"), str(odd)
    return NO_DOUBT


def _is_address(value: str) -> bool:
    before, _, after = value.partition("@")
    return bool(before) and "." in after.strip(".") and " " not in value and "@" not in after


def _phone(value: str) -> str:
    try:
        return check_phone(value)
    except Refused:
        return value


def _day(value: str) -> str:
    try:
        return read_day(value, date.max)
    except ValueError:
        return value
