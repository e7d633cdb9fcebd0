"""What was chosen and written for a question that is not settled yet."""

from dataclasses import dataclass
from typing import Any

from ui.reconcile.questions import Question


@dataclass
class Draft:
    """The value that was chosen, or the officer's `own` words for one, and the reason as far as it is written."""

    value: Any = None
    chosen: bool = False
    own: str = ""
    reason: str = ""


def place_of(draft: Draft, now: Question) -> int | None:
    """The place of the chosen value among the options there are now; None where it is not one of them."""
    values = [option.value for option in now.options]
    return values.index(draft.value) if draft.chosen and not draft.own and draft.value in values else None
