"""How long the person waited: prints ms from the start of the process to a window's first paint (CASEDESK_TIMING=1)."""

import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

from desk.words import text

_IMPORTED = time.monotonic()


def since_start() -> int:
    """ms since the process started; where the system does not tell, since this module was imported."""
    try:
        ticks = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
        started = ticks / os.sysconf("SC_CLK_TCK")
        return round((time.clock_gettime(time.CLOCK_BOOTTIME) - started) * 1000)
    except (OSError, AttributeError, ValueError):
        return round((time.monotonic() - _IMPORTED) * 1000)


def tell_first_paint(widget: QWidget, what: str) -> None:
    """Print when `widget` has painted for the first time, if asked to."""
    if os.environ.get("CASEDESK_TIMING"):
        widget.installEventFilter(_FirstPaint(widget, what))


class _FirstPaint(QObject):
    def __init__(self, widget: QWidget, what: str) -> None:
        super().__init__(widget)
        self._what = what

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._tell)  # after the paint and whatever was queued with it
        return False

    def _tell(self) -> None:
        print(text("window.start.ready", what=self._what, ms=since_start()), file=sys.stderr, flush=True)
