"""How what is in dispute reads: fields, values, steps and whom it is about. Decides nothing."""

from typing import Any

from desk import store
from desk.cases import Case, field_label
from desk.lifecycle import STEP, stage_label
from desk.officers import rights
from desk.officers.officer import Account, Duty, Officer
from desk.reconcile.disputes import Dispute, Kind
from desk.reconcile.twins import KEPT_APART
from desk.words import known, text
from sync.desk import Desk
from ui.cases import saying


def label(field: str) -> str:
    """What a field is called, of a case or of what is kept beside it."""
    return text(f"disputes.field.{field}") if known(f"disputes.field.{field}") else str(field_label(field))


def told(desk: Desk, field: str, value: Any) -> str:
    """A value as the screen says it; a state is the whole way there, so that two paths can be told apart."""
    if field == "state":
        return " → ".join(step_name(step) for step in str(value).split(STEP))
    if field == "void_reason":
        return text("reconcile.void", reason=value) if value else text("reconcile.in_use")
    if field == "verdict":
        return _verdict(desk, str(value))
    if field in ("assignee", "officer") and value:
        return desk.officer_name(str(value))
    if field in ("roles", "role"):
        return ", ".join(text(f"officers.role.{role}") for role in str(value).split() if known(f"officers.role.{role}"))
    if isinstance(value, bytes):
        return text("reconcile.lock" if field == "lock" else "evidence.unreadable")
    return saying.value(field, value)


def step_name(step: str) -> str:
    """A step of a case's way; one of a newer version by its own name, and said to be that."""
    if known(f"lifecycle.stage.{step}"):
        return saying.capital(str(stage_label(step)))
    return text("evidence.unknown_step", step=step[:60])


def _verdict(desk: Desk, verdict: str) -> str:
    if verdict == KEPT_APART:
        return text("reconcile.both")
    case = store.get(desk.db, Case, verdict)
    return text("reconcile.keep_one", kept=case.number if case else verdict)


def about_whom(desk: Desk, dispute: Dispute) -> str:
    """Whom a dispute is about, for the list: the case with its applicant, or the officer."""
    if case := first_case(desk, dispute):
        return f"{case.number} · {rights.shown(case, desk.roles).applicant_name}"
    if dispute.kind is Kind.MASS:
        return desk.device_name(dispute.about)
    record = store.KINDS.get(dispute.record_kind)
    held = store.get(desk.db, record, dispute.record) if record else None
    if isinstance(held, Duty | Account):
        return desk.officer_name(held.officer)
    return held.name if isinstance(held, Officer) else dispute.record


def cases_of(desk: Desk, dispute: Dispute) -> list[Case]:
    """The cases a dispute names, those that are here."""
    return [case for id in dispute.cases if (case := store.get(desk.db, Case, id))]


def first_case(desk: Desk, dispute: Dispute) -> Case | None:
    """The case whose head is shown beside a dispute; None when it is about no case."""
    return next(iter(cases_of(desk, dispute)), None)
