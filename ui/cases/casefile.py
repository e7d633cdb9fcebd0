"""All that is known here of one case, read once for a screen: records, history, conflicts, and what may be done now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desk import counter, history, store
from desk.cases import Case, CasePaper, Note
from desk.casework import offers, work
from desk.casework.returning import Return
from desk.casework.steps import Leg
from desk.history import Line
from desk.procedures.procedure import Procedure
from desk.record import Version, precedence, rules
from desk.scans import scanning
from desk.scans.scan import Scan
from sync import log, undo
from sync.delivery import undelivered
from sync.desk import Desk
from sync.paperwork import pinned


@dataclass(frozen=True)
class CaseFile:
    """One case as this PC has it now."""

    case: Case
    papers: Sequence[CasePaper]
    notes: Sequence[Note]
    story: Sequence[Line]
    """Oldest first."""
    disputes: Mapping[str, Sequence[Version]]
    """The fields in conflict with their versions, oldest first."""
    unknown: Mapping[str, Any]
    """Fields that a newer version of the program wrote, as they stand."""
    procedure: Procedure | None
    waits: bool
    """Whether the server has not signed for all that this PC wrote about it."""
    about: offers.About
    """Where it stands and what was done to it, as `desk.casework.offers` is asked by who works here."""
    legs: Sequence[Leg]
    """Its way from officer to officer, as the control sheet tells it."""
    holder: str
    """The name of who holds it, "" before anybody was named."""
    returns: Sequence[Return]
    scans: Sequence[Scan]
    """In their order."""
    last: Line | None
    """The action that undoing would take back."""

    def why_not(self, action: str) -> str:
        """Why who works here may not do that now, in words; "" where nothing stands against it."""
        return str(offers.why_not(self.about, action) or "")


def read(desk: Desk, case_id: str) -> CaseFile | None:
    """The case of this record id; None where nothing of it has arrived."""
    case = store.get(desk.db, Case, case_id)
    if case is None:
        return None
    procedure, entries = pinned(desk, case), log.history(desk.db, case_id)
    return CaseFile(
        case=case,
        papers=store.children(desk.db, CasePaper, case_id),
        notes=store.children(desk.db, Note, case_id),
        story=history.story(entries),
        disputes=counter.versions(desk.db, case_id),
        unknown=_unknown(desk, case_id),
        procedure=procedure,
        waits=bool(undelivered(desk, [case_id])),
        about=work.asked(desk.db, case, procedure, desk.calendar, desk.now(), by=desk.by, roles=desk.roles),
        legs=work.legs(desk.db, case, procedure, desk.calendar),
        holder=desk.officer_name(case.assignee) if case.assignee else "",
        returns=store.children(desk.db, Return, case_id),
        scans=scanning.of_case(desk.db, case_id),
        last=undo.last(entries),
    )


def _unknown(desk: Desk, case_id: str) -> dict[str, Any]:
    state, known = log.state_of(desk.db, "case", case_id), rules(Case)
    if state is None:
        return {}
    newer = sorted(name for name in state.names() - known.keys() if state[name].live)
    return {name: max(state[name].live, key=precedence).value for name in newer}
