"""Keeps what is typed at the counter at every pause, so that no power cut costs a word.

An officer may have several drafts: a citizen steps aside, the next one is served, the first is come back to.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from desk import Unusable, drafts
from desk.drafts import Draft
from desk.words import text
from sync.desk import Desk, local

PAUSE = 700
"""ms without a change after which the draft is kept."""


class Drafting(QObject):
    """`said(str)` tells when the draft was kept, or why it was not; `moved()` that another draft is the one in hand.

    `values()` is None for an empty form. Each draft has a name: the officer's, or that and "#" and a number.
    """

    said = Signal(str)
    moved = Signal()

    def __init__(self, desk: Desk, values: Callable[[], dict[str, Any] | None]) -> None:
        super().__init__()
        self._desk, self._values = desk, values
        self.name = desk.by
        self._timer = QTimer(self, singleShot=True, interval=PAUSE)
        self._timer.timeout.connect(self.keep)
        if found := self._kept():
            self.name = found[0][0]

    def soon(self) -> None:
        """Something changed: keep it at the next pause."""
        self._timer.start()

    def kept(self) -> Draft | None:
        """The draft in hand as it was kept last."""
        found = drafts.kept(self._desk.db, _owner(self.name))
        if found:
            self._tell(found.at)
        return found

    def others(self) -> Sequence[tuple[str, Draft]]:
        """The (name, draft) of those put aside, the newest first."""
        return [(name, draft) for name, draft in self._kept() if name != self.name]

    def keep(self) -> None:
        """Keep it now, if something is to be kept."""
        self._timer.stop()
        values, at = self._values(), int(self._desk.clock())
        if values is None:
            self.drop()
            return
        try:
            drafts.keep(self._desk.db, _owner(self.name), values, at)
        except Unusable as wrong:
            self.said.emit(str(wrong))
        else:
            self._tell(at)

    def keep_if_due(self) -> None:
        """Keep it now when a pause was being waited for."""
        if self._timer.isActive():
            self.keep()

    def leave(self) -> None:
        """Let others have what is in hand, if anything is: whoever typed it goes away. It stays in hand."""
        self.keep_if_due()
        with suppress(Unusable):  # a full disk: it is shared when it has lain long enough
            drafts.put_aside(self._desk.db, _owner(self.name))

    def put_aside(self) -> None:
        """Keep what is in hand, if anything is, for others to have too, and begin another draft."""
        self.keep()
        self.leave()
        self.begin()

    def drop(self) -> None:
        """Forget the draft in hand: the case is saved, or the form was emptied."""
        self._timer.stop()
        self._forget(self.name)
        self.said.emit("")

    def turn_to(self, name: str) -> Draft | None:
        """Take a draft in hand that was put aside."""
        self.name = name
        self._timer.stop()
        self.moved.emit()
        return self.kept()

    def forget(self, name: str) -> None:
        """Forget a draft put aside."""
        self._forget(name)
        self.moved.emit()

    def begin(self) -> None:
        """Begin another draft."""
        taken = {name for name, _ in self._kept()}
        names = (f"{self._desk.by}#{number}" for number in range(1, len(taken) + 2))
        self.name = next(name for name in (self._desk.by, *names) if name not in taken)
        self.said.emit("")
        self.moved.emit()

    def _forget(self, name: str) -> None:
        with suppress(Unusable):  # a full disk: the draft is offered once more
            drafts.drop(self._desk.db, _owner(name))

    def _kept(self) -> list[tuple[str, Draft]]:
        found = drafts.kept_under(self._desk.db, _owner(self._desk.by))
        return [(owner.removeprefix(_owner("")), draft) for owner, draft in found]

    def _tell(self, at: int) -> None:
        self.said.emit(text("counter.draft", time=f"{local(at):%H:%M:%S}"))


def _owner(name: str) -> str:
    return f"counter.{name}"
