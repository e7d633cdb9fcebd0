"""One question with its possible answers: what the screen knows of whatever waits for a decision."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desk.cases import Case
from desk.counter import Hand
from desk.reconcile import disputes
from desk.reconcile.disputes import Dispute
from desk.record import Change, Version
from sync.desk import Desk
from sync.reconcile.contest import Contender, Origin

Decide = Callable[[Desk, Hand, Any, str], Change]
"""Makes the decision: the value chosen or written, and the reason."""


@dataclass(frozen=True)
class Option:
    """One answer: the value it hands on, how it reads, where it comes from, and further lines (icon, words) beside it.

    `name` is what the button calls it; `reasoned` whether it takes a reason in writing.
    """

    value: Any
    said: str
    origins: tuple[Origin, ...] = ()
    more: tuple[tuple[str, str], ...] = ()
    name: str = ""
    reasoned: bool = True


@dataclass(frozen=True)
class Question:
    """One thing to decide. `own` is the field of which another value may be written, "" for none.

    `versions` tell whether it is still the same question. `keeper` says, in words, who may decide where the one who
    asks may not, and `two` that a second officer has to agree.
    """

    dispute: Dispute
    case: Case | None
    title: str
    chip: str
    about: str
    options: tuple[Option, ...]
    decide: Decide
    label: str = ""
    ancestor: Contender | None = None
    own: str = ""
    versions: tuple[Version, ...] = ()
    suggested: tuple[int, str] | None = None
    keeper: str = ""
    two: bool = False

    @property
    def key(self) -> str:
        """What it is called in the list."""
        return self.dispute.key


def keeper(desk: Desk) -> str:
    """Who decides what the law is concerned with, in words; "" where the one who asks may."""
    policy = disputes.policy(desk.db)
    allowed = policy.may("law", desk.roles, author=False, assignee=False)
    return "" if allowed else policy.names("law")
