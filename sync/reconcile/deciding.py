"""Settling as the window and the command do it: the matter as it stands, who may decide it, and the change to write.

Every function that takes a `Hand` is called inside the transaction that will write its `Change`; all raise Refused.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from desk import Refused, counter, store
from desk.cases import Case, field_label
from desk.casework import binding
from desk.counter import Hand
from desk.officers import rights
from desk.reconcile import disputes, online, settling, twins
from desk.reconcile.deciders import care_of
from desk.reconcile.kept import Objection, OnlineCase, Overruled, Proposal, Settlement, Twins
from desk.reconcile.settling import Matter, Pen
from desk.record import Change, Edit, Version
from sync.desk import Desk
from sync.reconcile import guard
from sync.reconcile.authors import author_of

Found = TypeVar("Found")


def settle(
    desk: Desk, hand: Hand, kind: str, record: str, field: str, value: Any, seen: Sequence[Version], reason: str,
    *, group: str = "",
) -> Change:  # fmt: skip
    """Settle a field in conflict, or propose it where a second officer has to agree; `seen` as in `settling`."""
    matter = disputes.matter(desk.db, kind, record, field)
    demand(desk, hand, matter)
    if field in disputes.policy(desk.db).two:
        return settling.propose(matter, value, seen, reason, pen(hand, group))
    return _followed(desk, settling.settle(matter, value, seen, reason, pen(hand, group), author_of(desk.db)))


def pen(hand: Hand, group: str = "", proposed_by: str = "") -> Pen:
    """What a decision writes with."""
    return Pen(hand.by, hand.at, hand.new_id, group, proposed_by)


def demand(desk: Desk, hand: Hand, matter: Matter) -> None:
    """Raise Refused unless who writes may decide this."""
    case = store.get(desk.db, Case, matter.case_id) if matter.case_id else None
    author = author_of(desk.db)
    if matter.kind in disputes.OFFICERS:
        rights.demand(hand.roles, "set_roles")
        return
    disputes.policy(desk.db).demand(
        matter.field,
        care_of(store.KINDS[matter.kind], matter.field),
        hand.roles,
        author=any(author(version) == hand.by for version in matter.versions),
        assignee=case is not None and case.assignee == hand.by,
    )


def may(desk: Desk, matter: Matter) -> bool:
    """Whether who works here may decide it."""
    try:
        demand(desk, desk.hand(), matter)
    except Refused:
        return False
    return True


def _followed(desk: Desk, change: Change) -> Change:
    """The change with what follows from it: the cases of a verdict, and where a void case had gone."""
    first = change.edits[0]
    if first.fields.get("verdict") is None and first.kind in ("twins", "onlinecase"):
        return change
    if first.kind == "twins" and (held := store.get(desk.db, Twins, first.id)):
        cases = [store.get(desk.db, Case, id) for id in (held.case_id, held.other)]
        if all(cases):
            more = twins.verdict_edits(held, first.fields["verdict"], *filter(None, cases))
            return replace(change, edits=(*change.edits, *more))
    if first.kind == "onlinecase" and (noted := store.get(desk.db, OnlineCase, first.id)):
        holders = counter.holders(desk.db, noted.portal_number)
        return replace(change, edits=(*change.edits, *online.verdict_edits(noted, first.fields["verdict"], holders)))
    if first.fields.get("void_reason") == "" and (case := store.get(desk.db, Case, first.id)) and case.merged_into:
        edit = replace(first, fields={**first.fields, "merged_into": ""})
        return replace(change, edits=(edit, *change.edits[1:]))
    return change


def agree(desk: Desk, hand: Hand, proposal_id: str) -> Change:
    """Agree to another officer's proposal."""
    proposal = _known(store.get(desk.db, Proposal, proposal_id))
    matter = disputes.matter(desk.db, proposal.kind, proposal.record, proposal.field)
    demand(desk, hand, matter)
    writing = pen(hand, proposed_by=proposal.by)
    return _followed(desk, settling.agree(proposal, matter, writing, author_of(desk.db)))


def decline(desk: Desk, hand: Hand, proposal_id: str, reason: str) -> Change:
    """Say no to a proposal, or take one's own back."""
    proposal = _known(store.get(desk.db, Proposal, proposal_id))
    if proposal.by != hand.by:
        demand(desk, hand, disputes.matter(desk.db, proposal.kind, proposal.record, proposal.field))
    return settling.decline(proposal, reason, hand.by)


def object_to(desk: Desk, hand: Hand, overruled_id: str, text: str) -> Change:
    """Ask for a new decision about one's own value that lost."""
    lost = _known(store.get(desk.db, Overruled, overruled_id))
    before = store.select(desk.db, Objection, "WHERE overruled = ?", [lost.id])
    return settling.object_to(lost, before, text, by=hand.by, at=hand.at, new_id=hand.new_id)


def heard(desk: Desk, hand: Hand, overruled_id: str) -> Change:
    """Say that one has read that a value of one's own lost."""
    return settling.heard(_known(store.get(desk.db, Overruled, overruled_id)), by=hand.by, at=hand.at)


def answer(desk: Desk, hand: Hand, objection_id: str, value: Any, reason: str) -> Change:
    """Decide anew after an objection."""
    objection = _known(store.get(desk.db, Objection, objection_id))
    settled = _known(store.get(desk.db, Settlement, objection.settlement))
    matter = disputes.matter(desk.db, settled.kind, settled.record, settled.field)
    demand(desk, hand, matter)
    if matter.versions:
        raise Refused("cases.settle_first", field=matter.field, name=field_label(matter.field), number=matter.number)
    return settling.answer(objection, _offering(desk, matter, settled), value, reason, pen(hand))


def _offering(desk: Desk, matter: Matter, settled: Settlement) -> Matter:
    """The matter of an objection: the value on display stands beside those that lost."""
    lost = store.select(desk.db, Overruled, "WHERE settlement = ? ORDER BY id", [settled.id])
    whole = isinstance(matter.displayed, int)
    values = [matter.displayed, *(int(each.value) if whole else each.value for each in lost)]
    return replace(matter, versions=tuple(Version("", n, n, value) for n, value in enumerate(values)))


def twice(desk: Desk, hand: Hand, first: str, second: str, kept: str, reason: str) -> Change:
    """Decide about one citizen's case received twice: `kept` is the record id of the one that goes on, "" for both."""
    _demand_law(desk, hand)
    cases = {id: counter.case_here(desk.db, id) for id in (first, second)}
    if not kept:
        return twins.keep_apart(cases[first], cases[second], reason, pen(hand))
    gone = second if kept == first else first
    return twins.merge(cases[kept], cases[gone], reason, pen(hand))


def note_online(desk: Desk, hand: Hand, number: str, copied: Mapping[str, str], meant: str = "") -> Change:
    """Note a case as the online software has it; `meant` is the record id of the case here it is taken for."""
    here = counter.case_here(desk.db, meant) if meant else None
    held = store.get(desk.db, OnlineCase, online.online_id(binding.portal_number(number)))
    return online.note(number, copied, held, here, pen(hand))


def one_online(desk: Desk, hand: Hand, record: str, kept: str, reason: str) -> Change:
    """Decide about a noted case: `kept` is the record id of the case here that it is, "" for none of them."""
    _demand_law(desk, hand)
    noted = _known(store.get(desk.db, OnlineCase, record))
    if not kept:
        return online.keep_apart(noted, online.alike(desk.db, noted), reason, pen(hand))
    case = counter.case_here(desk.db, kept)
    return online.same(noted, case, counter.holders(desk.db, noted.portal_number), reason, pen(hand))


def release_number(desk: Desk, hand: Hand, kept: str, reason: str) -> Change:
    """Of the cases that hold one portal number only `kept` holds it on; the others wait for their own."""
    _demand_law(desk, hand)
    case = counter.case_here(desk.db, kept)
    others = [each for each in counter.holders(desk.db, case.portal_number) if each.id != case.id]
    if not case.portal_number or not others:
        raise Refused("cases.no_conflict", field="portal_number", name=field_label("portal_number"), number=case.number)
    reason = settling.reason_for(reason)
    parts: list[Edit] = []
    for each in others:
        matter = Matter("case", each.id, "portal_number", each.id, each.number, (), each.portal_number)
        parts += settling.edits(matter, "", reason, pen(hand), author_of(desk.db))
    return Change("settle", tuple(parts), hand.by, reason)


def _demand_law(desk: Desk, hand: Hand) -> None:
    disputes.policy(desk.db).demand("number", "law", hand.roles, author=False, assignee=False)


def mass(desk: Desk, hand: Hand, segment: str, verdict: str, reason: str) -> Change:
    """Say of changes that would touch many cases whether they are taken in ("allowed") or left ("refused")."""
    found = _known(next((each for each in guard.held(desk.db) if each.hash == segment), None))
    return settling.mass(segment, found.device, verdict, reason, by=hand.by, at=hand.at)


def void(desk: Desk, hand: Hand, case_id: str, reason: str) -> Change:
    """Take a case out of use."""
    _demand_law(desk, hand)
    return settling.void(counter.case_here(desk.db, case_id), reason, by=hand.by)


def restore(desk: Desk, hand: Hand, case_id: str, reason: str) -> Change:
    """Put a void case back into use."""
    _demand_law(desk, hand)
    return settling.restore(counter.case_here(desk.db, case_id), reason, by=hand.by)


def _known(found: Found | None) -> Found:
    """What was asked for. Raises Refused where it is not on this PC."""
    if found is None:
        raise Refused("disputes.not_here")
    return found
