"""How the benches take time: one call after another by the clock that never goes back, and what lies at the middle."""

from time import perf_counter


def timed(call) -> tuple[float, object]:
    """Seconds that `call()` took, and what it returned."""
    start = perf_counter()
    result = call()
    return perf_counter() - start, result


def each(calls) -> list[float]:
    """ms that each call took."""
    return [timed(call)[0] * 1000 for call in calls]


def at(share: float, times: list[float]) -> float:
    """The time that `share` of all (0 to 1) did not exceed."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def p50(times: list[float]) -> float:
    return at(0.5, times)


def p99(times: list[float]) -> float:
    return at(0.99, times)
