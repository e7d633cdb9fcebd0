"""A new date for a case that cannot be kept: once, with a reason and an apology to the citizen (form 04).

TT 03/2025/TT-VPCP. How often is the rule's `extensions_allowed`; once where the rule is not known here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Annotated

from desk import Refused
from desk.cases import Case, NewId, field_label, said
from desk.casework.clock import TIME, Suspension, require_running, spoken
from desk.record import Change, Edit, law, typing
from desk.time import deadlines
from desk.time.calendar import Calendar


@dataclass(frozen=True)
class Extension:
    """A due date moved with an apology: what was promised, and what is promised now."""

    id: str
    case_id: Annotated[str, law] = ""
    reason: Annotated[str, typing] = ""
    was_due: Annotated[str, law] = ""
    due_at: Annotated[str, law] = ""
    at: Annotated[str, law] = ""


def last(extensions: Iterable[Extension]) -> Extension | None:
    """The promise that holds; None where the first still does."""
    return max(extensions, key=lambda each: (str(each.at), len(each.id), each.id), default=None)


def new_date(text: str, calendar: Calendar) -> datetime:
    """A new due time as written: "2026-11-27" is the close of that day, "2026-11-27T10:00" its minute.

    Raises Refused for anything else and for a day on which the office does not work.
    """
    try:
        at = datetime.strptime(text[:16], TIME) if "T" in text else datetime.combine(date.fromisoformat(text), time.min)
    except ValueError:
        raise Refused("work.bad_date", field="due_at", value=text[:40]) from None
    if not calendar.works(at.date()):
        name = calendar.name(at.date())
        key = "work.day_off" if name else "work.weekend"
        raise Refused(key, field="due_at", day=f"{at:%d/%m/%Y}", **({"name": name} if name else {}))
    return at if "T" in text else calendar.closes(at.date())


def apologise(
    case: Case, rule: deadlines.Rule | None, extensions: Sequence[Extension], suspensions: Iterable[Suspension],
    due_at: datetime, reason: str, *, now: datetime, new_id: NewId, by: str, in_conflict: Iterable[str] = (),
) -> Change:  # fmt: skip
    """Promise `due_at` instead. Raises Refused without a reason, a second time, or for a date that is no later."""
    require_running(case, suspensions)
    require_open(case, rule, extensions, in_conflict)
    if not (reason := said("reason", reason)):
        raise Refused("work.apology_reason", field="reason")
    until = due_at.strftime(TIME)
    if until <= max(case.due_at, now.strftime(TIME)):
        raise Refused("work.not_later", field="due_at", number=case.number, due_at=spoken(case.due_at))
    promised = {"case_id": case.id, "reason": reason, "was_due": case.due_at, "due_at": until}
    edits = (
        Edit("case", case.id, {"due_at": until}),
        Edit("extension", new_id(), {**promised, "at": now.strftime(TIME)}),
    )
    return Change("apologise", edits, by, reason)


def require_open(
    case: Case, rule: deadlines.Rule | None, extensions: Sequence[Extension], in_conflict: Iterable[str]
) -> None:
    """Raise Refused where no new date can be promised: none stands, it is in conflict, or the rule's times are up."""
    if "due_at" in set(in_conflict):
        raise Refused("cases.settle_first", field="due_at", name=field_label("due_at"), number=case.number)
    if not case.due_at:
        raise Refused("work.no_due_date", field="due_at", number=case.number)
    allowed = rule.extensions_allowed if rule else 1
    if allowed is not None and len(extensions) >= allowed:
        given = last(extensions)
        at = spoken(given.at) if given else ""
        raise Refused("work.apologised", field="due_at", number=case.number, allowed=allowed, at=at)
