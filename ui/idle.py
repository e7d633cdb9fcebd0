"""Notices when nobody has touched keyboard or mouse for a while."""

import time

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

LOCK_AFTER = 15 * 60
"""Seconds without input after which the window is locked."""

_INPUT = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
}


class Idle(QObject):
    """`passed` comes once for every `seconds` without input, also when the PC slept through them."""

    passed = Signal()

    def __init__(self, parent: QObject | None = None, seconds: float = LOCK_AFTER) -> None:
        super().__init__(parent)
        self._seconds, self._last = seconds, time.time()
        self._timer = QTimer(self)
        self._timer.setInterval(round(seconds * 1000))
        self._timer.timeout.connect(self.passed)
        self._timer.start()
        if app := QApplication.instance():
            app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _INPUT:
            before, self._last = self._last, time.time()
            if self._last - before >= self._seconds:  # timers stand still while a PC sleeps
                self.passed.emit()
            self._timer.start()
        return False
