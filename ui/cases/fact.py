"""One line of facts: a label, its value at the right, and a click or Enter to correct it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from desk.words import text
from ui.kit import paint
from ui.kit.pressed import Pressed
from ui.theme import fonts, icons
from ui.theme.tokens import NORMAL, RADIUS_CHIP

HIGH, LOW = 32, 26
"""Pixels: of a line that is a target, and of one that only tells."""

PAD = 6
_MARK, _PEN = 18, 14


class Fact(Pressed):
    """A label and a value. One that can be `corrected` shows a pen under the mouse and takes the keyboard.

    `inset` are the pixels that one which only tells keeps from the edges, to stand in line with those.
    """

    def __init__(
        self, label: str, value: str = "", *, corrected: bool = False, inset: int = 0, weight: int = NORMAL
    ) -> None:
        super().__init__()
        self._label, self._ink, self._icon, self._weight = label, "text", "", weight
        self._corrected = corrected
        self._pad = PAD if corrected else inset
        self.setFixedHeight(HIGH if corrected else LOW)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        if corrected:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.say(value)

    def say(self, value: str, *, ink: str = "text", icon: str = "") -> None:
        """Show another value; `icon` stands before it."""
        self.setText(value)
        self._ink, self._icon = ink, icons.named(icon)
        self.setAccessibleName(f"{self._label}: {value}")
        if self._corrected:
            self.setAccessibleDescription(text("case_page.correct_hint"))
        self._tell_whole()
        self.update()

    def _tell_whole(self) -> None:
        cut = fonts.width(self.text(), "secondary", self._weight) > self._room()
        self.setToolTip(self.text() if cut else "")

    def _room(self) -> float:
        mark = _MARK if self._icon else 0
        return self.width() - 2 * self._pad - fonts.width(self._label, "secondary") - 16 - mark

    def sizeHint(self) -> QSize:
        return QSize(220, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.height())

    def resizeEvent(self, event: object) -> None:
        self._tell_whole()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, rect = QPainter(self), QRectF(self.rect())
        over = self._corrected and self.underMouse()
        if over:
            paint.rounded(painter, rect, RADIUS_CHIP, "hover")
        body = rect.adjusted(self._pad, 0, -self._pad, -1)
        wide = paint.put(painter, body, self._label, size="secondary", ink="text3")
        if over:
            icons.draw(painter, "pencil-simple", body.x() + wide + 6, (self.height() - _PEN) / 2, _PEN, "text3")
        room = self._room() - (_PEN + 8 if over else 0)
        words, ink = (self.text(), self._ink) if self.text() else (text("case_page.empty_value"), "text3")
        shown = paint.elided(words, room, "secondary", self._weight)
        taken = paint.put(painter, body, shown, size="secondary", weight=self._weight, ink=ink, align=paint.RIGHT)
        if self._icon:
            icons.draw(painter, self._icon, body.right() - taken - _MARK, (self.height() - 15) / 2, 15, ink)
        if self.hasFocus():
            paint.ring(painter, rect, RADIUS_CHIP)
