"""What changes that are here but not taken in yet would leave to be decided: tried for a moment, and taken back.

For whoever wants to know before two sides come together again; nobody has to. Keeps nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desk import store
from desk.cases import Case
from desk.reconcile.disputes import Dispute
from desk.record import Entry
from sync import log
from sync.desk import Desk
from sync.envelope import Envelope
from sync.errors import Tampered
from sync.reconcile.guard import Guard
from sync.reconcile.waiting import waiting

MOST_TRIED = 5_000
"""Changes of which it is told beforehand what they would leave to be decided."""

Opened = tuple[bytes, Envelope | None, list[Entry], Tampered | None]


@dataclass(frozen=True)
class Question:
    """A decision that would wait: the kind and field of a dispute, and the numbers of its cases."""

    kind: str
    field: str
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class Arriving:
    """What would come: changes that are new here, segments that would be set aside, and decisions that would wait.

    `questions` is None where there are too many changes to try.
    """

    changes: int
    aside: int
    questions: tuple[Question, ...] | None

    @property
    def cases(self) -> int | None:
        """How many cases would need a decision."""
        return None if self.questions is None else len({each.numbers for each in self.questions})


def arriving(desk: Desk, opened: Iterable[Opened]) -> Arriving:
    """What segments would bring that were verified and opened; those held here already bring nothing."""
    held, guard = log.vector(desk.db), Guard(desk.db)
    entries, aside, changes = list[Entry](), 0, 0
    for _, envelope, some, error in opened:
        if error is None and envelope is not None:
            if envelope.header.last <= held.get(envelope.header.device, 0):
                continue
            changes += len(some)
            try:
                guard.look(envelope, some)
            except Tampered:
                aside += 1
            else:
                entries += some
        else:
            aside += 1
    return Arriving(changes, aside, _questions(desk, entries) if len(entries) <= MOST_TRIED else None)


def _questions(desk: Desk, entries: Sequence[Entry]) -> tuple[Question, ...]:
    before = {each.key for each in waiting(desk, 10**6)}
    try:
        with store.transaction(desk.db):
            log.add(desk.db, entries, log.index_later)
            raise _TakenBack([_question(desk, each) for each in waiting(desk, 10**6) if each.key not in before])
    except _TakenBack as done:
        return tuple(done.found)


def _question(desk: Desk, dispute: Dispute) -> Question:
    cases = (store.get(desk.db, Case, id) for id in dispute.cases)
    return Question(str(dispute.kind), dispute.field, tuple(case.number for case in cases if case))


class _TakenBack(Exception):
    def __init__(self, found: list[Question]) -> None:
        super().__init__(len(found))
        self.found = found
