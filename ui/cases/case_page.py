"""The page of one case: what it is, its way and history, its scans, what to do next. Follows the log while open."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget

from desk.words import text
from sync.desk import local
from sync.scans.standing import standing
from ui.books.entry import BookEntry
from ui.cases import happened
from ui.cases.actions import Actions
from ui.cases.casefile import CaseFile, read
from ui.cases.disputed import DisputeBanner
from ui.cases.doing import Doing
from ui.cases.due_card import DueCard
from ui.cases.facts import Facts
from ui.cases.history_list import HistoryList
from ui.cases.saying import when
from ui.cases.stages import way
from ui.casework.others import Others
from ui.casework.scans_pane import ScansPane
from ui.casework.undo_line import UndoLine
from ui.casework.way import Way
from ui.kit.button import Button
from ui.kit.layout import Pane, row
from ui.kit.scroll import scrolled
from ui.kit.segmented import Segmented
from ui.kit.text import Icon, Text
from ui.session import Session
from ui.shell.keys import Keys
from ui.theme.tokens import STRONG

LEFT, RIGHT = (346, 300), (318, 280)  # wide, narrow
_TIGHT, _NARROW, _SPACIOUS = 1000, 1120, 1500
_SCANS = 360

KEYS = (
    "F9", "F7", "F8", "Ctrl+T", "Ctrl+G", "Ctrl+Shift+G", "Ctrl+K", "Ctrl+U", "Ctrl+H", "Ctrl+B", "Ctrl+E", "Ctrl+M",
    "Ctrl+N", "Ctrl+S", "Ctrl+O", "Ctrl+P", "Ctrl+Shift+P", "Ctrl+L", "Ctrl+Z", "Esc",
)  # fmt: skip
CORRECTED_BY = {"assignee": "allot", "portal_number": "bind"}
"""The fields that an action of their own changes; all others are corrected."""


class CasePage(Pane):
    """Shows a `CaseFile`; what is wanted of it is done by `doing`. With room enough the scans have their own column."""

    settle_wanted = Signal(str, str)

    def __init__(self, session: Session, doing: Doing) -> None:
        super().__init__("surface", across=True)
        self._session, self._doing = session, doing
        self._file: CaseFile | None = None
        self._facts, self._way, self.history = Facts(session.desk), Way(), HistoryList()
        self._due, self.banner = DueCard(session.desk), DisputeBanner(session.desk)
        self.next, self.others, self.book = Actions(menu=False), Others(), BookEntry(session)
        self.scans, self.undo = ScansPane(session), UndoLine(session.desk)
        self._left, self._right = self._what(), self._ahead()
        self._third = Pane("sunken", edges="l", margins=(16, 12, 14, 10))
        self.add(self._left, (self._told(), 1), self._third, self._right)
        self.setFocusProxy(self.history)
        self.setAcceptDrops(True)
        self._connect()

    def _connect(self) -> None:
        for offers in (self.next, self.others):
            offers.wanted.connect(self._do)
        self.next.settle_wanted.connect(lambda: self._settle("state"))
        self.banner.settle_wanted.connect(self._settle)
        self.undo.wanted.connect(lambda: self._do("undo"))
        self._facts.settle_wanted.connect(self._settle)
        self._facts.corrected.connect(lambda field: self._do(CORRECTED_BY.get(field, "edit"), field))
        self._facts.scan_wanted.connect(self._look_at)
        self._facts.papers_wanted.connect(lambda paper: self._do("hand_in", paper))
        self._session.changed.connect(self._follow_scans)
        self._parts.changed.connect(self._turn)
        self._add.clicked.connect(self._add_scans)
        bind = QShortcut(QKeySequence("Ctrl+B"), self)
        bind.activated.connect(lambda: self._do("bind"))

    def _what(self) -> Pane:
        parts = [(part, text(f"casework.part.{part}")) for part in ("facts", "scans")]
        self._parts = Segmented(parts, name=text("casework.parts"), size="small")
        self._stack = QStackedWidget()
        self._stack.addWidget(scrolled(self._facts))
        self._scans_here = Pane(None, margins=(16, 8, 14, 4))
        self._stack.addWidget(self._scans_here)
        self._switch = Pane(None, margins=(16, 10, 14, 0)).add(self._parts)
        self._add = Button(text("casework.add_scan"), icon="file-plus", key="Ctrl+O")
        note = Button(text("case_page.extra.note"), "quiet", icon="note", key="Ctrl+M")
        note.clicked.connect(lambda: self._do("note"))
        pane = Pane("sunken", edges="r")
        self._foot = row(self._add, None, note, margins=(16, 6, 10, 10))
        return pane.add(self._switch, (self._stack, 1), self._foot)

    def _told(self) -> Pane:
        kinds = [(kind, text(f"case_page.kind.{kind}")) for kind in happened.KINDS]
        self._kinds = Segmented(kinds, name=text("case_page.history"), size="small")
        self._kinds.changed.connect(self.history.narrow)
        self._sealed = Text("", "small", ink="text3", wrap=True)
        title = Text(text("case_page.history"), "section", weight=STRONG)
        pane = Pane("surface", margins=(20, 14, 12, 8))
        pane.add(self._way, 8, row(title, None, self._kinds), 6, (self.history, 1), 4, self.undo, 2)
        return pane.add(row(Icon("shield-check", 16, "ok"), (self._sealed, 1), margins=(9, 0, 0, 0)))

    def _ahead(self) -> Pane:
        upper = Pane(None, gap=10, margins=(16, 12, 16, 4)).add(self._due, self.banner, self.book, self.others, None)
        pane = Pane("window", edges="l")
        return pane.add((scrolled(upper), 1), Pane(None, margins=(16, 8, 16, 12)).add(self.next))

    def show_case(self, file: CaseFile) -> None:
        """Show that case, or the same as it is now."""
        other = self._file is None or self._file.case.id != file.case.id
        self._file = file
        if other:
            self._kinds.choose("all")
            self._parts.choose("facts")
        desk = self._session.desk
        self._facts.show_case(file)
        self._way.show_stops(way(file, desk))
        self.history.show_lines(happened.tell(file.story, desk), desk.now())
        if other:
            self.history.scrollToTop()
        for part in (self._due, self.banner, self.next, self.others, self.undo):
            part.show_case(file)
        self.scans.show_case(file.case.id)
        self.book.show_case(file.case.id)
        words = text("casework.part.scans")
        self._parts.rename("scans", f"{words} · {len(file.scans)}" if file.scans else words)
        self._sealed.say(self._seal(file))

    def _seal(self, file: CaseFile) -> str:
        confirmed = self._session.syncing.delivery.confirmed_at
        if confirmed is None:
            return text("case_page.never_delivered")
        key = "case_page.partly_delivered" if file.waits else "case_page.delivered"
        words = text(key, time=when(local(confirmed), self._session.desk.now()))
        ways = standing(self._session.desk, {scan.sha256 for scan in file.scans}) if file.scans else {}
        waiting = sum(way == "waiting" for way in ways.values()) if self._session.syncing.linked else 0
        return f"{words} {text('scans_window.of_case', count=waiting)}" if waiting else words

    @property
    def case_id(self) -> str:
        """The record id of the case on show, "" before the first."""
        return self._file.case.id if self._file else ""

    def keys(self) -> Keys:
        """The keys of the page itself."""
        return [(key, text(f"casework.keys.{key.replace('+', '').lower()}")) for key in KEYS]

    def _do(self, name: str, field: str = "") -> None:
        self._doing.do(name, self.case_id, field)

    def _settle(self, field: str) -> None:
        self.settle_wanted.emit(self.case_id, field)

    def _turn(self, part: str) -> None:
        self._stack.setCurrentIndex(int(part == "scans" and self._third.isHidden()))
        self._add.setVisible(part == "facts" and self._third.isHidden())

    def _add_scans(self) -> None:
        self._parts.choose("scans")
        self.scans.ask_files()

    def _follow_scans(self, touched: set[tuple[str, str]]) -> None:
        """What is done to a scan alone does not name its case."""
        alone = any(kind == "scan" for kind, _ in touched) and ("case", self.case_id) not in touched
        if alone and self.isVisible() and (file := read(self._session.desk, self.case_id)):
            self.show_case(file)

    def _look_at(self, scan: str) -> None:
        if self._third.isHidden():
            self._parts.choose("scans")
        self.scans.look_at(scan)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        tight, narrow = self.width() < _TIGHT, self.width() < _NARROW
        self._left.setFixedWidth(LEFT[tight])
        self._foot.setDirection(QBoxLayout.Direction.TopToBottom if tight else QBoxLayout.Direction.LeftToRight)
        self._right.setFixedWidth(RIGHT[narrow])
        self._give_room(self.width() >= _SPACIOUS)

    def _give_room(self, spacious: bool) -> None:
        """The scans stand in a column of their own, or share the left one."""
        home = self._third if spacious else self._scans_here
        if self.scans.parentWidget() is not home:
            home.add((self.scans, 1))
            self._third.setFixedWidth(_SCANS)
            self._third.setVisible(spacious)
            self._switch.setVisible(not spacious)
            if spacious:
                self._parts.choose("facts")
            self._turn(self._parts.chosen())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Files dropped anywhere on the page become scans of the case."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if self._third.isHidden():
            self._parts.choose("scans")
        self.scans.take(_files(event))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._doing.page_shown = True

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._doing.page_shown = False


def _files(event: QDragEnterEvent | QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
