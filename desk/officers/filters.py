"""Lists that an officer made for themselves: what they want to see, kept under a name, at every PC they log in on.

Of two versions the later by knowledge counts; a filter is nobody's evidence, so it is never in conflict.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Annotated, Any

from sqlite_utils.db import Database

from desk import Refused
from desk.cases import CHANNELS, NewId, said
from desk.lifecycle import Stage
from desk.record import Change, Edit, Rule, Version, precedence
from desk.text import fold, sort_key
from desk.time.written import day

DATES = ("due", "received")
SPANS = ("today", "week", "month", "between")
MOST = 12
"""Filters of one officer; more would be a list to search through."""


def _last(versions: Sequence[Version]) -> Sequence[Version]:
    return [max(versions, key=precedence)] if versions else ()


latest = Rule("typing", _last)


@dataclass(frozen=True)
class Criteria:
    """What a filter wants; "" and () want everything.

    `dates` says which time counts, `span` is one of SPANS around today; for "between", `since` and `until` are ISO
    dates, both days included. `assignee` is an officer's record id, `field` a field of procedures.
    """

    procedure: str = ""
    field: str = ""
    stages: tuple[str, ...] = ()
    dates: str = "due"
    span: str = ""
    since: str = ""
    until: str = ""
    assignee: str = ""
    channel: str = ""
    text: str = ""

    @property
    def anything(self) -> bool:
        """Whether it leaves nothing out."""
        return self == Criteria(dates=self.dates)

    def written(self) -> str:
        """As it is kept: JSON of what is set, in one way only."""
        return json.dumps({name: value for name, value in asdict(self).items() if value}, ensure_ascii=False)

    @classmethod
    def read(cls, held: str) -> "Criteria":
        """What `written` wrote; what a newer version added to it, or no version of ours wrote, is left out."""
        try:
            data: Any = json.loads(held)
        except (TypeError, ValueError):
            return cls()
        known = {each.name for each in fields(cls)} - {"stages"}
        plain = {name: value for name, value in _mapping(data).items() if name in known and isinstance(value, str)}
        stages = _mapping(data).get("stages")
        found = [stage for stage in stages if isinstance(stage, str)] if isinstance(stages, list) else []
        return cls(**plain, stages=tuple(found))


def _mapping(data: Any) -> Mapping[str, Any]:
    return data if isinstance(data, dict) else {}


@dataclass(frozen=True)
class Filter:
    """A list of one officer's own: its name, and what it wants as `Criteria.written`. `gone` is 1 when removed."""

    id: str
    officer: Annotated[str, latest] = ""
    name: Annotated[str, latest] = ""
    wants: Annotated[str, latest] = ""
    gone: Annotated[int, latest] = 0

    @property
    def criteria(self) -> Criteria:
        """What it wants."""
        return Criteria.read(self.wants)


def filters_of(db: Database, officer: str) -> list[Filter]:
    """The filters of an officer by name, in the order of the alphabet."""
    names = ", ".join(each.name for each in fields(Filter))
    rows = db.execute(f"SELECT {names} FROM filter WHERE officer = ? AND gone = 0", [officer]).fetchall()
    return sorted((Filter(*row) for row in rows), key=lambda each: (sort_key(str(each.name)), each.id))


def keep(held: Sequence[Filter], name: str, criteria: Criteria, *, new_id: NewId, by: str) -> Change:
    """Keep a filter under a name; `held` are those the officer has. Raises Refused."""
    if len(held) >= MOST:
        raise Refused("filters.too_many", field="name", most=MOST)
    wants = checked(criteria).written()
    values = {"officer": by, "name": _named(name, held), "wants": wants}
    return Change("filter", (Edit("filter", new_id(), values),), by)


def alter(held: Sequence[Filter], id: str, *, name: str, criteria: Criteria, by: str) -> Change:
    """Give a filter another name, or let it want something else. Raises Refused, also where nothing would change."""
    mine = own(held, id)
    others = [each for each in held if each.id != id]
    wanted = {"name": _named(name, others), "wants": checked(criteria).written()}
    values = {field: value for field, value in wanted.items() if value != getattr(mine, field)}
    if not values:
        raise Refused("filters.nothing_changed", field="name")
    return Change("filter", (Edit("filter", id, values),), by)


def remove(held: Sequence[Filter], id: str, *, by: str) -> Change:
    """Take a filter away. Raises Refused for one that is not the officer's own."""
    return Change("filter", (Edit("filter", own(held, id).id, {"gone": 1}),), by)


def restore(filter: Filter, *, by: str) -> Change:
    """Bring back a filter that was just removed."""
    return Change("filter", (Edit("filter", filter.id, {"gone": 0}),), by)


def own(held: Sequence[Filter], id: str) -> Filter:
    """The filter of that id among those the officer has. Raises Refused for any other."""
    found = next((each for each in held if each.id == id), None)
    if found is None:
        raise Refused("filters.unknown", field="filter")
    return found


def checked(criteria: Criteria) -> Criteria:
    """The criteria as they may be kept. Raises Refused for dates that are none, and when nothing is left out."""
    between = criteria.span == "between"
    for name in ("since", "until"):
        if between and (held := getattr(criteria, name)) and day(held) is None:
            raise Refused("filters.bad_date", field=name, value=held[:40])
    if between and not (criteria.since or criteria.until):
        raise Refused("filters.dates_missing", field="since")
    if between and criteria.since and criteria.until and criteria.since > criteria.until:
        raise Refused("filters.dates_turned", field="until")
    found = replace(criteria, text=said("text", criteria.text))
    if found.channel not in ("", *CHANNELS) or set(found.stages) - set(Stage) or found.span not in ("", *SPANS):
        raise Refused("filters.unknown_value", field="filter")
    if found.anything:
        raise Refused("filters.everything", field="filter")
    return found if between else replace(found, since="", until="")


def _named(name: str, others: Sequence[Filter]) -> str:
    if not (name := said("name", name)):
        raise Refused("filters.name_empty", field="name")
    if any(fold(each.name) == fold(name) for each in others):
        raise Refused("filters.name_taken", field="name", name=name)
    return name
