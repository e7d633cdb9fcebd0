"""Changes folded into the rows of their records, many records at a time: read, merged, and written down together.

Knows records and their states. Which changes are in the log, and how they came there, is `log`'s.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sqlite_utils.db import Database

from desk import store
from desk.record import Entry, State, conflicts, restored, row, shown

Touched = set[tuple[str, str]]
"""The records that changed, as (kind, id); a paper or note brings its case along."""

Index = Callable[[Database, Iterable[str]], None]
"""Is given the cases whose words changed."""

Edits = list[tuple[Entry, Mapping[str, Any]]]
Pending = dict[tuple[str, str], Edits]
"""By record what changes set on it."""


@dataclass(slots=True)
class _Folded:
    """What became of one record: its state, the fields of its row that changed, all of them if it is `new`."""

    kind: str
    id: str
    state: State
    changed: dict[str, Any]
    new: bool
    ended: set[str] = field(default_factory=set)
    begun: set[str] = field(default_factory=set)
    """The fields no longer, and newly, in conflict."""


def fold(db: Database, pending: Pending, index: Index) -> Touched:
    """Fold edits into their records, inside a transaction that the caller holds; what was touched.

    Kinds of a newer version are passed over: they stay in the log until a version that knows them refolds.
    """
    touched, searched = set(pending), set[str]()
    known = iter([(key, edits) for key, edits in pending.items() if key[0] in store.KINDS])
    while some := dict(islice(known, TOGETHER)):
        cases, worded = _fold(db, some)
        touched.update(("case", id) for id in cases)
        searched |= worded
    index(db, searched)
    return touched


TOGETHER = 100
"""Records held in memory at a time: enough for the file, and few enough for Python's own housekeeping."""


def _fold(db: Database, pending: Pending) -> tuple[set[str], set[str]]:
    """The cases that the records belong to, and those whose words changed."""
    folded = _merged(pending, states(db, pending.keys()))
    _write(db, folded)
    cases, worded = set[str](), set[str]()
    for one, edits in zip(folded, pending.values(), strict=True):
        if case_id := _case_of(db, one, edits):
            cases.add(case_id)
        if one.kind == "case" and not _SEARCHED.isdisjoint(one.changed):
            worded.add(one.id)
        elif one.kind == "note" and case_id:
            worded.add(case_id)
    return cases, worded


_SEARCHED = frozenset(store.SEARCHED)


def states(db: Database, records: Collection[tuple[str, str]]) -> dict[tuple[str, str], State]:
    """All versions of the fields of these records, by (kind, id); those of which nothing has arrived are left out.

    An id may stand for two records: a PC that was put back to an old copy gave it out again, to another kind. The
    second of them is kept beside the others.
    """
    which = "SELECT kind, id, state FROM {} WHERE id IN (SELECT value FROM json_each(?))"
    ids = [json.dumps([id for _, id in records])]
    held = {(kind, id): State(data) for kind, id, data in db.execute(which.format("merge"), ids).fetchall()}
    taken = {id for _, id in held}
    if any(record not in held and record[1] in taken for record in records):
        beside = db.execute(which.format("merge_beside"), ids).fetchall()
        held.update({(kind, id): State(data) for kind, id, data in beside})
    return held


def _merged(pending: Pending, held: dict[tuple[str, str], State]) -> list[_Folded]:
    folded = []
    for (kind, id), edits in pending.items():
        state = held.get((kind, id))
        folded.append(_begun(kind, id, edits) if state is None else _continued(kind, id, state, edits))
    return folded


def _begun(kind: str, id: str, edits: Edits) -> _Folded:
    record, state = store.KINDS[kind], restored(edits)
    alone = len({entry.device for entry, _ in edits}) == 1  # a PC has always seen what it wrote before
    begun = set() if alone else set(conflicts(record, state))
    return _Folded(kind, id, state, row(record, id, state), True, begun=begun)


def _continued(kind: str, id: str, state: State, edits: Edits) -> _Folded:
    record, names = store.KINDS[kind], {name for _, values in edits for name in values}
    known = [name for name in names if name in state]
    before, old = set(conflicts(record, state, known)), shown(record, state, known)
    for entry, values in edits:
        state.take(entry, values)
    after, new = set(conflicts(record, state, names)), shown(record, state, names)
    changed = {name: value for name, value in new.items() if old.get(name, _NONE) != value}
    return _Folded(kind, id, state, changed, False, before - after, after - before)


_NONE = object()


def _write(db: Database, folded: list[_Folded]) -> None:
    for kind in {one.kind for one in folded}:
        store.put(db, kind, [one.changed for one in folded if one.new and one.kind == kind])
        store.change(db, kind, {one.id: one.changed for one in folded if not one.new and one.kind == kind})
    _keep(db, [(one.id, one.kind, bytes(one.state)) for one in folded])
    ended = [(one.id, one.kind, name) for one in folded for name in one.ended]
    db.conn.executemany("DELETE FROM conflict WHERE id = ? AND kind = ? AND field = ?", ended)
    begun = [(one.id, one.kind, name) for one in folded for name in one.begun]
    db.conn.executemany("INSERT OR REPLACE INTO conflict VALUES (?, ?, ?)", begun)


def _keep(db: Database, states: Collection[tuple[str, str, bytes]]) -> None:
    """Keep each state in its place: beside the others where another kind of record has that id already."""
    put = (
        "INSERT INTO merge VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE "
        "SET state = excluded.state WHERE kind = excluded.kind"
    )
    if db.conn.executemany(put, states).rowcount == len(states):
        return
    beside = (
        "INSERT OR REPLACE INTO merge_beside SELECT :id, :kind, :state "
        "WHERE EXISTS (SELECT 1 FROM merge WHERE id = :id AND kind != :kind)"
    )
    db.conn.executemany(beside, [{"id": id, "kind": kind, "state": state} for id, kind, state in states])


def _case_of(db: Database, folded: _Folded, edits: Edits) -> str:
    """The case that a paper, note, movement or print belongs to, or did before; "" for what belongs to none."""
    changed = folded.changed
    found = changed.get("case_id") or next((v["case_id"] for _, v in edits if v.get("case_id")), "")
    if not found and "case_id" in changed:  # taken back
        found = next((case_id for (case_id,) in db.execute(_CASES_WITH, [folded.id])), "")
    return found if isinstance(found, str) else ""


_CASES_WITH = (
    "SELECT [case].id FROM mention AS own JOIN mention AS other USING (device, seq) "
    "JOIN [case] ON [case].id = other.record WHERE own.record = ?"
)
