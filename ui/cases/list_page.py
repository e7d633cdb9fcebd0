"""The list that runs the day: views at the left, cases by group in the middle, the chosen one beside it."""

from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget

from desk import lists
from desk.lifecycle import Stage, stage_label
from desk.procedures.money_words import grouped
from desk.words import text
from ui.cases.beside import Beside
from ui.cases.casefile import read
from ui.cases.doing import Doing
from ui.cases.saying import capital
from ui.cases.table import Table
from ui.cases.views import Views
from ui.kit.choice import Choice
from ui.kit.empty_state import EmptyState
from ui.kit.layout import Pane, Rule, row
from ui.kit.segmented import Segmented
from ui.kit.text import KeyCap, Text
from ui.session import Session

SEARCHED = "all"
LEAST_SEARCHED = 2
"""Letters from which on a search narrows the list; one letter is in nearly every case."""

SETTLE_DOWN, FOLLOW = 60, 150
"""ms after the last arrow until the case beside follows; after the last change until list and counts do."""

_VIEWS, _NARROW = (232, 196), 1120
_BESIDE, _SPACIOUS = (340, 400), 1500


class ListPage(Pane):
    """`opened(case id)` asks for the whole page, `settle_wanted(case id, field)` to settle a conflict."""

    opened = Signal(str)
    settle_wanted = Signal(str, str)
    counted = Signal(object)

    def __init__(self, session: Session, doing: Doing) -> None:
        super().__init__("surface", across=True)
        self._session, self._doing, self._stale, self._before = session, doing, True, "open"
        self.views, self.beside = Views(), Beside(session.desk)
        self.table = Table(session.desk, text("list.title"))
        self._empty = EmptyState("tray", "")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        self.add(self.views, (self._middle(), 1), self.beside)
        self.setFocusProxy(self.table)
        self._preview, self._follow = self._timer(SETTLE_DOWN, self._show_beside), self._timer(FOLLOW, self.refresh)
        self._connect()

    def _timer(self, pause: int, then: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(pause)
        timer.timeout.connect(then)
        return timer

    def _middle(self) -> Pane:
        orders = [(order, text(f"list.order.{order}")) for order in lists.ORDERS]
        self.order = Segmented(orders, name=text("list.order_by"))
        stages = [("", text("list.every_stage")), *((str(s), capital(str(stage_label(s)))) for s in Stage)]
        self.stage = Choice(stages, name=text("list.stage"), height=32)
        self.stage.setFixedWidth(176)
        self._count = Text("", "secondary", ink="text3")
        tools = row(self.order, 6, self.stage, None, self._count, margins=(16, 10, 16, 6))
        keys = row(KeyCap("↑"), KeyCap("↓"), Text(text("list.key.choose"), "small", ink="text3"), 8, KeyCap("Enter"),
                   Text(text("list.key.open"), "small", ink="text3"), None, gap=5, margins=(16, 8, 16, 8))  # fmt: skip
        return Pane("surface").add(tools, (self._stack, 1), Rule(), keys)

    def _connect(self) -> None:
        self.views.chosen.connect(self._look_at)
        self.order.changed.connect(lambda order: self._ask(order=order))
        self.stage.changed.connect(lambda stage: self._ask(stage=stage))
        self.table.previewed.connect(lambda _: self._look_beside())
        self.table.opened.connect(self.opened)
        self.table.rows.rowsInserted.connect(lambda *_: self._say_count())
        self.beside.wanted.connect(lambda name: self._doing.do(name, self.table.chosen()))
        self.beside.opened.connect(lambda: self.opened.emit(self.table.chosen()))
        self.beside.settle_wanted.connect(lambda field: self.settle_wanted.emit(self.table.chosen(), field))

    def _look_at(self, view: str) -> None:
        order = lists.VIEWS[view].order
        self.order.blockSignals(True)
        self.order.choose(order)
        self.order.blockSignals(False)
        self._ask(view=view, order=order)

    def search(self, written: str) -> None:
        """Narrow to the cases, of all there are, that hold these words."""
        wanted = written.strip() if len(written.strip()) >= LEAST_SEARCHED else ""
        asked = self.table.rows.asked
        if wanted == asked.search:
            return
        if bool(wanted) != bool(asked.search):  # a search begins over everything, and ends where it began
            view, self._before = (SEARCHED, asked.view) if wanted else (self._before, SEARCHED)
            self._turn_to(view, search=wanted)
        else:
            self._ask(search=wanted)

    def _turn_to(self, view: str, *, search: str) -> None:
        self.views.blockSignals(True)
        self.views.choose(view)
        self.views.blockSignals(False)
        self.table.rows.asked = replace(self.table.rows.asked, search=search)
        self._look_at(view)

    def _ask(self, *, keep: bool = False, **asked: str) -> None:
        self.table.ask(keep=keep, **asked)
        self._say_count()
        if not self.table.rows.cases:
            self._empty.say(self._teaching())
            self._look_beside()
        self._stack.setCurrentIndex(0 if self.table.rows.cases else 1)

    def _teaching(self) -> str:
        asked = self.table.rows.asked
        if asked.search:
            return text("list.nothing_found", search=asked.search)
        return text("list.nothing_in_stage") if asked.stage else text(f"list.nothing.{asked.view}")

    def _say_count(self) -> None:
        rows = self.table.rows
        key = "list.count" if rows.exact else "list.count_more"
        self._count.say(text(key, count=grouped(rows.cases)))

    def _look_beside(self) -> None:
        if self.isVisible():
            self._preview.start()

    def _show_beside(self) -> None:
        chosen = self.table.chosen()
        self.beside.show_case(read(self._session.desk, chosen) if chosen else None)

    def follow(self) -> None:
        """Something was written or came in: be up to date in a moment, or when somebody looks again."""
        if self.isVisible():
            self._follow.start()
        else:
            self._stale = True

    def refresh(self) -> None:
        """Read counts and the rows on the screen anew; the case chosen stays chosen."""
        self._stale = False
        counts = lists.counts(self._session.desk.db, self._session.desk.now())
        self.views.count(counts)
        self.counted.emit(counts)
        self._ask(keep=True)

    def look_ahead(self, case_id: str) -> None:
        """Choose a case of those on show."""
        self.table.choose(case_id)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()
        self._preview.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._stale = self._stale or self._follow.isActive()
        self._follow.stop()
        self._preview.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.views.setFixedWidth(_VIEWS[self.width() < _NARROW])
        self.beside.setFixedWidth(_BESIDE[self.width() >= _SPACIOUS])
