"""Keeps what is typed at the counter at every pause, so that no power cut costs a word. One draft for each officer."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from desk import Unusable, drafts
from desk.drafts import Draft
from desk.words import text
from sync.desk import Desk, local

PAUSE = 700
"""ms without a change after which the draft is kept."""


class Drafting(QObject):
    """`said(str)` tells when the draft was kept, or why it was not. `values()` is None for an empty form."""

    said = Signal(str)

    def __init__(self, desk: Desk, values: Callable[[], dict[str, Any] | None], parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._values = desk, values
        self._owner = f"counter.{desk.by}"
        self._timer = QTimer(self, singleShot=True, interval=PAUSE)
        self._timer.timeout.connect(self.keep)

    def soon(self) -> None:
        """Something changed: keep it at the next pause."""
        self._timer.start()

    def kept(self) -> Draft | None:
        """The draft kept last."""
        found = drafts.kept(self._desk.db, self._owner)
        if found:
            self._tell(found.at)
        return found

    def keep(self) -> None:
        """Keep it now, if something is to be kept."""
        self._timer.stop()
        values, at = self._values(), int(self._desk.clock())
        if values is None:
            self.drop()
            return
        try:
            drafts.keep(self._desk.db, self._owner, values, at)
        except Unusable as wrong:
            self.said.emit(str(wrong))
        else:
            self._tell(at)

    def keep_if_due(self) -> None:
        """Keep it now when a pause was being waited for."""
        if self._timer.isActive():
            self.keep()

    def drop(self) -> None:
        """Forget it: the case is saved, or the form was emptied."""
        self._timer.stop()
        drafts.drop(self._desk.db, self._owner)
        self.said.emit("")

    def _tell(self, at: int) -> None:
        self.said.emit(text("counter.draft", time=f"{local(at):%H:%M:%S}"))
