"""The search over all cases: words without accents, each may be cut short; and why a case was found."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields
from itertools import islice
from typing import Any

from sqlite_utils.db import Database

from desk import store
from desk.cases import Case, Note
from desk.text import clean, fold

LONGEST = 200
"""Letters of a search that are read."""

LOOKED_AT = 1000
"""The newest cases among which a single letter is looked for; it is in nearly every one."""

WORD = re.compile(r"\w+")
NAMES = tuple(f.name for f in fields(Case))
_COLUMNS = ", ".join(f"[case].[{name}]" for name in NAMES)

TOLD = (
    "portal_number", "submitter_name", "applicant_id", "submitter_id", "phone", "result_number", "subject", "note",
    "address", "email", "procedure",
)  # fmt: skip
"""The fields that a row does not show, in the order in which they are told as the reason of a find."""


def terms(search: str) -> str:
    """The words of a search as an FTS5 expression: every one must occur, each may be cut short.

    Single letters count only where there is nothing else. Groups of digits also mean the one number they make.
    """
    return " OR ".join(" ".join(f'"{word}"*' for word in words) for words in _readings(search))


def _readings(search: str) -> list[list[str]]:
    """What a search may mean, as words: as written, and "0912 000 471" as one number too."""
    written = WORD.findall(fold(clean(search[:LONGEST])))
    words = [word for word in dict.fromkeys(written) if len(word) > 1] or written[:1]
    together = "".join(written)
    return [words, [together]] if len(written) > 1 and together.isdecimal() else [words] if words else []


def found(db: Database, search: str, where: str, values: dict[str, Any], limit: int, offset: int) -> list[Case]:
    """The newest cases that hold all the words; those that match letter by letter, accents included, come first."""
    letter = "".join(word for words in _readings(search) for word in words)
    if len(letter) == 1:
        cases = list(islice(_with_letter(db, letter, where, values), offset, offset + limit))
    else:
        cases = _streamed(db, where, {**values, "terms": terms(search), "limit": limit, "offset": offset})
    return _ranked(cases, search)


def _streamed(db: Database, where: str, values: dict[str, Any]) -> list[Case]:
    """Read along the index from the newest, so that common words cost no more than rare ones."""
    source = "FROM case_search AS found CROSS JOIN [case] ON [case].rowid = found.rowid WHERE found.words MATCH :terms"
    clause = f"{source} AND {where} ORDER BY found.rowid DESC LIMIT :limit OFFSET :offset"
    return [Case(*row) for row in db.execute(f"SELECT {_COLUMNS} {clause}", values).fetchall()]


def _with_letter(db: Database, letter: str, where: str, values: dict[str, Any]) -> Iterator[Case]:
    clause = f"FROM [case] WHERE {where} ORDER BY rowid DESC LIMIT {LOOKED_AT}"
    for row in db.execute(f"SELECT {_COLUMNS} {clause}", values):
        case = Case(*row)
        if any(word.startswith(letter) for word in WORD.findall(_folded(case))):
            yield case


def _folded(case: Case) -> str:
    return fold(" ".join(str(value) for name in store.SEARCHED if (value := getattr(case, name))))


def _ranked(cases: list[Case], search: str) -> list[Case]:
    words = WORD.findall(clean(search[:LONGEST]).lower())
    return sorted(cases, key=lambda case: -sum(word in _spelled(case) for word in words))


def _spelled(case: Case) -> str:
    return f"{case.applicant_name} {case.procedure_name} {case.number} {case.subject} {case.note}".lower()


def why(db: Database, case: Case, search: str, shown: Sequence[str]) -> tuple[str, str]:
    """The field not among `shown` that a search was found in, and what it holds; ("", "") where all is on show.

    A note of its own comes as ("note", its text).
    """
    told = fold(" ".join(shown))
    left = [[word for word in words if not _holds(told, word)] for words in _readings(search)]
    if not all(left):
        return "", ""
    missing = [word for words in left for word in words]
    held = {name: str(getattr(case, name) or "") for name in TOLD}
    held = {name: value for name, value in held.items() if value}
    best = max(held, key=lambda name: sum(_holds(fold(held[name]), word) for word in missing), default="")
    if best and any(_holds(fold(held[best]), word) for word in missing):
        return best, held[best]
    for note in store.children(db, Note, case.id):
        if any(_holds(fold(str(note.text)), word) for word in missing):
            return "note", str(note.text)
    return "", ""


def matches(text: str, search: str) -> bool:
    """Whether a text holds all words of a search, each begun; everything holds no word."""
    folded = fold(text)
    readings = _readings(search)
    return not readings or any(all(_holds(folded, word) for word in words) for words in readings)


def _holds(folded: str, word: str) -> bool:
    """Whether a word of the folded text begins with `word`."""
    return re.search(rf"(?<!\w){re.escape(word)}", folded) is not None
