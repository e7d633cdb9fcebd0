"""The calendar of what falls due: a month or a week; arrows move, Enter or a click goes into the day's list."""

from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from desk.time.deadline_words import weekday_short
from desk.words import text
from sync.desk import Desk
from ui.kit.button import Button
from ui.kit.layout import Pane, row
from ui.kit.segmented import Segmented
from ui.kit.text import Text
from ui.lists.asked import Asked
from ui.lists.day_painter import DayPainter
from ui.lists.month import DAYS, SPANS, Day, Month
from ui.lists.rows import ITEM
from ui.theme.tokens import STRONG


class Days(QTableView):
    """The table of days. `entered(date)` is Enter or a click.

    `beyond(days)` is an arrow over the first or last day, `paged(step)` asks for the month or week beside.
    """

    entered = Signal(object)
    beyond = Signal(int)
    paged = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.month = Month(desk, self)
        self.setModel(self.month)
        self.setItemDelegate(DayPainter(self))
        self.setAccessibleName(text("list.calendar"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        for bar in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            bar(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
            header.setMinimumSectionSize(20)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.viewport().setAutoFillBackground(False)
        self.clicked.connect(lambda index: self.entered.emit(index.data(ITEM).date))

    def day(self) -> Day | None:
        """The day chosen."""
        found = self.currentIndex().data(ITEM) if self.currentIndex().isValid() else None
        return found if isinstance(found, Day) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        day, place = self.day(), self.currentIndex()
        at = place.row() * DAYS + place.column()
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -DAYS, Qt.Key.Key_Down: DAYS}.get(
            Qt.Key(event.key()), 0
        )
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and day:
            self.entered.emit(day.date)
        elif event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.paged.emit(-1 if event.key() == Qt.Key.Key_PageUp else 1)
        elif step and not 0 <= at + step < len(self.month.days):
            self.beyond.emit(step)
        elif step:
            self.setCurrentIndex(self.month.index((at + step) // DAYS, (at + step) % DAYS))
        else:
            super().keyPressEvent(event)


class CalendarPage(Pane):
    """`day_wanted(date)` asks for the list of a day."""

    day_wanted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__("surface")
        self._desk, self._asked, self._about = desk, Asked(), desk.now().date()
        self.days, self._title = Days(desk), Text("", "section", weight=STRONG)
        self.span = Segmented([(each, text(f"list.span.{each}")) for each in SPANS], name=text("list.spans"))
        back = Button("", "quiet", icon="caret-left", key="PgUp", bind=False, height=32, name=text("list.before"))
        on = Button("", "quiet", icon="caret-right", key="PgDn", bind=False, height=32, name=text("list.after"))
        now = Button(text("list.to_today"), "quiet", height=32)
        back.clicked.connect(lambda: self._go(-1))
        on.clicked.connect(lambda: self._go(1))
        now.clicked.connect(self._go_home)
        self.add(row(self._title, None, now, back, on, self.span, gap=4, margins=(16, 0, 16, 6)), self._weekdays())
        self.add((self.days, 1))
        self.setFocusProxy(self.days)
        self.span.changed.connect(lambda _: self._show(self._chosen()))
        self.days.entered.connect(self.day_wanted)
        self.days.paged.connect(self._go)
        self.days.beyond.connect(lambda days: self._show(self._chosen() + timedelta(days=days)))

    def _weekdays(self) -> Pane:
        names = Pane(None, edges="b", across=True, margins=(0, 0, 0, 4))
        for number in range(DAYS):
            name = Text(weekday_short(date(2024, 1, 1 + number)), "small", weight=STRONG, ink="text3")
            name.setContentsMargins(10, 0, 0, 0)
            name.setMinimumWidth(1)
            names.add((name, 1))
        return names

    def show_list(self, asked: Asked) -> None:
        """Show when the cases of that list fall due; the day chosen stays."""
        self._asked = asked
        self._show(self._chosen())

    def choose(self, on: date) -> None:
        """Choose a day, of whatever month."""
        self._show(on)

    def _chosen(self) -> date:
        day = self.days.day()
        return day.date if day else self._about

    def _show(self, about: date) -> None:
        self._about = about
        self.days.month.show(self._asked, self.span.chosen(), about)
        self.days.setCurrentIndex(self.days.month.index_of(about))
        days = self.days.month.days
        key = f"list.{self.span.chosen()}_of"
        first, last = (days[0].date, days[-1].date) if self.span.chosen() == "week" else (about, about)
        self._title.say(text(key, month=about.month, year=last.year, first=f"{first:%d/%m}", last=f"{last:%d/%m}"))

    def _go(self, step: int) -> None:
        self._show(self.days.month.beside(step))
        self.days.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_home(self) -> None:
        self._show(self._desk.now().date())
        self.days.setFocus(Qt.FocusReason.OtherFocusReason)
