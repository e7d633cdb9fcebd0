"""The list at left: everything that waits for a decision, and what one's own values came to; the oldest due first."""

from dataclasses import dataclass
from datetime import datetime

from desk import store
from desk.cases import Case
from desk.reconcile import disputes
from desk.reconcile.disputes import Dispute, Kind
from desk.words import text
from sync.desk import Desk, local
from sync.reconcile.authors import entry_of
from sync.reconcile.patterns import Pattern, patterns
from sync.reconcile.waiting import waiting as everything
from ui.cases import saying
from ui.kit.two_line_list import Entry, Heading
from ui.reconcile.told import about_whom, label

MOST = 200
"""Disputes of a kind listed at the most; settled ones make room for the others."""

ALIKE = 3
"""Disputes from which on they are offered to be settled together."""


@dataclass(frozen=True)
class Waiting:
    """What waits for this officer: `asked` are decisions, `told` what they should know."""

    asked: tuple[Dispute, ...]
    told: tuple[Dispute, ...]

    def find(self, key: str) -> Dispute | None:
        """The one of this key."""
        return next((each for each in (*self.asked, *self.told) if each.key == key), None)


def waiting(desk: Desk) -> Waiting:
    """All that waits, at most MOST of each kind."""
    return Waiting(tuple(everything(desk, MOST)), tuple(disputes.lost(desk.db, desk.by)))


def largest(desk: Desk, now: Waiting) -> tuple[Pattern, list[Dispute]] | None:
    """The largest group of fields in conflict that have all in common; None where none is worth settling together."""
    fields = [each for each in now.asked if each.kind is Kind.FIELD and not each.about]
    if len(fields) < ALIKE:
        return None
    groups = patterns(desk, fields)
    pattern, found = next(iter(groups.items()))
    return (pattern, found) if len(found) >= ALIKE else None


def rows(desk: Desk, now: Waiting) -> list[Entry | Heading]:
    """The rows of the list."""
    asked = [_row(desk, each) for each in now.asked]
    told = [_row(desk, each) for each in now.told]
    heading = [Heading(text("reconcile.to_know"))] if told else []
    return [*asked, *heading, *told]


def _row(desk: Desk, dispute: Dispute) -> Entry:
    at = _last(desk, dispute)
    words = (
        label(dispute.field) if dispute.kind is Kind.FIELD else saying.capital(text(f"disputes.kind.{dispute.kind}"))
    )
    return Entry(
        dispute.key,
        about_whom(desk, dispute),
        _below(desk, dispute),
        saying.briefly(at, desk.now()) if at else "",
        chip=(
            words,
            "wait"
            if dispute.kind is Kind.LOST
            else "soon"
            if dispute.kind in (Kind.TWICE, Kind.ONLINE)
            else "conflict",
        ),
    )


def _below(desk: Desk, dispute: Dispute) -> str:
    case = store.get(desk.db, Case, dispute.cases[0]) if dispute.cases else None
    return case.procedure_name if case else label(dispute.field)


def _last(desk: Desk, dispute: Dispute) -> datetime | None:
    """When the last of its values was written."""
    held = disputes.versions(desk.db, dispute.record_kind, dispute.record).get(dispute.field)
    entry = entry_of(desk.db, held[-1].device, held[-1].seq) if held else None
    return local(entry.at) if entry else None
