"""The forms a desk prints for its cases: values from the records, the officer at work, this PC's signature."""

from desk import Refused, cases, forms, store
from desk.cases import Case, CasePaper
from desk.counter import Hand
from desk.procedures import Procedure
from desk.record import Change
from sync.desk import Desk

SLIP, SLIP_COPIES = "01", 2


def slip_pdf(desk: Desk, case: Case, size: str = "A5") -> bytes:
    """Form 01 of a case as PDF on A5 or A4. Raises Refused for an unknown size, Unusable for a missing font."""
    return forms.slip_pdf(slip(desk, case), size, sign=desk.keyring.signing.sign)


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
    return cases.printed(case, SLIP, copies=SLIP_COPIES, now=hand.at, new_id=hand.new_id, by=hand.by)
