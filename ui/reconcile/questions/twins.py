"""Two cases that may be one: received twice, or bound to one number of the portal."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from desk.cases import Case
from desk.counter import Hand
from desk.reconcile import disputes
from desk.reconcile.disputes import Dispute
from desk.record import Change
from desk.words import text
from sync.desk import Desk
from sync.reconcile import deciding
from ui.cases import saying
from ui.reconcile.questions.question import Option, Question, keeper
from ui.reconcile.questions.values import values
from ui.reconcile.told import cases_of, label, told


def twice(desk: Desk, dispute: Dispute) -> Question | None:
    """Which of two cases of one request is kept, or both."""
    if disputes.versions(desk.db, "twins", dispute.record):
        return values(desk, dispute)
    held = disputes.verdict(desk.db, *dispute.cases)
    cases = cases_of(desk, dispute)
    if (held and held.verdict) or len(cases) != 2:
        return None
    pairs = ((cases[0], cases[1]), (cases[1], cases[0]))
    options = [_keeping(desk, kept, gone) for kept, gone in pairs]
    apart = Option("", text("reconcile.both"), name=text("reconcile.both_name"))
    return Question(
        dispute, cases[0], text("reconcile.twice"), text("reconcile.twice_chip"), text("reconcile.about_twice"),
        (*options, apart), partial(_decide_twice, ids=dispute.cases), text("reconcile.twice_result"),
        keeper=keeper(desk),
    )  # fmt: skip


def _decide_twice(desk: Desk, hand: Hand, value: Any, reason: str, *, ids: Sequence[str]) -> Change:
    return deciding.twice(desk, hand, ids[0], ids[1], value, reason)


def _keeping(desk: Desk, kept: Case, gone: Case) -> Option:
    lines = [("clock", saying.value("received_at", kept.received_at)), ("desktop", desk.device_name(kept.id[:8]))]
    lines += [("git-diff", f"{label(name)}: {told(desk, name, getattr(kept, name)) or text('case_page.empty_value')}")
              for name in differing(kept, gone)[:6]]  # fmt: skip
    words = text("reconcile.keep", kept=kept.number, gone=gone.number)
    return Option(kept.id, words, more=tuple(lines), name=kept.number)


_TOLD = (
    "applicant_name", "birth_date", "sex", "address", "phone", "subject", "submitter_name", "channel", "sets", "fee",
    "fee_paid", "portal_number", "state", "note",
)  # fmt: skip


def differing(one: Case, other: Case) -> list[str]:
    """The fields in which two cases say different things, in the order of the form."""
    return [name for name in _TOLD if getattr(one, name) != getattr(other, name)]


def bound(desk: Desk, dispute: Dispute) -> Question | None:
    """Which of several cases keeps the number of the portal."""
    cases = [case for case in cases_of(desk, dispute) if case.portal_number == dispute.about and not case.void_reason]
    if len(cases) < 2:
        return None
    options = tuple(
        Option(case.id, f"{case.number} · {case.applicant_name}", more=(("file", case.procedure_name),),
               name=case.number) for case in cases
    )  # fmt: skip
    return Question(
        dispute, cases[0], text("reconcile.bound", number=dispute.about), text("disputes.kind.bound"),
        text("reconcile.about_bound"), options, _release, text("reconcile.bound_result"), keeper=keeper(desk),
    )  # fmt: skip


def _release(desk: Desk, hand: Hand, value: Any, reason: str) -> Change:
    return deciding.release_number(desk, hand, value, reason)
