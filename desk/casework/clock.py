"""How the clock of a case runs: it stands while the citizen owes a supplement or a payment, and while it is suspended.

The rule of the procedure says what a supplement does; waits for a payment and suspensions are always taken off. What
working days are belongs to `desk.time.calendar`, the count itself to `desk.time.deadlines`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Annotated

from desk import Refused
from desk.cases import Case, Move, NewId, said
from desk.lifecycle import Stage, stage_label
from desk.record import Change, Edit, Rule, Version, law, precedence, typing
from desk.time import deadlines
from desk.time.calendar import Calendar, working_minutes_between
from desk.time.deadlines import Due
from desk.time.written import moment as moment

TIME = "%Y-%m-%dT%H:%M"
WORKING = (Stage.RECEIVED, Stage.IN_PROCESS)
"""The stages in which the office's time runs."""

_WAITS = (("supplement", "ask_supplement", "supplement"), ("payment", "ask_payment", "pay"))


def _first_end(versions: Sequence[Version]) -> Sequence[Version]:
    """Two officers who both let the clock go on mean the same: the earlier one did."""
    ends = [version for version in versions if version.value]
    return [min(ends, key=lambda v: (str(v.value), precedence(v)))] if ends else tuple(versions)


resumed = Rule("law", _first_end)


@dataclass(frozen=True)
class Suspension:
    """The clock of a case stopped for a reason that is not the citizen's; `until` is "" while it stands."""

    id: str
    case_id: Annotated[str, law] = ""
    reason: Annotated[str, typing] = ""
    at: Annotated[str, law] = ""
    until: Annotated[str, resumed] = ""


@dataclass(frozen=True)
class Wait:
    """A time that is not the office's: `kind` is supplement, payment or suspension; `ended` None while it lasts."""

    kind: str
    begun: datetime
    ended: datetime | None

    @property
    def pair(self) -> deadlines.Wait:
        """As `desk.time.deadlines` takes it."""
        return self.begun, self.ended


def waits(moves: Iterable[Move], suspensions: Iterable[Suspension]) -> list[Wait]:
    """The waits of a case from its records, oldest first."""
    steps = sorted(moves, key=placed)
    found = [wait for kind, ask, answer in _WAITS for wait in _asked(kind, ask, answer, steps)]
    halts = ((moment(each.at), moment(each.until)) for each in suspensions)
    found += [Wait("suspension", begun, ended) for begun, ended in halts if begun]
    return sorted(found, key=lambda wait: (wait.begun, wait.kind))


def placed(record: Move) -> tuple[str, int, str]:
    """The order of records by their time, those of one PC and minute by their number."""
    return str(record.at), len(record.id), record.id


def _asked(kind: str, ask: str, answer: str, steps: Sequence[Move]) -> list[Wait]:
    found: list[Wait] = []
    for step, at in ((step, at) for step in steps if (at := moment(step.at))):
        waiting = bool(found) and found[-1].ended is None
        if step.action == ask and not waiting:
            found.append(Wait(kind, at, None))
        elif step.action == answer and waiting:
            found[-1] = replace(found[-1], ended=at)
    return found


def counted(rule: deadlines.Rule, received_at: datetime, calendar: Calendar, waited: Sequence[Wait]) -> Due:
    """When a case is due by its rule after all its waits, and which days were counted."""
    if rule.supplement == "subtract":
        return deadlines.due(rule, received_at, calendar, [wait.pair for wait in waited])
    got = [wait.ended for wait in waited if wait.kind == "supplement" and wait.ended]
    start = max(got) if rule.supplement == "restart" and got else received_at
    others = [wait.pair for wait in waited if wait.kind != "supplement"]
    due = deadlines.due(replace(rule, supplement="subtract"), start, calendar, others)
    return replace(due, rule=rule, restarted=start != received_at)


def shifted(due_at: datetime, since: datetime, calendar: Calendar, waited: Sequence[Wait]) -> datetime:
    """A promise made at `since`, later by the working days waited after it."""
    days = {
        day.date()
        for wait in waited
        if wait.ended and wait.ended > since
        for day in _days(max(wait.begun, since), wait.ended)
        if calendar.works(day.date())
    }
    return datetime.combine(calendar.working_day_after(due_at.date(), len(days)), due_at.time())


def _days(after: datetime, until: datetime) -> list[datetime]:
    return [after + timedelta(days=n) for n in range(1, (until.date() - after.date()).days + 1)]


def worked(start: datetime, end: datetime, calendar: Calendar, waited: Sequence[Wait]) -> int:
    """Working minutes from `start` to `end`, without those in which the clock stood."""
    minutes, free = working_minutes_between(start, end, calendar), start
    for wait in sorted(waited, key=lambda wait: wait.begun):
        until = min(wait.ended or end, end)
        minutes -= working_minutes_between(max(wait.begun, free), until, calendar)
        free = max(free, until)
    return minutes


def standing(suspensions: Iterable[Suspension]) -> list[Suspension]:
    """The suspensions that have not ended."""
    return [suspension for suspension in suspensions if not suspension.until]


def suspend(case: Case, suspensions: Iterable[Suspension], reason: str, *, now: str, new_id: NewId, by: str) -> Change:
    """Stop the clock of a case. Raises Refused without a reason, and for a clock that does not run."""
    require_running(case, suspensions)
    if not (reason := said("reason", reason)):
        raise Refused("work.suspend_reason", field="reason")
    stopped = {"case_id": case.id, "reason": reason, "at": now}
    return Change("suspend", (Edit("suspension", new_id(), stopped),), by, reason)


def resume(
    case: Case, suspensions: Iterable[Suspension], due_at: str, *, now: str, by: str, reason: str = ""
) -> Change:
    """Let the clock go on; `due_at` is counted with this end. Raises Refused when it was not suspended."""
    if not (stopped := standing(suspensions)):
        raise Refused("work.not_suspended", number=case.number)
    ended = (Edit("suspension", suspension.id, {"case_id": case.id, "until": now}) for suspension in stopped)
    moved = (Edit("case", case.id, {"due_at": due_at}),) if due_at != case.due_at else ()
    return Change("resume", (*moved, *ended), by, said("reason", reason))


def require_running(case: Case, suspensions: Iterable[Suspension]) -> None:
    """Raise Refused where the clock of a case does not run: it is suspended, waits, or the case is decided."""
    require_not_suspended(case, suspensions)
    if case.stage not in WORKING:
        raise Refused("work.clock_stands", field="state", number=case.number, stage=stage_label(case.stage))


def require_not_suspended(case: Case, suspensions: Iterable[Suspension]) -> None:
    """Raise Refused while the clock of a case is suspended."""
    for stopped in standing(suspensions):
        raise Refused("work.suspended", number=case.number, since=spoken(stopped.at), reason=stopped.reason)


def spoken(text: str) -> str:
    """A time of a record as it is said in a sentence, "09:41 20/11/2026"; what is none stays as it is."""
    at = moment(text)
    return f"{at:%H:%M %d/%m/%Y}" if at else str(text)
