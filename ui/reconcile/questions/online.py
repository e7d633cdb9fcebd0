"""A case of the online software held against ours."""

from dataclasses import replace
from functools import partial
from typing import Any

from desk import store
from desk.cases import Case
from desk.counter import Hand
from desk.lifecycle import stage_label
from desk.officers import rights
from desk.reconcile import disputes
from desk.reconcile.disputes import Dispute
from desk.reconcile.kept import OnlineCase
from desk.record import Change
from desk.words import text
from sync.desk import Desk
from sync.reconcile import deciding
from ui.cases import saying
from ui.reconcile.questions.question import Option, Question, keeper
from ui.reconcile.questions.values import values
from ui.reconcile.told import cases_of


def online(desk: Desk, dispute: Dispute) -> Question | None:
    """Which case here it is, or another one."""
    if disputes.versions(desk.db, "onlinecase", dispute.record).get(dispute.field):
        return values(desk, dispute)
    noted, cases = store.get(desk.db, OnlineCase, dispute.record), cases_of(desk, dispute)
    if noted is None or noted.verdict or not cases:
        return None
    options = [_being(desk, noted, case) for case in cases]
    apart = Option("", text("online.other"), name=text("online.other_name"))
    seen = noted if desk.may("read") else replace(noted, applicant_name=rights.MASK)
    return Question(
        dispute, cases[0], text("online.question"), text("disputes.kind.online"),
        text("online.about", number=noted.portal_number, name=seen.applicant_name,
             received=saying.value("result_date", noted.received) or text("case_page.empty_value"),
             stands=noted.stands or text("case_page.empty_value"), who=desk.officer_name(noted.by)),
        (*options, apart), partial(_decide_online, record=noted.id), text("online.result"), keeper=keeper(desk),
    )  # fmt: skip


def _decide_online(desk: Desk, hand: Hand, value: Any, reason: str, *, record: str) -> Change:
    return deciding.one_online(desk, hand, record, value, reason)


def _being(desk: Desk, noted: OnlineCase, case: Case) -> Option:
    """A case here that the noted one may be; below each fact what is different there."""
    here = rights.shown(case, desk.roles)
    facts = (
        ("user", "applicant_name", here.applicant_name, noted.applicant_name, case.applicant_name),
        ("identification-card", "applicant_id", here.applicant_id, noted.applicant_id, case.applicant_id),
        ("clock", "received_at", saying.value("received_at", case.received_at), noted.received, case.received_at[:10]),
        ("file", "procedure_name", case.procedure_name, noted.procedure_name, case.procedure_name),
    )
    lines = [("path", saying.capital(str(stage_label(case.stage))))]
    for icon, name, shown, there, own in facts:
        lines += [(icon, shown)] if shown else []
        lines += [("git-diff", text("online.there", value=_plain(desk, name, there)))] if there not in ("", own) else []
    return Option(case.id, text("online.same", number=case.number), more=tuple(lines), name=case.number)


def _plain(desk: Desk, field: str, value: str) -> str:
    if field in ("applicant_name", "applicant_id") and not desk.may("read"):
        return rights.MASK
    return saying.value("result_date" if field == "received_at" else field, value)
