"""The page of one case: what it is, its history, and what to do next. Follows the log while it is open."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent

from desk.words import text
from sync.desk import local
from ui.cases import happened
from ui.cases.actions import Actions
from ui.cases.casefile import CaseFile
from ui.cases.disputed import DisputeBanner
from ui.cases.doing import Doing
from ui.cases.due_card import DueCard
from ui.cases.facts import Facts
from ui.cases.history_list import HistoryList
from ui.cases.saying import when
from ui.cases.stages import steps
from ui.kit.button import Button
from ui.kit.layout import Pane, row
from ui.kit.scroll import scrolled
from ui.kit.segmented import Segmented
from ui.kit.step_line import StepLine
from ui.kit.text import Icon, Text
from ui.session import Session
from ui.theme.tokens import STRONG

LEFT, RIGHT = (346, 300), (300, 280)  # wide, narrow
_NARROW = 1120


class CasePage(Pane):
    """Shows a `CaseFile`; what is wanted of it is done by `doing`."""

    settle_wanted = Signal(str, str)

    def __init__(self, session: Session, doing: Doing) -> None:
        super().__init__("surface", across=True)
        self._session, self._doing = session, doing
        self._file: CaseFile | None = None
        self._facts = Facts(session.desk)
        self._steps, self.history = StepLine(), HistoryList()
        self._due, self.banner, self.next = DueCard(session.desk), DisputeBanner(session.desk), Actions()
        self._left, self._right = self._what(), self._ahead()
        self.add(self._left, (self._told(), 1), self._right)
        self.setFocusProxy(self.history)
        self._connect()

    def _connect(self) -> None:
        self.next.wanted.connect(self._do)
        self.next.settle_wanted.connect(lambda: self._settle("state"))
        self.banner.settle_wanted.connect(self._settle)
        self._facts.settle_wanted.connect(self._settle)
        self._facts.corrected.connect(lambda field: self._do("edit", field))

    def _what(self) -> Pane:
        note = Button(text("case_page.extra.note"), icon="note", key="Ctrl+M")
        edit = Button(text("case_page.extra.edit"), "quiet", icon="pencil-simple", key="Ctrl+E")
        note.clicked.connect(lambda: self._do("note"))
        edit.clicked.connect(lambda: self._do("edit"))
        pane = Pane("sunken", edges="r")
        return pane.add((scrolled(self._facts), 1), row(note, None, edit, margins=(16, 6, 10, 10)))

    def _told(self) -> Pane:
        kinds = [(kind, text(f"case_page.kind.{kind}")) for kind in happened.KINDS]
        self._kinds = Segmented(kinds, name=text("case_page.history"), size="small")
        self._kinds.changed.connect(self.history.narrow)
        self._sealed = Text("", "small", ink="text3", wrap=True)
        title = Text(text("case_page.history"), "section", weight=STRONG)
        pane = Pane("surface", margins=(20, 14, 12, 10))
        pane.add(self._steps, 6, row(title, None, self._kinds), 6, (self.history, 1), 6)
        return pane.add(row(Icon("shield-check", 16, "ok"), (self._sealed, 1)))

    def _ahead(self) -> Pane:
        upper = Pane(None, gap=12, margins=(16, 14, 16, 8)).add(self._due, self.banner, None)
        pane = Pane("window", edges="l")
        return pane.add((scrolled(upper), 1), Pane(None, margins=(16, 8, 16, 12)).add(self.next))

    def show_case(self, file: CaseFile) -> None:
        """Show that case, or the same as it is now."""
        other = self._file is None or self._file.case.id != file.case.id
        self._file = file
        if other:
            self._kinds.choose("all")
        desk = self._session.desk
        self._facts.show_case(file)
        self._steps.show_steps(steps(file))
        self.history.show_lines(happened.tell(file.story, desk), desk.now())
        if other:
            self.history.scrollToTop()
        self._due.show_case(file)
        self.banner.show_case(file)
        self.next.show_case(file)
        self._sealed.say(self._seal(file))

    def _seal(self, file: CaseFile) -> str:
        confirmed = self._session.syncing.delivery.confirmed_at
        if confirmed is None:
            return text("case_page.never_delivered")
        key = "case_page.partly_delivered" if file.waits else "case_page.delivered"
        return text(key, time=when(local(confirmed), self._session.desk.now()))

    @property
    def case_id(self) -> str:
        """The record id of the case on show, "" before the first."""
        return self._file.case.id if self._file else ""

    def _do(self, name: str, field: str = "") -> None:
        self._doing.do(name, self.case_id, field)

    def _settle(self, field: str) -> None:
        self.settle_wanted.emit(self.case_id, field)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < _NARROW
        self._left.setFixedWidth(LEFT[narrow])
        self._right.setFixedWidth(RIGHT[narrow])
