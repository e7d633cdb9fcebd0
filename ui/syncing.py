"""Delivery in the background: starts by itself, backs off, recovers with the link, never blocks, tells the truth."""

import random
from collections.abc import Callable, Generator
from contextlib import suppress
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from desk import Spoken, Unusable
from sync import filling as history
from sync.carriers.turns import Turn, by_turns
from sync.delivery import Delivery, delivery, missed
from sync.desk import Desk
from sync.errors import Offline
from sync.exchange import carrier_of, exchange
from sync.filling import Estimate
from sync.jobs import Job
from sync.report import Report
from ui.background import Background

AT_ONCE = 400
"""ms that a save waits for company before it goes out."""

WORTH_GOING_ON = 4 * 1024
"""Bytes that a link carried before it broke: it is there, only short of breath."""

REGULARLY = 60_000
LONGEST_PAUSE = 300_000
"""ms between exchanges: while all is well, and at the most after failures."""


class Syncing(QObject):
    """Exchanges with the province's server whenever something waits, and regularly."""

    touched = Signal(object)
    """Records that came in from other PCs: a set of (kind, id)."""

    told = Signal(object)
    """How delivery stands now: a `Delivery`."""

    exchanged = Signal(object)
    """What an exchange that ended well did: a `Report`."""

    def __init__(
        self, desk: Desk, server: str, background: Background, parent: QObject | None = None, turn: Turn | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._background, self._turn = desk, background, turn or Turn()
        self._carrier = carrier_of(desk, server) if server else None
        self._steps: Generator[Job | None, Any, Report] | None = None
        self._failures = self._asked = 0
        self._again = False
        self._report, self._estimate = Report(), Estimate()
        self.needs_person = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.now)

    @property
    def delivery(self) -> Delivery:
        """How delivery stands, from the last signed receipt; never from the absence of errors."""
        return delivery(self._desk)

    @property
    def linked(self) -> bool:
        """Whether this PC knows an address of its server."""
        return self._carrier is not None

    @property
    def under_way(self) -> bool:
        """Whether an exchange goes on just now."""
        return self._steps is not None

    @property
    def failing(self) -> bool:
        """Whether the last exchange did not reach its end, or there is no server to reach."""
        return bool(self._failures) or self._carrier is None

    @property
    def filling(self) -> str:
        """How far the office's history has come to this PC, in words; "" once it is here."""
        now = history.filling(self._desk)
        return history.words(now, self._estimate.left(now, monotonic())) if now else ""

    def soon(self) -> None:
        """Something waits: exchange in a moment, or after the one under way; a link known to be down is left alone."""
        self.told.emit(self.delivery)
        if self._steps is not None:
            self._again = True
        elif not self._failures:
            self._timer.start(AT_ONCE)

    def now(self) -> None:
        """Exchange at once, unless one is under way."""
        if self._carrier is None or self._steps is not None:
            return
        self._timer.stop()
        self._report, self._again, self._estimate = Report(), False, Estimate()
        steps = exchange(self._desk, self._carrier, self.touched.emit, report=self._report)
        self._steps = by_turns(steps, self._turn)
        self._step(None)

    def _step(self, result: Any) -> None:
        """Go on with the exchange on the window's thread until it wants the network, or a breath for the window."""
        if self._steps is None:
            return
        self._go_on(self._steps.send, result)

    def _go_on(self, move: Callable[[Any], Job | None], value: Any) -> None:
        try:
            job = move(value)
        except StopIteration as ended:
            self._ended(None)
            self.exchanged.emit(ended.value)
        except Spoken as error:
            self._ended(error)
        except BaseException:
            self._ended(Offline("sync.fault"))
            raise
        else:
            self._hand_over(job)

    def _hand_over(self, job: Job | None) -> None:
        if job is None:
            QTimer.singleShot(0, self, lambda: self._step(None))
        else:
            if self._report.changes_received:
                self.told.emit(self.delivery)
            self._background.run(job, self._step, self._throw)

    def _throw(self, error: BaseException) -> None:
        """Let the exchange itself deal with what went wrong on the network."""
        if self._steps is None:
            return
        self._go_on(self._steps.throw, error)

    def _ended(self, error: Spoken | None) -> None:
        self._steps = None
        self._failures = self._failures + 1 if error else 0
        self._asked = int(error.values.get("wait", 0)) * 1000 if error else 0
        self._again = self._again or self._advanced(error)
        self.needs_person = error is not None and not isinstance(error, Offline)
        if error:
            with suppress(Unusable):  # a full disk cannot note that it is full
                missed(self._desk, error)
        self.told.emit(self.delivery)
        self._timer.start(self._pause())

    def _advanced(self, error: Spoken | None) -> bool:
        """Whether a link that broke had carried enough for it to be worth going on at once."""
        if isinstance(error, Offline) and self._report.bytes_sent + self._report.bytes_received > WORTH_GOING_ON:
            self._failures = 1
            return True
        return False

    def _pause(self) -> int:
        """ms to the next exchange: at once for what came in between, else longer with each failure, never in step.

        Never sooner than a server that is busy asked for.
        """
        if self._asked:
            return int(max(self._asked, 2000 * self._failures) * random.uniform(1.0, 1.25))
        if self._again and self._failures <= 1:
            return AT_ONCE
        if not self._failures:
            return REGULARLY
        return int(min(2000 * 2**self._failures, LONGEST_PAUSE) * random.uniform(0.75, 1.25))

    def stop(self) -> None:
        """Begin no further exchange; the one under way is dropped, which costs nothing but its time."""
        self._timer.stop()
        if self._steps is not None:
            self._steps.close()
            self._steps = None
        self._carrier = None
