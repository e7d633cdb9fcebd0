"""What the office knows about a procedure beyond the catalogue: hints of officers, shared or for oneself.

A personal hint travels with the office's changes, sealed like all of them; other officers are not shown it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from desk import Refused
from desk.cases import NewId
from desk.record import Change, Edit, law, typing
from desk.text import clean

TEXT_LIMIT = 2000


@dataclass(frozen=True)
class Hint:
    """A hint on the procedure of that code. `only` is the officer it is for, "" for everybody."""

    id: str
    procedure: Annotated[str, law] = ""
    text: Annotated[str, typing] = ""
    by: Annotated[str, law] = ""
    only: Annotated[str, law] = ""
    at: Annotated[str, law] = ""
    void_reason: Annotated[str, law] = ""

    def shown_to(self, officer: str) -> bool:
        """Whether that officer is shown it."""
        return not self.void_reason and self.only in ("", officer)


def add(procedure: str, text: str, *, only_me: bool, at: str, new_id: NewId, by: str) -> Change:
    """Write a hint down. Raises Refused for an empty or a very long one."""
    row = {"procedure": procedure, "text": _checked(text), "by": by, "at": at}
    if only_me:
        row["only"] = by
    return Change("hint", (Edit("hint", new_id(), row),), by)


def edit(hint: Hint, text: str, *, by: str) -> Change:
    """Write a hint anew; a personal one only its own officer. Raises Refused, also where nothing would change."""
    if hint.void_reason or not hint.shown_to(by):
        raise Refused("hints.none_such", id=hint.id)
    if (text := _checked(text)) == hint.text:
        raise Refused("hints.same_text", field="text")
    return Change("hint", (Edit("hint", hint.id, {"text": text}),), by)


def _checked(text: str) -> str:
    if not (text := clean(text)):
        raise Refused("hints.empty", field="text")
    if len(text) > TEXT_LIMIT:
        raise Refused("hints.too_long", field="text", limit=TEXT_LIMIT)
    return text


def void(hint: Hint, reason: str, *, by: str) -> Change:
    """Take a hint back, with the reason; a personal one only its own officer. Raises Refused."""
    if hint.void_reason or not hint.shown_to(by):
        raise Refused("hints.none_such", id=hint.id)
    if not (reason := clean(reason)[:TEXT_LIMIT]):
        raise Refused("hints.reason_missing", field="reason")
    return Change("void_hint", (Edit("hint", hint.id, {"void_reason": reason}),), by, reason)


def by_code(hints: Iterable[Hint], officer: str) -> dict[str, str]:
    """What the search looks through: all that an officer is shown, by procedure code."""
    found: dict[str, list[str]] = {}
    for hint in hints:
        if hint.shown_to(officer):
            found.setdefault(hint.procedure, []).append(hint.text)
    return {code: "\n".join(texts) for code, texts in found.items()}
