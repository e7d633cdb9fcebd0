"""The steps of a case through the office: who hands it to whom, what each step may take, who holds it now.

Hand-overs only accumulate. Each has the next number that its author knew of, so their order is what people saw, never
what clocks said; two with one number were made at the same time on two PCs and both stand on the control sheet.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from desk import Refused
from desk.cases import Case, NewId, field_label, said
from desk.casework.clock import Wait, moment, worked
from desk.lifecycle import ENDED, Stage, stage_label, walk
from desk.officers.officer import Officer
from desk.procedures.procedure import Step
from desk.record import Change, Edit, law, typing
from desk.time.calendar import Calendar, working_minutes_between

HOUR = 60


@dataclass(frozen=True)
class Handover:
    """A case passed from one officer to another; `step` is the place of its next step, from 0."""

    id: str
    case_id: Annotated[str, law] = ""
    n: Annotated[int, law] = 0
    step: Annotated[int, law] = 0
    giver: Annotated[str, law] = ""
    taker: Annotated[str, law] = ""
    at: Annotated[str, law] = ""
    note: Annotated[str, typing] = ""


@dataclass(frozen=True)
class Track:
    """What a case's way is judged by: its procedure's steps, when it came, when its clock stood, working time."""

    steps: Sequence[Step]
    received_at: datetime
    waits: Sequence[Wait]
    calendar: Calendar

    def used(self, since: datetime, until: datetime) -> int:
        """Working minutes between two times, without those in which the clock stood."""
        return worked(since, until, self.calendar, self.waits)

    def step(self, place: int) -> Step | None:
        """The step at a place; None where the procedure states none."""
        return self.steps[place] if 0 <= place < len(self.steps) else None


@dataclass(frozen=True)
class Standing:
    """Where a case is: its step, since when, the working minutes used of it and left (None: no hours stated)."""

    place: int
    step: Step | None
    holder: str
    since: datetime
    used: int
    left: int | None


@dataclass(frozen=True)
class Leg:
    """A line of the control sheet: a hand-over, the step that ended with it, and how that step was kept.

    `kept` is early (a day before its end or more), on_time, late, or "" where no step with hours ended; `used` are the
    working minutes of the step that ended.
    """

    handover: Handover
    ended: Step | None
    kept: str
    used: int = 0


def ordered(handovers: Iterable[Handover]) -> list[Handover]:
    """Hand-overs in the order in which people knew of them; the same on every PC.

    Those of a shape that no version of ours writes are left out.
    """
    sound = (each for each in handovers if isinstance(each.n, int) and isinstance(each.step, int))
    return sorted(sound, key=lambda each: (each.n, str(each.at), len(each.id), each.id))


def stands(case: Case, handovers: Iterable[Handover], track: Track, now: datetime) -> Standing:
    """The step a case is in at `now` and what is left of its hours."""
    since, place = track.received_at, 0
    for each in ordered(handovers):
        since = since if each.step == place else moment(each.at) or since
        place = each.step
    step, used = track.step(place), track.used(since, now)
    left = round(step.hours * HOUR) - used if step and step.hours else None
    return Standing(place, step, case.assignee, since, used, left)


def legs(handovers: Iterable[Handover], track: Track) -> list[Leg]:
    """The way of a case, hand-over by hand-over, as the control sheet tells it."""
    found, since, place = list[Leg](), track.received_at, 0
    for each in ordered(handovers):
        step, at = track.step(place), moment(each.at) or since
        passed = each.step != place
        kept, used = (_kept(step, since, at, track), track.used(since, at)) if passed else ("", 0)
        found.append(Leg(each, step if passed else None, kept, used))
        since, place = (at if passed else since), each.step
    return found


def _kept(step: Step | None, since: datetime, until: datetime, track: Track) -> str:
    if step is None or not step.hours:
        return ""
    left = round(step.hours * HOUR) - track.used(since, until)
    today = working_minutes_between(until, track.calendar.closes(until.date()), track.calendar)
    return "late" if left < 0 else "early" if left > today else "on_time"


def takers(officers: Iterable[Officer], step: Step | None, roles: Mapping[str, Collection[str]]) -> list[Officer]:
    """Who a case can be handed to; `roles` are those held today, by officer. Nobody is left out.

    Those whose role the step asks for come first.
    """
    return sorted(officers, key=lambda officer: step is not None and step.role not in roles.get(officer.id, ()))


def assign(
    case: Case, handovers: Iterable[Handover], taker: Officer, *, now: str, new_id: NewId, by: str, note: str = "",
    in_conflict: Iterable[str] = (),
) -> Change:  # fmt: skip
    """Give a case to an officer within its step. Raises Refused where they hold it already."""
    if taker.id == case.assignee:
        raise Refused("work.holds_already", field="officer", number=case.number, name=taker.name)
    last = ordered(handovers)[-1:]
    return _passed("allot", case, handovers, last[0].step if last else 0, taker, now, new_id, by, note, in_conflict)


def hand_over(
    case: Case, handovers: Sequence[Handover], steps: Sequence[Step], taker: Officer, *, now: str, new_id: NewId,
    by: str, step: int | None = None, note: str = "", in_conflict: Iterable[str] = (),
) -> Change:  # fmt: skip
    """Hand a case on to its next step, or to `step` (its place, from 0), which may be an earlier one.

    A case that was only received is in process from here on. Raises Refused for a step that is not there.
    """
    last = ordered(handovers)[-1:]
    place = last[0].step if last else 0
    target = min(place + 1, max(len(steps) - 1, place)) if step is None else step
    if target == place and (step is None or taker.id == case.assignee):
        raise Refused("work.last_step", field="step", number=case.number)
    if not 0 <= target < max(len(steps), 1):
        raise Refused("work.no_such_step", field="step", step=target + 1, count=len(steps))
    return _passed("handover", case, handovers, target, taker, now, new_id, by, note, in_conflict)


def _passed(
    action: str, case: Case, handovers: Iterable[Handover], step: int, taker: Officer, now: str, new_id: NewId, by: str,
    note: str, in_conflict: Iterable[str],
) -> Change:  # fmt: skip
    require_open(case, disputed := set(in_conflict))
    note = said("note", note)
    n = 1 + max((each.n for each in ordered(handovers)), default=0)
    passed: dict[str, Any] = {"case_id": case.id, "n": n, "step": step, "giver": case.assignee or by}
    passed |= {"taker": taker.id, "at": now, **({"note": note} if note else {})}
    begun = _begun(case, now, new_id) if step and case.stage == Stage.RECEIVED and "state" not in disputed else ()
    values = {name: value for edit in begun[:1] for name, value in edit.fields.items()}
    if taker.id != case.assignee:
        values["assignee"] = taker.id
    held = (Edit("case", case.id, values),) if values else ()
    return Change(action, (*held, Edit("handover", new_id(), passed), *begun[1:]), by, note)


def require_open(case: Case, in_conflict: Collection[str]) -> None:
    """Raise Refused where a case is not passed on any more, or who holds it waits to be settled."""
    if case.stage in ENDED:
        raise Refused("work.ended", field="state", number=case.number, stage=stage_label(case.stage))
    if "assignee" in in_conflict:
        raise Refused("cases.settle_first", field="assignee", name=field_label("assignee"), number=case.number)


def _begun(case: Case, now: str, new_id: NewId) -> tuple[Edit, Edit]:
    """A case that was received goes into process."""
    action, path = walk(case.state, "process")
    moved = {"case_id": case.id, "action": action.name, "stage": str(action.target), "at": now}
    return Edit("case", case.id, {"state": path}), Edit("move", new_id(), moved)
