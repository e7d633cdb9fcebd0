"""What was begun at the counter of this PC and not saved: found by its words, listed beside the cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlite_utils.db import Database

from desk import drafts
from desk.begun import FAMILY
from desk.lists.search import matches

__all__ = ["FAMILY", "Drafted", "drafted"]


@dataclass(frozen=True)
class Drafted:
    """A draft as a list shows it: whose it is (an officer's record id), kept at (s since 1970 UTC), code or ""."""

    owner: str
    officer: str
    at: int
    name: str
    procedure: str
    text: str


def drafted(db: Database, officer: str = "", search: str = "") -> list[Drafted]:
    """The drafts of an officer, or of all at this PC, that hold the words of a search; the newest first."""
    rows = db.execute(
        "SELECT owner FROM draft WHERE owner >= ? AND owner < ? ORDER BY at DESC, owner", [FAMILY, FAMILY[:-1] + "/"]
    ).fetchall()
    found = (_read(db, owner) for (owner,) in rows)
    return [each for each in found if each and officer in ("", each.officer) and matches(each.text, search)]


def _read(db: Database, owner: str) -> Drafted | None:
    draft = drafts.kept(db, owner)
    if draft is None:
        return None
    person, procedure = _mapping(draft.values.get("person")), draft.values.get("procedure") or [""]
    words = [str(value) for value in (*person.values(), draft.values.get("query", ""), *procedure)]
    officer = owner.removeprefix(FAMILY).partition("#")[0]
    return Drafted(owner, officer, draft.at, str(person.get("applicant_name", "")), str(procedure[0]), " ".join(words))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
