"""The way of a case, drawn from left to right: each step with who held it, its hours, and how it was kept."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit import paint
from ui.kit.paragraph import Paragraph
from ui.kit.section import paint_number
from ui.theme.palette import colour
from ui.theme.tokens import NORMAL, STRONG

_CIRCLE, _TOP, _LINE, _LEAST = 22, 26, 18, 72
_MANY = 5
"""Steps beyond which they share the room instead of asking for more."""


class Stop(NamedTuple):
    """One step: its name, who and how many hours, its state (done, now, ahead, stopped), how it stands in a tone."""

    name: str
    caption: str = ""
    state: str = "ahead"
    said: str = ""
    tone: str = "text3"

    def spoken(self) -> str:
        """The step as it is read aloud."""
        return ", ".join(filter(None, (self.name, self.caption, self.said)))


class Way(QWidget):
    """Steps in equal widths, joined by a line as far as they are done; names take two lines where they need them."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._stops: list[Stop] = []
        self.show_stops(())

    def show_stops(self, stops: Sequence[Stop]) -> None:
        """Show other steps."""
        self._stops = list(stops)
        self.setMinimumWidth(_LEAST * min(_MANY, len(self._stops)))
        self.setToolTip("\n".join(f"{number}. {stop.spoken()}" for number, stop in enumerate(self._stops, start=1)))
        self.setAccessibleName(next((stop.spoken() for stop in self._stops if stop.state in ("now", "stopped")), ""))
        self.setAccessibleDescription("; ".join(stop.spoken() for stop in self._stops))
        self._fit()
        self.update()

    def _wide(self) -> float:
        return self.width() / max(1, len(self._stops))

    def _name(self, stop: Stop) -> Paragraph:
        weight = STRONG if stop.state in ("now", "stopped") else NORMAL
        return Paragraph(stop.name, max(40, round(self._wide()) - 12), size="secondary", weight=weight, lines=2)

    def _fit(self) -> None:
        names = max((self._name(stop).height for stop in self._stops), default=0)
        self.setFixedHeight(_TOP + names + 2 + 2 * _LINE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, wide = QPainter(self), self._wide()
        for number in range(len(self._stops)):
            self._paint_stop(painter, number * wide, wide, number)

    def _paint_stop(self, painter: QPainter, x: float, wide: float, number: int) -> None:
        stop = self._stops[number]
        paint_number(painter, QRectF(x, 0, _CIRCLE, _CIRCLE), str(number + 1), stop.state)
        if number + 1 < len(self._stops):
            join = QRectF(x + _CIRCLE + 8, _CIRCLE / 2 - 1, wide - _CIRCLE - 16, 2)
            painter.fillRect(join, colour("ok" if stop.state == "done" else "line_strong"))
        name = self._name(stop)
        name.draw(painter, x, _TOP, "text" if stop.state != "ahead" else "text2")
        y = _TOP + name.height + 1
        room = QRectF(x, y, wide - 10, _LINE)
        if stop.caption:
            paint.put(painter, room, stop.caption, size="small", ink="text3")
            room = room.translated(0, _LINE)
        weight = STRONG if stop.tone in ("late", "soon") else NORMAL
        paint.put(painter, room, stop.said, size="small", weight=weight, ink=stop.tone)
