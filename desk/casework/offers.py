"""What may be done with a case now, what comes next, and why something may not: asked before anybody presses a key.

The checks are those the decisions themselves make; nothing is decided here, and a decision still checks for itself.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from desk import Refused
from desk.cases import Case, Move, field_label
from desk.casework import apology, clock, papers, steps, supplements
from desk.casework.apology import Extension
from desk.casework.clock import WORKING, Suspension
from desk.casework.returning import Satisfaction
from desk.casework.steps import Standing
from desk.counter import INWARD
from desk.lifecycle import ACTIONS, ENDED, Stage, walk
from desk.officers import rights
from desk.officers.officer import Role
from desk.procedures.procedure import Procedure, Step

SETTLE = "settle"

OFFERED = (
    "take", "handover", "finish", "allot", "ask_supplement", "ask_payment", "refuse", "suspend", "resume", "apologise",
    "bind", "withdraw", "stop", "rate", "note", "edit",
)  # fmt: skip
"""What may be offered beside the usual step, in the order in which it is shown."""

_USUAL = {Stage.WAITING_SUPPLEMENT: "supplement", Stage.WAITING_PAYMENT: "pay", Stage.DONE: "return"}
_TOUCHED = {"take": "assignee", "allot": "assignee", "handover": "assignee", "apologise": "due_at",
            "bind": "portal_number"}  # fmt: skip
"""The field that an action writes, where it is not the state: it waits until a conflict in it is settled."""


@dataclass(frozen=True)
class About:
    """What the question is about: a case with what was done to it, and the officer `by` with the `roles` of today."""

    case: Case
    by: str
    roles: Collection[Role]
    procedure: Procedure | None
    standing: Standing
    moves: Sequence[Move] = ()
    suspensions: Sequence[Suspension] = ()
    extensions: Sequence[Extension] = ()
    ratings: Sequence[Satisfaction] = ()
    in_conflict: Collection[str] = ()

    @property
    def following(self) -> Step | None:
        """The step after the one the case is in; None where it is the last, or no steps are known."""
        way = self.procedure.steps if self.procedure else ()
        return way[self.standing.place + 1] if self.standing.place + 1 < len(way) else None


def usual(about: About) -> str:
    """What comes next for this case and this officer; "" where that is nobody's, or another officer's, to do."""
    case, step = about.case, about.standing.step
    if "state" in about.in_conflict:
        return SETTLE
    if clock.standing(about.suspensions):
        return "resume"
    if case.stage not in WORKING:
        return next((name for stage, name in _USUAL.items() if stage == case.stage), "")
    if takes_next(about):
        return "take"
    if case.assignee not in ("", about.by):
        return "take" if step is not None and step.role in about.roles else ""
    if onward(about) is not None:
        return "handover"
    return "process" if case.stage == Stage.RECEIVED else "finish"


def takes_next(about: About) -> bool:
    """Whether to take the case is to begin its next step: it is still at the counter, and the next is the officer's."""
    at_counter = about.standing.place == 0 and about.case.stage in WORKING
    return at_counter and about.following is not None and about.following.role in about.roles


def onward(about: About) -> Step | None:
    """The step a case goes to from here: handing the result over only once there is one. None: it goes nowhere."""
    following = about.following
    undecided = following is not None and following.role == Role.RECEPTION and about.case.stage != Stage.DONE
    return None if undecided else following


def offered(about: About) -> list[str]:
    """What is not ruled out by where the case stands; a role or a rule may still forbid some of it (`why_not`)."""
    return [name for name in OFFERED if _fits(about, name)]


def _fits(about: About, name: str) -> bool:
    stage, halted = about.case.stage, bool(clock.standing(about.suspensions))
    if halted and name in (*INWARD, "handover", "apologise"):
        return False
    if name in ACTIONS:
        return stage in ACTIONS[name].sources
    if name == "take":
        return stage not in ENDED and (about.case.assignee != about.by or takes_next(about))
    if name == "rate":
        return stage == Stage.RETURNED and all(str(each.at) < about.case.returned_at for each in about.ratings)
    fits: Mapping[str, bool] = {
        "handover": stage not in ENDED and bool(about.procedure and len(about.procedure.steps) > 1),
        "allot": stage not in ENDED,
        "suspend": stage in WORKING and not halted,
        "resume": halted,
        "apologise": stage in WORKING and bool(about.case.due_at),
    }
    return fits.get(name, True)


def why_not(about: About, name: str) -> Refused | None:
    """Why this officer may not do that with this case now; None where nothing stands against it."""
    try:
        rights.demand(about.roles, name)
        _require_settled(about, name)
        _CHECKS.get(name, _no_check)(about)
        if name in ACTIONS:
            _require_open(about, name)
    except Refused as refused:
        return refused
    return None


def _require_settled(about: About, name: str) -> None:
    field = "state" if name in ACTIONS else _TOUCHED.get(name, "")
    if field in about.in_conflict:
        raise Refused("cases.settle_first", field=field, name=field_label(field), number=about.case.number)


def _require_open(about: About, name: str) -> None:
    walk(about.case.state, name, reason=name)
    if name in INWARD:
        clock.require_not_suspended(about.case, about.suspensions)


def _supplement(about: About) -> None:
    rule = about.procedure.limit if about.procedure else None
    supplements.require_allowed(about.case, rule, about.moves, about.roles)


def _handover(about: About) -> None:
    steps.require_open(about.case, about.in_conflict)
    clock.require_not_suspended(about.case, about.suspensions)


def _apologise(about: About) -> None:
    clock.require_running(about.case, about.suspensions)
    rule = about.procedure.limit if about.procedure else None
    apology.require_open(about.case, rule, about.extensions, about.in_conflict)


def _no_check(about: About) -> None:
    pass


_CHECKS: Mapping[str, Callable[[About], None]] = {
    "ask_supplement": _supplement,
    "handover": _handover,
    "take": lambda about: steps.require_open(about.case, about.in_conflict),
    "allot": lambda about: steps.require_open(about.case, about.in_conflict),
    "suspend": lambda about: clock.require_running(about.case, about.suspensions),
    "apologise": _apologise,
    "hand_in": lambda about: papers.require_open(about.case),
}
