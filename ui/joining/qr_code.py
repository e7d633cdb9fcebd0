"""A QR code on the screen, dark on white in either theme, each module a whole number of pixels, so that it scans."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk.forms.qr import matrix
from desk.words import text

QUIET = 4
"""Modules of white around it (ISO/IEC 18004, 6.3.8)."""
LARGEST = 6
"""Pixels of a module."""


class QrCode(QWidget):
    """The code of `said`, with modules as large as `widest` pixels allow, but no larger than LARGEST."""

    def __init__(self, said: str, *, widest: int) -> None:
        super().__init__()
        self._rows = matrix(said)
        self._module = max(1, min(LARGEST, widest // (len(self._rows) + 2 * QUIET)))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text("new_pc.qr"))
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        side = (len(self._rows) + 2 * QUIET) * self._module
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, side = QPainter(self), self._module
        painter.fillRect(self.rect(), QColor(Qt.GlobalColor.white))
        for y, line in enumerate(self._rows):
            for x, dark in enumerate(line):
                if dark:
                    at = QRect((x + QUIET) * side, (y + QUIET) * side, side, side)
                    painter.fillRect(at, QColor(Qt.GlobalColor.black))
