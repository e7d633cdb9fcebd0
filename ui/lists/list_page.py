"""The list that runs the day: views at the left, cases by group or by day in the middle, the chosen one beside it."""

from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QStackedWidget

from desk import lists
from desk.lists.drafted import FAMILY
from desk.procedures.money_words import grouped
from desk.time.deadline_words import say_day
from desk.words import text
from sync.undelivered import Undelivered
from ui.cases.casefile import read
from ui.cases.doing import Doing
from ui.cases.saying import capital
from ui.kit.empty_state import EmptyState
from ui.kit.layout import Pane, Rule
from ui.lists.asked import DRAFTS, Asked
from ui.lists.beside import Beside
from ui.lists.calendar_page import CalendarPage
from ui.lists.counting import counts, teaching
from ui.lists.exporting import export
from ui.lists.own_filters import OwnFilters
from ui.lists.scope import keep_scope, scope_of
from ui.lists.table import Table
from ui.lists.tools import CALENDAR, DayLine, Foot, Tools
from ui.lists.views import FILTER, Views
from ui.session import Session
from ui.shell.window import Window

SEARCHED = "all"
LEAST_SEARCHED = 2
"""Letters from which on a search narrows the list; one letter is in nearly every case."""

SETTLE_DOWN, FOLLOW = 60, 150
"""ms after the last arrow until the case beside follows; after the last change until list and counts do."""

COUNTED_EVERY = 60_000
"""ms after which lateness is counted anew though nothing was written."""

_VIEWS, _NARROW = (232, 210), 1120
_BESIDE, _SPACIOUS = (290, 340, 400), 1500
_TABLE, _EMPTY, _DAYS = range(3)


class ListPage(Pane):
    """`opened(case id)` asks for the whole page, `settle_wanted(case id, field)` to settle a conflict."""

    opened = Signal(str)
    settle_wanted = Signal(str, str)
    counted = Signal(object)

    def __init__(self, session: Session, doing: Doing) -> None:
        super().__init__("surface", across=True)
        self._session, self._doing, self._stale = session, doing, True
        self._before = Asked(scope=scope_of(session.desk))
        self._undelivered = Undelivered(session.desk)
        self.views, self.beside = Views(self._before.scope), Beside(session.desk)
        self.table = Table(session.desk, text("list.title"))
        self.table.rows.asked = self._before
        self.calendar, self._empty = CalendarPage(session.desk), EmptyState("tray", "")
        self._stack = QStackedWidget()
        for widget in (self.table, self._empty, self.calendar):
            self._stack.addWidget(widget)
        self.own = OwnFilters(session, self._turn_to_filter, self)
        self.tools, self._day = Tools(), DayLine()
        middle = Pane("surface").add(self.tools, self._day, (self._stack, 1), Rule(), Foot())
        self.add(self.views, (middle, 1), self.beside)
        self.setFocusProxy(self.table)
        self._preview = QTimer(self, interval=SETTLE_DOWN, singleShot=True)
        self._follow = QTimer(self, interval=FOLLOW, singleShot=True)
        self._minute = QTimer(self, interval=COUNTED_EVERY)
        self._connect()
        self.views.show_filters(self.own.read())

    def _connect(self) -> None:
        self.views.chosen.connect(self._look_at)
        self.views.scoped.connect(self._scope)
        self.views.filter_wanted.connect(lambda id: self.own.ask(id, self.table.rows.asked))
        self.tools.filter_wanted.connect(self._change_filter)
        self.tools.export_wanted.connect(lambda: export(self, self._session.desk, self.asked, self._doing.tell))
        self.tools.order.changed.connect(self._order)
        self.tools.stage.changed.connect(lambda stage: self._ask(stage=stage))
        self.table.previewed.connect(lambda _: self._look_beside())
        self.table.opened.connect(self.opened)
        self.table.rows.rowsInserted.connect(lambda *_: self._say_count())
        self.calendar.day_wanted.connect(self.show_day)
        self.beside.wanted.connect(lambda name: self._doing.do(name, self.table.chosen()))
        self.beside.opened.connect(lambda: self.opened.emit(self.table.chosen()))
        self.beside.settle_wanted.connect(lambda field: self.settle_wanted.emit(self.table.chosen(), field))
        self._day.left.connect(self.leave_day)
        self._preview.timeout.connect(self._show_beside)
        self._follow.timeout.connect(self.refresh)
        self._minute.timeout.connect(self.follow)
        QShortcut(QKeySequence("Ctrl+L"), self).activated.connect(self.show_calendar)

    def move_in(self, window: Window) -> None:
        """Take the window over which sheets slide."""
        self.own.move_in(window)

    @property
    def asked(self) -> Asked:
        """What the list shows."""
        return self.table.rows.asked

    def show_view(self, view: str, scope: str) -> None:
        """Show that list of whose cases, from its beginning; what was searched for is dropped."""
        if scope:
            self.views.scope.choose(scope)
        self._before = Asked(view, lists.VIEWS[view].order if view in lists.VIEWS else "due", self.asked.scope)
        self._turn_views(view)
        self.tools.choose_order(self._before.order)
        self._ask(**vars(self._before))

    def _look_at(self, key: str) -> None:
        """Go to a list, in the order that suits it; the calendar stays when it is open."""
        filter = self.own.find(key.removeprefix(FILTER)) if key.startswith(FILTER) else None
        order = lists.VIEWS[key].order if key in lists.VIEWS else "due"
        if key == DRAFTS or not self.tools.calendar:
            self.tools.choose_order(order)
        self._ask(view="open" if filter else key, order=order, day="", filter=filter)

    def _order(self, order: str) -> None:
        if order == CALENDAR:
            self.show_calendar()
        else:
            self._ask(order=order, day="")

    def _scope(self, scope: str) -> None:
        keep_scope(self._session.desk, scope)
        self._before = replace(self._before, scope=scope)
        self.table.rows.asked = replace(self.asked, scope=scope)
        self.refresh()

    def _turn_to_filter(self, id: str) -> None:
        """Show a filter that was just kept, or the first list after one was taken away."""
        self.views.show_filters(self.own.held)
        self.views.blockSignals(True)
        self.views.choose(FILTER + id if id else "open")
        self.views.blockSignals(False)
        self._look_at(self.views.shown())
        self.refresh()

    def _change_filter(self) -> None:
        if filter := self.asked.filter:
            self.own.ask(filter.id, self.asked)

    def show_calendar(self) -> None:
        """Show when the cases of the list fall due; a list of the past or of drafts gives way to what is open."""
        self.tools.choose_order(CALENDAR)
        asked = self.asked
        if not asked.filter and (asked.view == DRAFTS or lists.VIEWS[asked.view].history):
            self._turn_views("open")
            self.table.rows.asked = replace(asked, view="open", search="")
        self._ask(order="due", day="")
        self.calendar.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_day(self, on: date) -> None:
        """Show the list of what falls due on one day."""
        self._ask(order="due", day=on.isoformat())
        self._day.say(capital(text("list.day.due_on", day=say_day(on))))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave_day(self) -> bool:
        """Back from the list of a day to the calendar; whether there was one."""
        if not self.asked.day:
            return False
        self._ask(day="")
        self.calendar.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def search(self, written: str) -> None:
        """Narrow to the cases, of all there are, that hold these words."""
        wanted = written.strip() if len(written.strip()) >= LEAST_SEARCHED else ""
        if wanted == self.asked.search:
            return
        if wanted and not self.asked.search:  # a search begins over everything, and ends where it began
            self._before = replace(self.asked, search="")
            self._turn_views(SEARCHED)
            self.tools.choose_order(lists.VIEWS[SEARCHED].order)
            self._ask(view=SEARCHED, order="new", search=wanted, day="", filter=None)
        elif wanted:
            self._ask(search=wanted)
        else:
            before = self._before
            self._turn_views(FILTER + before.filter.id if before.filter else before.view)
            self.tools.choose_order(before.order)
            self._ask(**vars(before))

    def _turn_views(self, key: str) -> None:
        self.views.blockSignals(True)
        self.views.choose(key)
        self.views.blockSignals(False)

    def _ask(self, *, keep: bool = False, **asked: Any) -> None:
        self.table.ask(keep=keep, **asked)
        days = self.tools.calendar and not self.asked.day and not self.asked.search
        if days:
            self.calendar.show_list(replace(self.asked, day=""))
        self.beside.setVisible(not days)
        self._day.setVisible(bool(self.asked.day))
        self.tools.change.setVisible(self.asked.filter is not None)
        self._say_count()
        if not self.table.rows.rowCount():
            self._empty.say(teaching(self.asked))
            self._look_beside()
        shown = _DAYS if days else _TABLE if self.table.rows.rowCount() else _EMPTY
        self.setFocusProxy((self.table, self.views, self.calendar)[shown])
        self._stack.setCurrentIndex(shown)

    def _say_count(self) -> None:
        rows = self.table.rows
        drafts = "list.draft_count" if self.asked.view == DRAFTS else "list.count"
        key = drafts if rows.exact else "list.count_more"
        self.tools.count.say(text(key, count=grouped(rows.cases)))

    def _look_beside(self) -> None:
        if self.isVisible():
            self._preview.start()

    def _show_beside(self) -> None:
        chosen = self.table.chosen()
        self.beside.show_case(read(self._session.desk, chosen) if chosen else None, draft=chosen.startswith(FAMILY))

    def follow(self) -> None:
        """Something was written or came in: be up to date in a moment, or when somebody looks again."""
        if self.isVisible():
            self._follow.start()
        else:
            self._stale = True

    def refresh(self) -> None:
        """Read counts and the rows on the screen anew; the case chosen stays chosen."""
        self._stale = False
        held = self.own.held
        if self.own.read() != held:
            self.views.show_filters(self.own.held)
        self._undelivered.follow()
        found = counts(self._session.desk, self.asked.scope, self.own.held)
        self.views.count(found)
        self.counted.emit(found)
        filter = self.asked.filter and self.own.find(self.asked.filter.id)
        if self.asked.filter and filter is None:  # taken away at another PC
            self._turn_views("open")
            self._look_at("open")
        self._ask(keep=True, filter=filter)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._minute.start()
        if self._stale:
            self.refresh()
        self._preview.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._stale = self._stale or self._follow.isActive()
        self._follow.stop()
        self._preview.stop()
        self._minute.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.views.setFixedWidth(_VIEWS[self.width() < _NARROW])
        self.beside.setFixedWidth(_BESIDE[(self.width() >= _NARROW) + (self.width() >= _SPACIOUS)])
