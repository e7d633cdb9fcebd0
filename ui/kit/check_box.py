"""A check box with its words in up to two lines, the whole of it a target."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy

from ui.kit import paint
from ui.kit.paragraph import Paragraph
from ui.kit.pressed import hold, release
from ui.theme import fonts
from ui.theme.tokens import CHECK, RADIUS_CHIP, SEGMENT

_LEFT, _GAP = 4, 10


class CheckBox(QCheckBox):
    """A check box; `ink` is the colour of its words. Space and click switch it; `toggled(bool)` tells."""

    def __init__(self, text: str, *, on: bool = False, size: str = "secondary", ink: str = "text2") -> None:
        super().__init__(text)
        self._size, self._ink = size, ink
        self.setChecked(on)
        self.setMinimumHeight(SEGMENT)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(text)

    hold, release = hold, release

    def _paragraph(self) -> Paragraph:
        return Paragraph(self.text(), max(40, self.width() - _LEFT - CHECK - _GAP - 4), size=self._size, lines=2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setFixedHeight(self.sizeHint().height())

    def sizeHint(self) -> QSize:
        wide = fonts.width(self.text(), self._size) + _LEFT + CHECK + (_GAP if self.text() else 0) + 6
        return QSize(round(wide), max(SEGMENT, self._paragraph().height + 6))

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEFT + CHECK + (_GAP + 80 if self.text() else 4), SEGMENT)

    def hitButton(self, at: QPoint) -> bool:
        return self.rect().contains(at)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, high = QPainter(self), self.height()
        square = QRectF(_LEFT, (high - CHECK) / 2, CHECK, CHECK)
        paint.tick(painter, square, self.isChecked(), enabled=self.isEnabled())
        words = self._paragraph()
        ink = self._ink if self.isEnabled() else "disabled"
        words.draw(painter, _LEFT + CHECK + _GAP, (high - words.height) / 2, ink)
        if self.hasFocus():
            paint.ring(painter, QRectF(self.rect()), RADIUS_CHIP)
