"""The office's own network in the window: joined after the log-in, asked when something is saved, and regularly.

Only the window's thread touches the desk's file; callers and calls wait on threads of the session's bench.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desk import Refused, Spoken
from sync.carriers import peers
from sync.carriers.turns import Bench, Lane, Turn, by_turns
from sync.desk import Desk

if TYPE_CHECKING:
    from sync.carriers.lan_preview import Offered
    from sync.carriers.neighbours import Neighbour, Neighbours

AFTER = 1500
"""ms after the window is there."""
AT_ONCE = 400
OFTEN = 15_000


class Lan(QObject):
    """`told` comes when what others hold may have changed, `touched` with the records that came in from them."""

    told = Signal()
    touched = Signal(object)

    def __init__(self, desk: Desk, bench: Bench, turn: Turn, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._bench, self._turn = desk, bench, turn
        self._there: Neighbours | None = None
        self._previews = Lane(bench)
        self._soon = QTimer(self, singleShot=True, interval=AT_ONCE)
        self._soon.timeout.connect(lambda: self._round(soon=True))
        self._regularly = QTimer(self, interval=OFTEN)
        self._regularly.timeout.connect(self._round)

    @property
    def holding(self) -> int | None:
        """How many other PCs hold every change of this one; None while none of them is heard."""
        if self._there is None or not self._there.alive:
            return None
        return peers.holding_all(self._desk)

    def join_soon(self) -> None:
        """Join the network once the window stands."""
        QTimer.singleShot(AFTER, self, self.join)

    def join(self, host: str = "0.0.0.0", *, find: bool = True) -> None:
        """Listen, announce this PC, look for others. An office of one PC has nobody to look for, unless it invites."""
        self._regularly.start()
        if self._there is not None or not (peers.others(self._desk) or self._expects()):
            return
        from sync.carriers.neighbours import Neighbours

        self._there = Neighbours(self._desk, self._bench, self._turn, self.touched.emit, self.told.emit)
        with suppress(Refused):  # no port to be had: it can still call others
            self._there.listen(host)
        if find:
            self._there.find()
        self._there.round()

    def _expects(self) -> bool:
        """Whether somebody was invited who may call."""
        from sync import doors

        return bool(doors.doors(self._desk))

    def meet(self, address: str) -> None:
        """Exchange with the PC at an address that was typed in. Raises Refused for what is none."""
        self.join()
        if self._there is not None:
            self._there.meet(address, typed=True)

    def preview(self, address: str, done: "Callable[[Offered], object]", failed: Callable[[Spoken], object]) -> None:
        """Ask the PC at an address what it would bring; nothing is taken in or sent. Raises Refused for no address."""
        from sync.carriers import lan, lan_preview

        def tell(error: BaseException) -> None:
            if not isinstance(error, Spoken):
                raise error
            failed(error)

        lan.parsed(address)
        steps = lan_preview.preview(self._desk, address)
        self._previews.add(by_turns(steps, self._turn), done, tell)

    def neighbours(self) -> "list[Neighbour]":
        """The PCs that were found or typed in, as they last answered; nobody while this PC has not joined."""
        return list(self._there.known.values()) if self._there else []

    @property
    def answering(self) -> list[str]:
        """The addresses of the PCs that answered last time."""
        return self._there.answering() if self._there else []

    @property
    def others(self) -> int:
        """How many other PCs the office has."""
        return len(peers.others(self._desk))

    @property
    def port(self) -> int | None:
        """Where this PC listens; None while it does not."""
        return self._there.port if self._there else None

    def soon(self) -> None:
        """Something was saved: bring it to the others in a moment."""
        if self._there is not None:
            self._soon.start()

    def _round(self, *, soon: bool = False) -> None:
        if self._there is None:
            self.join()
            return
        self._there.round(soon=soon)
        if not soon:
            self._there.moved()

    def close(self) -> None:
        """Leave the network."""
        self._soon.stop()
        self._regularly.stop()
        self._previews.stop()
        if self._there is not None:
            self._there.stop()
            self._there = None
