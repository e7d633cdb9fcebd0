"""A choice of one among a few rows, each with two lines: what it is, and what tells it apart."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QRadioButton, QSizePolicy

from ui.kit import paint
from ui.theme.tokens import NORMAL, RADIUS, ROW, STRONG

_DOT = 20


class RadioRow(QRadioButton):
    """One row; rows under one parent exclude each other, arrows move between them."""

    def __init__(self, name: str, hint: str = "", *, height: int = ROW) -> None:
        super().__init__(name)
        self._hint = hint
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleDescription(hint)

    def hitButton(self, at: QPoint) -> bool:
        return self.rect().contains(at)

    def sizeHint(self) -> QSize:
        return QSize(240, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, rect, on = QPainter(self), QRectF(self.rect()), self.isChecked()
        ground = "accent_soft" if on else "hover" if self.underMouse() else "surface"
        paint.rounded(painter, rect, RADIUS, ground, "accent" if on else "line_strong")
        paint.dot(painter, QRectF(14, (rect.height() - _DOT) / 2, _DOT, _DOT), on)
        words = rect.adjusted(46, 0, -12, -1)
        lines = QRectF(words.x(), (rect.height() - 40) / 2, words.width(), 21)
        weight = STRONG if on else NORMAL
        if self._hint:
            paint.put(painter, lines, self.text(), weight=weight)
            paint.put(painter, lines.translated(0, 20), self._hint, size="small", ink="text2")
        else:
            paint.put(painter, words, self.text(), weight=weight)
        if self.hasFocus():
            paint.ring(painter, rect, RADIUS)
