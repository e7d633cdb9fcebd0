"""Many disputes at once: grouped by what they have in common, tried dry, settled in one stroke, taken back in one.

Each case gets a change of its own, so that its history reads as if it had been settled alone; `group` joins them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from desk import Refused, store
from desk.cases import Case, field_label
from desk.counter import Hand
from desk.reconcile import disputes, settling, suggestion
from desk.reconcile.deciders import care_of
from desk.reconcile.disputes import Dispute, Kind
from desk.reconcile.kept import Settlement
from desk.record import Change, Entry, Version, precedence, row
from sync import log
from sync.desk import Desk
from sync.reconcile import deciding
from sync.reconcile.authors import entry_of

AT_ONCE = timedelta(hours=1)
"""Values written this close to each other were written at the same time, as far as people are concerned."""


@dataclass(frozen=True, order=True)
class Pattern:
    """What disputes have in common: the field, the procedure's code, the PCs that wrote (by name), and the cause.

    Causes: "again" (settled on two PCs), "at_once" (within an hour), "apart" (a PC was long without the others),
    "unknown" (the changes are not here).
    """

    field: str
    procedure: str
    pcs: tuple[str, ...]
    cause: str


@dataclass(frozen=True)
class Outcome:
    """What settling one dispute would do, or did. `value` is None where the rule does not decide it; `why` says why."""

    dispute: Dispute
    case: Case
    before: Any
    value: Any
    why: str
    versions: tuple[Version, ...]


Take = Callable[[Case, str, Sequence[Version]], tuple[Any, str]]
"""Chooses among the versions of a field: the value and why, or None and why not."""


def patterns(desk: Desk, among: Iterable[Dispute]) -> dict[Pattern, list[Dispute]]:
    """The disputes by pattern, the largest group first."""
    groups: dict[Pattern, list[Dispute]] = {}
    for dispute in among:
        groups.setdefault(pattern(desk, dispute), []).append(dispute)
    return dict(sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])))


def pattern(desk: Desk, dispute: Dispute) -> Pattern:
    """What a dispute has in common with others."""
    case = store.get(desk.db, Case, dispute.cases[0]) if dispute.cases else None
    versions = disputes.versions(desk.db, dispute.record_kind, dispute.record).get(dispute.field, [])
    pcs = {version.device for version in versions} or {id.partition(".")[0] for id in dispute.cases}
    entries = [entry_of(desk.db, version.device, version.seq) for version in versions]
    return Pattern(
        str(dispute.kind) if dispute.kind in (Kind.TWICE, Kind.ONLINE) else dispute.field,
        case.procedure if case else "",
        tuple(sorted(desk.device_name(pc) for pc in pcs)),
        cause([entry for entry in entries if entry]),
    )


def cause(entries: Sequence[Entry]) -> str:
    """Why values stand against each other, as far as the changes that wrote them tell."""
    if not entries:
        return "unknown"
    if all(entry.change.action in ("settle", "merge") for entry in entries):
        return "again"
    times = [entry.at for entry in entries]
    return "at_once" if max(times) - min(times) <= AT_ONCE.total_seconds() else "apart"


def taking(desk: Desk, rule: str) -> Take:
    """The choice that a rule of the command line makes: `pc:NAME`, `displayed`, `suggested` or `value:TEXT`.

    Raises Refused for another rule.
    """
    name, _, argument = rule.partition(":")
    if name == "pc" and argument:
        return lambda case, field, versions: _of_pc(desk, argument, versions)
    if name == "value" and argument:
        return lambda case, field, versions: (argument, "value")
    if rule == "displayed":
        return lambda case, field, versions: (max(versions, key=precedence).value, "displayed")
    if rule == "suggested":
        return lambda case, field, versions: _suggested(case, field, versions)
    raise Refused("disputes.unknown_rule", field="take", value=rule[:60])


def _of_pc(desk: Desk, name: str, versions: Sequence[Version]) -> tuple[Any, str]:
    found = {version.value for version in versions if desk.device_name(version.device) == name}
    return (found.pop(), "pc") if len(found) == 1 else (None, "no_such_pc")


def _suggested(case: Case, field: str, versions: Sequence[Version]) -> tuple[Any, str]:
    """What the meaning of the values suggests; never where law, identity, money or a number is at stake."""
    if care_of(Case, field) != "typing":
        return None, "never_by_itself"
    found = suggestion.suggest(field, [version.value for version in versions], vars(case))
    return (found.value, found.reason) if found else (None, "no_suggestion")


def dry(desk: Desk, among: Iterable[Dispute], take: Take) -> list[Outcome]:
    """What settling fields in conflict by a rule would change. Writes nothing."""
    return list(_outcomes(desk, among, take))


def _outcomes(desk: Desk, among: Iterable[Dispute], take: Take) -> Iterator[Outcome]:
    for dispute in among:
        matter = disputes.matter(desk.db, dispute.record_kind, dispute.record, dispute.field)
        case = store.get(desk.db, Case, dispute.cases[0]) if dispute.cases else None
        if case is None or not matter.versions:
            continue
        value, why = take(case, dispute.field, matter.versions)
        yield Outcome(dispute, case, matter.displayed, value, why, matter.versions)


def settle(desk: Desk, outcomes: Iterable[Outcome], reason: str, group: str) -> Iterator[tuple[Outcome, str]]:
    """Settle what a dry run decided, case by case; each with "" or, in words, why it was left.

    What came in meanwhile is left open: nothing is overridden that the dry run had not shown.
    """
    for outcome in outcomes:
        if outcome.value is None:
            yield outcome, outcome.why
            continue
        try:
            desk.do(_decision(desk, outcome, reason, group))
        except Refused as refused:
            yield outcome, str(refused)
        else:
            yield outcome, ""


def _decision(desk: Desk, outcome: Outcome, reason: str, group: str) -> Callable[[Hand], Change]:
    dispute = outcome.dispute
    return lambda hand: deciding.settle(
        desk, hand, dispute.record_kind, dispute.record, dispute.field,
        outcome.value, outcome.versions, reason, group=group,
    )  # fmt: skip


def take_back(desk: Desk, group: str, reason: str) -> Iterator[tuple[Settlement, str]]:
    """Take back what was settled in one stroke, or one settlement by its id: new changes that say what was before.

    Each with "" or, in words, why it was left. Raises Refused where nothing of that name is here.
    """
    found = store.select(desk.db, Settlement, "WHERE ([group] = ? OR id = ?) AND undoes = ''", [group, group])
    if not found:
        raise Refused("disputes.no_such_group", field="group", value=group[:60])
    for settlement in found:
        try:
            desk.do(_undoing(desk, settlement, reason))
        except Refused as refused:
            yield settlement, str(refused)
        else:
            yield settlement, ""


def _undoing(desk: Desk, settlement: Settlement, reason: str) -> Callable[[Hand], Change]:
    def decide(hand: Hand) -> Change:
        said = settling.reason_for(reason)
        matter = disputes.matter(desk.db, settlement.kind, settlement.record, settlement.field)
        deciding.demand(desk, hand, matter)
        if matter.versions:
            raise Refused(
                "cases.settle_first", field=matter.field, name=field_label(matter.field), number=matter.number
            )
        if store.select(desk.db, Settlement, "WHERE undoes = ?", [settlement.id]):
            raise Refused("disputes.undone_already", field=matter.field)
        now = _values(desk, settlement)
        pen = replace(deciding.pen(hand), group=settlement.group)
        return Change("unsettle", settling.undone(settlement, now, said, pen), hand.by, said)

    return decide


def _values(desk: Desk, settlement: Settlement) -> Mapping[str, Any]:
    state = log.state_of(desk.db, settlement.kind, settlement.record)
    assert state is not None  # `disputes.matter` has read it
    return row(store.KINDS[settlement.kind], settlement.record, state)
