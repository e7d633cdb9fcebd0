"""What waits for a decision, put as one question with its possible answers, whatever kind it is. Draws nothing.

The screen knows questions only: a field with several values, a case received twice, a proposal to agree to and an
objection to answer are all chosen, reasoned and settled alike.
"""

from collections.abc import Callable

from desk.reconcile.disputes import Dispute, Kind
from sync.desk import Desk
from ui.reconcile.questions.mass import mass
from ui.reconcile.questions.online import online
from ui.reconcile.questions.question import Option, Question
from ui.reconcile.questions.twins import bound, twice
from ui.reconcile.questions.values import values
from ui.reconcile.questions.voices import lost, objection, proposal

__all__ = ["Option", "Question", "question"]

_ASKED: dict[Kind, Callable[[Desk, Dispute], Question | None]] = {
    Kind.TWICE: twice, Kind.BOUND: bound, Kind.OBJECTION: objection, Kind.PROPOSAL: proposal, Kind.LOST: lost,
    Kind.MASS: mass, Kind.ONLINE: online,
}  # fmt: skip


def question(desk: Desk, dispute: Dispute) -> Question | None:
    """The question as it stands now; None when it was answered meanwhile."""
    if dispute.about or dispute.kind in (Kind.TWICE, Kind.BOUND, Kind.ONLINE):
        return _ASKED[dispute.kind](desk, dispute)
    return values(desk, dispute)
