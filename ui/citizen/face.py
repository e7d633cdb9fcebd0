"""A face to tap: the icon, the words under it, nothing else to aim at."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from desk.words import text
from ui.kiosk.touch import RADIUS, large
from ui.kit import paint
from ui.theme import icons
from ui.theme.palette import colour
from ui.theme.tokens import STRONG

SCALE = 3
_ICONS = {1: "smiley-sad", 2: "smiley", 3: "heart"}
_TONES = {1: "soon", 2: "accent", 3: "ok"}
_SIDE, _ICON = 240, 112


class Face(QPushButton):
    """The button for one score of SCALE, the highest the most satisfied."""

    def __init__(self, score: int) -> None:
        super().__init__()
        self.score = score
        self._words = text(f"citizen.score.{score}")
        self.setAccessibleName(self._words)
        self.setMinimumSize(_SIDE, _SIDE)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        return QSize(_SIDE, _SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, rect = QPainter(self), QRectF(self.rect())
        ink, ground = paint.TONES[_TONES[self.score]]
        paint.rounded(painter, rect, 2 * RADIUS, "press" if self.isDown() else ground, ink)
        if self.hasFocus():
            paint.ring(painter, rect, 2 * RADIUS)
        icons.draw(painter, _ICONS[self.score], rect.center().x() - _ICON / 2, 34, _ICON, ink)
        painter.setFont(large("big", STRONG))
        painter.setPen(colour(ink))
        painter.drawText(rect.adjusted(8, _ICON + 40, -8, -12), Qt.AlignmentFlag.AlignCenter, self._words)
