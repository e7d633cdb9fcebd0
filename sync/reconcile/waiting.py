"""Everything that waits for somebody's decision at this PC, from its records and from what was set aside."""

from desk.reconcile import disputes
from desk.reconcile.disputes import Dispute, Kind
from sync.desk import Desk
from sync.reconcile import guard
from sync.reconcile.authors import unseen


def waiting(desk: Desk, limit: int = 500) -> list[Dispute]:
    """All disputes, at most `limit` of each kind; mass changes that were set aside first."""
    held = [
        Dispute(Kind.MASS, "massdecision", each.hash, "verdict", (), about=each.device) for each in guard.held(desk.db)
    ]
    return [*held, *disputes.waiting(desk.db, desk.now(), unseen(desk.db), limit)]
