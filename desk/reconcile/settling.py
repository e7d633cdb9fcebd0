"""Decisions that end a dispute, each one a change like any other, with a mandatory reason.

A settlement names the versions its author had before them; one that came in meanwhile is never overridden unseen. What
lost is written down with its author (`kept`), so that they are told and may object once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desk import Refused
from desk.cases import ACCEPTED, Case, NewId, checked, field_label, said
from desk.lifecycle import stage
from desk.reconcile.kept import Objection, Overruled, Proposal, Settlement
from desk.record import Change, Edit, Version

AuthorOf = Callable[[Version], str]
"""The officer who wrote a version; "" where the change that did is not here."""


@dataclass(frozen=True)
class Matter:
    """A field in dispute: of which record, of which case ("" for none), what it is called, its versions as held now."""

    kind: str
    record: str
    field: str
    case_id: str
    number: str
    versions: tuple[Version, ...]
    displayed: Any = ""


@dataclass(frozen=True)
class Pen:
    """Who writes and when, with ids for what is kept of it. `group` joins what is settled in one stroke."""

    by: str
    at: str
    new_id: NewId
    group: str = ""
    proposed_by: str = ""


def settle(matter: Matter, value: Any, seen: Sequence[Version], reason: str, pen: Pen, author_of: AuthorOf) -> Change:
    """Settle `matter` with `value`; `seen` are the versions the officer had before them.

    Raises Refused without a reason, when there is nothing to settle, and when a version came in meanwhile.
    """
    require_open(matter, seen)
    reason = reason_for(reason)
    return Change("settle", edits(matter, value, reason, pen, author_of), pen.by, reason)


def edits(matter: Matter, value: Any, reason: str, pen: Pen, author_of: AuthorOf) -> tuple[Edit, ...]:
    """The value itself and what is kept of the decision."""
    chosen = _allowed(matter, value)
    settlement = pen.new_id()
    pcs = " ".join(sorted({version.device for version in matter.versions if version.device}))
    row = {
        "case_id": matter.case_id, "kind": matter.kind, "record": matter.record, "field": matter.field, "pcs": pcs,
        "value": told(chosen), "before": told(matter.displayed), "reason": reason, "by": pen.by, "at": pen.at,
        "group": pen.group, "proposed_by": pen.proposed_by,
    }  # fmt: skip
    kept = Edit("settlement", settlement, {name: value for name, value in row.items() if value})
    lost = [v for v in matter.versions if v.value != chosen]
    overruled = [_overruled(matter, version, settlement, pen.new_id(), author_of(version)) for version in lost]
    return (Edit(matter.kind, matter.record, {matter.field: chosen}), kept, *overruled)


def _overruled(matter: Matter, version: Version, settlement: str, id: str, author: str) -> Edit:
    row = {
        "settlement": settlement, "case_id": matter.case_id, "field": matter.field, "value": told(version.value),
        "author": author, "device": version.device, "seq": version.seq,
    }  # fmt: skip
    return Edit("overruled", id, {name: value for name, value in row.items() if value})


def told(value: Any) -> str:
    """A value as the records of decisions hold it; one that is no text or number is not repeated there."""
    return str(value) if isinstance(value, str | int) else ""


def require_open(matter: Matter, seen: Sequence[Version]) -> None:
    """Raise Refused where there is nothing to settle, or other versions than the officer has seen."""
    name = field_label(matter.field)
    if not matter.versions:
        raise Refused("cases.no_conflict", field=matter.field, name=name, number=matter.number)
    if places(matter.versions) != places(seen):
        raise Refused("cases.changed_meanwhile", field=matter.field, name=name)


def places(versions: Iterable[Version]) -> frozenset[tuple[str, int]]:
    """The versions by the changes that wrote them."""
    return frozenset((version.device, version.seq) for version in versions)


def reason_for(reason: str) -> str:
    """The reason as it may be stored. Raises Refused for none."""
    if not (reason := said("reason", reason)):
        raise Refused("cases.reason_missing", field="reason")
    return reason


def _allowed(matter: Matter, value: Any) -> Any:
    """A version's own value, the path meant by a stage, or a new value that passes the checks of its field."""
    if any(v.value == value for v in matter.versions):
        return value
    if matter.kind != "case":
        raise Refused("disputes.not_offered", field=matter.field, name=field_label(matter.field))
    if matter.field == "state":
        return _path_to(value, matter.versions)
    return checked({matter.field: value})[matter.field] if matter.field in ACCEPTED else said(matter.field, value)


def _path_to(target: Any, versions: Sequence[Version]) -> str:
    paths = [str(v.value) for v in versions if stage(str(v.value)) == target]
    if not paths:
        known = ", ".join(sorted({stage(str(v.value)) for v in versions}))
        raise Refused("cases.state_not_offered", field="state", value=str(target), known=known)
    return paths[-1]


def propose(matter: Matter, value: Any, seen: Sequence[Version], reason: str, pen: Pen) -> Change:
    """Ask a second officer to agree to a settlement. Raises Refused as `settle` does."""
    require_open(matter, seen)
    reason = reason_for(reason)
    row = {
        "case_id": matter.case_id, "kind": matter.kind, "record": matter.record, "field": matter.field,
        "value": told(_allowed(matter, value)), "seen": _named(seen), "reason": reason, "by": pen.by, "at": pen.at,
    }  # fmt: skip
    edit = Edit("proposal", pen.new_id(), {name: value for name, value in row.items() if value})
    return Change("propose", (edit,), pen.by, reason)


def _named(versions: Iterable[Version]) -> str:
    return " ".join(sorted(f"{device}.{seq}" for device, seq in places(versions)))


def agree(proposal: Proposal, matter: Matter, pen: Pen, author_of: AuthorOf) -> Change:
    """A second officer agrees: the conflict is settled as proposed.

    Raises Refused for one's own proposal, one that was answered, and one made before another version came in.
    """
    _require_waiting(proposal)
    if proposal.by == pen.by:
        raise Refused("disputes.own_proposal", field=matter.field)
    if not matter.versions:
        raise Refused("cases.no_conflict", field=matter.field, name=field_label(matter.field), number=matter.number)
    if _named(matter.versions) != proposal.seen:
        raise Refused("disputes.proposal_stale", field=matter.field, name=field_label(matter.field))
    value = next((v.value for v in matter.versions if told(v.value) == proposal.value), proposal.value)
    answered = Edit("proposal", proposal.id, {"answer": "agreed"})
    return Change("settle", (*edits(matter, value, proposal.reason, pen, author_of), answered), pen.by, proposal.reason)


def decline(proposal: Proposal, reason: str, by: str) -> Change:
    """Say no to a proposal, or take one's own back; the conflict stays open. Raises Refused without a reason."""
    _require_waiting(proposal)
    answer = "withdrawn" if proposal.by == by else "declined"
    edit = Edit("proposal", proposal.id, {"answer": answer})
    return Change("decline", (edit,), by, reason_for(reason))


def _require_waiting(proposal: Proposal) -> None:
    if proposal.answer:
        raise Refused("disputes.proposal_answered", field=proposal.field)


def heard(lost: Overruled, *, by: str, at: str) -> Change:
    """The author of a value that lost has read so. Raises Refused for anybody else."""
    _require_author(lost, by)
    return Change("heard", (Edit("overruled", lost.id, {"heard_at": at}),), by)


def object_to(lost: Overruled, before: Iterable[Objection], text: str, *, by: str, at: str, new_id: NewId) -> Change:
    """The author of a value that lost asks for a new decision, once; `before` are the objections there are.

    Raises Refused for anybody else, a second time, and without words.
    """
    _require_author(lost, by)
    if any(objection.overruled == lost.id for objection in before):
        raise Refused("disputes.objected", field=lost.field)
    text = reason_for(text)
    row = {
        "settlement": lost.settlement, "overruled": lost.id, "case_id": lost.case_id, "by": by, "text": text, "at": at
    }  # fmt: skip
    known = Edit("overruled", lost.id, {"heard_at": at})
    return Change("object", (Edit("objection", new_id(), row), known), by, text)


def _require_author(lost: Overruled, by: str) -> None:
    if lost.author != by:
        raise Refused("disputes.not_your_value", field=lost.field)


def answer(objection: Objection, matter: Matter, value: Any, reason: str, pen: Pen) -> Change:
    """Decide anew after an objection: `value` may be the one on display, or another.

    Raises Refused without a reason and for an objection that was answered. A decision made meanwhile on another PC
    stands against this one as in any conflict.
    """
    if objection.answer:
        raise Refused("disputes.objection_answered", field=matter.field)
    reason = reason_for(reason)
    again = edits(matter, value, reason, pen, lambda version: "")
    closed = Edit("objection", objection.id, {"answer": again[1].id})
    return Change("settle", (*again[:2], closed), pen.by, reason)


def undone(settlement: Settlement, now: Mapping[str, Any], reason: str, pen: Pen) -> tuple[Edit, ...]:
    """What takes a settlement back: the field says again what it said before.

    `now` are the record's values on display. Raises Refused where somebody has written another value since.
    """
    if told(now[settlement.field]) != settlement.value:
        raise Refused("disputes.written_since", field=settlement.field, name=field_label(settlement.field))
    row = {
        "case_id": settlement.case_id, "kind": settlement.kind, "record": settlement.record,
        "field": settlement.field, "value": settlement.before, "before": settlement.value, "reason": reason,
        "by": pen.by, "at": pen.at, "group": pen.group, "undoes": settlement.id,
    }  # fmt: skip
    kept = Edit("settlement", pen.new_id(), {name: value for name, value in row.items() if value})
    return Edit(settlement.kind, settlement.record, {settlement.field: _typed(settlement, now)}), kept


def _typed(settlement: Settlement, now: Mapping[str, Any]) -> Any:
    """The value before, of the type the field holds."""
    return int(settlement.before or 0) if isinstance(now[settlement.field], int) else settlement.before


def mass(segment: str, device: str, verdict: str, reason: str, *, by: str, at: str) -> Change:
    """Allow or refuse what a PC would do to many cases at once. Raises Refused without a reason."""
    row = {"device": device, "verdict": verdict, "at": at}
    return Change("mass", (Edit("massdecision", segment, row),), by, reason_for(reason))


def void(case: Case, reason: str, *, by: str) -> Change:
    """Take a case out of use for good reason: it stays readable, and out of every list. Raises Refused."""
    if case.void_reason:
        raise Refused("disputes.void_already", field="void_reason", number=case.number)
    reason = reason_for(reason)
    return Change("void", (Edit("case", case.id, {"void_reason": reason}),), by, reason)


def restore(case: Case, reason: str, *, by: str) -> Change:
    """Put a case that was void back into use. Raises Refused for one that is not void, and without a reason."""
    if not case.void_reason:
        raise Refused("disputes.not_void", field="void_reason", number=case.number)
    values = {"void_reason": "", **({"merged_into": ""} if case.merged_into else {})}
    return Change("restore", (Edit("case", case.id, values),), by, reason_for(reason))
