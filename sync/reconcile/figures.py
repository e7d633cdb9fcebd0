"""How often people disagree, about what, why, and what would prevent it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from desk import store
from desk.cases import Case
from desk.reconcile.kept import Overruled, Settlement
from sync.desk import Desk
from sync.reconcile.authors import entry_of
from sync.reconcile.patterns import Pattern, cause

ENOUGH = 3
"""Conflicts of one kind from which on a hint is worth reading."""


@dataclass(frozen=True)
class Figures:
    """Conflicts settled in a period, by what they had in common; `hints` are keys of texts in `disputes.hint`."""

    settled: int
    by_field: Counter[str]
    by_procedure: Counter[str]
    by_pcs: Counter[tuple[str, ...]]
    by_cause: Counter[str]
    hints: tuple[str, ...]


def figures(desk: Desk, since: str, until: str) -> Figures:
    """The conflicts settled from `since` until before `until` (local times as records hold them)."""
    clause = "WHERE at >= ? AND at < ? AND undoes = '' ORDER BY at, id"
    found = [_pattern(desk, each) for each in store.select(desk.db, Settlement, clause, [since, until])]
    return Figures(
        len(found),
        Counter(each.field for each in found),
        Counter(each.procedure for each in found if each.procedure),
        Counter(each.pcs for each in found if len(each.pcs) > 1),
        Counter(each.cause for each in found),
        tuple(_hints(found)),
    )


def _pattern(desk: Desk, settlement: Settlement) -> Pattern:
    """What a settled conflict had in common with others, from the values that lost."""
    lost = store.select(desk.db, Overruled, "WHERE settlement = ?", [settlement.id])
    case = store.get(desk.db, Case, settlement.case_id) if settlement.case_id else None
    entries = [entry for each in lost if (entry := entry_of(desk.db, each.device, each.seq))]
    return Pattern(
        settlement.field,
        case.procedure if case else "",
        tuple(sorted(desk.device_name(pc) for pc in settlement.pcs.split())),
        cause(entries),
    )


def _hints(found: Iterable[Pattern]) -> Iterable[str]:
    """What would have prevented most of them."""
    listed = list(found)
    causes, fields = Counter(each.cause for each in listed), Counter(each.field for each in listed)
    if causes["apart"] >= ENOUGH:
        yield "apart"
    if causes["again"] >= ENOUGH:
        yield "again"
    if fields["verdict"] >= ENOUGH:
        yield "twice"
    if fields["phone"] + fields["address"] + fields["note"] >= ENOUGH:
        yield "typing"
    if fields["state"] >= ENOUGH:
        yield "state"
