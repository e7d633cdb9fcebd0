"""A program with one window at a time: each screen stands where the last one stood. Which screens, it does not know."""

import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from desk import words
from desk.words import text
from ui import timing
from ui.garbage import Garbage
from ui.kit.qt_words import speak
from ui.preferences import Preferences
from ui.shell.mark import window_icon
from ui.theme.dress import dress
from ui.trouble import Trouble


def application() -> QApplication:
    """The running application; made when there is none yet."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    return app


class OneWindow(QObject):
    """What is on show, how large, in which language and theme."""

    def __init__(self, folder: Path, preferences: Preferences) -> None:
        """`folder` holds what the program keeps, its log of troubles too."""
        super().__init__()
        self.preferences = preferences
        self.shown: QWidget | None = None
        self.trouble = Trouble(folder, lambda: self.shown)

    def run(self) -> int:
        """Show the first screen and go on until the last is closed; the exit status."""
        app = application()
        app.setQuitOnLastWindowClosed(False)
        Garbage(app)
        self.start()
        return int(app.exec())

    def start(self) -> None:
        """Dress the application; who inherits this shows a screen after it."""
        words.use(self.preferences.language)
        self.dress()
        speak(application(), self)
        self.trouble.listen()

    def dress(self) -> None:
        """Put the theme on everything."""
        dress(application(), self.preferences.theme)

    def show_screen(self, screen: QWidget) -> None:
        """Show what is no window of the program's own, under the program's name."""
        screen.setWindowTitle(text("shell.name"))
        screen.setWindowIcon(window_icon())
        self.show(screen)

    def show(self, widget: QWidget) -> None:
        """Put `widget` where the last one stood."""
        before, self.shown = self.shown, widget
        if before is None:
            widget.resize(self.preferences.width, self.preferences.height)
        else:
            widget.setGeometry(before.geometry())
        large = self.preferences.maximised if before is None else before.isMaximized()
        widget.showMaximized() if large else widget.show()
        if before is not None and before is not widget:
            before.removeEventFilter(self)
            before.hide()
            self.put_away(before)
        widget.installEventFilter(self)
        widget.activateWindow()
        timing.tell_first_paint(widget, widget.windowTitle())

    def put_away(self, screen: QWidget) -> None:
        """Drop a screen that is not shown any more and end what it does beside."""
        if hasattr(screen, "close_down"):
            screen.close_down()
        screen.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Close and watched is self.shown and event.spontaneous():
            QTimer.singleShot(0, self, self.quit)
        return super().eventFilter(watched, event)

    def quit(self) -> None:
        """End; who inherits this lets go of what it holds before."""
        QApplication.quit()
