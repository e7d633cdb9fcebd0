"""The legal states of a case, the actions that lead from one to another, and the merge of two paths.

A case's `state` field holds the path it has walked, "received>in_process>done"; the last step is its stage. Stages map
one to one onto TrangThaiHoSo of the national portal's exchange; its code 1 (newly registered) is a draft, not a case.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from desk import Refused
from desk.record import Rule, Version, precedence
from desk.words import Phrase

STEP = ">"


class Stage(StrEnum):
    """Where a case stands in law (NĐ 118/2025)."""

    RECEIVED = "received"
    IN_PROCESS = "in_process"
    WAITING_SUPPLEMENT = "waiting_supplement"
    WAITING_PAYMENT = "waiting_payment"
    DONE = "done"
    RETURNED = "returned"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"


WAITING = frozenset({Stage.WAITING_SUPPLEMENT, Stage.WAITING_PAYMENT})
ENDED = frozenset({Stage.RETURNED, Stage.REFUSED, Stage.WITHDRAWN, Stage.STOPPED})
OPEN = tuple(stage for stage in Stage if stage not in ENDED)


@dataclass(frozen=True)
class Action:
    """A step an officer takes: allowed from `sources`, leads to `target`; some need a reason in writing."""

    name: str
    sources: tuple[Stage, ...]
    target: Stage
    needs_reason: bool = False


_WORKING = (Stage.RECEIVED, Stage.IN_PROCESS)
_UNDECIDED = (*_WORKING, Stage.WAITING_SUPPLEMENT, Stage.WAITING_PAYMENT)

ACTIONS = {
    action.name: action
    for action in (
        Action("process", (Stage.RECEIVED,), Stage.IN_PROCESS),
        Action("supplement", (Stage.WAITING_SUPPLEMENT,), Stage.IN_PROCESS),
        Action("pay", (Stage.WAITING_PAYMENT,), Stage.IN_PROCESS),
        Action("finish", (Stage.IN_PROCESS,), Stage.DONE),
        Action("return", (Stage.DONE,), Stage.RETURNED),
        Action("ask_supplement", _WORKING, Stage.WAITING_SUPPLEMENT, needs_reason=True),
        Action("ask_payment", _WORKING, Stage.WAITING_PAYMENT),
        Action("refuse", _UNDECIDED, Stage.REFUSED, needs_reason=True),
        Action("withdraw", _UNDECIDED, Stage.WITHDRAWN, needs_reason=True),
        Action("stop", _UNDECIDED, Stage.STOPPED, needs_reason=True),
    )
}


def stage(path: str) -> str:
    """The last step of a path; a stage unknown here, from a newer version, is given back as it is."""
    return path.rpartition(STEP)[2]


def stage_label(stage: str) -> Phrase:
    """A stage in words; one unknown here shows under its own name."""
    return Phrase(f"lifecycle.stage.{stage}")


def label(action: str) -> Phrase:
    """An action in words."""
    return Phrase(f"lifecycle.action.{action}")


def walk(path: str, name: str, reason: str = "") -> tuple[Action, str]:
    """The action meant by `name` (its own name or the stage it leads to) and the path after it.

    Raises Refused for an action that does not exist, is not open here, or lacks its reason.
    """
    action = meant(path, name)
    if stage(path) not in action.sources:
        raise Refused(
            "lifecycle.not_from_here", field="state", action=label(action.name), stage=stage_label(stage(path))
        )
    if action.needs_reason and not reason.strip():
        raise Refused("lifecycle.reason_missing", field="reason", action=label(action.name))
    return action, f"{path}{STEP}{action.target}"


def meant(path: str, name: str) -> Action:
    """The action named, or the one that leads to the stage named. Raises Refused for neither."""
    if name in ACTIONS:
        return ACTIONS[name]
    leading = [action for action in ACTIONS.values() if action.target == name]
    if not leading:
        raise Refused("lifecycle.unknown_action", field="state", action=name, known=", ".join(ACTIONS))
    return next((action for action in leading if stage(path) in action.sources), leading[0])


def _furthest(versions: Sequence[Version]) -> Sequence[Version]:
    """Drop every path that is the beginning of another; what is left went different ways."""
    ordered = sorted(versions, key=precedence)
    return [v for v in ordered if not any(_contains(other.value, v.value) for other in ordered)]


def _contains(path: object, beginning: object) -> bool:
    return isinstance(path, str) and isinstance(beginning, str) and path.startswith(beginning + STEP)


walked = Rule("law", _furthest)
"""Returned beats processing when one path contains the other; otherwise people decide."""
