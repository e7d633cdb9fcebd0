"""What waits to be settled: every field in conflict of every case, those that wait longest by their due date first."""

from dataclasses import dataclass
from datetime import datetime

from desk import counter, lists
from desk.cases import Case
from sync import log
from sync.desk import Desk, local
from ui.cases import saying

MOST = 200
"""Cases listed at the most; settled ones make room for the others."""


@dataclass(frozen=True)
class Open:
    """One field in conflict, and when the last of its values was written."""

    case: Case
    field: str
    last: datetime | None

    @property
    def key(self) -> str:
        """What it is called in the list."""
        return f"{self.case.id}/{self.field}"

    def when(self, now: datetime) -> str:
        """When the last value was written, in a narrow column."""
        return saying.briefly(self.last, now) if self.last else ""


def open_conflicts(desk: Desk) -> list[Open]:
    """All that waits, at most MOST cases of it."""
    return [
        Open(case, field, _last(desk, versions[-1].device, versions[-1].seq))
        for case in lists.page(desk.db, "conflict", desk.now(), limit=MOST)
        for field, versions in counter.versions(desk.db, case.id).items()
    ]


def _last(desk: Desk, device: str, seq: int) -> datetime | None:
    entry = next(iter(log.run(desk.db, device, seq - 1, 1)), None)
    return local(entry.at) if entry else None
