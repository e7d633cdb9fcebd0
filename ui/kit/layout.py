"""Putting widgets in rows and columns with few words, and the flat areas they stand on."""

from typing import TypeVar

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from ui.kit import paint
from ui.theme.palette import colour

L = TypeVar("L", bound=QBoxLayout)
Item = QWidget | QLayout | int | None | tuple[QWidget, int] | tuple[QWidget, Qt.AlignmentFlag]
Margins = tuple[int, int, int, int]
FLUSH: Margins = (0, 0, 0, 0)


def fill(layout: QBoxLayout, *items: Item) -> None:
    """Add items: a widget, a layout, (widget, stretch), (widget, alignment), a number of pixels, None for a stretch."""
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        elif isinstance(item, QWidget):
            layout.addWidget(item)
        elif isinstance(item, QLayout):
            layout.addLayout(item)
        else:
            _fill_pair(layout, *item)


def _fill_pair(layout: QBoxLayout, widget: QWidget, how: int | Qt.AlignmentFlag) -> None:
    if isinstance(how, Qt.AlignmentFlag):
        layout.addWidget(widget, 0, how)
    else:
        layout.addWidget(widget, how)


def row(*items: Item, gap: int = 8, margins: Margins = FLUSH) -> QHBoxLayout:
    """Items side by side."""
    found = QHBoxLayout()
    return _spaced(found, items, gap, margins)


def column(*items: Item, gap: int = 8, margins: Margins = FLUSH) -> QVBoxLayout:
    """Items one below the other."""
    found = QVBoxLayout()
    return _spaced(found, items, gap, margins)


def _spaced(layout: L, items: tuple[Item, ...], gap: int, margins: Margins) -> L:
    layout.setContentsMargins(*margins)
    layout.setSpacing(gap)
    fill(layout, *items)
    return layout


class Pane(QWidget):
    """A flat area with a token ground, hairlines on the named edges ("l", "r", "t", "b"), or a rounded border."""

    def __init__(
        self,
        ground: str | None = "surface",
        *,
        edges: str = "",
        radius: int = 0,
        border: str | None = None,
        across: bool = False,
        gap: int = 0,
        margins: Margins = FLUSH,
    ) -> None:
        super().__init__()
        self._ground, self._edges, self._radius, self._border = ground, edges, radius, border
        self.body: QBoxLayout = QHBoxLayout(self) if across else QVBoxLayout(self)
        _spaced(self.body, (), gap, margins)

    def add(self, *items: Item) -> "Pane":
        """Add items as `fill` does. Returns the pane."""
        fill(self.body, *items)
        return self

    def set_ground(self, ground: str | None) -> None:
        """Change the area's colour token."""
        self._ground = ground
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._radius or self._border:
            paint.rounded(painter, QRectF(self.rect()), self._radius, self._ground, self._border)
        elif self._ground:
            painter.fillRect(self.rect(), colour(self._ground))
        wide, high = self.width(), self.height()
        for edge in self._edges:
            x, y = (wide - 1 if edge == "r" else 0), (high - 1 if edge == "b" else 0)
            paint.hairline(painter, x, y, high if edge in "lr" else wide, upright=edge in "lr")


class Rule(QWidget):
    """A hairline between two things."""

    def __init__(self, *, upright: bool = False, ink: str = "line") -> None:
        super().__init__()
        self._ink = ink
        if upright:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), colour(self._ink))
