"""What stands under an empty search: the procedures received most here, then all others by their field."""

from datetime import timedelta

from desk.people import earlier
from desk.procedures.procedure import Procedure
from desk.text import sort_key
from desk.words import text
from sync.desk import Desk

LOOK_BACK = timedelta(days=90)


def usual(desk: Desk) -> list[tuple[str, list[Procedure]]]:
    """The procedures in force today under their headings."""
    now = desk.now()
    current = {each.code: each for each in desk.catalogue.current(now.date())}
    most = [code for code in earlier.asked_most(desk.db, now - LOOK_BACK) if code in current]
    groups: dict[str, list[Procedure]] = {text("counter.search.usual"): [current.pop(code) for code in most]}
    for procedure in sorted(current.values(), key=lambda each: (sort_key(each.field), each.special)):
        groups.setdefault(procedure.field, []).append(procedure)
    return [(name, found) for name, found in groups.items() if found]
