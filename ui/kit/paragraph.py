"""A text of a few lines, the last one elided: what neither QLabel nor QPainter offers."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QTextLayout, QTextOption

from ui.kit.paint import elided
from ui.theme import fonts
from ui.theme.palette import colour
from ui.theme.tokens import NORMAL


class Paragraph:
    """`text` broken at words into at most `lines` lines of `width` pixels."""

    def __init__(self, text: str, width: float, *, size: str = "body", weight: int = NORMAL, lines: int = 2) -> None:
        self._size, self._weight, self._width = size, weight, width
        self._rows = self._broken(text, lines)

    def _broken(self, text: str, lines: int) -> list[str]:
        layout = QTextLayout(text, fonts.font(self._size, self._weight))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        rows: list[str] = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self._width)
            start = line.textStart()
            if len(rows) == lines - 1:
                rows.append(elided(text[start:], self._width, self._size, self._weight))
                break
            rows.append(text[start : start + line.textLength()].rstrip())
        layout.endLayout()
        return rows

    @property
    def rows(self) -> tuple[str, ...]:
        """The lines as they are shown."""
        return tuple(self._rows)

    @property
    def height(self) -> int:
        """Pixels the lines take."""
        return fonts.line_height(self._size) * max(1, len(self._rows))

    def draw(self, painter: QPainter, x: float, y: float, ink: str = "text") -> None:
        """Paint the lines with the upper left corner at (x, y)."""
        painter.setFont(fonts.font(self._size, self._weight))
        painter.setPen(colour(ink))
        metrics, step = fonts.metrics(self._size, self._weight), fonts.line_height(self._size)
        base = y + (step - metrics.height()) / 2 + metrics.ascent()
        for number, row in enumerate(self._rows):
            painter.drawText(QPointF(x, base + number * step), row)
