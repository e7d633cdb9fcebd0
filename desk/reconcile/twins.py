"""One citizen's same case received twice, because two PCs had not seen each other: found, kept apart, or made one.

Pure but for `found`, which reads. Neither case is ever deleted: the one that does not go on is void and names the
other, so that both numbers still lead somewhere.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlite_utils.db import Database

from desk import Refused, store
from desk.cases import Case
from desk.reconcile.kept import Twins
from desk.reconcile.settling import Pen, reason_for
from desk.record import Change, Edit

LOOKED_BACK = timedelta(days=60)
"""Cases received longer ago are no longer looked through; offices are seldom apart for as long."""

APART = timedelta(days=3)
"""Receptions further from each other than this are two visits."""

KEPT_APART = "apart"

_PAIRS = (
    "SELECT a.id, b.id FROM [case] AS a JOIN [case] AS b ON b.applicant_id = a.applicant_id AND b.id != a.id "
    "WHERE a.received_at >= :since AND a.applicant_id != '' AND a.void_reason = '' AND b.void_reason = '' "
    "AND b.procedure = a.procedure AND (b.received_at, b.id) > (a.received_at, a.id) "
    "AND julianday(b.received_at) - julianday(a.received_at) <= :apart "
    "AND NOT EXISTS (SELECT 1 FROM twins WHERE twins.case_id = a.id AND twins.other = b.id AND verdict != '') "
    "ORDER BY a.received_at, a.id LIMIT :limit"
)

_SLIPS = (
    "SELECT a.id, b.id FROM [case] AS b JOIN [case] AS a ON a.number = b.slip_number AND a.id != b.id "
    "WHERE b.slip_number != '' AND a.void_reason = '' AND b.void_reason = '' "
    "AND NOT EXISTS (SELECT 1 FROM twins WHERE twins.case_id = a.id AND twins.other = b.id AND verdict != '') "
    "ORDER BY a.received_at, a.id LIMIT :limit"
)
"""A case that came back with its PC, and the one received anew from its slip meanwhile."""

Unseen = Callable[[str, str], bool]
"""Whether who received the second of two cases (record ids) had not seen the first."""


def found(db: Database, now: datetime, unseen: Unseen, limit: int = 200) -> list[tuple[Case, Case]]:
    """Pairs of cases of one person and procedure that nobody has decided about, the one received first first.

    Whoever had the first on their PC when they received the second meant to: such pairs are left out.
    """
    since = (now - LOOKED_BACK).strftime("%Y-%m-%dT%H:%M")
    values = {"since": since, "apart": APART.days, "limit": limit}
    again = db.execute(_SLIPS, {"limit": limit}).fetchall()
    pairs = [*again, *(p for p in db.execute(_PAIRS, values).fetchall() if p not in again and unseen(*p))]
    cases = {each.id: each for each in _cases(db, {id for pair in pairs for id in pair})}
    return [(cases[first], cases[second]) for first, second in pairs]


def _cases(db: Database, ids: set[str]) -> list[Case]:
    return store.select(db, Case, f"WHERE id IN ({', '.join('?' * len(ids))})", sorted(ids)) if ids else []


def twins_id(first: str, second: str) -> str:
    """The id of the record about two cases: the same whichever PC makes it, and in whatever order."""
    return "twins:" + "+".join(sorted((first, second)))


def keep_apart(first: Case, second: Case, reason: str, pen: Pen) -> Change:
    """Two cases that only look alike: both go on, and nobody is asked again. Raises Refused without a reason."""
    reason = reason_for(reason)
    return Change("settle", _decided(first, second, KEPT_APART, reason, pen), pen.by, reason)


def merge(kept: Case, gone: Case, reason: str, pen: Pen) -> Change:
    """One case of two: `kept` goes on, `gone` is void and names it; what only `gone` had of the portal goes along.

    Raises Refused without a reason, for one case with itself, for a void one, and when a citizen was already given
    the result of the one that would be void.
    """
    if kept.id == gone.id or kept.void_reason or gone.void_reason:
        raise Refused("disputes.cannot_merge", field="number", number=gone.number)
    if gone.returned_at:
        raise Refused("disputes.gone_returned", field="number", number=gone.number, kept=kept.number)
    if kept.portal_number and gone.portal_number and kept.portal_number != gone.portal_number:
        raise Refused("disputes.two_portal_numbers", field="portal_number", number=gone.number, kept=kept.number)
    reason = reason_for(reason)
    void = {"void_reason": kept.number, "merged_into": kept.id}
    parts = list(_decided(kept, gone, kept.id, reason, pen))
    if gone.portal_number and not kept.portal_number:
        void["portal_number"] = ""
        parts.append(Edit("case", kept.id, {"portal_number": gone.portal_number}))
    return Change("merge", (*parts, Edit("case", gone.id, void)), pen.by, reason)


def _decided(one: Case, other: Case, verdict: str, reason: str, pen: Pen) -> tuple[Edit, Edit]:
    first, second = sorted((one, other), key=lambda case: (case.received_at, case.id))
    id = twins_id(one.id, other.id)
    row = {"case_id": first.id, "other": second.id, "verdict": verdict}
    kept = {
        "case_id": one.id, "kind": "twins", "record": id, "field": "verdict", "value": verdict,
        "reason": reason, "by": pen.by, "at": pen.at, "group": pen.group, "proposed_by": pen.proposed_by,
    }  # fmt: skip
    settlement = {name: value for name, value in kept.items() if value}
    return Edit("twins", id, row), Edit("settlement", pen.new_id(), settlement)


def verdict_edits(twins: Twins, verdict: str, first: Case, second: Case) -> tuple[Edit, ...]:
    """What follows for both cases when PCs decided differently about them and one verdict is chosen."""
    gone = {first.id: second, second.id: first}.get(verdict)
    edits = []
    for case in (first, second):
        kept_number = first.number if case is second else second.number
        wanted = (kept_number, verdict) if case is gone else ("", "")
        if (case.void_reason, case.merged_into) != wanted and (case is gone or case.merged_into):
            edits.append(Edit("case", case.id, {"void_reason": wanted[0], "merged_into": wanted[1]}))
    return tuple(edits)
