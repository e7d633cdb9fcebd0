"""Phrases to choose instead of typing them: small outlined buttons that break into as many lines as they need."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit.button import Button

_HIGH, _GAP = 32, 6


class Phrases(QWidget):
    """`chosen(phrase)` comes on a click, Space or Enter."""

    chosen = Signal(str)

    def __init__(self, phrases: Sequence[str], *, name: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._buttons = [self._button(phrase) for phrase in phrases]

    def _button(self, phrase: str) -> Button:
        button = Button(phrase, "plain", size="small", height=_HIGH, parent=self)
        button.clicked.connect(lambda: self.chosen.emit(phrase))
        return button

    def _places(self, width: int) -> tuple[list[QRect], int]:
        """Where each button goes in that width, and the height of all lines."""
        x, y, places = 0, 0, []
        for button in self._buttons:
            wide = min(button.sizeHint().width(), width)
            if x and x + wide > width:
                x, y = 0, y + _HIGH + _GAP
            places.append(QRect(x, y, wide, _HIGH))
            x += wide + _GAP
        return places, y + _HIGH

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._places(max(width, 1))[1]

    def sizeHint(self) -> QSize:
        return QSize(280, self.heightForWidth(max(self.width(), 280)))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, _HIGH)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        places, high = self._places(self.width())
        for button, place in zip(self._buttons, places, strict=True):
            button.setGeometry(place)
        self.setMinimumHeight(high)
