"""How fast scans travel: in slices of a few seconds, as the line bears it, and a bucket of tokens for the limit set."""

from collections.abc import Callable
from time import monotonic

from sync.carriers.scan_wire import LARGEST_ROOM

LONG = 8.0
"""Seconds that one slice should take: what an exchange of changes waits at most, and less than lines stay up."""

SMALLEST, FIRST = 8 * 1024, 32 * 1024


class Pace:
    """The slices of one side. `rate` is the most bytes/s on average, 0 for any; `known` what was measured before."""

    def __init__(self, rate: float = 0.0, known: float | None = None, clock: Callable[[], float] = monotonic) -> None:
        self._limit, self._clock = rate, clock
        self._tokens, self._at = 0.0, clock()
        self.rate = known
        self._slice = self._fitting(known * LONG) if known else FIRST

    @property
    def slice(self) -> int:
        """Bytes for the next slice."""
        return self._fitting(min(self._slice, self._limit * LONG) if self._limit else self._slice)

    def wait(self) -> float:
        """Seconds until the next slice may go."""
        if not self._limit:
            return 0.0
        now = self._clock()
        self._tokens = min(self._tokens + (now - self._at) * self._limit, 0.0)  # what was not used is not saved up
        self._at = now
        return -self._tokens / self._limit

    def went(self, bytes: int, seconds: float) -> None:
        """Learn from a slice that went well."""
        self._tokens -= bytes
        seen = bytes / max(seconds, 1e-6)
        self.rate = seen if self.rate is None else 0.7 * seen + 0.3 * self.rate
        self._slice = self._fitting(min(2 * self._slice, seen * LONG))

    def cut(self, bytes: int) -> None:
        """Learn from a slice that was cut; all of it may have been on the line."""
        self._tokens -= bytes
        self._slice = self._fitting(self._slice // 2)

    @staticmethod
    def _fitting(bytes: float) -> int:
        return int(min(max(bytes, SMALLEST), LARGEST_ROOM))
