"""Working a case: reads what a decision about it needs from the store and makes the decision, as `desk.counter` does.

Each function that takes a `Hand` is called inside the transaction that will write its `Change`; all raise Refused.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlite_utils.db import Database

from desk import Refused, counter, store
from desk.cases import Case, CasePaper, Move
from desk.casework import apology, binding, clock, offers, papers, returning, steps, supplements
from desk.casework.apology import Extension
from desk.casework.clock import Suspension
from desk.casework.papers import Awaited, Brought
from desk.casework.returning import Satisfaction, Taker
from desk.casework.steps import Handover, Leg, Standing, Track
from desk.counter import Hand, case_here
from desk.lifecycle import OPEN, Stage
from desk.lists import conflicting
from desk.officers import rights, staff
from desk.officers.officer import Duty, Officer, Role
from desk.procedures.procedure import Procedure, Step
from desk.record import Change
from desk.text import fold
from desk.time.calendar import Calendar


@dataclass(frozen=True)
class Taking:
    """An officer a case can be given to: the roles of today, duties for a time, cases held, and whether it fits."""

    officer: Officer
    roles: Collection[Role]
    duties: tuple[Duty, ...]
    holds: int
    fits: bool


def officer_here(db: Database, name: str) -> Officer:
    """The officer of this record id or name, with or without accents. Raises Refused for nobody, and for several."""
    known = store.select(db, Officer)
    for meant in ([o for o in known if name in (o.id, o.name)], [o for o in known if fold(o.name) == fold(name)]):
        if len(meant) == 1:
            return meant[0]
        if meant:
            raise Refused("work.several_officers", field="officer", name=name[:60])
    raise Refused("work.no_such_officer", field="officer", name=name[:60], known=", ".join(o.name for o in known))


def assign(db: Database, hand: Hand, case_id: str, officer: str, note: str = "") -> Change:
    """Give a case to an officer within the step it is in."""
    case, taker = case_here(db, case_id), officer_here(db, officer)
    return steps.assign(
        case, store.children(db, Handover, case.id), taker, now=hand.at, new_id=hand.new_id, by=hand.by, note=note,
        in_conflict=conflicting(db, case.id),
    )  # fmt: skip


def hand_over(
    db: Database, hand: Hand, case_id: str, officer: str, procedure: Procedure | None, *, step: int | None = None,
    note: str = "",
) -> Change:  # fmt: skip
    """Hand a case on to the next step, or to `step` (its place, from 0), and to the officer who takes it."""
    case, taker = case_here(db, case_id), officer_here(db, officer)
    clock.require_not_suspended(case, store.children(db, Suspension, case.id))
    return steps.hand_over(
        case, store.children(db, Handover, case.id), procedure.steps if procedure else (), taker, now=hand.at,
        new_id=hand.new_id, by=hand.by, step=step, note=note, in_conflict=conflicting(db, case.id),
    )  # fmt: skip


def take(db: Database, hand: Hand, case_id: str, procedure: Procedure | None, calendar: Calendar) -> Change:
    """Take a case on oneself: within its step, or into the next one where that is the officer's and begins with it."""
    about = asked(db, case_here(db, case_id), procedure, calendar, hand.now, by=hand.by, roles=hand.roles)
    if offers.takes_next(about):
        return hand_over(db, hand, case_id, hand.by, procedure)
    return assign(db, hand, case_id, hand.by)


def suspend(db: Database, hand: Hand, case_id: str, reason: str) -> Change:
    """Stop the clock of a case, with a reason."""
    case = case_here(db, case_id)
    stopped = store.children(db, Suspension, case.id)
    return clock.suspend(case, stopped, reason, now=hand.at, new_id=hand.new_id, by=hand.by)


def resume(
    db: Database, hand: Hand, case_id: str, procedure: Procedure | None, calendar: Calendar, reason: str = ""
) -> Change:
    """Let the clock of a case go on; the due date is counted anew."""
    case = case_here(db, case_id)
    due = counter.due_anew(db, hand, case, procedure, calendar)
    return clock.resume(case, store.children(db, Suspension, case.id), due, now=hand.at, by=hand.by, reason=reason)


def apologise(
    db: Database, hand: Hand, case_id: str, procedure: Procedure | None, calendar: Calendar, due_at: str, reason: str
) -> Change:
    """Promise a new date with an apology; `due_at` as `apology.new_date` reads it."""
    case, until = case_here(db, case_id), apology.new_date(due_at, calendar)
    given, stopped = store.children(db, Extension, case.id), store.children(db, Suspension, case.id)
    return apology.apologise(
        case, procedure.limit if procedure else None, given, stopped, until, reason, now=hand.now, new_id=hand.new_id,
        by=hand.by, in_conflict=conflicting(db, case.id),
    )  # fmt: skip


def finish(db: Database, hand: Hand, case_id: str, number: str = "", day: str = "") -> Change:
    """Record the result: number and ISO date of the document."""
    case = case_here(db, case_id)
    clock.require_not_suspended(case, store.children(db, Suspension, case.id))
    return returning.finish(
        case, number, day, today=hand.now.date(), now=hand.at, new_id=hand.new_id, by=hand.by,
        in_conflict=conflicting(db, case.id),
    )  # fmt: skip


def give_back(db: Database, hand: Hand, case_id: str, taker: Taker) -> Change:
    """Hand the result over to the citizen."""
    case = case_here(db, case_id)
    return returning.give_back(
        case, taker, now=hand.at, new_id=hand.new_id, by=hand.by, in_conflict=conflicting(db, case.id)
    )


def rate(db: Database, hand: Hand, case_id: str, score: int, scale: int = 3) -> Change:
    """Keep what a citizen tapped."""
    return returning.rate(case_here(db, case_id), score, scale, now=hand.at, new_id=hand.new_id, by=hand.by)


def bind(db: Database, hand: Hand, case_id: str, number: str, reason: str = "") -> Change:
    """Bind the portal's number to a case."""
    case, portal = case_here(db, case_id), binding.portal_number(number)
    disputed = conflicting(db, case.id)
    return binding.bind(case, portal, counter.holders(db, portal), by=hand.by, reason=reason, in_conflict=disputed)


def hand_in(db: Database, hand: Hand, case_id: str, brought: Brought) -> Change:
    """Note the papers that were brought after the case was received."""
    case = case_here(db, case_id)
    held = store.children(db, CasePaper, case.id)
    return papers.hand_in(case, held, brought.given, brought.extra, new_id=hand.new_id, by=hand.by)


def supplement(
    db: Database, hand: Hand, case_id: str, procedure: Procedure | None, calendar: Calendar, brought: Brought,
    reason: str = "",
) -> Change:  # fmt: skip
    """Let the case go on, its supplement being here, and note the papers that came along."""
    case = case_here(db, case_id)
    change = counter.move(db, hand, case.id, "supplement", procedure, calendar, reason)
    noted = papers.completed(case, store.children(db, CasePaper, case.id), brought, hand.new_id)
    return replace(change, edits=(*change.edits, *noted))


def awaited(db: Database, case: Case, procedure: Procedure | None) -> list[Awaited]:
    """The papers that are still to come; while a supplement is waited for, those that were asked for too."""
    requests = supplements.asked(store.children(db, Move, case.id))
    waits = bool(requests) and case.stage == Stage.WAITING_SUPPLEMENT
    named = supplements.items(requests[-1]) if waits else []
    return papers.awaited(store.children(db, CasePaper, case.id), procedure.papers if procedure else (), named)


def asked(
    db: Database, case: Case, procedure: Procedure | None, calendar: Calendar, now: datetime, *, by: str,
    roles: Collection[Role],
) -> offers.About:  # fmt: skip
    """What `offers` answers from, read for one case and the officer `by`."""
    return offers.About(
        case, by, roles, procedure, standing(db, case, procedure, calendar, now),
        moves=store.children(db, Move, case.id), suspensions=store.children(db, Suspension, case.id),
        extensions=store.children(db, Extension, case.id), ratings=store.children(db, Satisfaction, case.id),
        in_conflict=conflicting(db, case.id),
    )  # fmt: skip


def takers(db: Database, step: Step | None, day: date) -> list[Taking]:
    """Who a case can be given to on a day, those whose role the step asks for first; who works on no case is not."""
    officers = store.select(db, Officer, "ORDER BY name, id")
    roles = {officer.id: staff.roles_of(db, officer.id, day) for officer in officers}
    held = _held(db)
    return [
        Taking(officer, roles[officer.id], _seconded(db, officer, day), held.get(officer.id, 0),
               step is None or step.role in roles[officer.id])
        for officer in steps.takers(officers, step, roles)
        if rights.reads(roles[officer.id])
    ]  # fmt: skip


def _seconded(db: Database, officer: Officer, day: date) -> tuple[Duty, ...]:
    return tuple(each for each in staff.duties_of(db, officer.id) if each.holds(day.isoformat()))


def _held(db: Database) -> dict[str, int]:
    open_stages = ", ".join(f"'{each}'" for each in OPEN)
    query = f"SELECT assignee, count(*) FROM [case] WHERE stage IN ({open_stages}) GROUP BY assignee"
    return dict(db.execute(query).fetchall())


def standing(db: Database, case: Case, procedure: Procedure | None, calendar: Calendar, now: datetime) -> Standing:
    """The step a case is in, who holds it and what is left of the step's hours."""
    track = _track(db, case, procedure, calendar, now)
    return steps.stands(case, store.children(db, Handover, case.id), track, now)


def legs(db: Database, case: Case, procedure: Procedure | None, calendar: Calendar) -> list[Leg]:
    """The hand-overs of a case with how each step was kept: the control sheet's lines."""
    passed = steps.ordered(store.children(db, Handover, case.id))
    first = clock.moment(passed[0].at) if passed else None
    return steps.legs(passed, _track(db, case, procedure, calendar, first or datetime.min))


def _track(db: Database, case: Case, procedure: Procedure | None, calendar: Calendar, otherwise: datetime) -> Track:
    """What a case's way is judged by; it begins `otherwise` where the reception has not arrived here."""
    received = clock.moment(case.received_at) or otherwise
    return Track(procedure.steps if procedure else (), received, counter.waits_of(db, case.id), calendar)


def closes_at(db: Database, case: Case, procedure: Procedure | None, calendar: Calendar) -> datetime | None:
    """When a case that waits for a supplement may be closed without it; None where that is not so."""
    rule = procedure.limit if procedure else None
    return supplements.closes_at(case, rule, store.children(db, Move, case.id), calendar)
