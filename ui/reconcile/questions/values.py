"""A field with several values."""

from functools import partial
from typing import Any

from desk import store
from desk.cases import ACCEPTED
from desk.counter import Hand
from desk.reconcile import disputes, suggestion
from desk.reconcile.deciders import care_of
from desk.reconcile.disputes import Dispute, Kind
from desk.record import Change
from desk.words import text
from sync.desk import Desk
from sync.reconcile import deciding
from sync.reconcile.contest import Contest, contest
from ui.reconcile.questions.question import Option, Question
from ui.reconcile.told import label, told


def values(desk: Desk, dispute: Dispute) -> Question | None:
    """Which of the values holds."""
    now = contest(desk, dispute.record, dispute.field, dispute.record_kind)
    if now is None:
        return None
    matter, policy = disputes.matter(desk.db, now.kind, now.record, now.field), disputes.policy(desk.db)
    care = care_of(store.KINDS[now.kind], now.field)
    return Question(
        dispute,
        now.case,
        label(now.field),
        text("reconcile.values", count=len(now.contenders)),
        _about(dispute, now),
        tuple(Option(each.value, told(desk, now.field, each.value), each.origins) for each in now.contenders),
        partial(_settle, now=now),
        label(now.field),
        now.ancestor,
        now.field if now.kind == "case" and now.field in ACCEPTED else "",
        now.versions,
        _suggested(now),
        "" if deciding.may(desk, matter) else policy.names(care),
        now.field in policy.two,
    )


def _settle(desk: Desk, hand: Hand, value: Any, reason: str, *, now: Contest) -> Change:
    return deciding.settle(desk, hand, now.kind, now.record, now.field, value, now.versions, reason)


def _about(dispute: Dispute, now: Contest) -> str:
    keys = {Kind.STATE: "reconcile.about_state", Kind.VOID: "reconcile.about_void", Kind.TWICE: "reconcile.about_twice"}
    return text(keys.get(dispute.kind, "reconcile.about"), field=label(now.field))


def _suggested(now: Contest) -> tuple[int, str] | None:
    given = [contender.value for contender in now.contenders]
    found = suggestion.suggest(now.field, given, vars(now.case) if now.case else {})
    return (given.index(found.value), text(f"disputes.suggested.{found.reason}")) if found else None
