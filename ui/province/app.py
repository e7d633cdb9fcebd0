"""`casedesk-province window`: the first screen where there is no province yet, then the window; locks itself."""

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QTimer

from desk import Spoken, words
from desk.words import text
from sync.province.folder import FACE, Folder
from sync.province.secret import Secret
from ui import preferences
from ui.idle import Idle
from ui.one_window import OneWindow, application
from ui.province.first import First
from ui.province.hand import Hand
from ui.province.window import ProvinceWindow
from ui.shell.mark import window_icon
from ui.trouble import no_desk

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
    application()
    return ProvinceProgram(folder).run()


class ProvinceProgram(OneWindow):
    """The running program on one province's folder."""

    def __init__(self, folder: Path) -> None:
        kept = preferences.load(folder)
        asked = os.environ.get("CASEDESK_LANG", "")
        super().__init__(folder, replace(kept, language=asked if asked in words.LANGUAGES else kept.language))
        self._path, self._folder = folder, Folder(folder)
        self.hand: Hand | None = None
        self._idle = Idle(self, LOCK_AFTER)
        self._idle.passed.connect(self.lock)

    def start(self) -> None:
        """Dress the application and show the first screen or the window, or why there is none."""
        super().start()
        self.build()

    def build(self) -> None:
        """Show the screen that there is, in the language in use."""
        try:
            if (self._path / FACE).is_file():
                self._show_window(None)
            else:
                self._show_first()
        except Spoken as why:
            self.show(no_desk(why))

    def _show_first(self) -> None:
        screen = First(self._folder)
        screen.made.connect(lambda secret: QTimer.singleShot(0, self, lambda: self._show_window(secret)))
        screen.language_chosen.connect(lambda value: self.set("language", value))
        screen.setWindowTitle(text("province_window.title"))
        screen.setWindowIcon(window_icon())
        self.show(screen)

    def _show_window(self, secret: Secret | None) -> None:
        held = secret or (self.hand.secret if self.hand else None)
        self._let_go()
        self.hand = Hand(self._folder, self)
        window = ProvinceWindow(self.hand)
        window.places["own"].theme.choose(self.preferences.theme)  # type: ignore[attr-defined]
        window.setting_wanted.connect(self.set)
        if held is not None:
            self.hand.unlock(held)
        self.show(window)

    def set(self, name: str, value: str) -> None:
        """Change the language or the theme, now and from now on."""
        kept = self.preferences
        self.preferences = replace(kept, language=value) if name == "language" else replace(kept, theme=value)
        if (self._path / FACE).is_file():
            preferences.save(self._path, self.preferences)
        if name == "theme":
            self.dress()
        else:
            words.use(value)
            QTimer.singleShot(0, self, self.build)

    def lock(self) -> None:
        """After ten minutes without input: the key is let go; what is on show can still be read."""
        if self.hand is not None and self.hand.secret is not None:
            self.hand.lock()

    def _let_go(self) -> None:
        if self.hand is not None:
            self.hand.close()
            self.hand.deleteLater()
            self.hand = None

    def quit(self) -> None:
        """Let go of the key and end."""
        self._let_go()
        super().quit()


if __name__ == "__main__":
    sys.exit(main())
