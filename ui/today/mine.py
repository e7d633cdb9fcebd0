"""The officer's own list: how many are late, due today, ready, waiting or gone quiet, and the cases that press most.

Counts and first pages only: an office of 100,000 cases reads as much as one of ten.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desk import lists
from desk.cases import Case
from desk.lifecycle import stage_label
from desk.lists import Narrowed
from desk.procedures.money_words import grouped
from desk.words import text
from sync.desk import Desk
from ui.cases import saying
from ui.kit.two_line_list import Entry, Heading

PRESSING = ("late", "today")
QUIETER = ("ready", "waiting", "still")
SOON = "soon"
"""What presses next, shown where nothing is late or due today."""

ICONS = {"late": "warning-circle", "today": "clock", "ready": "package", "waiting": "pause-circle",
         "still": "circle-dashed"}  # fmt: skip
_TONES = {"late": "late", "today": "soon"}
MOST, NAMED = 8, 3
"""Cases of a list that are shown; people of a list who are named."""


@dataclass(frozen=True)
class Mine:
    """How many cases each list holds, and the first of each; `scope` is whose they are."""

    scope: str
    counts: Mapping[str, int]
    first: Mapping[str, Sequence[Case]]


def read(desk: Desk, scope: str) -> Mine:
    """The officer's list as it is now."""
    now, narrowed = desk.now(), Narrowed(scope, desk.by, desk.device.id)
    counts = {
        view: lists.count(desk.db, view, now, narrowed=narrowed, calendar=desk.calendar)
        for view in (*PRESSING, *QUIETER)
    }
    shown = {view: MOST if view in PRESSING else NAMED for view, count in counts.items() if count}
    if not any(view in shown for view in PRESSING):
        shown[SOON] = MOST
    first = {
        view: lists.page(desk.db, view, now, order="due", limit=limit, narrowed=narrowed, calendar=desk.calendar)
        for view, limit in shown.items()
    }
    return Mine(scope, counts, first)


def list_rows(desk: Desk, mine: Mine) -> list[Entry]:
    """A row for each list: its key, how many it holds, and what stands out of it."""
    return [
        Entry(
            view,
            text(f"list.view.{view}"),
            _standing_out(desk, mine, view),
            grouped(count),
            icon=ICONS[view],
            tone=_TONES.get(view, "text2") if count else "text3",
        )
        for view, count in mine.counts.items()
    ]


def _standing_out(desk: Desk, mine: Mine, view: str) -> str:
    cases = mine.first.get(view, ())
    if not cases:
        return text(f"today.none.{view}")
    if view in PRESSING:
        return text(f"today.first.{view}", due=saying.due(cases[0], desk.now(), desk.calendar).words)
    names = ", ".join(case.applicant_name or case.number for case in cases)
    more = mine.counts[view] - len(cases)
    return text("today.and_more", names=names, count=grouped(more)) if more > 0 else names


def case_rows(desk: Desk, mine: Mine) -> list[Entry | Heading]:
    """The cases that press most, under the list they stand in; the key of a case is its record id."""
    found: list[Entry | Heading] = []
    for view in (*PRESSING, SOON):
        if cases := mine.first.get(view):
            count = mine.counts.get(view, 0)
            shown = min(count, len(cases))
            key = "today.part_more" if count > shown else "today.part"
            found.append(Heading(text(key, name=text(f"list.view.{view}"), shown=shown, count=grouped(count))))
            found += [_case(desk, case) for case in cases]
    return found


def _case(desk: Desk, case: Case) -> Entry:
    due = saying.due(case, desk.now(), desk.calendar)
    who = desk.officer_name(case.assignee) if case.assignee else ""
    stage = saying.capital(str(stage_label(case.stage)))
    about = f"{case.number} · {case.procedure_name or case.procedure}"
    tone = due.tone if due.tone in ("late", "soon") else "text2"
    return Entry(case.id, case.applicant_name, about, due.words, who or stage, tone=tone)
