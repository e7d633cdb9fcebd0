"""The portal's number of a case, bound to ours one to one, whenever it comes to be known (TT 03/2025/TT-VPCP)."""

from collections.abc import Iterable

from desk import Refused, numbers
from desk.cases import Case, field_label, said
from desk.record import Change, Edit


def portal_number(text: str) -> str:
    """The portal's number in `text` as it is stored. Raises Refused for anything else."""
    if (number := numbers.portal(text)) is None:
        raise Refused("work.not_a_portal_number", field="portal_number", value=text[:60])
    return number


def bind(
    case: Case, number: str, others: Iterable[Case], *, by: str, reason: str = "", in_conflict: Iterable[str] = ()
) -> Change:
    """Bind a portal number (of `portal_number`) to a case; `others` are the cases that hold it now.

    Raises Refused for a number that another case has, and for a second number without a reason.
    """
    require_free(case, number, others)
    if "portal_number" in set(in_conflict):
        raise Refused(
            "cases.settle_first", field="portal_number", name=field_label("portal_number"), number=case.number
        )
    if case.portal_number == number:
        raise Refused("work.bound_already", field="portal_number", portal_number=number, number=case.number)
    reason = said("reason", reason)
    if case.portal_number and not reason:
        raise Refused("work.bound_to_other", field="reason", number=case.number, portal_number=case.portal_number)
    return Change("bind", (Edit("case", case.id, {"portal_number": number}),), by, reason)


def require_free(case: Case, number: str, holders: Iterable[Case]) -> None:
    """Raise Refused, naming it, where another case holds the portal number."""
    for taken in (holder for holder in holders if holder.id != case.id):
        raise Refused("work.bound_elsewhere", field="portal_number", portal_number=number, number=taken.number)
