"""All that is known here of one case, read once for a screen: its records, its history and what is in conflict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desk import counter, history, store
from desk.cases import Case, CasePaper, Note
from desk.history import Line
from desk.procedures.procedure import Procedure
from desk.record import Version, precedence, rules
from sync import log
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


def read(desk: Desk, case_id: str) -> CaseFile | None:
    """The case of this record id; None where nothing of it has arrived."""
    case = store.get(desk.db, Case, case_id)
    if case is None:
        return None
    return CaseFile(
        case=case,
        papers=store.children(desk.db, CasePaper, case_id),
        notes=store.children(desk.db, Note, case_id),
        story=history.story(log.history(desk.db, case_id)),
        disputes=counter.versions(desk.db, case_id),
        unknown=_unknown(desk, case_id),
        procedure=pinned(desk, case),
        waits=bool(undelivered(desk, [case_id])),
    )


def _unknown(desk: Desk, case_id: str) -> dict[str, Any]:
    state, known = log.state_of(desk.db, case_id), rules(Case)
    if state is None:
        return {}
    newer = sorted(name for name in state.names() - known.keys() if state[name].live)
    return {name: max(state[name].live, key=precedence).value for name in newer}
