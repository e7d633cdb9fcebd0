"""The stage: a real server process that can be taken away, and PCs whose windows are worked by keyboard."""

import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QMessageLogContext, QSize, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from desk import words
from desk.words import text
from installer.office import Office, serving
from installer.progress import Stopped
from sync.desk import Desk
from sync.report import Report
from ui.app import Program
from ui.login import LogIn
from ui.places import Place
from ui.shell.window import Window

SCREEN = QSize(1366, 768)
PATIENCE = 30.0
"""Seconds until something that should come by itself is missed."""

Found = TypeVar("Found")


def until(what: str, holds: Callable[[], Found | None], patience: float = PATIENCE) -> Found:
    """Let the windows work until `holds` gives something true, and give that. Raises Stopped, naming `what`."""
    end = time.monotonic() + patience
    while not (found := holds()):
        if time.monotonic() > end:
            raise Stopped("story.missed", what=what, seconds=round(patience))
        QApplication.processEvents()
        time.sleep(0.003)
    return found


def verify(what: str, holds: bool) -> None:
    """Raise Stopped, naming `what`, when it does not hold."""
    if not holds:
        raise Stopped("story.not_so", what=what)


def hush() -> None:
    """Let Qt's offscreen screen keep to itself that it has no window manager; everything else it says is shown."""

    def show(kind: QtMsgType, context: QMessageLogContext, said: str) -> None:
        if "propagateSizeHints" not in said:
            print(said, file=sys.stderr)

    qInstallMessageHandler(show)


def strike(field: QWidget, letter: str) -> None:
    """Press and release the key of a letter, of any alphabet, and let the window answer."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(field, QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter))
    QApplication.processEvents()


class Server:
    """The province's server of the local office, as a process of its own, always at the same address."""

    def __init__(self, office: Office) -> None:
        self._office, self._running, self.address = office, ExitStack(), ""

    def start(self) -> None:
        """Start it; where it was before, if it ran before.

        The port is chosen here: one that the system chooses is not given twice while old connections fade.
        """
        listen = self.address.removeprefix("http://") or f"127.0.0.1:{free_port()}"
        self.address = self._running.enter_context(serving(self._office, listen))

    def stop(self) -> None:
        """Take it away."""
        self._running.close()


def free_port() -> int:
    """A port of this machine that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Pc:
    """One PC: the program on its home, from the log-in screen on."""

    def __init__(self, home: Path, server: str) -> None:
        self.name = home.name
        self.program = Program(home, server, language=words.language())
        self.bytes = 0

    def log_in(self, password: str) -> float:
        """Start the program and log in as a person would; ms until the window stands."""
        started = time.perf_counter()
        self.program.start()
        screen = self.program.shown
        assert isinstance(screen, LogIn)
        field = next(edit for edit in screen.findChildren(QLineEdit) if edit.echoMode() == QLineEdit.EchoMode.Password)
        field.setFocus()
        for letter in password:
            strike(field, letter)
        QTest.keyClick(field, Qt.Key.Key_Return)
        until(text("story.what.window"), lambda: self.program.workplace is not None)
        self.window.showNormal()
        self.window.resize(SCREEN)
        QApplication.processEvents()
        assert self.program.session is not None
        self.program.session.syncing.exchanged.connect(self._count)
        return (time.perf_counter() - started) * 1000

    def _count(self, report: Report) -> None:
        self.bytes += report.bytes_sent + report.bytes_received

    @property
    def window(self) -> Window:
        """The window of the officer at work."""
        assert self.program.workplace is not None
        return self.program.workplace.window

    @property
    def desk(self) -> Desk:
        """The open desk."""
        assert self.program.session is not None
        return self.program.session.desk

    def go(self, place: str) -> Place:
        """Go to a place of the window."""
        assert self.program.workplace is not None
        self.window.activateWindow()
        self.window.open(place)
        QApplication.processEvents()
        return self.program.workplace.place(place)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the keyboard is."""
        self.window.activateWindow()
        QApplication.processEvents()
        QTest.keyClick(self.window.focusWidget() or self.window, key, modifier)
        QApplication.processEvents()

    def type(self, field: QWidget, written: str) -> None:
        """Write over what a field holds, letter by letter."""
        self.window.activateWindow()
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        for letter in written:
            strike(field, letter)

    def tick(self, box: QAbstractButton) -> None:
        """Tick a box with the space bar."""
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Space)
        QApplication.processEvents()

    def exchange(self) -> None:
        """Ask the server now, as Ctrl+0 and F9 do."""
        assert self.program.session is not None
        self.program.session.syncing.now()

    @property
    def delivered(self) -> bool:
        """Whether the server has signed for everything this PC wrote."""
        assert self.program.session is not None
        return self.program.session.syncing.delivery.complete

    def picture(self, folder: Path, name: str) -> None:
        """Save what the window shows, once it has settled."""
        end = time.monotonic() + 0.4
        until(name, lambda: time.monotonic() > end)
        self.window.grab().save(str(folder / f"{name}.png"))

    def leave(self) -> None:
        """Close the program as its window's cross does."""
        self.program.quit()


@contextmanager
def leaving(*pcs: Pc) -> Iterator[None]:
    """Close the programs whatever happened."""
    try:
        yield
    finally:
        for pc in pcs:
            pc.leave()
