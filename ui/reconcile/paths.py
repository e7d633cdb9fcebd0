"""Two or more ways a case went, drawn as one line that parts: what they have in common once, then each on its own."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk.lifecycle import STEP
from desk.words import text
from ui.kit import paint
from ui.reconcile.told import step_name
from ui.reconcile.version_card import letter
from ui.theme import fonts
from ui.theme.palette import colour

_ROW, _GAP, _PAD, _TALL, _TOP = 40, 26, 10, 26, 8
MOST = 6
"""Ways drawn at the most; the cards below show all of them."""


class Paths(QWidget):
    """Hidden while there is nothing to draw."""

    def __init__(self) -> None:
        super().__init__()
        self._common: list[str] = []
        self._ways: list[list[str]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_paths(self, paths: Sequence[str]) -> None:
        """Draw these paths of stages, "received>in_process>done"."""
        steps = [path.split(STEP) for path in paths[:MOST]]
        shared = 0
        while steps and all(len(way) > shared for way in steps) and len({way[shared] for way in steps}) == 1:
            shared += 1
        self._common = [step_name(step) for step in steps[0][:shared]] if steps else []
        self._ways = [[step_name(step) for step in way[shared:]] for way in steps]
        told = [f"{letter(n)}: {' → '.join([*self._common, *way])}" for n, way in enumerate(self._ways, start=1)]
        self.setAccessibleName(text("reconcile.paths", ways="; ".join(told)))
        self.setVisible(len(steps) > 1)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, _TOP * 2 + _ROW * max(1, len(self._ways)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        fork = self._steps(painter, self._common, 2, middle, "sunken", "line_strong")
        for n, way in enumerate(self._ways):
            y = _TOP + _ROW * (n + 0.5)
            self._line(painter, QPointF(fork, middle), QPointF(fork + _GAP, y))
            end = self._steps(painter, way, fork + _GAP, y, "conflict_soft", "conflict")
            paint.put(painter, QRectF(end + 4, y - 12, 40, 24), letter(n + 1), size="secondary", ink="text3")

    def _steps(self, painter: QPainter, steps: Sequence[str], x: float, y: float, ground: str, edge: str) -> float:
        """A row of steps from `x` on at the height `y`; gives back where it ends."""
        for n, step in enumerate(steps):
            if n:
                self._line(painter, QPointF(x, y), QPointF(x + _GAP, y))
                x += _GAP
            wide = round(fonts.width(step, "secondary") + 0.5) + 2 * _PAD
            box = QRectF(x, y - _TALL / 2, wide, _TALL)
            paint.rounded(painter, box, 4, ground, edge, 1)
            paint.put(painter, box.adjusted(_PAD, 0, -_PAD + 2, 0), step, size="secondary")
            x += wide
        return x

    def _line(self, painter: QPainter, start: QPointF, end: QPointF) -> None:
        painter.setPen(QPen(colour("line_strong"), 1.5))
        painter.drawLine(start, end)
