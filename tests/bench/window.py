"""A window as a process of its own, which tells on stdout how long its person waited and how much memory it took.

    python -m tests.bench.window [HOME]

Logs in as a person does, by typing. Without a home only an empty window of Qt is shown: less than that takes nobody.
"""

import json
import os
import sys
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ui.timing import since_start

PASSWORD = "Mot-cua-2026"
QUIET = 1500
"""ms without another window after which it counts as ready: places that are made ahead of need are made by then."""

LONGEST = 30_000
"""ms after which something went wrong; what, is on stderr."""


class Watch(QObject):
    """Notes when each kind of top window was painted first, in ms since the process started."""

    def __init__(self, password: str) -> None:
        super().__init__()
        self.painted, self._password, self._entered = dict[str, int](), password, 0
        QApplication.instance().installEventFilter(self)
        QTimer.singleShot(LONGEST, self, lambda: QApplication.exit(1))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget) and watched.isWindow():
            QTimer.singleShot(0, self, partial(self._note, type(watched).__name__))
        return False

    def _note(self, name: str) -> None:
        if name in self.painted:
            return
        self.painted[name] = since_start()
        if name == "LogIn":
            QTimer.singleShot(0, self, self._log_in)
        else:
            QTimer.singleShot(QUIET, self, self._tell)

    def _log_in(self) -> None:
        field = QApplication.focusWidget()
        QTest.keyClicks(field, self._password)
        self._entered = since_start()
        QTest.keyClick(field, Qt.Key.Key_Return)

    def _tell(self) -> None:
        print(json.dumps({"painted": self.painted, "entered": self._entered, "memory": memory()}), flush=True)
        QApplication.exit()


def memory() -> float:
    """MB that this process keeps in memory; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except (OSError, AttributeError):
        return 0.0


def main() -> int:
    """Show, tell, end."""
    if len(sys.argv) < 2:
        app = QApplication([])
        watch, empty = Watch(""), QWidget()
        empty.show()
        return app.exec()
    from ui.app import Program

    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    watch, program = Watch(PASSWORD), Program(Path(sys.argv[1]))
    program.start()
    status = app.exec()
    program.quit()
    del watch
    return status


if __name__ == "__main__":
    sys.exit(main())
