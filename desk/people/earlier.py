"""What this office has seen before: who comes again, with the same request perhaps, and what is asked for most."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlite_utils.db import Database

from desk import lists, store
from desk.cases import Case
from desk.counter import TIME
from desk.text import fold

ENOUGH_LETTERS, ENOUGH_DIGITS = 4, 6
"""What must be typed before a name, or a number, says enough to offer somebody."""

LOOKED_THROUGH = 80
"""The newest cases in which the words were found; further back nobody is offered."""


def visitors(db: Database, field: str, typed: str, limit: int = 4) -> list[Case]:
    """The newest case of each person whose `field` (applicant_name, applicant_id or phone) begins as typed.

    The newest first; empty while too little is typed.
    """
    sought = fold(typed) if field == "applicant_name" else re.sub(r"[ .-]", "", typed)
    words = re.findall(r"\w+", sought)
    if not _says_enough(field, sought, words):
        return []
    found: dict[str, Case] = {}
    for case in _with_words(db, words[:-1], words[-1]):
        if fold(str(getattr(case, field))).startswith(sought):
            found.setdefault(case.applicant_id or fold(f"{case.applicant_name} {case.birth_date} {case.phone}"), case)
    return list(found.values())[:limit]


def repeats(db: Database, values: Mapping[str, Any], since: datetime) -> list[Case]:
    """Cases that may be the same request: same person, same procedure, received since then; the newest first.

    `values` are fields of a case, received or not; the case of its "id" is left out. People are the same by their
    number, or, where one of the two has none, by name and birth date or phone.
    """
    if not values.get("procedure"):
        return []
    found = {case.id: case for case in (*lists.alike(db, values, since), *_namesakes(db, values, since))}
    found.pop(str(values.get("id", "")), None)
    return sorted(found.values(), key=lambda case: (case.received_at, case.id), reverse=True)


def asked_most(db: Database, since: datetime, limit: int = 8) -> list[str]:
    """Codes of the procedures received most since then, the most frequent first."""
    counted = "SELECT procedure FROM [case] WHERE received_at >= ? GROUP BY procedure"
    rows = db.execute(f"{counted} ORDER BY count(*) DESC, procedure LIMIT ?", [since.strftime(TIME), limit]).fetchall()
    return [code for (code,) in rows]


def _says_enough(field: str, sought: str, words: list[str]) -> bool:
    if field == "applicant_name":
        return len(words) > 1 and len(sought) >= ENOUGH_LETTERS
    return sought.isdigit() and len(sought) >= ENOUGH_DIGITS


def _with_words(db: Database, words: Sequence[str], begun: str = "") -> list[Case]:
    """The newest cases with all these words, and one that is `begun`; a single letter says too little to be sought."""
    whole = [f'"{word}"' for word in words if len(word) > 1] or [f'"{word}"' for word in words]
    terms = " ".join([*whole, *([f'"{begun}"*'] if len(begun) > 1 else [])])
    clause = "rowid IN (SELECT rowid FROM case_search WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?)"
    return store.select(db, Case, f"WHERE {clause} ORDER BY rowid DESC", [terms, LOOKED_THROUGH])


def _namesakes(db: Database, values: Mapping[str, Any], since: datetime) -> Iterator[Case]:
    name, number = fold(str(values.get("applicant_name", ""))), values.get("applicant_id", "")
    words = re.findall(r"\w+", name)
    if not _says_enough("applicant_name", name, words):
        return
    for case in _with_words(db, words):
        both_numbered = number and case.applicant_id
        if both_numbered or case.procedure != values["procedure"] or case.received_at < since.strftime(TIME):
            continue
        if fold(case.applicant_name) == name and any(_same(case, values, field) for field in ("birth_date", "phone")):
            yield case


def _same(case: Case, values: Mapping[str, Any], field: str) -> bool:
    known = getattr(case, field)
    return bool(known) and known == values.get(field, "")
