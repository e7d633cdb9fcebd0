"""Which records this PC wrote to since what the server last signed for, kept where lists can ask: a temporary table.

Only what is new is read from the log, so that a long wait for the link costs no more than a short one.
"""

from desk.record import Entry
from sync import log
from sync.delivery import last_heads
from sync.desk import Desk

AT_ONCE = 1000


class Undelivered:
    """Follows the log and the receipts of one desk into its table `undelivered`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._taken = (0, 0)  # the last change taken in: its sequence number and what it knew

    def follow(self) -> None:
        """Bring the table up to date."""
        db, device = self._desk.db, self._desk.device.id
        heads, _ = last_heads(db)
        delivered = heads[device].last if device in heads else 0
        if not self._holds():  # changes were withdrawn, and their numbers given anew
            db.execute("DELETE FROM undelivered")
            self._taken = (0, 0)
        db.execute("DELETE FROM undelivered WHERE seq <= ?", [delivered])
        after = max(delivered, self._taken[0])
        while entries := log.run(db, device, after, AT_ONCE):
            rows = [(record, entry.seq) for entry in entries for record in _records(entry)]
            db.conn.executemany("INSERT OR REPLACE INTO undelivered VALUES (?, ?)", rows)
            after = entries[-1].seq
            self._taken = (after, entries[-1].lamport)

    def _holds(self) -> bool:
        seq, lamport = self._taken
        found = self._desk.db.execute(
            "SELECT lamport FROM change WHERE device = ? AND seq = ?", [self._desk.device.id, seq]
        ).fetchone()
        return not seq or found == (lamport,)


def _records(entry: Entry) -> set[str]:
    """The records a change belongs to: those it edits, and the case of a paper or note."""
    cases = {str(edit.fields["case_id"]) for edit in entry.change.edits if edit.fields.get("case_id")}
    return cases | {edit.id for edit in entry.change.edits}
