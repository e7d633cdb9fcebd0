"""Stepping through history change by change: how a case came to be as it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

from desk import store
from desk.history import Line, story
from desk.record import Entry, State, conflicts, row
from sync import log
from sync.desk import Desk


@dataclass(frozen=True)
class Step:
    """One change and what it made of the case: the values on display after it, and the fields in conflict then."""

    line: Line
    values: dict[str, Any]
    disputed: dict[str, list[Any]]


def of_case(desk: Desk, case_id: str) -> Iterator[Step]:
    """A case's history from the first change on, oldest first, the same on every PC."""
    record, state = store.KINDS["case"], State()
    for line in story(log.history(desk.db, case_id)):
        for edit in line.entry.change.edits:
            if edit.id == case_id:
                state.take(line.entry, edit.fields)
        disputed = {name: [v.value for v in found] for name, found in conflicts(record, state).items()}
        yield Step(line, row(record, case_id, state), disputed)


def of_pc(desk: Desk, device: str, after: int = 0, limit: int = 0) -> Iterator[Entry]:
    """What one PC wrote after a sequence number, in its own order; `limit` 0 is all of it."""
    for taken in count(0, 1000):
        some = log.run(desk.db, device, after + taken, min(1000, limit - taken) if limit else 1000)
        yield from some
        if len(some) < 1000 or (limit and taken + 1000 >= limit):
            return
