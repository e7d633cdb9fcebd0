"""A list of two-line rows under quiet headings: what it is above, what tells it apart below. Arrows and Enter."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from ui.kit import paint
from ui.kit.pressed import ENTER
from ui.theme import fonts, icons
from ui.theme.tokens import HEADING_ROW, NORMAL, RADIUS, ROW, STRONG

Index = QModelIndex | QPersistentModelIndex
_ITEM = Qt.ItemDataRole.UserRole


class Entry(NamedTuple):
    """A row: `name` with `right` above, `hint` with `below` below; `marks` are the (start, end) found in the name.

    `chip` (words, tone) stands in place of `below`; `icon` before the name; `tone` colours `right`.
    """

    key: str
    name: str
    hint: str = ""
    right: str = ""
    below: str = ""
    marks: tuple[tuple[int, int], ...] = ()
    chip: tuple[str, str] | None = None
    icon: str = ""
    tone: str = "text2"


class Heading(NamedTuple):
    """A quiet line above the rows that follow."""

    words: str


class _Rows(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: list[Entry | Heading] = []

    def replace(self, rows: Sequence[Entry | Heading]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        item = self.rows[index.row()]
        if role == _ITEM:
            return item
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return item.words if isinstance(item, Heading) else _spoken(item)
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(item, Entry):
            return "\n".join(filter(None, (item.name, item.hint)))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self.rows[index.row()], Heading):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def _spoken(entry: Entry) -> str:
    chip = entry.chip[0] if entry.chip else ""
    return ", ".join(filter(None, (entry.name, entry.hint, entry.right, entry.below, chip)))


class _Painter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, HEADING_ROW if isinstance(index.data(_ITEM), Heading) else ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item, rect = index.data(_ITEM), QRectF(option.rect)
        painter.save()
        if isinstance(item, Heading):
            words = rect.adjusted(16, 5, -16, -3)
            paint.put(painter, words, item.words, size="small", weight=STRONG, ink="text3")
        else:
            state = option.state
            on = bool(state & QStyle.StateFlag.State_Selected) and self._tells(option)
            self._paint_ground(painter, rect, on, bool(state & QStyle.StateFlag.State_MouseOver))
            if on and option.widget and option.widget.hasFocus():
                paint.ring(painter, rect.adjusted(8, 1, -8, -1), RADIUS)
            self._paint_entry(painter, rect.adjusted(19, 0, -18, 0), item, on)
        painter.restore()

    def _tells(self, option: QStyleOptionViewItem) -> bool:
        """Whether the list shows which row is chosen: a quiet one only while it has the keyboard."""
        shown = option.widget
        return not isinstance(shown, TwoLineList) or not shown.quiet or shown.hasFocus()

    def _paint_ground(self, painter: QPainter, rect: QRectF, on: bool, hovered: bool) -> None:
        body = rect.adjusted(8, 1, -8, -1)
        if on:
            paint.rounded(painter, body, RADIUS, "selected")
            paint.rounded(painter, QRectF(rect.x() + 8, rect.y() + 10, 3, rect.height() - 20), 1.5, "selected_line")
        elif hovered:
            paint.rounded(painter, body, RADIUS, "hover")

    def _paint_entry(self, painter: QPainter, rect: QRectF, entry: Entry, on: bool) -> None:
        upper = QRectF(rect.x(), rect.y() + 7, rect.width(), 22)
        lower = QRectF(rect.x(), rect.y() + 29, rect.width(), 18)
        if entry.icon:
            icons.draw(painter, entry.icon, rect.x(), rect.y() + 10, 16, "text3")
            upper.setLeft(rect.x() + 24)
            lower.setLeft(rect.x() + 24)
        weight = STRONG if on else NORMAL
        name = upper.adjusted(0, 0, -_room(entry.right), 0)
        for span in entry.marks:
            paint.marker(painter, name, entry.name, span, "body", weight)
        paint.put(painter, name, entry.name, weight=weight)
        paint.put(painter, upper, entry.right, size="small", ink=entry.tone, align=paint.RIGHT)
        room = _room(entry.below)
        if entry.chip:
            room = paint.chip_width(entry.chip[0]) + 10
            paint.chip(painter, rect.right() - room + 10, rect.y() + 27, *entry.chip)
        else:
            paint.put(painter, lower, entry.below, size="small", ink="text3", align=paint.RIGHT)
        paint.put(painter, lower.adjusted(0, 0, -room, 0), entry.hint, size="small", ink="text3")


def _room(words: str) -> float:
    return fonts.width(words, "small") + 12 if words else 0


class TwoLineList(QListView):
    """`previewed(key)` follows the arrows, `chosen(key)` comes with Enter or a click.

    A `quiet` one, beside others like it, shows which row is chosen only while it has the keyboard.
    """

    previewed = Signal(str)
    chosen = Signal(str)

    def __init__(self, name: str, *, quiet: bool = False) -> None:
        super().__init__()
        self.quiet = quiet
        self._rows = _Rows(self)
        self._leader: QLineEdit | None = None
        self.setModel(self._rows)
        self.setItemDelegate(_Painter(self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.clicked.connect(self._choose)

    def show_rows(self, rows: Sequence[Entry | Heading], current: str = "", *, pick: bool = True) -> None:
        """Show other rows; the entry `current`, else with `pick` the first one, is previewed."""
        self._rows.replace(rows)
        keys = [item.key if isinstance(item, Entry) else None for item in rows]
        wanted = keys.index(current) if current in keys else next((n for n, key in enumerate(keys) if key), -1)
        if not pick and current not in keys:
            return
        if wanted >= 0:
            self.setCurrentIndex(self._rows.index(wanted))

    def current(self) -> str:
        """The key of the row previewed, '' when there is none."""
        item = self.currentIndex().data(_ITEM) if self.currentIndex().isValid() else None
        return item.key if isinstance(item, Entry) else ""

    def follow(self, edit: QLineEdit) -> None:
        """Let arrows, Page keys and Enter work from that field, so the hands stay where the search is typed."""
        self._leader = edit
        edit.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._leader and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in _STEERING:
                QApplication.sendEvent(self, event)
                return True
            if event.key() in ENTER and self.current():
                self.chosen.emit(self.current())
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and self.current():
            self.chosen.emit(self.current())
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if key := self.current():
            self.previewed.emit(key)

    def _choose(self, index: QModelIndex) -> None:
        if isinstance(item := index.data(_ITEM), Entry):
            self.chosen.emit(item.key)

    def sizeHint(self) -> QSize:
        high = sum(HEADING_ROW if isinstance(item, Heading) else ROW for item in self._rows.rows)
        return QSize(320, max(ROW, high))


_STEERING = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
