"""One thing that can be done, as a quiet line: icon, words, key cap, and why it cannot be done now."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QSizePolicy

from ui.kit import paint
from ui.kit.pressed import Pressed
from ui.theme import fonts, icons
from ui.theme.tokens import RADIUS

HIGH, TALL = 32, 52
_ICON, _PAD = 18, 10


class Deed(Pressed):
    """`key` is shown as a cap and works as the shortcut; with a `hint` it has two lines."""

    def __init__(self, words: str, icon: str, *, key: str = "", hint: str = "") -> None:
        super().__init__()
        self._icon, self._key, self._hint = icons.named(icon), key, hint
        self._shortcut = QShortcut(QKeySequence(key), self)
        self._shortcut.setAutoRepeat(False)
        self._shortcut.activated.connect(self.click)
        self.setFixedHeight(TALL if hint else HIGH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.say(words)
        self._tell(hint)

    def say(self, words: str, reason: str = "") -> None:
        """Change the words; a `reason` why it cannot be done disables it."""
        self.setText(words)
        self.setShortcut(QKeySequence())  # Qt makes one of every "&"
        self.setAccessibleName(words)
        self.setEnabled(not reason)
        self._tell(reason)

    def _tell(self, about: str) -> None:
        self._hint = about if self.height() == TALL else ""
        self.setAccessibleDescription(about)
        self._tell_whole()
        self.update()

    def _tell_whole(self) -> None:
        cut = fonts.width(self.text(), "secondary") > self._room()
        about = self.accessibleDescription()
        self.setToolTip("\n".join(filter(None, (self.text() if cut else "", about))))

    def _room(self) -> float:
        cap = paint.key_cap_width(self._key) + 10 if self._key else 0
        return self.width() - 2 * _PAD - _ICON - _PAD - cap

    def sizeHint(self) -> QSize:
        return QSize(220, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(140, self.height())

    def resizeEvent(self, event: object) -> None:
        self._tell_whole()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, rect = QPainter(self), QRectF(self.rect())
        if self.isEnabled() and (self.isDown() or self.underMouse()):
            paint.rounded(painter, rect, RADIUS, "press" if self.isDown() else "hover")
        ink = "text" if self.isEnabled() else "disabled"
        icon_ink = "text2" if self.isEnabled() else "disabled"
        icons.draw(painter, self._icon, _PAD, (self.height() - _ICON) / 2, _ICON, icon_ink)
        left = _PAD + _ICON + _PAD
        upper = QRectF(left, 6 if self._hint else 0, self._room(), 22 if self._hint else self.height() - 1)
        paint.put(painter, upper, self.text(), size="secondary", ink=ink)
        if self._hint:
            below = QRectF(left, 27, self._room(), 18)
            paint.put(painter, below, self._hint, size="small", ink="text3")
        if self._key:
            x = self.width() - _PAD - paint.key_cap_width(self._key)
            paint.key_cap(painter, x, (self.height() - 18) / 2, self._key, "text3" if self.isEnabled() else "disabled")
        if self.hasFocus():
            paint.ring(painter, rect, RADIUS)
