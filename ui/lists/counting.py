"""How many cases each list holds for the officer who looks, and what an empty one says instead."""

from collections.abc import Iterable
from dataclasses import replace

from desk import lists
from desk.officers.filters import Filter
from desk.words import text
from sync.desk import Desk
from ui.lists.asked import DRAFTS, Asked
from ui.lists.views import FILTER


def counts(desk: Desk, scope: str, filters: Iterable[Filter]) -> dict[str, int]:
    """The count of every list by its key; filters that reach into the past are counted when they are opened."""
    asked, now = Asked(scope=scope), desk.now()
    found = lists.counts(desk.db, now, narrowed=asked.narrowed(desk), calendar=desk.calendar)
    found[DRAFTS] = len(lists.drafted(desk.db, desk.by if scope == "mine" else ""))
    for each in filters:
        wanted = replace(asked, filter=each)
        narrowed = wanted.narrowed(desk)
        if not narrowed.history:
            found[FILTER + each.id] = lists.count(desk.db, wanted.name, now, narrowed=narrowed, calendar=desk.calendar)
    return found


def teaching(asked: Asked) -> str:
    """What an empty list says: what will stand here, and how to see more."""
    if asked.search:
        return text("list.nothing_found", search=asked.search)
    if asked.day:
        return text("list.nothing_on_day")
    if asked.stage:
        return text("list.nothing_in_stage")
    said = text("list.nothing_in_filter") if asked.filter else text(f"list.nothing.{asked.view}")
    return said if asked.scope == "office" else f"{said} {text(f'list.nothing_of.{asked.scope}')}"
