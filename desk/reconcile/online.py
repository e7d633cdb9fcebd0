"""One case here and in the online software, as an outage leaves it: noted as it stands there, then one or kept apart.

This program never speaks to the online software. An officer copies what it says; the note is a record like any other,
so both versions stand beside each other, and whether they are one case is decided once, for every PC. Pure but for
`found` and `alike`, which read.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

from sqlite_utils.db import Database

from desk import Refused, store
from desk.cases import Case, said
from desk.casework import binding
from desk.reconcile.kept import OnlineCase
from desk.reconcile.settling import Pen, reason_for
from desk.reconcile.twins import KEPT_APART
from desk.record import Change, Edit
from desk.text import fold
from desk.time.written import day

APART = timedelta(days=10)
"""Receptions here and there further from each other than this are two visits, whatever the outage."""

COPIED = ("applicant_name", "applicant_id", "procedure_name", "received", "stands", "note")
"""What an officer copies beside the number."""

_OPEN = "WHERE verdict = '' ORDER BY at, id LIMIT ?"
_NEAR = (
    "WHERE void_reason = '' AND (portal_number = ? OR id = ? OR "
    "(received_at >= ? AND received_at < ? AND portal_number = '')) ORDER BY id != ?, received_at, id"
)

MOST = 6
"""Cases offered at the most."""


def online_id(number: str) -> str:
    """The id of the record about a portal number: the same whichever PC makes it."""
    return f"online:{number}"


def note(number: str, copied: Mapping[str, str], held: OnlineCase | None, meant: Case | None, pen: Pen) -> Change:
    """Note a case as the online software has it; `meant` is the case here it is taken for.

    A number that was noted before is noted anew where it says something else. Raises Refused for what is no portal
    number or no date, without a name, for a number decided about, and where nothing would change.
    """
    number = binding.portal_number(number)
    if held and held.verdict:
        raise Refused("online.decided", field="portal_number", number=number)
    row = {name: said(_as(name), value) for name, value in copied.items() if name in COPIED}
    if not (row.get("applicant_name") or (held and held.applicant_name)):
        raise Refused("online.name_needed", field="applicant_name")
    if row.get("received") and not day(row["received"]):
        raise Refused("online.bad_date", field="received", written=row["received"][:40])
    if row.get("applicant_id"):
        row["applicant_id"] = "".join(row["applicant_id"].split())
    row |= {"case_id": meant.id} if meant else {}
    fresh = {name: value for name, value in row.items() if value != (getattr(held, name) if held else "")}
    if held and not fresh:
        raise Refused("online.noted_already", field="portal_number", number=number)
    made = {} if held else {"portal_number": number, "by": pen.by, "at": pen.at}
    return Change("note_online", (Edit("onlinecase", online_id(number), {**made, **fresh}),), pen.by)


def _as(name: str) -> str:
    """The field of a case whose limits a copied value keeps."""
    return name if name in ("applicant_name", "applicant_id", "procedure_name", "note") else "subject"


def found(db: Database, limit: int = 200) -> Iterator[tuple[OnlineCase, list[Case]]]:
    """The noted cases nobody has decided about, each with the cases here that it may be; those with none are left out.

    They wait: the case may be on another PC still.
    """
    for noted in store.select(db, OnlineCase, _OPEN, [limit]):
        if cases := alike(db, noted):
            yield noted, cases


def alike(db: Database, noted: OnlineCase) -> list[Case]:
    """The cases here that a noted one may be, the one it was taken for first."""
    middle = day(noted.received) or day(noted.at[:10])
    span = (str(middle - APART), str(middle + APART)) if middle else ("9", "0")
    near = store.select(db, Case, _NEAR, [noted.portal_number, noted.case_id, *span, noted.case_id])
    return [case for case in near if _may_be(case, noted)][:MOST]


def _may_be(case: Case, noted: OnlineCase) -> bool:
    """Whether a case near in time is meant: named, bound to the number, or of the same person as they are written."""
    if case.id == noted.case_id or case.portal_number == noted.portal_number:
        return True
    if case.applicant_id and noted.applicant_id:
        return case.applicant_id == noted.applicant_id
    return fold(case.applicant_name) == fold(noted.applicant_name)


def same(noted: OnlineCase, case: Case, holders: Iterable[Case], reason: str, pen: Pen) -> Change:
    """They are one case: it goes on here, bound to the portal's number; what the online software said stays readable.

    Raises Refused without a reason, where it was decided already, for a case with another portal number, and where
    another case holds the number.
    """
    _require_open(noted)
    if case.portal_number and case.portal_number != noted.portal_number:
        raise Refused("online.other_number", field="portal_number", number=case.number, bound=case.portal_number)
    binding.require_free(case, noted.portal_number, holders)
    parts = _decided(noted, case.id, case.id, reason_for(reason), pen)
    if not case.portal_number:
        parts.append(Edit("case", case.id, {"portal_number": noted.portal_number}))
    return Change("settle", tuple(parts), pen.by, reason_for(reason))


def keep_apart(noted: OnlineCase, cases: Iterable[Case], reason: str, pen: Pen) -> Change:
    """They only look alike; nobody is asked again. Raises Refused without a reason and where it was decided."""
    _require_open(noted)
    first = next(iter(cases), None)
    parts = _decided(noted, KEPT_APART, first.id if first else "", reason_for(reason), pen)
    return Change("settle", tuple(parts), pen.by, reason_for(reason))


def _require_open(noted: OnlineCase) -> None:
    if noted.verdict:
        raise Refused("online.decided", field="portal_number", number=noted.portal_number)


def _decided(noted: OnlineCase, verdict: str, case_id: str, reason: str, pen: Pen) -> list[Edit]:
    row = {
        "case_id": case_id, "kind": "onlinecase", "record": noted.id, "field": "verdict", "value": verdict,
        "reason": reason, "by": pen.by, "at": pen.at, "group": pen.group, "proposed_by": pen.proposed_by,
    }  # fmt: skip
    settlement = {name: value for name, value in row.items() if value}
    return [Edit("onlinecase", noted.id, {"verdict": verdict}), Edit("settlement", pen.new_id(), settlement)]


def verdict_edits(noted: OnlineCase, verdict: str, holders: Iterable[Case]) -> tuple[Edit, ...]:
    """What follows where PCs decided differently and one verdict is chosen: only its case holds the number."""
    held = list(holders)
    gone = [Edit("case", case.id, {"portal_number": ""}) for case in held if case.id != verdict]
    if verdict != KEPT_APART and all(case.id != verdict for case in held):
        gone.append(Edit("case", verdict, {"portal_number": noted.portal_number}))
    return tuple(gone)
