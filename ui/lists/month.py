"""The days of a month or a week as a table of seven columns: what falls due on each, and whether the office works."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from desk import lists
from desk.cases import Case
from desk.lists.falling_due import DayCount
from desk.time.deadline_words import say_day
from desk.words import text
from sync.desk import Desk
from ui.cases import saying
from ui.lists.asked import Asked
from ui.lists.rows import ITEM, Index

DAYS = 7
SPANS = ("month", "week")
SHOWN = 24
"""Cases of one day that a week shows at the most."""

NOTHING = DayCount(0, 0, 0)


@dataclass(frozen=True)
class Day:
    """One day: what falls due, the name of a day off or of a day worked in exchange, the first cases of a week."""

    date: date
    within: bool
    today: bool
    works: bool
    name: str
    due: DayCount = NOTHING
    cases: Sequence[tuple[Case, bool]] = ()
    """In a week: each with whether it is late."""

    def lines(self) -> tuple[tuple[str, str], ...]:
        """What falls due in words, each with its tone."""
        found = []
        if self.due.late:
            found.append((text("list.day.late", count=self.due.late), "late"))
        if rest := self.due.running - self.due.late:
            found.append((text("list.day.running", count=rest), "soon" if self.today else "text"))
        if halted := self.due.all - self.due.running:
            found.append((text("list.day.halted", count=halted), "text3"))
        return tuple(found)

    def spoken(self) -> str:
        """The day as a screen reader says it, and as its tool tip."""
        off = "" if self.works or self.name else text("list.day.off")
        parts = (say_day(self.date), self.name or off, *(words for words, _ in self.lines()))
        return ", ".join(filter(None, parts))


class Month(QAbstractTableModel):
    """The days of one month or week, read by `show`; `length` is one of SPANS, `first` its first day."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.length, self.first = "month", desk.now().date().replace(day=1)
        self.days: list[Day] = []

    def show(self, asked: Asked, length: str, about: date) -> None:
        """Show the month or week that `about` lies in."""
        self.beginResetModel()
        self.length = length
        self.first = about.replace(day=1) if length == "month" else about - about.weekday() * timedelta(1)
        shown = [self._start() + n * timedelta(1) for n in range(self._weeks() * DAYS)]
        desk, narrowed = self._desk, asked.narrowed(self._desk)
        due = lists.days(
            desk.db, asked.name, shown[0], shown[-1], desk.now(), narrowed=narrowed, calendar=desk.calendar
        )
        self.days = [self._day(on, due, asked) for on in shown]
        self.endResetModel()

    def _day(self, on: date, due: Mapping[date, DayCount], asked: Asked) -> Day:
        desk, calendar = self._desk, self._desk.calendar
        cases = self._cases(on, asked) if self.length == "week" and on in due else ()
        within = self.length == "week" or on.month == self.first.month
        today = on == desk.now().date()
        return Day(on, within, today, calendar.works(on), calendar.name(on), due.get(on, NOTHING), cases)

    def _cases(self, on: date, asked: Asked) -> Sequence[tuple[Case, bool]]:
        """The first cases of a day, each with whether it is late."""
        desk, now, narrowed = self._desk, self._desk.now(), asked.narrowed(self._desk)
        cases = lists.day_rows(desk.db, asked.name, on, now, limit=SHOWN, narrowed=narrowed, calendar=desk.calendar)
        halted = lists.suspended(desk.db, [case.id for case in cases])
        dues = [saying.due(case, now, desk.calendar, halted=case.id in halted) for case in cases]
        return [(case, due.tone == "late") for case, due in zip(cases, dues, strict=True)]

    def _start(self) -> date:
        return self.first - self.first.weekday() * timedelta(1)

    def _weeks(self) -> int:
        if self.length == "week":
            return 1
        following = (self.first + timedelta(31)).replace(day=1)
        return -(-(following - self._start()).days // DAYS)

    def beside(self, step: int) -> date:
        """A day of the month or week that lies `step` after the one shown."""
        if self.length == "week":
            return self.first + step * DAYS * timedelta(1)
        months = self.first.year * 12 + self.first.month - 1 + step
        return date(months // 12, months % 12 + 1, 1)

    def index_of(self, on: date) -> QModelIndex:
        """Where a day stands; nowhere when it is not shown."""
        place = (on - self.days[0].date).days if self.days else -1
        return self.index(place // DAYS, place % DAYS) if 0 <= place < len(self.days) else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.days) // DAYS

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else DAYS

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        place = index.row() * DAYS + index.column()
        if place >= len(self.days) or role not in _ANSWERED:
            return None
        return self.days[place] if role == ITEM else self.days[place].spoken()


_ANSWERED = frozenset({ITEM, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole})
