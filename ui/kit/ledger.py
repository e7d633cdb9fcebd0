"""A table to be read: quiet heads, rows of one or two lines, headings between. Knows no record and sorts nothing."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from ui.kit import paint
from ui.kit.row_table import Index, RowTable, paint_ground
from ui.theme.palette import colour
from ui.theme.tokens import HEADING_ROW, NORMAL, ROW, STRONG

_ITEM = Qt.ItemDataRole.UserRole
LOW = 38
"""Height of a row of one line."""
LEFT, GAP = 16, 14
HEAD = 30


class Column(NamedTuple):
    """A column: its head, its width in pixels (0: a part of what is left), whether figures stand at the right."""

    title: str
    width: int = 0
    right: bool = False


class Cell(NamedTuple):
    """What stands in a cell: a line, a quieter one below, or with `tone` a chip in place of the line."""

    text: str = ""
    below: str = ""
    ink: str = "text"
    strong: bool = False
    tone: str = ""


class Line(NamedTuple):
    """A row; one without a key cannot be chosen, one of a single cell without a key is a heading."""

    key: str
    cells: Sequence[Cell | str]


def heading(words: str) -> Line:
    """A quiet line above the rows that follow."""
    return Line("", (Cell(words),))


class _Rows(QAbstractTableModel):
    def __init__(self, columns: Sequence[Column], parent: QObject) -> None:
        super().__init__(parent)
        self.columns, self.lines = columns, list[Line]()

    def replace(self, lines: Sequence[Line]) -> None:
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def is_heading(self, number: int) -> bool:
        line = self.lines[number]
        return not line.key and len(line.cells) == 1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        across = way == Qt.Orientation.Horizontal
        return self.columns[section].title if across and role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cells = self.lines[index.row()].cells
        cell = _cell(cells[index.column()]) if index.column() < len(cells) else Cell()
        if role == _ITEM:
            return cell
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (part for each in cells for part in _cell(each)[:2])))
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, cell[:2])) or None
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not self.lines[index.row()].key:
            return Qt.ItemFlag.ItemIsEnabled if not self.is_heading(index.row()) else Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def _cell(given: Cell | str) -> Cell:
    return given if isinstance(given, Cell) else Cell(given)


class _Heads(QHeaderView):
    """The heads: small, quiet, on a hairline."""

    def __init__(self, columns: Sequence[Column], parent: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._columns = columns
        self.setFixedHeight(HEAD)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(False)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        area = QRectF(rect)
        painter.save()
        painter.fillRect(area, colour("surface"))
        paint.hairline(painter, area.x(), area.bottom() - 1, area.width())
        column = self._columns[section]
        words = _room(area, section)
        align = paint.RIGHT if column.right else paint.LEFT
        paint.put(painter, words, column.title, size="small", weight=STRONG, ink="text3", align=align)
        painter.restore()


def _room(rect: QRectF, column: int) -> QRectF:
    return rect.adjusted(0 if column else LEFT, 0, -GAP, 0)


class _Painter(QStyledItemDelegate):
    def __init__(self, rows: _Rows, parent: QObject) -> None:
        super().__init__(parent)
        self._rows = rows

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect, cell = QRectF(option.rect), index.data(_ITEM)
        painter.save()
        if self._rows.is_heading(index.row()):
            words = rect.adjusted(LEFT, 5, -LEFT, -3)
            paint.put(painter, words, cell.text, size="small", weight=STRONG, ink="text3")
        else:
            choosable = bool(self._rows.lines[index.row()].key)
            paint_ground(painter, rect, option, first=not index.column(), choosable=choosable)
            self._paint_cell(painter, _room(rect, index.column()), cell, right=self._rows.columns[index.column()].right)
        painter.restore()

    def _paint_cell(self, painter: QPainter, rect: QRectF, cell: Cell, *, right: bool) -> None:
        if cell.tone and cell.text:
            wide = rect.width() - 2 * 7
            words = paint.elided(cell.text, wide, "small")
            x = rect.right() - paint.chip_width(words) if right else rect.x()
            paint.chip(painter, x, rect.y() + (rect.height() - 23) / 2, words, cell.tone)
            return
        align, weight = (paint.RIGHT if right else paint.LEFT), STRONG if cell.strong else NORMAL
        if cell.below:
            middle = rect.y() + (rect.height() - 42) / 2
            upper = QRectF(rect.x(), middle, rect.width(), 22)
            lower = QRectF(rect.x(), middle + 22, rect.width(), 18)
            paint.put(painter, lower, cell.below, size="small", ink="text3", align=align)
        else:
            upper = rect.adjusted(0, 0, 0, -1)
        size = "body" if cell.below or cell.strong else "secondary"
        paint.put(painter, upper, cell.text, size=size, weight=weight, ink=cell.ink, align=align)


class Ledger(RowTable):
    """`previewed(key)` follows the arrows, `opened(key)` is Enter or a double click. `tall` rows have two lines."""

    def __init__(self, columns: Sequence[Column], name: str, *, tall: bool = False) -> None:
        self._high = ROW if tall else LOW
        super().__init__(name, self._high)
        self._rows = _Rows(columns, self)
        self.setModel(self._rows)
        self.setItemDelegate(_Painter(self._rows, self))
        self.setHorizontalHeader(_Heads(columns, self))

    def show_lines(self, lines: Sequence[Line], chosen: str = "") -> None:
        """Show other rows; the one of the key `chosen` is chosen if it is there."""
        self._rows.replace(lines)
        self.clearSpans()
        for number in range(len(lines)):
            if self._rows.is_heading(number):
                self.setRowHeight(number, HEADING_ROW)
                self.setSpan(number, 0, 1, len(self._rows.columns))
            elif self.rowHeight(number) != self._high:
                self.setRowHeight(number, self._high)
        if chosen:
            self.choose(chosen)

    def lines(self) -> list[Line]:
        """The rows on show."""
        return self._rows.lines

    def chosen(self) -> str:
        """The key of the row chosen, "" when there is none."""
        index = self.currentIndex()
        return self._rows.lines[index.row()].key if index.isValid() else ""

    def choose(self, key: str) -> None:
        """Choose the row of that key, if it is there."""
        at = next((n for n, line in enumerate(self._rows.lines) if line.key == key), None)
        if at is not None:
            self.setCurrentIndex(self._rows.index(at, 0))

    def needs(self) -> int:
        """The height at which nothing scrolls."""
        headings = sum(self._rows.is_heading(n) for n in range(len(self._rows.lines)))
        return HEAD + headings * HEADING_ROW + (len(self._rows.lines) - headings) * self._high + 2

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = self._rows.columns
        fixed = sum(each.width for each in columns)
        open_ones = [n for n, each in enumerate(columns) if not each.width]
        left = max(self.viewport().width() - fixed, 90 * len(open_ones))
        for number, each in enumerate(columns):
            share = left // max(1, len(open_ones))
            if number == open_ones[-1] if open_ones else False:
                share = left - share * (len(open_ones) - 1)
            self.setColumnWidth(number, each.width or share)
