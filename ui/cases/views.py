"""The lists to choose from, at the left: icon, name and how many cases each holds. Arrows move."""

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QSizePolicy

from desk.procedures.money_words import grouped
from desk.words import text
from ui.kit import paint
from ui.kit.layout import Pane, row
from ui.kit.text import Text
from ui.theme import icons
from ui.theme.tokens import NORMAL, RADIUS, STRONG


class View(NamedTuple):
    """One list: its key in `desk.lists.VIEWS`, icon, and the tone of its count when it asks for a person."""

    key: str
    icon: str
    tone: str = ""


PARTS = (
    ("day", (View("open", "calendar-check"), View("late", "clock-clockwise", "late"), View("today", "clock", "soon"),
             View("soon", "hourglass-medium"), View("waiting", "pause-circle"), View("ready", "package"))),
    ("office", (View("conflict", "git-diff", "conflict"), View("ended", "archive"), View("all", "stack"))),
)  # fmt: skip
_HIGH = 36


class ViewButton(QRadioButton):
    """One list; a radio button to the keyboard and to screen readers."""

    def __init__(self, view: View) -> None:
        super().__init__(text(f"list.view.{view.key}"))
        self.view, self._count = view, 0
        icons.named(view.icon)
        self.setFixedHeight(_HIGH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def count(self, count: int) -> None:
        """Say how many cases it holds."""
        self._count = count
        self.setAccessibleDescription(text("list.count", count=count))
        self.update()

    def hitButton(self, at: QPoint) -> bool:
        return self.rect().contains(at)

    def sizeHint(self) -> QSize:
        return QSize(200, _HIGH)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, _HIGH)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, on = QPainter(self), self.isChecked()
        body = QRectF(8, 1, self.width() - 16, _HIGH - 2)
        if on or self.underMouse():
            paint.rounded(painter, body, RADIUS, "selected" if on else "hover")
        tone = self.view.tone if self._count else ""
        icons.draw(painter, self.view.icon, 20, (_HIGH - 18) / 2, 18, "accent" if on else tone or "text3")
        weight, ink = (STRONG, "accent") if on else (NORMAL, "text")
        room = QRectF(46, 0, self.width() - 66, _HIGH - 1)
        strong = STRONG if tone else NORMAL
        wide = paint.put(
            painter, room, grouped(self._count), size="secondary", weight=strong, ink=tone or "text2", align=paint.RIGHT
        )
        paint.put(painter, room.adjusted(0, 0, -wide - 8, 0), self.text(), weight=weight, ink=ink)
        if self.hasFocus():
            paint.ring(painter, body, RADIUS)


class Views(Pane):
    """All lists. `chosen(key)` comes when the person goes to one."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__("sunken", edges="r", margins=(0, 12, 0, 12))
        self._buttons: dict[str, ViewButton] = {}
        self._group = QButtonGroup(self)
        for title, views in PARTS:
            self.add(row(Text(text(f"list.part.{title}"), "small", weight=STRONG, ink="text3"), margins=(20, 0, 0, 4)))
            for view in views:
                self._add(view)
            self.add(14)
        self.add(None)
        self.choose("open")
        self._group.buttonToggled.connect(self._announce)
        self.setAccessibleName(text("list.views"))

    def _add(self, view: View) -> None:
        button = ViewButton(view)
        self._buttons[view.key] = button
        self._group.addButton(button)
        self.add(button)

    def choose(self, key: str) -> None:
        """Go to that list."""
        self._buttons[key].setChecked(True)
        self.setFocusProxy(self._buttons[key])

    def count(self, counts: Mapping[str, int]) -> None:
        """Say how many cases each list holds."""
        for key, button in self._buttons.items():
            button.count(counts.get(key, 0))

    def _announce(self, button: ViewButton, on: bool) -> None:
        if on:
            self.setFocusProxy(button)
            self.chosen.emit(button.view.key)
