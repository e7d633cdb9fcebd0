"""Backups while the window is open: today's as soon as its folder is there, or one when somebody asks.

The file is copied on a thread and a connection of its own; a failure is remembered and told, and stops nothing.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from desk import Spoken, Unusable
from sync.carriers.turns import Lane, Steps, Turn, by_turns
from sync.desk import Desk
from ui.background import Background

LOOKS_EVERY = 60_000
"""ms between two looks whether a backup is due and its stick there."""

FIRST = 20_000
"""ms after logging in until the first look."""

TOLD_EVERY = 300


class _Halted(Exception):
    """The window closes; the copy under way is no backup yet and is dropped."""


class Backing(QObject):
    """`told` comes now and then while a backup is written, `changed` when one begins or ends or is to go elsewhere."""

    told = Signal()
    changed = Signal()

    def __init__(self, desk: Desk, turn: Turn, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._turn, self._halted = desk, turn, False
        self._bench = Background(self)
        self._lane = Lane(self._bench)
        self._done = 0.0
        self._looks = QTimer(self, interval=LOOKS_EVERY)
        self._looks.timeout.connect(self.look)
        self._looks.start()
        self._first = QTimer(self, singleShot=True, interval=FIRST)
        self._first.timeout.connect(self.look)
        self._first.start()
        self._ticking = QTimer(self, interval=TOLD_EVERY)
        self._ticking.timeout.connect(self.told)

    @property
    def under_way(self) -> bool:
        """Whether one is being written, or looked whether it can be."""
        return self._lane.busy

    @property
    def share(self) -> int:
        """How much of the one under way is done, in per cent."""
        return int(self._done * 100)

    def look(self) -> None:
        """Write today's backup if it is due and its folder there."""
        from sync.backup import daily

        try:
            wanted = not self.under_way and daily.due(self._desk)
        except Unusable:
            return
        if wanted:
            self._begin(daily.daily(self._desk, self._count), lambda written: None, lambda error: None)

    def write(self, folder: Path, done: Callable[[Any], object], failed: Callable[[Spoken], object]) -> None:
        """Write one now; `done` with a `writing.Written`."""
        from sync.backup import writing

        self._begin(writing.write(self._desk, folder, told=self._count), done, failed)

    def _begin(self, steps: Steps, done: Callable[[Any], object], failed: Callable[[Spoken], object]) -> None:
        def end(value: Any) -> None:
            self._stand_still()
            done(value)
            self.changed.emit()

        def tell(error: BaseException) -> None:
            self._stand_still()
            if not isinstance(error, Spoken):
                raise error
            failed(error)
            self.changed.emit()

        self._done = 0.0
        self._ticking.start()
        self._lane.add(by_turns(steps, self._turn), end, tell)
        self.changed.emit()

    def _count(self, done: int, of: int) -> None:
        """On the thread of the job."""
        if self._halted:
            raise _Halted
        self._done = done / max(of, 1)

    def _stand_still(self) -> None:
        self._ticking.stop()

    def close(self) -> None:
        """Break off what is under way; the backups before it are whole."""
        self._halted = True
        self._first.stop()
        self._looks.stop()
        self._ticking.stop()
        self._lane.stop()
        self._bench.close()
