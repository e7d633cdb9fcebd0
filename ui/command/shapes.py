"""The shapes in which `--json` shows a case, its papers, conflicts and history. Scripts rely on the keys."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from desk import counter, history, store
from desk.cases import Case, CasePaper, Move, Note, Print
from desk.casework import work, work_words
from desk.casework.apology import Extension
from desk.casework.clock import Suspension
from desk.casework.returning import Return, Satisfaction
from desk.casework.steps import Leg
from desk.history import Line, Written
from desk.lifecycle import stage
from desk.reconcile.disputes import Dispute, kind_of
from desk.record import Entry, Version
from sync import log
from sync.desk import Desk, local
from sync.paperwork import pinned
from sync.reconcile.authors import entry_of

PARTS: Mapping[str, type[Any]] = {
    "papers": CasePaper, "notes": Note, "moves": Move, "prints": Print,
    "suspensions": Suspension, "extensions": Extension, "returns": Return, "satisfaction": Satisfaction,
}  # fmt: skip


def case_fields(case: Case) -> dict[str, Any]:
    """A case's fields; `state` is the stage it is in, `path` the whole way there."""
    return {**vars(case), "state": case.stage, "path": case.state}


def whole_case(desk: Desk, case: Case) -> dict[str, Any]:
    """All that is known of a case: fields, papers and the like, conflicts, and every value ever written."""
    entries = log.history(desk.db, case.id)
    parts = {name: _parts(desk, kind, case.id) for name, kind in PARTS.items()}
    return {
        "number": case.number,
        "id": case.id,
        "fields": case_fields(case),
        "standing": standing(desk, case),
        **parts,
        "handovers": [_leg(desk, leg) for leg in work.legs(desk.db, case, pinned(desk, case), desk.calendar)],
        "conflicts": conflicts(desk, case, entries),
        "history": [line(desk, told) for told in history.story(entries)],
    }


def standing(desk: Desk, case: Case) -> dict[str, Any]:
    """The step a case is in, from 1, who holds it, and the working minutes left of the step (None: none stated).

    `closes_at` is until when a supplement is waited for; `said` is all of it in words.
    """
    procedure, holder = pinned(desk, case), desk.officer_name(case.assignee) if case.assignee else ""
    found = work.standing(desk.db, case, procedure, desk.calendar, desk.now())
    closes = work.closes_at(desk.db, case, procedure, desk.calendar)
    return {
        "step": found.place + 1,
        "step_name": found.step.name if found.step else "",
        "step_hours": found.step.hours if found.step else None,
        "step_left": found.left,
        "holder": holder,
        "closes_at": closes.isoformat(timespec="minutes") if closes else None,
        "said": work_words.say_standing(found, len(procedure.steps) if procedure else 0, holder, desk.calendar),
        "wait": work_words.say_may_close(closes, desk.now()) if closes else "",
    }


def _leg(desk: Desk, leg: Leg) -> dict[str, Any]:
    values = {name: value for name, value in vars(leg.handover).items() if name != "case_id"}
    names = {f"{name}_name": desk.officer_name(values[name]) for name in ("giver", "taker")}
    return {**values, **names, "ended": leg.ended.name if leg.ended else "", "kept": leg.kept}


def _parts(desk: Desk, kind: type[Any], case_id: str) -> list[dict[str, Any]]:
    found = store.children(desk.db, kind, case_id)
    return [{name: value for name, value in vars(each).items() if name != "case_id"} for each in found]


def conflicts(desk: Desk, case: Case, entries: Iterable[Entry] | None = None) -> list[dict[str, Any]]:
    """The fields of a case in conflict: versions numbered from 1, oldest first, and what they all started from."""
    known = list(log.history(desk.db, case.id) if entries is None else entries)
    return [conflict(desk, case, field, known) for field in counter.versions(desk.db, case.id)]


def conflict(desk: Desk, case: Case, field: str, entries: Iterable[Entry] | None = None) -> dict[str, Any]:
    """One field of a case in conflict; `key` names it in other commands."""
    known = list(log.history(desk.db, case.id) if entries is None else entries)
    versions = counter.versions(desk.db, case.id)[field]
    return {
        **dispute(Dispute(kind_of("case", field), "case", case.id, field, (case.id,)), [case]),
        "versions": [version(desk, field, n, held) for n, held in enumerate(versions, start=1)],
        "ancestor": _ancestor(field, history.ancestor(known, case.id, field, versions)),
    }


def dispute(found: Dispute, cases: Sequence[Case]) -> dict[str, Any]:
    """What waits for a decision: of which kind, and which cases it concerns."""
    numbers = [case.number for case in cases]
    number = numbers[0] if numbers else ""
    known = {"kind": str(found.kind), "key": found.key, "number": number, "numbers": numbers}
    return known | {"record": found.record, "field": found.field}


def version(desk: Desk, field: str, n: int, held: Version) -> dict[str, Any]:
    """One of the values to choose from, as `conflict settle --version` numbers it."""
    entry = entry_of(desk.db, held.device, held.seq)
    return {"n": n, **_value(field, held.value), **_origin(desk, held.device, held.seq, entry)}


def _origin(desk: Desk, device: str, seq: int, entry: Entry | None) -> dict[str, Any]:
    return {
        "by": desk.officer_name(entry.change.by) if entry else "",
        "device": desk.device_name(device),
        "seq": seq,
        "at": time_of(entry.at) if entry else "",
    }


def _value(field: str, value: Any) -> dict[str, Any]:
    if field == "state" and isinstance(value, str):
        return {"value": stage(value), "path": value}
    if isinstance(value, bytes):  # the lock of an account: that there is another one is all that may be told
        return {"value": sha256(value).hexdigest()[:8]}
    return {"value": value}


def _ancestor(field: str, version: Version | None) -> Any:
    return None if version is None else _value(field, version.value)["value"]


def line(desk: Desk, told: Line) -> dict[str, Any]:
    """One change of a case's history."""
    entry = told.entry
    return {
        **_origin(desk, entry.device, entry.seq, entry),
        "action": entry.change.action,
        "reason": entry.change.reason,
        "values": [_written(written) for written in told.written],
    }


def _written(written: Written) -> dict[str, Any]:
    values = vars(written)
    if written.field != "state":
        return values
    before = stage(written.before) if isinstance(written.before, str) else written.before
    return {**values, "before": before, "after": stage(str(written.after)), "path": written.after}


def time_of(at: float) -> str:
    """A wall time in s since 1970 UTC as local time of Vietnam, to the second."""
    return local(at).isoformat(timespec="seconds")
