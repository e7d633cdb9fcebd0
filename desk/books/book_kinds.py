"""The kinds of certification books an office keeps, as data; which numbers are given is not decided here."""

import tomllib
from dataclasses import dataclass
from functools import cache

from desk import Refused
from desk.text import fold
from resources import RESOURCES

FILE = RESOURCES / "books" / "kinds.toml"


@dataclass(frozen=True)
class Kind:
    """One kind of book: its code in the numbers, its title, what two columns are called, procedures that enter it."""

    code: str
    name: str
    person: str
    subject: str
    procedures: tuple[str, ...] = ()


@cache
def kinds() -> tuple[Kind, ...]:
    """Every kind, in the order of the file."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["kind"]
    return tuple(Kind(**{**row, "procedures": tuple(row["procedures"])}) for row in rows)


def kind_of(code: str) -> Kind:
    """The kind of this code: "SCT/HĐ", also written "sct/hd" or "hd". Raises Refused."""
    asked = fold(code).strip()
    for kind in kinds():
        if asked in (fold(kind.code), fold(kind.code).partition("/")[2]):
            return kind
    raise Refused("books.unknown_kind", field="kind", code=code[:40], known=", ".join(kind.code for kind in kinds()))


def kind_for(procedure: str) -> Kind | None:
    """The book that cases of this procedure are entered in; None for most procedures."""
    return next((kind for kind in kinds() if procedure in kind.procedures), None)
