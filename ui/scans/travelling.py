"""Scans on their way while the window is open: sent after the changes, fetched when somebody opens one.

Two lanes of their own beside the exchanges: what waits goes by itself and gives way at every slice; what somebody
wants to see comes at once, the latest first. The desk's file is touched on the window's thread only.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from desk import Spoken, Unusable
from sync.carriers.turns import Lane, Steps, Turn, by_turns
from sync.desk import Desk
from sync.log import Touched
from ui.background import Background
from ui.lan import Lan
from ui.syncing import Syncing

if TYPE_CHECKING:
    from sync.scans.journey import Journey

TOLD_EVERY = 500
"""ms between two words about how far it is."""

SAID_EVERY = 3600
"""s between two times that the province is told how many wait while they rest."""

AFTER = 3000
"""ms after which what waits is counted for the first time."""


class Travelling(QObject):
    """`told` comes while files move and when any stands otherwise, `counted` when another number of them waits.

    `came` comes with the hash of one that is here now, `kept_away` with the hash of one that was asked for and did not
    come, and why, in words.
    """

    told = Signal()
    counted = Signal()
    came = Signal(str)
    kept_away = Signal(str, str)

    def __init__(
        self, desk: Desk, server: str, syncing: Syncing, lan: Lan, turn: Turn, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._server, self._syncing, self._lan, self._turn = desk, server, syncing, lan, turn
        self._bench = Background(self, threads=2)
        self._going, self._bringing = Lane(self._bench), Lane(self._bench)
        self._asked: list[str] = []  # hashes somebody wants to see, the latest last
        self.waiting, self._said_at = 0, 0.0
        self.trouble = ""
        """What kept the last journey from its end, in words."""
        self._ticking = QTimer(self, interval=TOLD_EVERY)
        self._ticking.timeout.connect(self.told)
        self._soon = QTimer(self, singleShot=True, interval=AFTER)
        self._soon.timeout.connect(self.recount)
        self._soon.start()
        syncing.exchanged.connect(lambda report: self.go())

    def heard(self, touched: Touched) -> None:
        """Records changed, here or elsewhere: a scan among them may wait."""
        if any(kind in ("scan", "begunscan") for kind, _ in touched):
            self._soon.start(TOLD_EVERY)

    def go(self) -> None:
        """Send what waits and fetch what is wanted, unless that goes on or the hours forbid it."""
        from sync.scans import journey, limits, travel

        desk, server = self._desk, "" if self._syncing.failing else self._server
        if self._going.busy or self._bringing.busy:
            return
        if not limits.of(desk).open(desk.now()):
            self._tell(server)
            return
        sending = bool(server and travel.next_to_send(desk, 1, ()))
        if sending or ((server or self._lan.answering) and travel.wanted(desk)):
            steps = journey.go(desk, server, self._lan.answering, hold=self._gives_way, came=self.came.emit)
            self._begin(self._going, steps, self._went, self._failed)

    def _tell(self, server: str) -> None:
        """While scans rest, tell the province now and then how many wait, for who looks after it."""
        from sync.scans import journey

        now = self._desk.clock()
        if server and self.waiting and abs(now - self._said_at) >= SAID_EVERY:
            self._said_at = now
            self._begin(self._going, journey.tell(self._desk, server), lambda heard: self._stand_still(), self._failed)

    def _gives_way(self) -> bool:
        return self._syncing.under_way or bool(self._asked)

    def _went(self, done: "Journey") -> None:
        self.trouble = str(done.error or "")
        self.recount()
        if done.held_up and not self._syncing.under_way and not self._asked:
            QTimer.singleShot(TOLD_EVERY, self, self.go)

    def bring(self, sha256: str) -> None:
        """Fetch a file now, at any hour; `came` or `kept_away` follows."""
        if sha256 in self._asked:
            self._asked.remove(sha256)
        self._asked.append(sha256)
        self._next()

    def _next(self) -> None:
        if self._bringing.busy or not self._asked:
            return
        from sync.scans import journey

        sha256 = self._asked[-1]
        steps = journey.bring(
            self._desk, [sha256], self._server, self._lan.answering, came=self.came.emit,
            hold=lambda: bool(self._asked) and self._asked[-1] != sha256,
        )  # fmt: skip
        self._begin(
            self._bringing, steps,
            lambda done: self._brought(sha256, done.fetched.reasons, done.held_up, sha256 in done.fetched.missing),
            lambda error: self._not_brought(sha256, error),
        )  # fmt: skip

    def _brought(self, sha256: str, reasons: Mapping[str, str], held_up: bool, missing: bool) -> None:
        if not held_up:
            self._asked.remove(sha256)
            if missing:
                self.kept_away.emit(sha256, " ".join(dict.fromkeys(reasons.values())))
        self._go_on()

    def _not_brought(self, sha256: str, error: BaseException) -> None:
        self._asked.remove(sha256)
        self.kept_away.emit(sha256, str(error))
        self._go_on()
        if not isinstance(error, Spoken):
            raise error

    def _go_on(self) -> None:
        self._stand_still()
        self.told.emit()
        self._next()
        if not self._bringing.busy:
            self.go()

    def _failed(self, error: BaseException) -> None:
        self.trouble = str(error) if isinstance(error, Spoken) else ""
        self.recount()
        if not isinstance(error, Spoken):
            raise error

    def _begin(
        self, lane: Lane, steps: Steps, done: Callable[[Any], object], failed: Callable[[BaseException], object]
    ) -> None:
        self._ticking.start()
        lane.add(by_turns(steps, self._turn), done, failed)

    def _stand_still(self) -> None:
        if not self._going.busy and not self._bringing.busy:
            self._ticking.stop()

    def recount(self) -> None:
        """Count anew how many files wait to be sent; kept, for the foot asks with every change."""
        from sync.scans import travel

        self._stand_still()
        before = self.waiting
        with suppress(Unusable):
            self.waiting = travel.queue(self._desk).waiting
        if self.waiting != before:
            self.counted.emit()
        self.told.emit()

    def close(self) -> None:
        """Drop what is under way, which costs nothing but its time."""
        self._soon.stop()
        self._ticking.stop()
        self._going.stop()
        self._bringing.stop()
        self._bench.close()
