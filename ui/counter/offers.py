"""People who were here before, offered below the cell in which their name or number is being typed."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desk.cases import Case
from desk.people import earlier
from desk.time.days import say_date
from desk.time.written import moment
from desk.words import text
from sync.desk import Desk
from ui.counter import written
from ui.kit.button import Button
from ui.kit.cell import Cell
from ui.kit.layout import Pane, row
from ui.kit.text import KeyCap, Text
from ui.kit.two_line_list import Entry, TwoLineList
from ui.theme.tokens import RADIUS_CARD, ROW

FIELDS = ("applicant_name", "applicant_id", "phone")
REUSED = ("applicant_kind", "applicant_name", "birth_date", "sex", "applicant_id", "phone", "address", "email")
"""What is taken over from the last visit."""
PAUSE = 160
"""ms without a key after which somebody is looked for."""
FOOT = 40


class Offers(Pane):
    """Lies over what is below the cell; `taken(Case)` carries the person's newest case. Never takes the keyboard."""

    taken = Signal(object)

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__("raised", radius=RADIUS_CARD, border="line_strong", margins=(1, 5, 1, 3))
        self._desk, self._over, self._found = desk, over, dict[str, Case]()
        self._cell: Cell | None = None
        self._field, self._values = "", dict[str, str]()
        self._calm = QTimer(self, singleShot=True, interval=PAUSE)
        self._calm.timeout.connect(self.look)
        self.list = _Offered(text("counter.offers.name"))
        self.list.chosen.connect(self._take)
        self.list.left.connect(self.hide)
        first = Button(text("counter.offers.use"), "link", height=28, size="small", key="Ctrl+L")
        first.clicked.connect(self.take_first)
        tips = (KeyCap("↓"), KeyCap("Enter"), Text(text("counter.offers.choose"), "small", ink="text3"))
        self.add((self.list, 1), row(*tips, None, first, gap=5, margins=(18, 0, 6, 0)))
        self.setParent(over)
        self.hide()

    def soon(self, field: str, cell: Cell, values: Mapping[str, str]) -> None:
        """Look for somebody whose `field` begins as typed, at the next pause."""
        self._field, self._cell, self._values = field, cell, dict(values)
        self._calm.start()

    def look(self) -> None:
        """Look now, and show who was found below the cell."""
        self._calm.stop()
        cell, field = self._cell, self._field
        typed = self._values.get(field, "")
        found = earlier.visitors(self._desk.db, field, typed) if cell and typed and cell.edit.hasFocus() else []
        self._found = {case.id: case for case in found if not self._known(case)}
        if cell is None or not self._found:
            self.hide()
            return
        self.list.show_rows([_entry(case) for case in self._found.values()], pick=False)
        self.list.follow(cell.edit)
        self._put_below(cell)

    def people(self) -> Sequence[Case]:
        """Who is offered, the newest visit first."""
        return list(self._found.values()) if self.isVisible() else []

    def take_first(self) -> None:
        """Take who is highlighted, else the first."""
        self._take(self.list.current() or next(iter(self._found)))

    def _take(self, id: str) -> None:
        self.hide()
        self.taken.emit(self._found[id])

    def _known(self, case: Case) -> bool:
        """Whether all that could be taken over stands there already."""
        return all(self._values.get(name, "") == getattr(case, name) for name in REUSED[1:] if getattr(case, name))

    def _put_below(self, cell: Cell) -> None:
        over = self._over
        corner = cell.mapTo(over, QPoint(0, cell.height() + 2))
        wide = min(440, over.width() - 20)
        left = max(10, min(corner.x(), over.width() - wide - 10))
        self.setGeometry(left, corner.y(), wide, len(self._found) * ROW + FOOT)
        self.show()
        self.raise_()


class _Offered(TwoLineList):
    """The list, steered from the cell as long as it is on show; `left()` when Esc or the keyboard goes elsewhere."""

    left = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self.isVisible():
            return False
        escaped = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escaped or event.type() == QEvent.Type.FocusOut:
            self.left.emit()
            return escaped
        return super().eventFilter(watched, event)


def _entry(case: Case) -> Entry:
    number = written.shown("applicant_id", case.applicant_id)
    about = (say_date(case.birth_date), number, written.shown("phone", case.phone))
    at = moment(case.received_at)
    last = text("counter.offers.last", day=f"{at:%d/%m/%Y}") if at else ""
    return Entry(case.id, case.applicant_name, " · ".join(filter(None, about)), last)
