"""The numbered heading of a part of the screen; Alt and the number jump to it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QLabel, QWidget

from ui.kit import paint
from ui.kit.layout import Item, Pane
from ui.kit.text import KeyCap, Text
from ui.theme import fonts, icons
from ui.theme.tokens import STRONG

_SIDE = 22


class Number(QLabel):
    """A number in a circle; `state` is ahead, now or done."""

    def __init__(self, number: int, state: str = "ahead") -> None:
        super().__init__(str(number))
        self._state = state
        self.setFont(fonts.font("small"))
        self.setFixedSize(_SIDE, _SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_number(QPainter(self), QRectF(self.rect()), self.text(), self._state)


def paint_number(painter: QPainter, rect: QRectF, number: str, state: str) -> None:
    """The circle of a numbered thing: outlined when ahead, filled now, a tick when done, struck when stopped."""
    radius = rect.width() / 2
    if state in ("done", "stopped"):
        tone = "ok" if state == "done" else "late"
        paint.rounded(painter, rect, radius, f"{tone}_soft")
        icons.draw(painter, "check-bold" if tone == "ok" else "x-bold", rect.x() + 4, rect.y() + 4, 14, tone)
        return
    now = state == "now"
    paint.rounded(painter, rect, radius, "accent" if now else None, None if now else "field")
    ink = "on_accent" if now else "text2"
    centred = rect.adjusted(-4, 0, 4, -0.5)
    paint.put(painter, centred, number, size="small", weight=STRONG, ink=ink, align=paint.CENTRE)


class Section(Pane):
    """A heading of 32 px: number (0 for none), title, then whatever stands at the right.

    `key` is shown as a cap; with `target` it puts the keyboard there.
    """

    def __init__(
        self,
        number: int,
        title: str,
        *trailing: Item,
        key: str = "",
        target: QWidget | None = None,
        state: str = "ahead",
    ) -> None:
        super().__init__(None, across=True, gap=8)
        if number:
            self.add(Number(number, state))
        self.title = Text(title, "section", weight=STRONG)
        self.add(self.title, None, *trailing)
        if key:
            self.add(KeyCap(key))
        if key and target:
            jump = QShortcut(QKeySequence(key), self)
            jump.activated.connect(lambda: target.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.setFixedHeight(32)
