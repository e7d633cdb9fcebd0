"""What waits for a decision, put as one question with its possible answers, whatever kind it is. Draws nothing.

The screen knows questions only: a field with several values, a case received twice, a proposal to agree to and an
objection to answer are all chosen, reasoned and settled alike.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from desk import store
from desk.cases import ACCEPTED, Case, field_label
from desk.counter import Hand
from desk.lifecycle import STEP, stage_label
from desk.officers import rights
from desk.officers.officer import Account, Duty, Officer
from desk.reconcile import disputes, suggestion
from desk.reconcile.deciders import care_of
from desk.reconcile.disputes import Dispute, Kind
from desk.reconcile.kept import Objection, OnlineCase, Overruled, Proposal, Settlement
from desk.reconcile.twins import KEPT_APART
from desk.record import Change, Version
from desk.words import known, text
from sync.desk import Desk
from sync.reconcile import deciding, guard
from sync.reconcile.contest import Contender, Contest, Origin, contest
from ui.cases import saying

Decide = Callable[[Desk, Hand, Any, str], Change]
"""Makes the decision: the value chosen or written, and the reason."""


@dataclass(frozen=True)
class Option:
    """One answer: the value it hands on, how it reads, where it comes from, and further lines (icon, words) beside it.

    `name` is what the button calls it; `reasoned` whether it takes a reason in writing.
    """

    value: Any
    said: str
    origins: tuple[Origin, ...] = ()
    more: tuple[tuple[str, str], ...] = ()
    name: str = ""
    reasoned: bool = True


@dataclass(frozen=True)
class Question:
    """One thing to decide. `own` is the field of which another value may be written, "" for none.

    `versions` tell whether it is still the same question. `keeper` says, in words, who may decide where the one who
    asks may not, and `two` that a second officer has to agree.
    """

    dispute: Dispute
    case: Case | None
    title: str
    chip: str
    about: str
    options: tuple[Option, ...]
    decide: Decide
    label: str = ""
    ancestor: Contender | None = None
    own: str = ""
    versions: tuple[Version, ...] = ()
    suggested: tuple[int, str] | None = None
    keeper: str = ""
    two: bool = False

    @property
    def key(self) -> str:
        """What it is called in the list."""
        return self.dispute.key


def question(desk: Desk, dispute: Dispute) -> Question | None:
    """The question as it stands now; None when it was answered meanwhile."""
    if dispute.about or dispute.kind in (Kind.TWICE, Kind.BOUND, Kind.ONLINE):
        return _ASKED[dispute.kind](desk, dispute)
    return _register(desk, dispute)


def _register(desk: Desk, dispute: Dispute) -> Question | None:
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
    values = [contender.value for contender in now.contenders]
    found = suggestion.suggest(now.field, values, vars(now.case) if now.case else {})
    return (values.index(found.value), text(f"disputes.suggested.{found.reason}")) if found else None


def _twice(desk: Desk, dispute: Dispute) -> Question | None:
    if disputes.versions(desk.db, "twins", dispute.record):
        return _register(desk, dispute)
    held = disputes.verdict(desk.db, *dispute.cases)
    cases = _cases(desk, dispute)
    if (held and held.verdict) or len(cases) != 2:
        return None
    pairs = ((cases[0], cases[1]), (cases[1], cases[0]))
    options = [_keeping(desk, kept, gone) for kept, gone in pairs]
    apart = Option("", text("reconcile.both"), name=text("reconcile.both_name"))
    return Question(
        dispute, cases[0], text("reconcile.twice"), text("reconcile.twice_chip"), text("reconcile.about_twice"),
        (*options, apart), partial(_decide_twice, ids=dispute.cases), text("reconcile.twice_result"),
        keeper=_keeper(desk),
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


def _online(desk: Desk, dispute: Dispute) -> Question | None:
    if disputes.versions(desk.db, "onlinecase", dispute.record).get(dispute.field):
        return _register(desk, dispute)
    noted, cases = store.get(desk.db, OnlineCase, dispute.record), _cases(desk, dispute)
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
        (*options, apart), partial(_decide_online, record=noted.id), text("online.result"), keeper=_keeper(desk),
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


def _bound(desk: Desk, dispute: Dispute) -> Question | None:
    cases = [case for case in _cases(desk, dispute) if case.portal_number == dispute.about and not case.void_reason]
    if len(cases) < 2:
        return None
    options = tuple(
        Option(case.id, f"{case.number} · {case.applicant_name}", more=(("file", case.procedure_name),),
               name=case.number) for case in cases
    )  # fmt: skip
    return Question(
        dispute, cases[0], text("reconcile.bound", number=dispute.about), text("disputes.kind.bound"),
        text("reconcile.about_bound"), options, _release, text("reconcile.bound_result"), keeper=_keeper(desk),
    )  # fmt: skip


def _release(desk: Desk, hand: Hand, value: Any, reason: str) -> Change:
    return deciding.release_number(desk, hand, value, reason)


def _cases(desk: Desk, dispute: Dispute) -> list[Case]:
    return [case for id in dispute.cases if (case := store.get(desk.db, Case, id))]


def _keeper(desk: Desk) -> str:
    """Who decides what the law is concerned with, where the one who asks may not."""
    policy = disputes.policy(desk.db)
    allowed = policy.may("law", desk.roles, author=False, assignee=False)
    return "" if allowed else policy.names("law")


def _objection(desk: Desk, dispute: Dispute) -> Question | None:
    asked = store.get(desk.db, Objection, dispute.about)
    settled = store.get(desk.db, Settlement, asked.settlement) if asked else None
    if asked is None or settled is None or asked.answer:
        return None
    matter = disputes.matter(desk.db, settled.kind, settled.record, settled.field)
    lost = [each.value for each in store.select(desk.db, Overruled, "WHERE settlement = ?", [settled.id])]
    values = dict.fromkeys([matter.displayed, *(_typed(each, matter.displayed) for each in lost)])
    return Question(
        dispute, _first(desk, dispute), label(settled.field), text("disputes.kind.objection"),
        text("reconcile.about_objection", who=desk.officer_name(asked.by), words=asked.text),
        tuple(Option(value, told(desk, settled.field, value)) for value in values),
        partial(_answer, id=asked.id), label(settled.field), keeper=_keeper(desk),
    )  # fmt: skip


def _answer(desk: Desk, hand: Hand, value: Any, reason: str, *, id: str) -> Change:
    return deciding.answer(desk, hand, id, value, reason)


def _typed(value: str, like: Any) -> Any:
    return int(value or 0) if isinstance(like, int) else value


def _proposal(desk: Desk, dispute: Dispute) -> Question | None:
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
        dispute, _first(desk, dispute), label(proposed.field), text("disputes.kind.proposal"),
        text("reconcile.about_proposal", who=desk.officer_name(proposed.by), reason=proposed.reason),
        (decline,) if own else (agree, decline), partial(_second, id=proposed.id), label(proposed.field),
    )  # fmt: skip


def _second(desk: Desk, hand: Hand, value: Any, reason: str, *, id: str) -> Change:
    return deciding.agree(desk, hand, id) if value == "agree" else deciding.decline(desk, hand, id, reason)


def _lost(desk: Desk, dispute: Dispute) -> Question | None:
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
        dispute, _first(desk, dispute), label(lost.field), text("disputes.kind.lost"), words, (known_, ask),
        partial(_told, id=lost.id), label(lost.field),
    )  # fmt: skip


def _told(desk: Desk, hand: Hand, value: Any, reason: str, *, id: str) -> Change:
    return deciding.heard(desk, hand, id) if value == "heard" else deciding.object_to(desk, hand, id, reason)


def _mass(desk: Desk, dispute: Dispute) -> Question | None:
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


def _first(desk: Desk, dispute: Dispute) -> Case | None:
    return next(iter(_cases(desk, dispute)), None)


_ASKED: dict[Kind, Callable[[Desk, Dispute], Question | None]] = {
    Kind.TWICE: _twice, Kind.BOUND: _bound, Kind.OBJECTION: _objection, Kind.PROPOSAL: _proposal, Kind.LOST: _lost,
    Kind.MASS: _mass, Kind.ONLINE: _online,
}  # fmt: skip


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
    if case := _first(desk, dispute):
        return f"{case.number} · {rights.shown(case, desk.roles).applicant_name}"
    if dispute.kind is Kind.MASS:
        return desk.device_name(dispute.about)
    record = store.KINDS.get(dispute.record_kind)
    held = store.get(desk.db, record, dispute.record) if record else None
    if isinstance(held, Duty | Account):
        return desk.officer_name(held.officer)
    return held.name if isinstance(held, Officer) else dispute.record
