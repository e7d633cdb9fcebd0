"""What was set at this PC for scans on their way: bandwidth, hours, pause, whether it fetches everything."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, time

from desk import Refused, store
from sync.desk import Desk

MOST_KBPS = 1_000_000

_HOURS = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)-([01]?\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True)
class Limits:
    """What was set at this PC. `kbps` is the most that scans take of the line to the province, in kbit/s, 0 for any;
    `hours` the only time of day, "17:00-07:00", "" for any; outside, and while paused, only what a person opens comes.
    With `everything` this PC fetches all files of the office, not only those opened here.
    """

    kbps: int = 0
    hours: str = ""
    paused: bool = False
    everything: bool = False

    @property
    def rate(self) -> float:
        """Bytes/s, 0 for any."""
        return self.kbps * 1000 / 8

    def open(self, now: datetime) -> bool:
        """Whether scans may travel unasked at a local time."""
        return not self.paused and (not self.hours or _within(_hours(self.hours), now.time()))

    def opens_at(self) -> str:
        """When the hours begin, "17:00"; "" where they are not limited or all is paused."""
        return "" if self.paused or not self.hours else f"{_hours(self.hours)[0]:%H:%M}"


def of(desk: Desk) -> Limits:
    """What was set at this PC."""
    found = dict(desk.db.execute("SELECT name, value FROM scan_setting").fetchall())
    flags = (found.get(name) == "1" for name in ("paused", "everything"))
    return Limits(int(found.get("kbps", "0")), found.get("hours", ""), *flags)


def put(desk: Desk, wanted: Limits) -> Limits:
    """Set the limits of this PC. Raises Refused for hours or a bandwidth that are none."""
    if not 0 <= wanted.kbps <= MOST_KBPS:
        raise Refused("scans_travel.bad_kbps", field="kbps", most=MOST_KBPS)
    if wanted.hours:
        begins, ends = _hours(wanted.hours)
        wanted = replace(wanted, hours="" if begins == ends else f"{begins:%H:%M}-{ends:%H:%M}")
    rows = [("kbps", str(wanted.kbps)), ("hours", wanted.hours)]
    rows += [(name, str(int(getattr(wanted, name)))) for name in ("paused", "everything")]
    with store.transaction(desk.db):
        desk.db.conn.executemany("INSERT OR REPLACE INTO scan_setting VALUES (?, ?)", rows)
    return wanted


def pause(desk: Desk, paused: bool = True) -> Limits:
    """Let scans rest, or go on."""
    return put(desk, replace(of(desk), paused=paused))


def _hours(text: str) -> tuple[time, time]:
    found = _HOURS.fullmatch(text.replace(" ", ""))
    if not found:
        raise Refused("scans_travel.bad_hours", field="hours", hours=text[:40])
    begins_h, begins_m, ends_h, ends_m = map(int, found.groups())
    return time(begins_h, begins_m), time(ends_h, ends_m)


def _within(hours: tuple[time, time], now: time) -> bool:
    begins, ends = hours
    return begins <= now < ends if begins < ends else now >= begins or now < ends
