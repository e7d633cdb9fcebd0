"""The office's own files: its calendar, its letterhead, its wording of a form. They travel with its changes.

Each writing is a record of its own, numbered after the highest its author had seen; the highest number counts, of two
alike the higher id. So no clock decides, and what was in force before stays in the history. What stands in a file is
checked by who uses it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated

from desk import Refused
from desk.cases import NewId
from desk.record import Change, Edit, law, numbering, typing

CALENDAR, LETTERHEAD = "calendar", "letterhead"
SIZE_LIMIT = 100_000
"""Letters in one file; a calendar of ten years has about 8,000."""


@dataclass(frozen=True)
class OwnFile:
    """One writing of the file `name` ("calendar", "letterhead", "form 01"); `text` "" puts the program's own back."""

    id: str
    name: Annotated[str, law] = ""
    n: Annotated[int, numbering] = 0
    text: Annotated[str, typing] = ""
    by: Annotated[str, law] = ""
    at: Annotated[str, law] = ""


def form_name(form: str) -> str:
    """The name of the office's wording of a form: "form 01"."""
    return f"form {form}"


def in_force(files: Iterable[OwnFile]) -> dict[str, OwnFile]:
    """Of every name the writing that counts."""
    found: dict[str, OwnFile] = {}
    for each in sorted(files, key=lambda each: (_number(each), each.id)):
        found[each.name] = each
    return found


def _number(file: OwnFile) -> int:
    return file.n if isinstance(file.n, int) else 0


def keep(name: str, text: str, known: Sequence[OwnFile], *, at: str, new_id: NewId, by: str) -> Change:
    """Write a file; "" puts the program's own back. `known` are all its writings held here. Raises Refused."""
    if len(text) > SIZE_LIMIT:
        raise Refused("own.too_large", field="text", limit=SIZE_LIMIT)
    last = max(map(_number, known), default=0)
    row = {"name": name, "n": last + 1, "text": text, "by": by, "at": at}
    return Change("own_file", (Edit("ownfile", new_id(), row),), by)
