"""Requests for a supplement: how often a case may be sent back, what was asked for, when waiting may end.

A rule states how many requests are allowed (one, by NĐ 118/2025 as amended). Only a leader may ask once more, and
answers for the case being counted as late; everybody else is refused before the citizen is sent home again.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from desk import Refused
from desk.cases import Case, Move
from desk.casework.clock import moment, placed, spoken
from desk.lifecycle import Stage
from desk.officers.officer import Role
from desk.time import deadlines
from desk.time.calendar import Calendar

BETWEEN = "; "
"""Stands between the things asked for in the reason of a request."""


def asked(moves: Iterable[Move]) -> list[Move]:
    """The requests made, oldest first."""
    return sorted((move for move in moves if move.action == "ask_supplement"), key=placed)


def items(request: Move) -> list[str]:
    """What a request asks for, one by one."""
    return [item.strip() for item in request.reason.split(BETWEEN) if item.strip()]


def require_allowed(case: Case, rule: deadlines.Rule | None, moves: Iterable[Move], roles: Collection[Role]) -> None:
    """Raise Refused where the rule allows no further request and the officer, of these `roles`, is no leader."""
    made = asked(moves)
    allowed = rule.supplements_allowed if rule else None
    if allowed is None or len(made) < allowed or Role.LEADER in roles:
        return
    last = spoken(made[-1].at) if made else ""
    raise Refused("work.supplement_used", field="state", number=case.number, allowed=allowed, at=last)


def closes_at(case: Case, rule: deadlines.Rule | None, moves: Iterable[Move], calendar: Calendar) -> datetime | None:
    """When a case that waits for a supplement may be closed without it; None where it does not wait or no rule says."""
    at = [moment(request.at) for request in asked(moves)][-1:]
    if case.stage != Stage.WAITING_SUPPLEMENT or rule is None or not at or at[0] is None:
        return None
    return deadlines.closes_at(rule, at[0], calendar)
