"""What officers say about a decision: an objection, a proposal to agree to, a value of one's own that gave way."""

from functools import partial
from typing import Any

from desk import store
from desk.counter import Hand
from desk.reconcile import disputes
from desk.reconcile.disputes import Dispute
from desk.reconcile.kept import Objection, Overruled, Proposal, Settlement
from desk.record import Change
from desk.words import text
from sync.desk import Desk
from sync.reconcile import deciding
from ui.reconcile.questions.question import Option, Question, keeper
from ui.reconcile.told import first_case, label, told


def objection(desk: Desk, dispute: Dispute) -> Question | None:
    """Which value holds after an objection."""
    asked = store.get(desk.db, Objection, dispute.about)
    settled = store.get(desk.db, Settlement, asked.settlement) if asked else None
    if asked is None or settled is None or asked.answer:
        return None
    matter = disputes.matter(desk.db, settled.kind, settled.record, settled.field)
    lost = [each.value for each in store.select(desk.db, Overruled, "WHERE settlement = ?", [settled.id])]
    values = dict.fromkeys([matter.displayed, *(_typed(each, matter.displayed) for each in lost)])
    return Question(
        dispute, first_case(desk, dispute), label(settled.field), text("disputes.kind.objection"),
        text("reconcile.about_objection", who=desk.officer_name(asked.by), words=asked.text),
        tuple(Option(value, told(desk, settled.field, value)) for value in values),
        partial(_answer, id=asked.id), label(settled.field), keeper=keeper(desk),
    )  # fmt: skip


def _answer(desk: Desk, hand: Hand, value: Any, reason: str, *, id: str) -> Change:
    return deciding.answer(desk, hand, id, value, reason)


def _typed(value: str, like: Any) -> Any:
    return int(value or 0) if isinstance(like, int) else value


def proposal(desk: Desk, dispute: Dispute) -> Question | None:
    """Whether a second officer agrees."""
    proposed = store.get(desk.db, Proposal, dispute.about)
    if proposed is None or proposed.answer:
        return None
    own = proposed.by == desk.by
    said = told(desk, proposed.field, proposed.value)
    agree = Option("agree", text("reconcile.agree", value=said), name=text("reconcile.agree_name"), reasoned=False)
    said_no = (
        ("reconcile.withdraw", "reconcile.withdraw_name") if own else ("reconcile.decline", "reconcile.decline_name")
    )
    decline = Option("decline", text(said_no[0]), name=text(said_no[1]))
    return Question(
        dispute, first_case(desk, dispute), label(proposed.field), text("disputes.kind.proposal"),
        text("reconcile.about_proposal", who=desk.officer_name(proposed.by), reason=proposed.reason),
        (decline,) if own else (agree, decline), partial(_second, id=proposed.id), label(proposed.field),
    )  # fmt: skip


def _second(desk: Desk, hand: Hand, value: Any, reason: str, *, id: str) -> Change:
    return deciding.agree(desk, hand, id) if value == "agree" else deciding.decline(desk, hand, id, reason)


def lost(desk: Desk, dispute: Dispute) -> Question | None:
    """Whether the one whose value gave way takes note or objects."""
    lost = store.get(desk.db, Overruled, dispute.about)
    settled = store.get(desk.db, Settlement, lost.settlement) if lost else None
    if lost is None or settled is None or lost.heard_at:
        return None
    words = text(
        "reconcile.about_lost", who=desk.officer_name(settled.by), reason=settled.reason,
        chosen=told(desk, settled.field, settled.value) or text("case_page.empty_value"),
        own=told(desk, lost.field, lost.value) or text("case_page.empty_value"),
    )  # fmt: skip
    known_ = Option("heard", text("reconcile.heard"), name=text("reconcile.heard_name"), reasoned=False)
    ask = Option("object", text("reconcile.object"), name=text("reconcile.object_name"))
    return Question(
        dispute, first_case(desk, dispute), label(lost.field), text("disputes.kind.lost"), words, (known_, ask),
        partial(_told, id=lost.id), label(lost.field),
    )  # fmt: skip


def _told(desk: Desk, hand: Hand, value: Any, reason: str, *, id: str) -> Change:
    return deciding.heard(desk, hand, id) if value == "heard" else deciding.object_to(desk, hand, id, reason)
