"""Very many changes of one PC at once, set aside until an administrator decides."""

from functools import partial
from typing import Any

from desk.counter import Hand
from desk.reconcile.disputes import Dispute
from desk.record import Change
from desk.words import text
from sync.desk import Desk
from sync.reconcile import deciding, guard
from ui.reconcile.questions.question import Option, Question


def mass(desk: Desk, dispute: Dispute) -> Question | None:
    """Whether they are let in."""
    found = next((each for each in guard.held(desk.db) if each.hash == dispute.record), None)
    if found is None:
        return None
    pc = desk.device_name(found.device)
    allow = Option("allowed", text("reconcile.mass_allow"), name=text("reconcile.mass_allow_name"))
    refuse = Option("refused", text("reconcile.mass_refuse"), name=text("reconcile.mass_refuse_name"))
    return Question(
        dispute, None, text("reconcile.mass"), pc,
        text("reconcile.about_mass", pc=pc, count=found.last - found.first + 1), (allow, refuse),
        partial(_masses, hash=found.hash), text("reconcile.mass_result"),
        keeper="" if desk.may("mass") else text("reconcile.mass_keeper"),
    )  # fmt: skip


def _masses(desk: Desk, hand: Hand, value: Any, reason: str, *, hash: str) -> Change:
    return deciding.mass(desk, hand, hash, value, reason)
