"""The program's mark: a case folder with a tick."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QLabel

from ui.kit import paint
from ui.theme.palette import colour

_FOLDER = ((8, 23), (8, 10), (13, 10), (15.5, 12.8), (24, 12.8), (24, 23))  # on a square of 32
_TICK = ((12.2, 17.8), (15, 20.2), (19.8, 15.4))


def paint_mark(painter: QPainter, x: float, y: float, side: float) -> None:
    """Paint the mark in a square of `side` pixels with its upper left corner at (x, y)."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(x, y)
    painter.scale(side / 32, side / 32)
    paint.rounded(painter, QRectF(0, 0, 32, 32), 8, "accent")
    pen = QPen(colour("on_accent"), 1.8)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawPolygon(QPolygonF([QPointF(*point) for point in _FOLDER]))
    painter.drawPolyline(QPolygonF([QPointF(*point) for point in _TICK]))
    painter.restore()


def window_icon() -> QIcon:
    """The mark for the window's frame and the task bar."""
    found = QIcon()
    for side in (16, 32, 48, 256):
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        paint_mark(painter, 0, 0, side)
        painter.end()
        found.addPixmap(pixmap)
    return found


class Mark(QLabel):
    """The mark as a widget."""

    def __init__(self, side: int = 32) -> None:
        super().__init__()
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_mark(QPainter(self), 0, 0, self.width())
