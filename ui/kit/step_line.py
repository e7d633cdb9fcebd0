"""The steps of a case from left to right: done, now, ahead."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit import paint
from ui.kit.section import paint_number
from ui.theme.palette import colour
from ui.theme.tokens import NORMAL, STRONG

_CIRCLE, _HIGH = 22, 64


class Step(NamedTuple):
    """One step: its name, a caption of who and how long, and its state (done, now, ahead, stopped)."""

    name: str
    caption: str
    state: str = "ahead"


class StepLine(QWidget):
    """Steps in equal widths, joined by a line as far as they are done."""

    def __init__(self, steps: Sequence[Step] = ()) -> None:
        super().__init__()
        self.setFixedHeight(_HIGH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_steps(steps)

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show other steps."""
        self._steps = list(steps)
        self.setMinimumWidth(84 * len(self._steps))
        self.setToolTip("\n".join(f"{step.name}: {step.caption}" for step in self._steps))
        self.setAccessibleName(next((step.name for step in self._steps if step.state == "now"), ""))
        self.setAccessibleDescription("; ".join(f"{step.name}, {step.caption}" for step in self._steps))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        wide = self.width() / max(1, len(self._steps))
        for number, step in enumerate(self._steps):
            self._paint_step(painter, number * wide, wide, number, step)

    def _paint_step(self, painter: QPainter, x: float, wide: float, number: int, step: Step) -> None:
        paint_number(painter, QRectF(x, 0, _CIRCLE, _CIRCLE), str(number + 1), step.state)
        if number + 1 < len(self._steps):
            done = step.state == "done"
            join = QRectF(x + _CIRCLE + 8, _CIRCLE / 2 - 1, wide - _CIRCLE - 16, 2)
            painter.fillRect(join, colour("ok" if done else "line_strong"))
        room = wide - 8
        weight = STRONG if step.state in ("now", "stopped") else NORMAL
        paint.put(painter, QRectF(x, 25, room, 20), step.name, size="secondary", weight=weight)
        paint.put(painter, QRectF(x, 44, room, 18), step.caption, size="small", ink="text3")
