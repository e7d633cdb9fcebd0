"""A QR code on the screen, drawn in whole pixels on white, in either theme."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk.procedures.publishing import handout_code

QUIET = 4  # modules of white around a code (ISO/IEC 18004, 6.3.8)
LEAST, MOST = 3, 5  # pixels of a module


class Code(QWidget):
    """The code of `said`; `name` is what a screen reader says for it."""

    def __init__(self, said: str, name: str) -> None:
        super().__init__()
        self.said, self._matrix = said, handout_code(said)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(LEAST * self._modules)

    @property
    def _modules(self) -> int:
        return len(self._matrix) + 2 * QUIET

    def sizeHint(self) -> QSize:
        return QSize(LEAST * self._modules, LEAST * self._modules)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def grow(self, room: int) -> None:
        """Take as much of `room` pixels as whole modules fill."""
        self.setFixedHeight(max(LEAST, min(MOST, room // self._modules)) * self._modules)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, module = QPainter(self), self.height() // self._modules
        side = module * self._modules
        left = (self.width() - side) // 2
        painter.fillRect(QRect(left, 0, side, side), Qt.GlobalColor.white)
        black = QColor(Qt.GlobalColor.black)
        for y, modules in enumerate(self._matrix, QUIET):
            for x, dark in enumerate(modules, QUIET):
                if dark:
                    painter.fillRect(left + x * module, y * module, module, module, black)
