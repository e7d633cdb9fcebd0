"""Finding a procedure by the words of its names alone: what answers in the moment before the whole index is made.

Knows no shorthand, no sayings and no slips of the keyboard; `Finder` does.
"""

from collections.abc import Iterable

from desk.find.finder import Hit
from desk.find.marks import highlight
from desk.procedures.procedure import Procedure
from desk.text import fold


class Plain:
    """Answers as `Finder` does, with the procedures that have every word typed, the shortest name first."""

    def __init__(self, procedures: Iterable[Procedure]) -> None:
        named = ((_called(each), each) for each in procedures)
        self._named = sorted(named, key=lambda pair: len(pair[0]))

    def search(self, query: str, limit: int = 10) -> list[Hit]:
        """At most `limit` procedures for `query`; [] for a query without a letter or a digit."""
        wanted = [f" {word}" for word in fold(query).split()]
        if not wanted:
            return []
        found = [each for name, each in self._named if all(word in name for word in wanted)][:limit]
        return [Hit(each, 0.0, highlight(each.short or each.name, query)) for each in found]


def _called(procedure: Procedure) -> str:
    """All it is called by, each word behind a space."""
    return " " + fold(f"{procedure.short} {procedure.name} {procedure.code}")
