"""How scans on their way stand, in sentences, for window and command alike."""

from collections.abc import Iterator

from desk.scans import scan_words
from desk.words import text
from sync.desk import local
from sync.scans.travel import Queue


def queue_lines(now: Queue) -> Iterator[str]:
    """What waits, what is to come, and what holds it up."""
    if now.waiting:
        size = scan_words.size(now.bytes - now.done)
        yield text("scans_travel.waiting", count=now.waiting, size=size, left=lasting(now.left))
        if now.oldest is not None:
            yield text("scans_travel.oldest", at=f"{local(now.oldest):%H:%M %d/%m/%Y}")
    else:
        yield text("scans_travel.none_waiting", count=now.delivered)
    if now.coming:
        size = scan_words.size(now.coming_bytes - now.coming_done)
        yield text("scans_travel.coming", count=now.coming, size=size, left=lasting(now.coming_left))
    if now.limits.paused:
        yield text("scans_travel.paused")
    elif not now.open:
        yield text("scans_travel.closed", at=now.opens_at)


def lasting(seconds: float | None) -> str:
    """About how long, of a time in s; None for one that is not known."""
    if seconds is None:
        return text("scans_travel.lasting_unknown")
    if seconds < 90:
        return text("scans_travel.lasting_seconds", n=max(1, round(seconds)))
    if seconds < 90 * 60:
        return text("scans_travel.lasting_minutes", n=round(seconds / 60))
    return text("scans_travel.lasting_hours", n=round(seconds / 3600))
