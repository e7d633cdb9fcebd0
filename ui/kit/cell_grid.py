"""Rows of cells in one rounded frame with hairlines between them."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.kit import paint
from ui.kit.cell import CellFrame

Row = Sequence[CellFrame | tuple[CellFrame, int]]


class CellGrid(QWidget):
    """Cells row by row; a pair gives a cell its share of the row. Hidden cells and rows leave no gap."""

    def __init__(self, *rows: Row) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(1)
        self._rows: list[list[CellFrame]] = []
        for each in rows:
            pairs = [item if isinstance(item, tuple) else (item, 1) for item in each]
            line = QHBoxLayout()
            line.setSpacing(1)
            for cell, share in pairs:
                line.addWidget(cell, share)
            layout.addLayout(line)
            self._rows.append([cell for cell, _ in pairs])
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def cells(self) -> list[CellFrame]:
        """All cells in the order of the tab key."""
        return [cell for row in self._rows for cell in row]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.rounded(painter, QRectF(self.rect()), 7, "surface", "field")
        shown = [[cell for cell in row if cell.isVisibleTo(self)] for row in self._rows]
        for number, row in enumerate(row for row in shown if row):
            if number:
                paint.hairline(painter, 1, row[0].y() - 1, self.width() - 2, ink="line_strong")
            for cell in row[1:]:
                paint.hairline(painter, cell.x() - 1, row[0].y(), row[0].height(), upright=True, ink="line_strong")
