"""What an officer does with cases: reads what a decision needs from the store and makes the decision.

Each function is called inside the transaction that will write its `Change`, so that numbers and states are the latest.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils.db import Database

from desk import Refused, cases, numbers, store
from desk.cases import Case, Move, NewId, PaperGiven, Reception
from desk.casework import apology, binding, clock, supplements
from desk.casework.apology import Extension
from desk.casework.clock import Suspension, Wait
from desk.lifecycle import meant
from desk.lists import by_number, conflicting
from desk.officers.officer import Role
from desk.procedures.procedure import Procedure
from desk.record import Change, Version, conflicts
from desk.text import clean
from desk.time import deadlines
from desk.time.calendar import Calendar

TIME = "%Y-%m-%dT%H:%M"

INWARD = ("process", "finish", "ask_supplement", "ask_payment")
"""Steps that the office takes with its own time: not while the clock is suspended."""

AHEAD = timedelta(minutes=10)
"""A time of reception this far beyond the PC's clock is a typing error, not a slow clock elsewhere."""


@dataclass(frozen=True)
class Hand:
    """Who writes, where and when: officer's record id, PC number, office code, local time of Vietnam, source of ids.

    `roles` are those the officer holds today.
    """

    by: str
    pc: int
    office: str
    now: datetime
    new_id: NewId
    roles: frozenset[Role]

    @property
    def at(self) -> str:
        """The present minute as records hold it."""
        return self.now.strftime(TIME)


def receive(
    db: Database,
    hand: Hand,
    procedure: Procedure,
    calendar: Calendar,
    values: Mapping[str, Any],
    papers: Iterable[PaperGiven] = (),
    received_at: str = "",
) -> Change:
    """Receive a case: gives it the next number of this PC and counts its due date. Raises Refused."""
    received = time_of(received_at) if received_at else hand.now
    if received > hand.now + AHEAD:
        raise Refused("cases.received_in_future", field="received_at", value=received_at)
    reception = Reception(
        number=numbers.make(hand.pc, store.counter(db, f"serial.{hand.pc}") + 1),
        office=hand.office,
        procedure=procedure.code,
        procedure_version=procedure.version,
        procedure_name=procedure.short or procedure.name,
        received_at=received.strftime(TIME),
        due_at=due_at(procedure, received, calendar),
    )
    channel = str(values.get("channel") or cases.CHANNELS[0])
    entered = {"channel": channel, "fee": fee(procedure, channel), **_with_slip(db, values)}
    return cases.receive(entered, papers, reception, new_id=hand.new_id, by=hand.by)


def edit(db: Database, hand: Hand, case_id: str, values: Mapping[str, Any]) -> Change:
    """Correct fields of a case; a portal number must be no other case's. Raises Refused."""
    case = case_here(db, case_id)
    if bound := str(values.get("portal_number") or ""):
        binding.require_free(case, bound, holders(db, bound))
    return cases.edit(case, _with_slip(db, values), in_conflict=conflicting(db, case.id), by=hand.by)


def move(
    db: Database, hand: Hand, case_id: str, action: str, procedure: Procedure | None, calendar: Calendar,
    reason: str = "", values: Mapping[str, Any] | None = None,
) -> Change:  # fmt: skip
    """Take a case one step along; when the citizen has done their part the due date is counted anew.

    `values` are fields that belong to the step, such as the number of the result. Raises Refused.
    """
    case = case_here(db, case_id)
    also = {name: value for name, value in cases.checked(values or {}).items() if value != getattr(case, name)}
    action = meant(case.state, action).name
    if action == "ask_supplement":
        rule = procedure.limit if procedure else None
        supplements.require_allowed(case, rule, store.children(db, Move, case.id), hand.roles)
    if action in INWARD:
        clock.require_not_suspended(case, store.children(db, Suspension, case.id))
    if action in ("supplement", "pay") and (due := due_anew(db, hand, case, procedure, calendar)) != case.due_at:
        also["due_at"] = due
    return cases.move(
        case, action, now=hand.at, new_id=hand.new_id, by=hand.by, reason=reason,
        in_conflict=conflicting(db, case.id), also=also,
    )  # fmt: skip


def _with_slip(db: Database, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values with the number on an earlier slip as we write it. Raises Refused where that case is here."""
    written = values.get("slip_number")
    if not isinstance(written, str) or not clean(written):
        return values
    number = str(numbers.parse(written))
    if store.select(db, Case, "WHERE number = ? LIMIT 1", [number]):
        raise Refused("cases.slip_known", field="slip_number", number=number)
    return {**values, "slip_number": number}


def versions(db: Database, case_id: str) -> dict[str, list[Version]]:
    """The fields of a case in conflict with their versions, oldest first."""
    state = store.merged(db, "case", case_id)
    return conflicts(Case, state) if state else {}


def case_here(db: Database, case_id: str) -> Case:
    """The case of this record id or number. Raises Refused when it is not on this PC."""
    if case := store.get(db, Case, case_id) or by_number(db, case_id) or _dictated(db, case_id):
        return case
    raise Refused("cases.no_such_case", number=case_id)


def _dictated(db: Database, text: str) -> Case | None:
    number = numbers.recognise(text)
    return by_number(db, str(number)) if number else None


def holders(db: Database, portal_number: str) -> list[Case]:
    """The cases that hold a portal number: more than one only where two PCs bound it at the same time."""
    return store.select(db, Case, "WHERE portal_number = ? ORDER BY received_at, id", [portal_number])


def fee(procedure: Procedure, channel: str) -> int:
    """The fee in VND for one channel; 0 where none is stated."""
    return next((fee.amount for fee in procedure.fees if fee.channel == channel and fee.amount), 0)


def due_at(procedure: Procedure, received: datetime, calendar: Calendar) -> str:
    """When the result is due, "" where the procedure states no limit."""
    if procedure.limit is None:
        return ""
    return deadlines.due(procedure.limit, received, calendar).at.strftime(TIME)


def due_anew(db: Database, hand: Hand, case: Case, procedure: Procedure | None, calendar: Calendar) -> str:
    """When a case is due if what it waits for has come now; as it was where no rule or promise moves it."""
    waited = [replace(wait, ended=wait.ended or hand.now) for wait in waits_of(db, case.id)]
    promised = apology.last(store.children(db, Extension, case.id))
    if promised and (since := clock.moment(promised.at)) and (until := clock.moment(promised.due_at)):
        return clock.shifted(until, since, calendar, waited).strftime(TIME)
    received = clock.moment(case.received_at)
    if procedure is None or procedure.limit is None or received is None:
        return case.due_at
    return clock.counted(procedure.limit, received, calendar, waited).at.strftime(TIME)


def waits_of(db: Database, case_id: str) -> list[Wait]:
    """When the clock of a case stopped and went on, oldest first; one that still stands has no end."""
    return clock.waits(store.children(db, Move, case_id), store.children(db, Suspension, case_id))


def time_of(text: str) -> datetime:
    """A local time of Vietnam, "YYYY-MM-DDTHH:MM". Raises Refused for anything else."""
    try:
        return datetime.strptime(text[:16], TIME)
    except (TypeError, ValueError):
        raise Refused("cases.bad_time", field="received_at", value=str(text)[:40]) from None
