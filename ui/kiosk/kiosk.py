"""The whole screen of a kiosk: the search, one procedure at a time, and back to the start when nobody touches it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from desk import words
from desk.find import Finder
from desk.procedures.procedure import Procedure
from desk.words import text
from ui.kiosk.sheet import ProcedureSheet
from ui.kiosk.start import Start

ALONE = 60_000
"""ms without a touch after which the next person starts anew."""

LEAVE = "Ctrl+Shift+Q"
_TOUCHED = {
    QEvent.Type.MouseButtonPress, QEvent.Type.KeyPress, QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate,
    QEvent.Type.Wheel,
}  # fmt: skip


class Kiosk(QWidget):
    """Shows `procedures` (those in force) and nothing else; it is closed with LEAVE only."""

    def __init__(self, procedures: Sequence[Procedure], office: str = "", alone: int = ALONE) -> None:
        super().__init__()
        self._procedures, self._finder, self._office = procedures, Finder(procedures), office
        self._leaving = False
        self._stack = QStackedWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self._alone = QTimer(self, interval=alone, singleShot=True)
        self._alone.timeout.connect(self.restart)
        QShortcut(QKeySequence(LEAVE), self).activated.connect(self.leave)
        self._first = words.language()
        self.restart()
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def restart(self) -> None:
        """As the next person finds it: the search, empty, in the language it was started in."""
        words.use(self._first)
        self._begin()
        self._alone.stop()

    def _begin(self) -> None:
        self.setWindowTitle(text("kiosk.name"))
        start = Start(self._procedures, self._finder, self._office)
        start.chosen.connect(self.show_procedure)
        start.language_wanted.connect(self._speak_other)
        self._put(start)

    def _speak_other(self) -> None:
        others = [each for each in words.LANGUAGES if each != words.language()]
        words.use(others[0])
        self._begin()

    def show_procedure(self, procedure: Procedure) -> None:
        """Show one procedure over the search, which stays as it is."""
        sheet = ProcedureSheet(procedure, self._office)
        sheet.left.connect(lambda: self._back(sheet))
        self._stack.addWidget(sheet)
        self._stack.setCurrentWidget(sheet)
        sheet.setFocus()

    def _back(self, sheet: ProcedureSheet) -> None:
        self._stack.removeWidget(sheet)
        sheet.deleteLater()
        shown = self.shown()
        if shown is not None:
            shown.setFocus()

    def shown(self) -> QWidget | None:
        """The screen on show."""
        return self._stack.currentWidget()

    def _put(self, only: QWidget) -> None:
        while (old := self._stack.widget(0)) is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        self._stack.addWidget(only)
        only.setFocus()

    def leave(self) -> None:
        """Close it; what the officer's key does."""
        self._leaving = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.setAccepted(self._leaving)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHED:
            self._alone.start()
        return super().eventFilter(watched, event)
