"""Buttons: one primary a screen; plain, quiet, link and danger for the rest. Icon, key cap, and why it is disabled."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ui.kit import paint
from ui.kit.pressed import ENTER, hold, release
from ui.theme import fonts, icons
from ui.theme.tokens import BUTTON, KEY_CAP, NORMAL, PRIMARY, RADIUS, RING, STRONG


class _Dress(NamedTuple):
    """A button's colour tokens: words, icon, ground at rest, under the mouse, pressed, and its line."""

    ink: str
    icon: str
    rest: str | None
    hover: str
    press: str
    line: str | None


_DRESSES = {
    "primary": _Dress("on_accent", "on_accent", "accent", "accent_hover", "accent_press", None),
    "plain": _Dress("text", "text2", "surface", "hover", "press", "line_strong"),
    "quiet": _Dress("text2", "text2", None, "hover", "press", None),
    "faint": _Dress("text3", "text3", None, "hover", "press", None),
    "link": _Dress("accent", "accent", None, "hover", "press", None),
    "danger": _Dress("late", "late", None, "hover", "press", None),
}
_ICON, _GAP, _MENU = 18, 8, 14


class Button(QPushButton):
    """A button of `kind` primary, plain, quiet, faint, link or danger.

    `key` is shown as a cap and, with `bind`, works as the shortcut, once a press; `menu` draws the mark of a menu.
    """

    def __init__(
        self,
        text: str,
        kind: str = "plain",
        *,
        icon: str = "",
        key: str = "",
        bind: bool = True,
        size: str = "",
        height: int = 0,
        menu: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kind, self._icon, self._key, self._menu_mark = kind, icons.named(icon), key, menu
        self._bind, self._shortcut = bind, QShortcut(self)
        self._shortcut.setAutoRepeat(False)
        self._shortcut.activated.connect(self.click)
        self._size = size or ("section" if kind == "primary" else "secondary")
        self.setFixedHeight(height or (PRIMARY if kind == "primary" else BUTTON))
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAutoDefault(False)
        self.setText(text)
        if name:
            self.setAccessibleName(name)
            self.setToolTip("" if text else name)

    def setText(self, text: str) -> None:
        """Change the words; the shortcut stays."""
        super().setText(text)
        self.setShortcut(QKeySequence())  # Qt makes one of every "&"
        self.setAccessibleName(text)
        self.set_key(self._key)

    def set_icon(self, icon: str) -> None:
        """Change the icon; "" for none."""
        self._icon = icons.named(icon)
        self.updateGeometry()
        self.update()

    def set_key(self, key: str) -> None:
        """Change the key cap and the shortcut."""
        self._key = key
        self._shortcut.setKey(QKeySequence(key if self._bind else ""))
        self.updateGeometry()

    hold, release = hold, release

    def sizeHint(self) -> QSize:
        pad = 14 if self._kind in ("primary", "plain") else 9
        if not self.text():
            pad = max(0, (self.height() - _ICON) // 2)
        return QSize(round(self._content_width() + 0.5) + 2 * pad, self.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        dress = _DRESSES[self._kind]
        self._paint_ground(painter, dress)
        x = (self.width() - self._content_width()) / 2
        x = self._paint_words(painter, x, dress)
        if self._key:
            x = self._paint_key(painter, x, dress)
        if self._menu_mark:
            icons.draw(painter, "caret-down", x + 5, (self.height() - _MENU) / 2, _MENU, self._ink("text3"))

    def _paint_ground(self, painter: QPainter, dress: _Dress) -> None:
        ground, line = dress.rest, dress.line
        if not self.isEnabled():
            ground, line = ("wait_soft" if self._kind == "primary" else None), ("line" if line else None)
        elif self.isDown():
            ground = dress.press
        elif self.underMouse():
            ground = dress.hover
        rect = QRectF(self.rect())
        outside = RING + 1 if self.hasFocus() and self._kind == "primary" else 0
        paint.rounded(painter, rect.adjusted(outside, outside, -outside, -outside), RADIUS, ground, line)
        if self.hasFocus():
            paint.ring(painter, rect, RADIUS)

    def _paint_words(self, painter: QPainter, x: float, dress: _Dress) -> float:
        if self._icon:
            y = (self.height() - _ICON) / 2
            at = QPointF(round(x), round(y))
            icons.draw(painter, self._icon, at.x(), at.y(), _ICON, self._ink(dress.icon))
            x += _ICON + (_GAP if self.text() else 0)
        rect = QRectF(x, 0, fonts.width(self.text(), self._size, self._weight) + 1, self.height() - 1)
        paint.put(painter, rect, self.text(), size=self._size, weight=self._weight, ink=self._ink(dress.ink))
        return x + rect.width() - 1

    def _paint_key(self, painter: QPainter, x: float, dress: _Dress) -> float:
        y = (self.height() - KEY_CAP) / 2
        if self._kind == "primary":
            return x + 9 + paint.key_cap(painter, x + 9, y, self._key, self._ink("on_accent"), self._ink("accent_line"))
        return x + 9 + paint.key_cap(painter, x + 9, y, self._key, self._ink("text3"))

    @property
    def _weight(self) -> int:
        return STRONG if self._kind == "primary" else NORMAL

    def _ink(self, ink: str) -> str:
        return ink if self.isEnabled() else "disabled"

    def _content_width(self) -> float:
        wide = fonts.width(self.text(), self._size, self._weight)
        wide += _ICON + (_GAP if self.text() else 0) if self._icon else 0
        wide += 9 + paint.key_cap_width(self._key) if self._key else 0
        return wide + (5 + _MENU if self._menu_mark else 0)
