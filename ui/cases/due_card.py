"""The promise of a case: when it is due, what is left, and why that day; then what the clock and the portal say."""

from collections.abc import Iterator

from desk import counter
from desk.casework import clock
from desk.time.deadline_words import explain, state_limit
from desk.words import text
from sync.desk import Desk
from ui.cases import saying
from ui.cases.casefile import CaseFile
from ui.cases.fact import Fact
from ui.kit.layout import Pane, Rule
from ui.kit.text import Text
from ui.theme.tokens import RADIUS_CARD, STRONG


class DueCard(Pane):
    """A card with the due date as its largest text."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("surface", radius=RADIUS_CARD, border="line_strong", margins=(14, 10, 14, 8), gap=2)
        self._desk = desk
        self._lead = Text(text("case_page.due"), "secondary", ink="text3")
        self._at = Text("", "due", weight=STRONG)
        self._left = Text("", "secondary", ink="text2", wrap=True)
        self._why = Text("", "small", ink="text3", wrap=True)
        self._facts = {name: Fact(text(f"case_page.told.{name}")) for name in ("limit", "portal", "supplements")}
        self.add(self._lead, self._at, self._left, 2, self._why, 4, Rule(), 2, *self._facts.values())

    def show_case(self, file: CaseFile) -> None:
        """Show the promise of that case."""
        desk, case = self._desk, file.case
        now = desk.now()
        at = saying.moment(case.due_at)
        late = bool(at and at < now and saying.running(case))
        soon = bool(at and at.date() == now.date() and saying.running(case))
        self._at.say(saying.due_day(case, now), ink="late" if late else "soon" if soon else "text")
        left = saying.left(case, now, desk.calendar)
        before = (
            text("case_page.before", left=left, time=f"{at:%H:%M}")
            if at and saying.running(case) and not late
            else left
        )
        self._left.say(before, ink="late" if late else "text2")
        why = self._explained(file)
        self._why.say(why)
        self._why.setVisible(bool(why))
        for name, said in self._said(file):
            self._facts[name].say(said)

    def _explained(self, file: CaseFile) -> str:
        """Why that day, as long as the rule still gives it."""
        limit, received = file.procedure and file.procedure.limit, saying.moment(file.case.received_at)
        if not limit or not received:
            return file.procedure.limit_text if file.procedure else text("case_page.unknown_procedure")
        due = clock.counted(limit, received, self._desk.calendar, counter.waits_of(self._desk.db, file.case.id))
        return explain(due) if due.at.strftime(counter.TIME) == file.case.due_at else ""

    def _said(self, file: CaseFile) -> Iterator[tuple[str, str]]:
        limit = file.procedure and file.procedure.limit
        yield "limit", state_limit(limit) if limit else text("list.no_limit")
        yield "portal", file.case.portal_number or text("case_page.not_on_portal")
        asked = sum(line.entry.change.action == "ask_supplement" for line in file.story)
        allowed = limit.supplements_allowed if limit else None
        if allowed is None:
            yield "supplements", text("case_page.supplements", count=asked)
        else:
            yield "supplements", text("case_page.supplements_of", count=asked, left=max(0, allowed - asked))
