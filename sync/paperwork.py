"""The forms a desk prints for its cases: values from the records, the officer at work, this PC's signature."""

from collections.abc import Callable
from datetime import date, timedelta

from desk import Refused, cases, forms, store
from desk.cases import Case, CasePaper, Move
from desk.casework import apology, supplements, work
from desk.casework.apology import Extension
from desk.casework.clock import placed
from desk.casework.returning import Return
from desk.casework.steps import Leg
from desk.counter import Hand
from desk.procedures.procedure import Procedure
from desk.record import Change
from desk.words import Phrase
from sync import own
from sync.desk import Desk

SLIP, CONTROL, SLIP_COPIES = "01", "06", 2


def slip_pdf(desk: Desk, case: Case, size: str = "A5") -> bytes:
    """Form 01 of a case as PDF on A5 or A4. Raises Refused for an unknown size, Unusable for a missing font."""
    return forms.slip_pdf(slip(desk, case), size, sign=desk.keyring.signing.sign, templates=own.wording(desk))


def slip(desk: Desk, case: Case) -> forms.Slip:
    """What every form of a case says of it, made out by the officer at work."""
    return forms.slip_of(
        case,
        store.children(desk.db, CasePaper, case.id),
        office_name=desk.office.name or desk.office.code,
        procedure=pinned(desk, case),
        receiver=desk.officer.name,
        device=desk.device.id,
    )


def pinned(desk: Desk, case: Case) -> Procedure | None:
    """The procedure in the version the case was received under; None where this PC does not know it."""
    try:
        return desk.catalogue.get(case.procedure, case.procedure_version)
    except Refused:
        return None


def slip_printed(case: Case, hand: Hand) -> Change:
    """Record that the slip of a case was printed or saved as PDF."""
    return form_printed(case, SLIP, hand)


def form_printed(case: Case, form: str, hand: Hand) -> Change:
    """Record that a form of a case was printed or saved as PDF."""
    copies = 1 if form == CONTROL else SLIP_COPIES
    return cases.printed(case, form, copies=copies, now=hand.at, new_id=hand.new_id, by=hand.by)


def form_pdf(desk: Desk, case: Case, form: str, size: str = "A5") -> bytes:
    """A form of FORMS for a case, made from what its records say. `size` is A5 or A4; form 06 is always on A4.

    Raises Refused for a form that has no occasion, such as an apology where no new date was promised.
    """
    if form not in FORMS:
        raise Refused("work.no_such_form", field="form", form=form, known=", ".join(FORMS))
    return FORMS[form](desk, case, size)


def occasion(desk: Desk, case: Case, form: str) -> None:
    """Raise Refused where there is no occasion for a form of FORMS, saying what is missing."""
    if form == "04" and not store.children(desk.db, Extension, case.id):
        raise _no_occasion(form, case)
    if form in _TELLS_OF:
        _last(desk, case, form, *_TELLS_OF[form])


_TELLS_OF = {"02": ("ask_supplement",), "03": ("refuse",), "05": ("stop", "withdraw")}
"""The steps that a form tells of."""


def _supplement(desk: Desk, case: Case, size: str) -> bytes:
    asked = _last(desk, case, "02", *_TELLS_OF["02"])
    items, contact = supplements.items(asked), desk.officer.name
    return forms.supplement_pdf(
        slip(desk, case), items, at=asked.at, contact=contact, size=size, templates=own.wording(desk)
    )


def _refusal(desk: Desk, case: Case, size: str) -> bytes:
    refused = _last(desk, case, "03", *_TELLS_OF["03"])
    return forms.refusal_pdf(
        slip(desk, case), supplements.items(refused), at=refused.at, size=size, templates=own.wording(desk)
    )


def _apology(desk: Desk, case: Case, size: str) -> bytes:
    given = apology.last(store.children(desk.db, Extension, case.id))
    if given is None:
        raise _no_occasion("04", case)
    return forms.apology_pdf(
        slip(desk, case), was_due=given.was_due, new_due=given.due_at, reason=given.reason, at=given.at,
        contact=desk.officer.name, size=size, templates=own.wording(desk),
    )  # fmt: skip


def _stop(desk: Desk, case: Case, size: str) -> bytes:
    stopped = _last(desk, case, "05", *_TELLS_OF["05"])
    withdrawn = stopped.action == "withdraw"
    return forms.stop_pdf(
        slip(desk, case),
        reason=stopped.reason,
        stopped_at=stopped.at,
        withdrawn=withdrawn,
        at=stopped.at,
        size=size,
        templates=own.wording(desk),
    )


def _control(desk: Desk, case: Case, _: str) -> bytes:
    legs = work.legs(desk.db, case, pinned(desk, case), desk.calendar)
    holder = desk.officer_name(case.assignee) if case.assignee else ""
    passed = [_passed(desk, leg) for leg in legs]
    for given in store.children(desk.db, Return, case.id):
        passed.append(forms.Passed(holder, given.name, given.at))
    return forms.control_pdf(
        slip(desk, case), passed, holder=holder, stage=case.stage, at=desk.hand().at, templates=own.wording(desk)
    )


def _passed(desk: Desk, leg: Leg) -> forms.Passed:
    giver, taker = (desk.officer_name(id) for id in (leg.handover.giver, leg.handover.taker))
    name, hours = (leg.ended.name, leg.ended.hours) if leg.ended else ("", 0)
    return forms.Passed(giver, taker, leg.handover.at, name, hours, leg.kept, leg.handover.note)


def _last(desk: Desk, case: Case, form: str, *actions: str) -> Move:
    """The last step of a case that a form tells of. Raises Refused where there was none."""
    steps = [step for step in store.children(desk.db, Move, case.id) if step.action in actions]
    if not steps:
        raise _no_occasion(form, case)
    return max(steps, key=placed)


def _no_occasion(form: str, case: Case) -> Refused:
    missing = Phrase(f"work.missing.{form}")
    return Refused("work.no_occasion", field="form", form=form, number=case.number, missing=missing)


FORMS: dict[str, Callable[[Desk, Case, str], bytes]] = {
    SLIP: slip_pdf, "02": _supplement, "03": _refusal, "04": _apology, "05": _stop, CONTROL: _control
}  # fmt: skip
"""The forms of a case by number (TT 03/2025/TT-VPCP, Annex I)."""


def register_pdf(desk: Desk, first: date, last: date) -> tuple[bytes, int]:
    """Form 07, the register of the cases received on the days `first` to `last`, and how many they are.

    Raises Refused where the first day is later than the last.
    """
    entered = register_lines(desk, first, last)
    name = desk.office.name or desk.office.code
    pdf = forms.register_pdf(
        entered,
        office_name=name,
        first=first.isoformat(),
        last=last.isoformat(),
        at=desk.hand().at,
        templates=own.wording(desk),
    )
    return pdf, len(entered)


def register_lines(desk: Desk, first: date, last: date) -> list[forms.Entered]:
    """The lines of the register of those days, in the order of receiving. Raises Refused as `register_pdf` does."""
    if first > last:
        raise Refused("work.register_days", field="to", first=first.isoformat(), last=last.isoformat())
    span = [first.isoformat(), (last + timedelta(days=1)).isoformat()]
    found = store.select(
        desk.db, Case, "WHERE received_at >= ? AND received_at < ? ORDER BY received_at, number, id", span
    )
    within = "WHERE case_id IN (SELECT id FROM [case] WHERE received_at >= ? AND received_at < ?) ORDER BY at"
    returns = {each.case_id: each for each in store.select(desk.db, Return, within, span)}
    return [_entered(desk, case, returns.get(case.id)) for case in found]


def _entered(desk: Desk, case: Case, given: Return | None) -> forms.Entered:
    ours = case.competent_office == desk.office.code
    line = forms.slip_of(case, (), office_name=desk.office.name or desk.office.code)
    return forms.Entered(
        line, competent=desk.office.name if ours else case.competent_office, returned_at=case.returned_at,
        returned_to=case.returned_to, way=given.way if given else "", signed=bool(given and given.signed),
        stage=case.stage, note=case.void_reason,
    )  # fmt: skip
