"""How often a device may ask. Kept in memory: a restart forgives."""

from threading import Lock
from time import monotonic

PER_MINUTE = 600  # an eager PC asks twice a minute; a first start in small parts some hundred times


class Rate:
    """A bucket per device that holds a minute's worth of requests and refills evenly."""

    def __init__(self, per_minute: int = PER_MINUTE) -> None:
        self._most = float(per_minute)
        self._left: dict[str, tuple[float, float]] = {}  # device: requests left, at which moment
        self._lock = Lock()

    def wait(self, device: str, count: int = 1) -> int:
        """Count one request, or one worth so many; the seconds to wait before it would be answered, 0 for at once."""
        now, second = monotonic(), self._most / 60
        with self._lock:
            left, at = self._left.get(device, (self._most, now))
            left = min(self._most, left + (now - at) * second)
            allowed = left >= count
            self._left[device] = (left - count if allowed else left, now)
        return 0 if allowed else int((count - left) / second) + 1
