"""`casedesk-province window`: the first screen where there is no province yet, then the window; locks itself."""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from desk import Spoken, words
from desk.words import text
from sync.province.folder import FACE, Folder
from sync.province.secret import Secret
from ui import preferences
from ui.garbage import Garbage
from ui.idle import Idle
from ui.kit.qt_words import speak
from ui.province.first import First
from ui.province.hand import Hand
from ui.province.window import ProvinceWindow
from ui.shell.mark import window_icon
from ui.theme.dress import dress
from ui.trouble import Trouble, no_desk

LOCK_AFTER = 10 * 60
"""Seconds without input after which the key is locked."""


def main(given: Sequence[str] | None = None) -> int:
    """Run the window until it is closed; the exit status."""
    words.use(os.environ.get("CASEDESK_LANG", "vi"))
    parser = argparse.ArgumentParser(prog="casedesk-province-window", description=text("province.help.window"))
    parser.add_argument("--dir", type=Path, default=_folder(), metavar="DIR", help=text("province.help.dir"))
    return run(parser.parse_args(given).dir)


def _folder() -> Path:
    """Where the province lies unless told: as for the command, or with the person's data where none is here."""
    here = Path(os.environ.get("CASEDESK_PROVINCE", "province"))
    if "CASEDESK_PROVINCE" in os.environ or here.is_dir():
        return here
    from ui.command.grammar import data_folder

    return data_folder() / "province"


def run(folder: Path) -> int:
    """Run the window on the province in `folder`; the exit status."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setQuitOnLastWindowClosed(False)
    Garbage(app)
    program = ProvinceProgram(folder)
    program.start()
    return int(app.exec())


class ProvinceProgram(QObject):
    """The running program on one province's folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._path, self._folder = folder, Folder(folder)
        kept = preferences.load(folder)
        asked = os.environ.get("CASEDESK_LANG", "")
        self.preferences = replace(kept, language=asked if asked in words.LANGUAGES else kept.language)
        self.shown: QWidget | None = None
        self.hand: Hand | None = None
        self._trouble = Trouble(folder, lambda: self.shown)
        self._idle = Idle(self, LOCK_AFTER)
        self._idle.passed.connect(self.lock)

    def start(self) -> None:
        """Dress the application and show the first screen or the window, or why there is none."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        words.use(self.preferences.language)
        dress(app, self.preferences.theme)
        speak(app, self)
        self._trouble.listen()
        self.build()

    def build(self) -> None:
        """Show the screen that there is, in the language in use."""
        try:
            if (self._path / FACE).is_file():
                self._show_window(None)
            else:
                self._show_first()
        except Spoken as why:
            self._show(no_desk(why))

    def _show_first(self) -> None:
        screen = First(self._folder)
        screen.made.connect(lambda secret: QTimer.singleShot(0, self, lambda: self._show_window(secret)))
        screen.language_chosen.connect(lambda value: self.set("language", value))
        screen.setWindowTitle(text("province_window.title"))
        screen.setWindowIcon(window_icon())
        self._show(screen)

    def _show_window(self, secret: Secret | None) -> None:
        held = secret or (self.hand.secret if self.hand else None)
        self._let_go()
        self.hand = Hand(self._folder, self)
        window = ProvinceWindow(self.hand)
        window.places["own"].theme.choose(self.preferences.theme)  # type: ignore[attr-defined]
        window.setting_wanted.connect(self.set)
        if held is not None:
            self.hand.unlock(held)
        self._show(window)

    def set(self, name: str, value: str) -> None:
        """Change the language or the theme, now and from now on."""
        kept = self.preferences
        self.preferences = replace(kept, language=value) if name == "language" else replace(kept, theme=value)
        if (self._path / FACE).is_file():
            preferences.save(self._path, self.preferences)
        if name == "theme":
            app = QApplication.instance()
            assert isinstance(app, QApplication)
            dress(app, value)
        else:
            words.use(value)
            QTimer.singleShot(0, self, self.build)

    def lock(self) -> None:
        """After ten minutes without input: the key is let go; what is on show can still be read."""
        if self.hand is not None and self.hand.secret is not None:
            self.hand.lock()

    def _show(self, widget: QWidget) -> None:
        before, self.shown = self.shown, widget
        if before is None:
            widget.resize(self.preferences.width, self.preferences.height)
            widget.showMaximized() if self.preferences.maximised else widget.show()
        else:
            widget.setGeometry(before.geometry())
            widget.showMaximized() if before.isMaximized() else widget.show()
            before.removeEventFilter(self)
            before.hide()
            before.deleteLater()
        widget.installEventFilter(self)
        widget.activateWindow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Close and watched is self.shown and event.spontaneous():
            QTimer.singleShot(0, self, self.quit)
        return super().eventFilter(watched, event)

    def _let_go(self) -> None:
        if self.hand is not None:
            self.hand.close()
            self.hand.deleteLater()
            self.hand = None

    def quit(self) -> None:
        """Let go of the key and end."""
        self._let_go()
        QApplication.quit()


if __name__ == "__main__":
    sys.exit(main())
