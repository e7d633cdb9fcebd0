"""What buttons of every shape share: Enter presses one, and one that is held says what it waits for."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Pressed(QAbstractButton):
    """A button that is all painted; Enter presses it as the space bar does."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.click()
        else:
            super().keyPressEvent(event)


def hold(widget: QWidget, reason: str) -> None:
    """Disable it; `reason` says what it waits for."""
    widget.setEnabled(False)
    widget.setToolTip(reason)
    widget.setAccessibleDescription(reason)


def release(widget: QWidget) -> None:
    """Enable it again."""
    widget.setEnabled(True)
    widget.setToolTip("")
    widget.setAccessibleDescription("")
