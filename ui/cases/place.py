"""The place of cases: the list, and the page of one case over it. Esc goes back, the search at the top comes here."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from desk.lifecycle import ENDED, stage_label
from desk.lists.drafted import FAMILY
from desk.words import text
from ui.cases.case_page import CasePage
from ui.cases.casefile import CaseFile, read
from ui.cases.doing import Doing
from ui.cases.saying import capital
from ui.kit.button import Button
from ui.kit.pages import Pages
from ui.kit.text import Chip
from ui.lists.list_page import ListPage
from ui.places import Place
from ui.session import Session
from ui.shell.header import Heading
from ui.shell.keys import Keys
from ui.shell.window import Window

KEYS = ("F9", "F7", "F8", "Ctrl+P", "Ctrl+M", "Ctrl+E", "F6", "Ctrl+L", "Ctrl+B", "Ctrl+Shift+E", "Enter", "Esc")


class Cases(Place):
    """The list of cases and the page of one."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._window: Window | None = None
        self._heading: Heading | None = None
        self.doing = Doing(session, self)
        self.list, self.page = ListPage(session, self.doing), CasePage(session, self.doing)
        self._stack = Pages()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.page)
        self.add(self._stack)
        self.setFocusProxy(self.list)
        self._connect()

    def _connect(self) -> None:
        self.list.opened.connect(self._open)
        self.list.counted.connect(self._count)
        for asking in (self.list, self.page, self.doing):
            asking.settle_wanted.connect(self.settle_wanted)
        self.session.changed.connect(self._follow)
        self.session.syncing.told.connect(self._delivered)

    def move_in(self, window: Window, heading: Heading) -> None:
        """Take the window's search field and fill the header."""
        self._window, self._heading = window, heading
        self.doing.move_in(window)
        self.list.move_in(window)
        window.searched.connect(self._search)
        window.search_entered.connect(self._enter_results)
        if self._stack.currentWidget() is self.list:
            self.show_list()
        elif file := read(self.session.desk, self.page.case_id):
            self._head_case(file)

    def keys(self) -> Keys:
        """The keys of the list, or of the case on show."""
        if self._stack.currentWidget() is self.page:
            return self.page.keys()
        return [(key, text(f"list.keys.{key.replace('+', '').lower()}")) for key in KEYS]

    def _open(self, id: str) -> None:
        """Open what the list showed: a case, or a draft where it was begun."""
        if not id.startswith(FAMILY):
            self.show_case(id)
        elif id.partition("#")[0] == FAMILY + self.session.desk.by:
            self.draft_wanted.emit(id.removeprefix(FAMILY))
        else:
            self.doing.tell(text("list.draft_of_another"), tone="soon")

    def show_case(self, id: str) -> None:
        """Show the page of that case."""
        file = read(self.session.desk, id)
        if file is None:
            self.doing.tell(text("case_page.not_here"), tone="soon")
            return
        self.session.desk.audit("view", id)
        self.page.show_case(file)
        self._stack.setCurrentWidget(self.page)
        self.setFocusProxy(self.page)
        self.page.setFocus(Qt.FocusReason.OtherFocusReason)
        self._head_case(file)

    def show_list(self, view: str = "", scope: str = "") -> None:
        """Go back to the list, where it was left, or to that list of whose cases."""
        if view:
            self.list.show_view(view, scope)
        self._stack.setCurrentWidget(self.list)
        self.setFocusProxy(self.list)
        if self._heading:
            self._heading.say(text("list.title"), self.session.desk.office.name)
            self._heading.show_items(*self._receiving())
        if self._window and self._window.place() == "cases":
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _receiving(self) -> list[Button]:
        """The way to the counter, for whoever receives."""
        if not self.session.desk.may("receive"):
            return []
        receive = Button(text("list.receive"), icon="plus", key="F2")
        receive.clicked.connect(self._go_receive)
        return [receive]

    def _go_receive(self) -> None:
        if self._window:
            self._window.open("counter")

    def _head_case(self, file: CaseFile) -> None:
        if self._heading is None:
            return
        portal = file.case.portal_number
        subtitle = text("case_page.on_portal", number=portal) if portal else text("case_page.no_portal_number")
        self._heading.say(file.case.number, subtitle)
        tone = "wait" if file.case.stage in ENDED else "accent"
        chips = [Chip(capital(str(stage_label(file.case.stage))), tone)]
        if file.disputes:
            values = max(len({repr(version.value) for version in held}) for held in file.disputes.values())
            chips.append(Chip(text("list.values", count=values), "conflict", icon="git-fork"))
        back = Button(text("case_page.back"), "quiet", icon="arrow-left", key="Esc", bind=False)
        back.clicked.connect(self.show_list)
        again = Button(text("case_page.print"), icon="printer", key="Ctrl+P")
        again.clicked.connect(lambda: self.doing.do("print", self.page.case_id))
        self._heading.show_items(*chips, back, again)

    def _search(self, written: str) -> None:
        if self._window is None:
            return
        if written.strip() and self._window.place() != "cases":
            field = self._window.header.search
            self._window.open("cases")
            field.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._stack.currentWidget() is not self.list:
            self._stack.setCurrentWidget(self.list)
            self.show_list()
            self._window.header.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.list.search(written)

    def _enter_results(self) -> None:
        if self._window and self._window.place() == "cases":
            self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _delivered(self, delivery: object) -> None:
        self._follow(set())

    def _follow(self, touched: set[tuple[str, str]]) -> None:
        self.doing.follow(touched)
        self.list.follow()
        concerned = self._stack.currentWidget() is self.page and (not touched or ("case", self.page.case_id) in touched)
        if concerned and (file := read(self.session.desk, self.page.case_id)):
            self.page.show_case(file)
            self._head_case(file)

    def _count(self, counts: dict[str, int]) -> None:
        if self._window:
            self._window.count("cases", counts["late"])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._stack.currentWidget() is self.page:
            self.show_list()
        elif event.key() == Qt.Key.Key_Escape and self.list.table.rows.asked.search and self._window:
            self._window.header.search.set_text("")
            self.list.search("")
        elif event.key() != Qt.Key.Key_Escape or not self.list.leave_day():
            super().keyPressEvent(event)
