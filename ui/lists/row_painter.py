"""Draws a case of the list in two lines: due and number, person and procedure, stage and officer, signs."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from ui.kit import paint
from ui.kit.row_table import paint_ground
from ui.lists.row import Heading, Row
from ui.lists.rows import COLUMNS, ITEM, Index
from ui.theme.tokens import HEADING_ROW, NORMAL, ROW, STRONG

LEFT = 16
_UPPER, _LOWER = 7, 29


class RowPainter(QStyledItemDelegate):
    """One for the whole table; every column draws its part of the row."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, HEADING_ROW if isinstance(index.data(ITEM), Heading) else ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item, rect, column = index.data(ITEM), QRectF(option.rect), COLUMNS[index.column()]
        painter.save()
        if isinstance(item, Heading):
            ink = "late" if item.group == "late" else "text3"
            words = rect.adjusted(LEFT, 5, -LEFT, -3)
            paint.put(painter, words, item.words, size="small", weight=STRONG, ink=ink)
        elif isinstance(item, Row):
            first = column == "due"
            paint_ground(painter, rect, option, first=first, inset=LEFT if first else 0)
            getattr(self, f"_paint_{column}")(painter, rect, item)
        painter.restore()

    def _paint_due(self, painter: QPainter, rect: QRectF, row: Row) -> None:
        upper, lower = _lines(rect.adjusted(LEFT, 0, -8, 0))
        paint.put(painter, upper, row.due.words, weight=STRONG, ink=row.due.tone)
        _marked(painter, lower, row, row.number, "small", NORMAL)
        paint.put(painter, lower, row.number, size="small", ink="text3")

    def _paint_person(self, painter: QPainter, rect: QRectF, row: Row) -> None:
        upper, lower = _lines(rect.adjusted(0, 0, -12, 0))
        _marked(painter, upper, row, row.name, "body", STRONG)
        paint.put(painter, upper, row.name, weight=STRONG)
        _marked(painter, lower, row, row.about, "small", NORMAL)
        paint.put(painter, lower, row.about, size="small", ink="text2")

    def _paint_stage(self, painter: QPainter, rect: QRectF, row: Row) -> None:
        upper, lower = _lines(rect.adjusted(0, 0, -8, 0))
        if row.who:
            paint.put(painter, lower, row.who, size="small", ink="text3")
        paint.put(painter, upper if row.who else rect.adjusted(0, 0, -8, -2), row.stage, size="secondary")

    def _paint_signs(self, painter: QPainter, rect: QRectF, row: Row) -> None:
        right = rect.right() - LEFT
        for words, tone, icon in row.chips:
            right -= paint.chip_width(words, icon)
            if right >= rect.x():
                paint.chip(painter, right, rect.y() + (rect.height() - 22) / 2, words, tone, icon)
            right -= 6


def _lines(rect: QRectF) -> tuple[QRectF, QRectF]:
    upper = QRectF(rect.x(), rect.y() + _UPPER, rect.width(), 22)
    return upper, QRectF(rect.x(), rect.y() + _LOWER, rect.width(), 18)


def _marked(painter: QPainter, rect: QRectF, row: Row, shown: str, size: str, weight: int) -> None:
    """The soft marker under the letters that were searched for."""
    for span in row.marks(shown):
        paint.marker(painter, rect, shown, span, size, weight)
