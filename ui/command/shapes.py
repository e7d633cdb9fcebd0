"""The shapes in which `--json` shows a case, its papers, conflicts and history. Scripts rely on the keys."""

from collections.abc import Iterable, Mapping
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
from desk.record import Entry, Version
from sync import log
from sync.desk import Desk, local
from sync.paperwork import pinned

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
        "history": [_line(desk, line) for line in history.story(entries)],
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
    found = counter.versions(desk.db, case.id).items()
    return [
        {
            "number": case.number,
            "field": field,
            "versions": [_version(desk, field, n, version, known) for n, version in enumerate(versions, start=1)],
            "ancestor": _ancestor(field, history.ancestor(known, case.id, field, versions)),
        }
        for field, versions in found
    ]


def _version(desk: Desk, field: str, n: int, version: Version, known: list[Entry]) -> dict[str, Any]:
    entry = next((entry for entry in known if (entry.device, entry.seq) == version[:2]), None)
    return {"n": n, **_value(field, version.value), **_origin(desk, version.device, version.seq, entry)}


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
    return {"value": value}


def _ancestor(field: str, version: Version | None) -> Any:
    return None if version is None else _value(field, version.value)["value"]


def _line(desk: Desk, line: Line) -> dict[str, Any]:
    entry = line.entry
    return {
        **_origin(desk, entry.device, entry.seq, entry),
        "action": entry.change.action,
        "reason": entry.change.reason,
        "values": [_written(written) for written in line.written],
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
