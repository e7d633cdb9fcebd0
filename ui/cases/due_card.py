"""The promise of a case: when it is due, what is left, and why that day; then what the clock and the portal say."""

from collections.abc import Iterator

from desk import counter
from desk.casework import apology, clock, supplements
from desk.time.deadline_words import explain, state_limit
from desk.time.deadlines import Due
from desk.words import text
from sync.desk import Desk
from ui.cases import saying
from ui.cases.casefile import CaseFile
from ui.cases.fact import Fact
from ui.counter.due_card import strip
from ui.kit.day_strip import DayStrip
from ui.kit.layout import Pane, Rule
from ui.kit.text import Elided, Text
from ui.theme.tokens import RADIUS_CARD, STRONG

TOLD = ("promised", "waits", "closes", "limit", "portal", "supplements")
"""The facts below the date, in their order; those that say nothing of a case are left out."""


class DueCard(Pane):
    """A card with the due date as its largest text."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("surface", radius=RADIUS_CARD, border="line_strong", margins=(12, 8, 12, 6), gap=2)
        self._desk = desk
        self._lead = Text(text("case_page.due"), "secondary", ink="text3")
        self._at = Text("", "due", weight=STRONG)
        self._left = Text("", "secondary", ink="text2", wrap=True)
        self._why = Elided("", "small", ink="text3", lines=2)
        self._facts = {name: Fact(text(f"case_page.told.{name}")) for name in TOLD}
        self._strip = DayStrip()
        whole = (self._lead, self._at, self._left, 4, self._strip, 2, self._why, 4, Rule(), 2)
        self.add(*whole, *self._facts.values())

    def show_case(self, file: CaseFile) -> None:
        """Show the promise of that case."""
        desk, case = self._desk, file.case
        now = desk.now()
        at = saying.moment(case.due_at)
        late = bool(at and at < now and saying.running(case))
        soon = bool(at and at.date() == now.date() and saying.running(case))
        self._at.say(saying.due_day(case, now), ink="late" if late else "soon" if soon else "text")
        halted = bool(clock.standing(file.about.suspensions))
        left = text("casework.suspended") if halted else saying.left(case, now, desk.calendar)
        today = at is not None and at.date() == now.date()
        counts = at is not None and not today and not halted and saying.running(case)
        before = text("case_page.before", time=f"{at:%H:%M}") if counts else ""
        self._left.say(", ".join(filter(None, (left, before))), ink="late" if late else "soon" if halted else "text2")
        self._explain(file)
        told = dict(self._said(file))
        for name, fact in self._facts.items():
            fact.setVisible(name in told)
            fact.say(told.get(name, ""), ink="soon" if name in ("waits", "promised", "closes") else "text")

    def _explain(self, file: CaseFile) -> None:
        """Why that day: day by day as long as the rule still gives it, else in words."""
        due = self._counted(file)
        self._strip.setVisible(due is not None)
        if due:
            self._strip.show_days(strip(due), explain(due))
        why = explain(due) if due else self._unexplained(file)
        self._why.say(why)
        self._why.setVisible(bool(why))

    def _counted(self, file: CaseFile) -> Due | None:
        limit, received = file.procedure and file.procedure.limit, saying.moment(file.case.received_at)
        if not limit or not received:
            return None
        waits = clock.waits(file.about.moves, file.about.suspensions)
        due = clock.counted(limit, received, self._desk.calendar, waits)
        return due if due.at.strftime(counter.TIME) == file.case.due_at else None

    def _unexplained(self, file: CaseFile) -> str:
        if file.procedure is None:
            return text("case_page.unknown_procedure")
        if given := apology.last(file.about.extensions):
            return text("casework.promised_because", reason=given.reason)
        return "" if file.procedure.limit else file.procedure.limit_text

    def _said(self, file: CaseFile) -> Iterator[tuple[str, str]]:
        yield from self._waited(file)
        limit = file.procedure and file.procedure.limit
        if limit is None or self._strip.isHidden():
            yield "limit", state_limit(limit) if limit else text("list.no_limit")
        if file.case.portal_number:
            yield "portal", file.case.portal_number
        asked = len(supplements.asked(file.about.moves))
        allowed = limit.supplements_allowed if limit else None
        if allowed is None:
            yield "supplements", text("case_page.supplements", count=asked)
        else:
            yield "supplements", text("case_page.supplements_of", count=asked, left=max(0, allowed - asked))

    def _waited(self, file: CaseFile) -> Iterator[tuple[str, str]]:
        """What moved or holds the date: an apology, the wait under way, until when it may last."""
        now, about = self._desk.now(), file.about
        if given := apology.last(about.extensions):
            was = saying.moment(given.was_due)
            yield "promised", f"{was:%d/%m/%Y}" if was else given.was_due
        for wait in clock.waits(about.moves, about.suspensions):
            if wait.ended is None:
                yield "waits", text("casework.since", time=saying.when(wait.begun, now))
        limit = file.procedure and file.procedure.limit
        if closes := supplements.closes_at(file.case, limit or None, about.moves, self._desk.calendar):
            yield "closes", f"{closes:%d/%m/%Y}"
