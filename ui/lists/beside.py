"""The chosen case beside the list: what it is, when it is due, what happened last, what to do next."""

from PySide6.QtCore import Qt, Signal

from desk import lists
from desk.lifecycle import stage_label
from desk.words import text
from sync.desk import Desk
from ui.cases import happened, saying
from ui.cases.actions import Actions
from ui.cases.casefile import CaseFile
from ui.cases.disputed import DisputeBanner
from ui.cases.fact import Fact
from ui.kit.button import Button
from ui.kit.empty_state import EmptyState
from ui.kit.layout import Pane, row
from ui.kit.scroll import scrolled
from ui.kit.text import Chip, Elided, Text
from ui.theme.tokens import RADIUS_CARD, STRONG

LAST = 4
_TIME = 46


class Beside(Pane):
    """`wanted(action)`, `opened()` for the whole page, `settle_wanted(field)`."""

    wanted = Signal(str)
    opened = Signal()
    settle_wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__("window", edges="l")
        self._desk = desk
        self._empty = EmptyState("tray", text("list.none_chosen"))
        self._full = Pane(None)
        self.next = Actions()
        self._summary = self._summed()
        foot = Pane(None, margins=(16, 8, 16, 12)).add(self.next)
        self._full.add((scrolled(self._summary), 1), foot)
        self.add(self._empty, self._full)
        self.next.wanted.connect(self.wanted)
        self.next.settle_wanted.connect(lambda: self.settle_wanted.emit("state"))
        self.show_case(None)

    def _summed(self) -> Pane:
        self._number, self._chip = Text("", "secondary", weight=STRONG, ink="text2"), Chip("", "wait")
        self._name, self._procedure = (
            Elided("", "title", weight=STRONG, lines=2),
            Elided("", "body", ink="text2", lines=2),
        )
        self._facts = {name: Fact(text(f"list.fact.{name}")) for name in ("due", "left", "stage", "received", "fee")}
        card = Pane("surface", radius=RADIUS_CARD, border="line_strong", margins=(14, 7, 14, 7))
        card.add(*self._facts.values())
        self._banner = DisputeBanner(self._desk)
        self._banner.settle_wanted.connect(self.settle_wanted)
        whole = Button(text("list.whole"), "link", size="small", height=32)
        whole.clicked.connect(self.opened)
        self._last = Pane(None, gap=0)
        pane = Pane(None, margins=(16, 14, 16, 8))
        pane.add(row(self._number, None, self._chip), 2, self._name, 2, self._procedure, 10, card, 10, self._banner, 6)
        return pane.add(row(Text(text("list.last"), "secondary", weight=STRONG), None, whole), self._last, None)

    def show_case(self, file: CaseFile | None, *, draft: bool = False) -> None:
        """Show that case, or that none is chosen, or a draft that has nothing to show yet."""
        self._empty.say(text("list.draft_chosen" if draft else "list.none_chosen"))
        self._empty.setVisible(file is None)
        self._full.setVisible(file is not None)
        if file is None:
            return
        case, now = file.case, self._desk.now()
        self._number.say(case.number)
        self._say_chip(file)
        self._name.say(case.applicant_name)
        self._procedure.say(case.procedure_name or case.procedure)
        halted = case.id in lists.suspended(self._desk.db, [case.id])
        due = saying.due(case, now, self._desk.calendar, halted=halted)
        self._facts["due"].say(saying.due_fully(case, now), ink=due.tone)
        left = text("list.suspended_chip") if halted else saying.left(case, now, self._desk.calendar)
        self._facts["left"].say(left)
        who = self._desk.officer_name(case.assignee) if case.assignee else ""
        stage = saying.capital(str(stage_label(case.stage)))
        self._facts["stage"].say(" · ".join(filter(None, (stage, who))))
        device = self._desk.device_name(file.story[0].entry.device) if file.story else ""
        at = saying.moment(case.received_at)
        self._facts["received"].say(", ".join(filter(None, (saying.when(at, now) if at else "", device))))
        self._facts["fee"].say(saying.fee(case))
        self._banner.show_case(file)
        self._show_last(file)
        self.next.show_case(file)

    def _say_chip(self, file: CaseFile) -> None:
        if file.disputes:
            values = max(len({repr(version.value) for version in held}) for held in file.disputes.values())
            self._chip.say(text("list.values", count=values), "conflict", icon="git-fork")
        elif file.waits:
            self._chip.say(text("list.undelivered"), "plain")
        self._chip.setVisible(bool(file.disputes) or file.waits)

    def _show_last(self, file: CaseFile) -> None:
        while (item := self._last.body.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        now = self._desk.now()
        for told in happened.tell(file.story[-LAST:], self._desk):
            line = Pane(None, across=True, gap=8, margins=(0, 4, 0, 4))
            when = Text(saying.briefly(told.at, now), "small", ink="text3")
            when.setFixedWidth(_TIME)
            said = Pane(None).add(Elided(told.who, "secondary", weight=STRONG))
            said.add(Elided(f"{told.deed} · {told.pc}", "small", ink="text2"))
            self._last.add(line.add((when, Qt.AlignmentFlag.AlignTop), (said, 1)))
