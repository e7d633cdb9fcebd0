"""Writing to a USB stick and taking in from one, while the window goes on: one after another, beside the deliveries."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from sync.carriers import bundle_in, bundle_out
from sync.carriers.bundle import SUFFIX
from sync.carriers.turns import Bench, Lane, Steps, Turn, by_turns
from sync.desk import Desk

Done = Callable[[Any], object]
Failed = Callable[[BaseException], object]


class Stick(QObject):
    """`touched` comes with the records that a file brought."""

    touched = Signal(object)

    def __init__(self, desk: Desk, bench: Bench, turn: Turn, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._turn, self._lane = desk, turn, Lane(bench)

    @property
    def busy(self) -> bool:
        """Whether the stick must not be pulled."""
        return self._lane.busy

    def write(self, path: Path, done: Done, failed: Failed) -> None:
        """Write what the server and the other PCs lack; `done` with a `bundle_out.Written`."""
        self._do(bundle_out.write(self._desk, path), done, failed)

    def preview(self, path: Path, done: Done, failed: Failed) -> None:
        """See what a file would bring; `done` with a `bundle_in.Preview`."""
        self._do(bundle_in.preview(self._desk, path), done, failed)

    def read(self, path: Path, done: Done, failed: Failed) -> None:
        """Take a file in; `done` with a `bundle_in.Taken`."""
        self._do(bundle_in.read(self._desk, path, self.touched.emit), done, failed)

    def close(self) -> None:
        """Drop what is under way; a file is written whole or not at all."""
        self._lane.stop()

    def _do(self, steps: Steps, done: Done, failed: Failed) -> None:
        self._lane.add(by_turns(steps, self._turn), done, failed)


class Dropped(QObject):
    """Files of the exchange dropped anywhere on a window, before a place in it takes them for papers of a case."""

    dropped = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window:
            if event.type() == QEvent.Type.Show and (handle := self._window.windowHandle()):
                handle.installEventFilter(self)  # it hears of drops before any widget does
            return False
        if isinstance(event, QDropEvent) and (file := _bundle(event)):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            if event.type() == QEvent.Type.Drop:
                self.dropped.emit(file)
            return True
        return False


def _bundle(event: QDropEvent) -> Path | None:
    """The one file of the exchange that is held or dropped; None for anything else."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and paths[0].suffix == SUFFIX else None
