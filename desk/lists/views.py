"""The lists there are: which cases each shows, in which orders, under which headings. SQL conditions; reads nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from desk.casework.still import STILL, SUSPENDED
from desk.lifecycle import ENDED, OPEN, WAITING, Stage

LONG_STILL = 5
"""Working days without a movement after which a case raises itself."""

ALIKE_WITHIN = 30
"""Days between two cases of one person for one procedure within which they may be the same matter."""

LATELY = 7
"""Days that a returned case stays among those returned lately."""


@dataclass(frozen=True)
class View:
    """A list by name: its condition, its first order, and the time by which its newest come first.

    `history` lists reach into all that ever was: nobody waits for their exact length while working.
    """

    name: str
    where: str
    order: str = "due"
    newest: str = "received"
    history: bool = False


def stages(*names: str) -> str:
    """SQL that holds for cases in one of these stages."""
    return f"stage IN ({', '.join(repr(str(name)) for name in names)})"


VOID = "id IN (SELECT id FROM [case] WHERE void_reason != '')"
"""SQL that holds for cases out of use, such as one that was the same as another."""

_OURS = stages(*(stage for stage in OPEN if stage not in WAITING and stage is not Stage.DONE))
RUNNING = f"{_OURS} AND NOT {SUSPENDED} AND NOT {VOID}"
"""SQL that holds while the clock runs against the office."""

OPENED = f"{stages(*OPEN)} AND NOT {VOID}"

_ALIKE = (
    f"{OPENED} AND id IN (SELECT mine.id FROM [case] AS mine INDEXED BY idx_case_open_person "
    f"WHERE mine.{stages(*OPEN)} AND mine.applicant_id != '' AND EXISTS (SELECT 1 FROM [case] AS other "
    "WHERE other.applicant_id = mine.applicant_id AND other.procedure = mine.procedure AND other.applicant_id != '' "
    f"AND other.received_at >= date(mine.received, '-{ALIKE_WITHIN} days') "
    f"AND other.received_at < date(mine.received, '+{ALIKE_WITHIN + 1} days') "
    f"AND other.id != mine.id AND other.void_reason = '' AND other.{stages(*OPEN, Stage.RETURNED)}))"
)

VIEWS: Mapping[str, View] = {
    view.name: view
    for view in (
        View("open", OPENED),
        View("late", f"{RUNNING} AND due != '' AND due < :now"),
        View("today", f"{RUNNING} AND due >= :now AND due < :tomorrow"),
        View("soon", f"{RUNNING} AND due >= :tomorrow AND due < :soon"),
        View("waiting", f"{stages(*sorted(WAITING))} AND NOT {VOID}"),
        View("suspended", f"{OPENED} AND {SUSPENDED}"),
        View("ready", f"{stages(Stage.DONE)} AND NOT {VOID}"),
        View("still", f"{STILL} AND NOT {VOID}"),
        View("undelivered", "id IN (SELECT id FROM undelivered)", "new"),
        View("alike", _ALIKE, "new"),
        View("conflict", "id IN (SELECT id FROM conflict WHERE kind = 'case')"),
        View("lately", f"{stages(Stage.RETURNED)} AND returned >= :lately AND returned != ''", "new", "returned"),
        View("ended", f"+{stages(*sorted(ENDED))}", "new", history=True),  # nearly all: read in order, not by stage
        View("all", "1", "new", history=True),
    )
}
"""Every list of cases there is."""

ORDERS = {"due": "due, id", "new": "{newest} DESC, id DESC"}
"""The orders a list can be read in: by due time, those without one first; or the newest first."""

GROUPS: Mapping[str, Mapping[str, str]] = {
    "due": {
        "late": f"{RUNNING} AND due != '' AND due < :now",
        "today": "due >= :now AND due < :tomorrow",
        "week": "due >= :tomorrow AND due < :next_week",
        "later": "due >= :next_week",
        "halted": f"(NOT ({_OURS}) OR {SUSPENDED} OR {VOID}) AND due != '' AND due < :now",
        "undated": "due = ''",
    },
    "new": {
        "new_today": "{newest} >= :today",
        "new_week": "{newest} >= :monday AND {newest} < :today",
        "new_before": "{newest} < :monday",
    },
}
"""The parts of a list by order, one after the other; every case is in exactly one. `halted`: past due, not by us."""
