"""`casedesk-window`: the look, the log-in, then the window; back to the log-in when another officer takes over."""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from desk import Refused, Spoken, words
from desk.words import text
from ui import preferences
from ui.idle import Idle
from ui.one_window import OneWindow, application
from ui.shell.status_line import StatusSentence
from ui.shell.window import Window
from ui.trouble import no_desk
from ui.version import VERSION

if TYPE_CHECKING:
    from sync.keys.vault import Lock
    from ui.session import Session
    from ui.workplace import Workplace

WARM_UP_AFTER = 200
"""ms after the log-in is shown."""
WARMED_UP = (
    "desk.procedures.catalogue",
    "desk.find",
    "sync.exchange",
    "desk.forms",
    "ui.session",
    "ui.workplace",
    "ui.counter.place",
)
BETWEEN = 40
"""ms between two of them."""

KIOSK = "--kiosk"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the window on a home until it is closed; the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if KIOSK in given:
        from ui.kiosk.app import main as look_up

        return look_up([word for word in given if word != KIOSK])
    words.use(os.environ.get("CASEDESK_LANG", "vi"))
    args = _grammar().parse_args(given)
    _size_text(args.home)
    application()
    return Program(args.home, args.server, language=args.lang, theme=args.theme, lan=args.lan).run()


def _size_text(folder: Path) -> None:
    """Let Qt scale all that is shown as this PC's officers chose; what the system's owner set comes first."""
    scale = preferences.load(folder).scale
    if scale != 100:
        os.environ.setdefault("QT_SCALE_FACTOR", f"{scale / 100:g}")


def _grammar() -> argparse.ArgumentParser:
    from ui.command.grammar import data_folder

    parser = argparse.ArgumentParser(prog="casedesk-window", description=text("window.start.usage"))
    parser.add_argument(
        "--home", type=Path, default=data_folder() / "home", metavar="DIR", help=text("window.start.home")
    )
    parser.add_argument("--server", default="", metavar="URL", help=text("window.start.server"))
    parser.add_argument("--lang", choices=words.LANGUAGES, default="", help=text("window.start.language"))
    parser.add_argument("--theme", choices=preferences.THEMES, default="", help=text("window.start.theme"))
    parser.add_argument("--no-lan", action="store_false", dest="lan", help=text("lan.help.no_lan"))
    parser.add_argument(KIOSK, action="store_true", help=text("kiosk.kiosk"))
    return parser


class Program(OneWindow):
    """The running program on one home. Delivery goes on while the log-in screen stands before the window."""

    def __init__(
        self, folder: Path, server: str = "", *, language: str = "", theme: str = "", lan: bool = False
    ) -> None:
        kept = preferences.load(folder)
        super().__init__(folder, replace(kept, language=language or kept.language, theme=theme or kept.theme))
        self._folder, self._server, self._lan = folder, server, lan
        self.session: Session | None = None
        self.workplace: Workplace | None = None
        self._idle = Idle(self)
        self._idle.passed.connect(self.lock)

    def start(self) -> None:
        """Dress the application and show the log-in, or why there is none."""
        super().start()
        try:
            if _empty(self._folder):
                self.show_begin()
            else:
                self.show_log_in()
        except Spoken as why:
            self.show(no_desk(why))

    def show_begin(self) -> None:
        """Show how a PC that has no office yet comes to one."""
        from ui.joining.begin import Begin

        screen = Begin(self._folder, self._server, lan=self._lan)
        screen.begun.connect(self._enter)
        screen.language_chosen.connect(self._speak)
        self.show_screen(screen)
        QTimer.singleShot(WARM_UP_AFTER, self, lambda: warm_up(self))

    def show_waiting(self, lock: "Lock", key: bytes) -> None:
        """Show that this PC waits to be taken in; its window comes as soon as it is."""
        from ui.joining.waiting import Waiting

        screen = Waiting(self._folder, key, lock.officer, self._server, lan=self._lan)
        screen.taken_in.connect(lambda: QTimer.singleShot(0, self, lambda: self._enter(lock, key)))
        screen.given_up.connect(lambda: QTimer.singleShot(0, self, self.show_begin))
        self.show_screen(screen)

    def show_log_in(self, note: str = "") -> None:
        """Show who may log in here. The window, if there is one, waits behind with all that is in it."""
        from sync import home
        from sync.desk import local
        from ui.login import LogIn

        face = home.read(self._folder)
        if not note and face.device.pc == 0:
            note = text("enrol.waiting", office=face.office.name or face.office.code)
        known = sorted(face.locks, key=lambda lock: lock.officer != self.preferences.officer)
        screen = LogIn(
            face.office.name or face.office.code,
            _known(known),
            lambda name, password: home.unlock(self._folder, password, name),
            pc=face.device.name,
            version=VERSION,
            status=StatusSentence("ok", (note,)) if note else None,
            now=lambda: local(time.time()),
        )
        screen.unlocked.connect(lambda opened: self._enter(*opened))
        screen.language_chosen.connect(self._speak)
        self.show_screen(screen)
        QTimer.singleShot(WARM_UP_AFTER, self, lambda: warm_up(self))

    def _speak(self, language: str) -> None:
        """The log-in screen in another language; the window follows when it is built next."""
        self.set("language", language)

    def _enter(self, lock: "Lock", key: bytes) -> None:
        """Back to the window of the same officer, or a new one for another."""
        from sync import enrolling, home

        if enrolling.waits(self._folder):
            self.show_waiting(lock, key)
            return
        try:
            if self.session is None or self.session.desk.by != lock.officer:
                self._leave_session()
                self.session = self._open(lock.officer, key)
                self.preferences = replace(self.preferences, officer=lock.officer)
                self._remember()
            home.enter(self._folder, self.session.desk)
        except Refused as refused:
            self._leave_session()
            self.show_log_in(str(refused))
            return
        if lock.provisional:
            self._ask_password(lock)
        else:
            self._show_window()

    def _open(self, officer: str, key: bytes) -> "Session":
        from sync import home
        from ui.session import Session

        server = self._server or home.read(self._folder).server
        return Session(home.open_desk(self._folder, key, officer), server, folder=self._folder)

    def _ask_password(self, lock: "Lock") -> None:
        """Let who came in with a password that others know, or a weak one, choose their own first."""
        from sync.keys import accounts, vault
        from ui.officers.first_password import FirstPassword

        session = self.session
        assert session is not None

        def save(password: str) -> None:
            if vault.opens(lock, password):
                raise Refused("accounts.password_same", field="password")
            session.do(accounts.choose(session.desk.db, password))

        screen = FirstPassword(lock.name, save)
        screen.saved.connect(self._show_window)
        self.show_screen(screen)

    def _show_window(self) -> None:
        from ui.workplace import Workplace

        assert self.session is not None
        if self.workplace is None:
            self.workplace = Workplace(self.session)
            self.workplace.settings_wanted.connect(self.set)
            self.workplace.window.officer_wanted.connect(self.leave)
            self.workplace.make_ahead_soon()
            self.session.syncing.now()
            if self._lan:
                self.session.lan.join_soon()
        self.show(self.workplace.window)
        self.workplace.window.resume()

    def set(self, name: str, value: str) -> None:
        """Change the language or the theme, now and for the next days; the scale, from the next start on."""
        kept = self.preferences
        if name == "scale":
            self.preferences = replace(kept, scale=int(value))
            self._remember()
            return
        self.preferences = replace(kept, theme=value) if name == "theme" else replace(kept, language=value)
        self._remember()
        if name == "theme":
            self.dress()
            return
        words.use(value)
        QTimer.singleShot(0, self, self._build_anew)

    def _build_anew(self) -> None:
        """The screen on show in another language; what is typed in a window comes along as a draft."""
        from ui.joining.begin import Begin

        old, self.workplace = self.workplace, None
        if isinstance(self.shown, Begin):
            self.show_begin()
        elif old is None or self.shown is not old.window:
            self.show_log_in()
        else:
            old.keep()
            self._show_window()
            if self.workplace is not None:
                self.workplace.window.open("settings")
        if old is not None:
            old.close()

    def leave(self) -> None:
        """The officer goes away (F12): the log-in screen; what was typed stays behind it, and other PCs have it."""
        if self.workplace is not None:
            self.workplace.leave()
        self.show_log_in()

    def lock(self) -> None:
        """After a quarter of an hour without input: the log-in screen, with everything kept behind it."""
        if self.workplace is not None and self.shown is self.workplace.window:
            self.workplace.leave()
            self.workplace.session.desk.audit("lock")
            self.show_log_in(text("window.start.locked"))

    def put_away(self, screen: QWidget) -> None:
        """The window stays behind the log-in with all that is in it; any other screen goes."""
        if not isinstance(screen, Window):
            super().put_away(screen)

    def quit(self) -> None:
        """Put everything away and end."""
        if self.shown is not None:
            self._remember(self.shown)
            self.put_away(self.shown)
        self._leave_session()
        super().quit()

    def _remember(self, shown: QWidget | None = None) -> None:
        if shown is not None:
            size, large = shown.size(), shown.isMaximized()
            kept = self.preferences if large else replace(self.preferences, width=size.width(), height=size.height())
            self.preferences = replace(kept, maximised=large)
        if not _empty(self._folder):  # a home is made in an empty folder only
            preferences.save(self._folder, self.preferences)

    def _drop_window(self) -> None:
        if self.workplace is not None:
            self.workplace.close()
            self.workplace = None

    def _leave_session(self) -> None:
        self._drop_window()
        if self.session is not None:
            self.session.close()
            self.session = None


def _empty(folder: Path) -> bool:
    """Whether no home was ever made there."""
    return not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))


def warm_up(owner: QObject, names: Sequence[str] = WARMED_UP) -> None:
    """Load what the window needs while the person is still typing the password, one module between two keystrokes.

    Never on a thread of its own: Qt's types are made when first used, and two threads making them end the process.
    """
    if names:
        import_module(names[0])
        QTimer.singleShot(BETWEEN, owner, lambda: warm_up(owner, names[1:]))


def _known(locks: Sequence["Lock"]) -> list[tuple[str, str]]:
    """(log-in, name) of those who may log in here; of two of one name each logs in by the id of the account."""
    names = [lock.name for lock in locks]
    return [(lock.name if names.count(lock.name) == 1 else lock.officer, lock.name) for lock in locks]


if __name__ == "__main__":
    sys.exit(main())
