"""Writing to a USB stick and taking in from one, while the window goes on: one after another, beside the deliveries."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desk import Spoken
from sync.carriers import bundle_in, bundle_out
from sync.carriers.bundle import SUFFIX
from sync.carriers.turns import Bench, Lane, Steps, Turn, by_turns
from sync.desk import Desk
from sync.scans import scan_bundle

Done = Callable[[Any], object]
Failed = Callable[[Spoken], object]


class Stick(QObject):
    """`touched` comes with the records that a file brought.

    Every work has an `owner`, the widget that shows what comes of it: `done` and `failed` follow while there is one.
    """

    touched = Signal(object)

    def __init__(self, desk: Desk, bench: Bench, turn: Turn, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._turn, self._lane = desk, turn, Lane(bench)

    def write(self, owner: QObject, path: Path, done: Done, failed: Failed) -> None:
        """Write what the server and the other PCs lack; `done` with a `bundle_out.Written`."""
        self._do(owner, bundle_out.write(self._desk, path), done, failed)

    def preview(self, owner: QObject, path: Path, done: Done, failed: Failed) -> None:
        """See what a file would bring; `done` with a `bundle_in.Preview`."""
        self._do(owner, bundle_in.preview(self._desk, path), done, failed)

    def read(self, owner: QObject, path: Path, done: Done, failed: Failed) -> None:
        """Take a file in; `done` with a `bundle_in.Taken`."""
        self._do(owner, bundle_in.read(self._desk, path, self.touched.emit), done, failed)

    def write_scans(self, owner: QObject, beside: Path, done: Done, failed: Failed) -> None:
        """Write the scans that wait to a file beside another; `done` with a `scan_bundle.Written`."""
        self._do(owner, scan_bundle.write(self._desk, beside.with_suffix(scan_bundle.SUFFIX)), done, failed)

    def read_scans(self, owner: QObject, path: Path, done: Done, failed: Failed) -> None:
        """Take a file of scans in; `done` with a `scan_bundle.Taken`."""
        self._do(owner, scan_bundle.read(self._desk, path), done, failed)

    def close(self) -> None:
        """Drop what is under way; a file is written whole or not at all."""
        self._lane.stop()

    def _do(self, owner: QObject, steps: Steps, done: Done, failed: Failed) -> None:
        def show(value: Any) -> None:
            if isValid(owner):
                done(value)

        def tell(error: BaseException) -> None:
            if not isinstance(error, Spoken):
                raise error
            if isValid(owner):
                failed(error)

        self._lane.add(by_turns(steps, self._turn), show, tell)


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
    return paths[0] if len(paths) == 1 and paths[0].suffix in (SUFFIX, scan_bundle.SUFFIX) else None
