"""Taking back the last action of a case, while nobody else can have relied on it: not delivered, not on paper.

Nothing is erased. Undoing is one more change that gives every field the value it had before; the history keeps both.
What the action had added is detached from its case. Several actions are taken back one after the other.
"""

from collections.abc import Iterator, Sequence
from dataclasses import fields

from desk import Refused, cases, counter, history, lifecycle, lists, store
from desk.cases import Case, field_label
from desk.counter import Hand
from desk.history import Line
from desk.record import Change, Edit, Entry
from sync import log
from sync.carriers import peers
from sync.delivery import delivery
from sync.desk import Desk, local

UNDONE = frozenset(lifecycle.ACTIONS) | {
    "edit", "note", "allot", "handover", "suspend", "resume", "apologise", "rate", "bind", "hand_in"
}  # fmt: skip
"""The actions that can be taken back."""


def undo(desk: Desk, hand: Hand, case_id: str, reason: str = "") -> Change:
    """Take back the last action of a case; called inside the transaction that will write it.

    Raises Refused, saying why, for an action that was delivered or printed, is another's, or has been overtaken.
    """
    case = counter.case_here(desk.db, case_id)
    line = require_open(desk, case, last(log.history(desk.db, case.id)), hand.by)
    edits = _restored(desk, case, line)
    mentioned = () if any(edit.id == case.id for edit in edits) else (Edit("case", case.id, {}),)
    return Change("undo", (*mentioned, *edits), hand.by, cases.said("reason", reason))


def last(entries: Sequence[Entry]) -> Line | None:
    """The last action of a case that has not been taken back; None where all were."""
    taken_back = 0
    for line in reversed(history.story(entries)):
        if line.entry.change.action == "undo":
            taken_back += 1
        elif not taken_back:
            return line
        else:
            taken_back -= 1
    return None


def require_open(desk: Desk, case: Case, line: Line | None, by: str) -> Line:
    """The `last` action, when the officer `by` may still take it back. Raises Refused, saying why not."""
    if line is None:
        raise Refused("work.nothing_to_undo", number=case.number)
    entry, action = line.entry, line.entry.change.action
    if action == "receive":
        raise Refused("work.undo_receive")
    if action == "print":
        raise Refused("work.undo_printed", number=case.number, at=_said_time(entry))
    if action not in UNDONE:
        raise Refused("work.not_undone", action=lifecycle.label(action))
    if entry.device != desk.device.id:
        raise Refused("work.undo_elsewhere", number=case.number, device=desk.device_name(entry.device))
    if entry.change.by != by:
        raise Refused("work.undo_other_officer", number=case.number, name=desk.officer_name(entry.change.by))
    if entry.seq <= delivery(desk).delivered_to:
        raise Refused("work.undo_delivered", number=case.number)
    if entry.seq <= _held_by_others(desk):
        raise Refused("work.undo_shared", number=case.number)
    return line


def _held_by_others(desk: Desk) -> int:
    """The last change of this PC that another PC of the office has said it holds."""
    told = (known.heads.get(desk.device.id) for known in peers.known(desk.db).values())
    return max((head.last for head in told if head), default=0)


def _said_time(entry: Entry) -> str:
    return local(entry.at).strftime("%d/%m/%Y %H:%M")


def _restored(desk: Desk, case: Case, line: Line) -> list[Edit]:
    """Every record the action wrote as it was before it."""
    disputed = set(lists.conflicting(desk.db, case.id))
    records = dict.fromkeys(each.record for each in line.written)
    return [edit for id in records for edit in _record(desk, case, line, id, disputed)]


def _record(desk: Desk, case: Case, line: Line, id: str, disputed: set[str]) -> Iterator[Edit]:
    written = [each for each in line.written if each.record == id]
    kind = written[0].kind
    if any(each.field == "case_id" and each.before is None for each in written):
        yield Edit(kind, id, {"case_id": ""})
        return
    now = store.get(desk.db, store.KINDS[kind], id)
    for each in written:
        if (kind == "case" and each.field in disputed) or getattr(now, each.field, None) != each.after:
            raise Refused("work.undo_changed", number=case.number, name=field_label(each.field))
    yield Edit(kind, id, {each.field: _before(kind, each.field, each.before) for each in written})


def _before(kind: str, name: str, value: object) -> object:
    """The value before, or what the field holds where nothing was ever written."""
    if value is not None:
        return value
    return next(field.default for field in fields(store.KINDS[kind]) if field.name == name)
