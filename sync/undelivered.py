"""Which records this PC wrote to since what the server last signed for, kept where lists can ask: a temporary table.

Only what is new is read from the log, so that a long wait for the link costs no more than a short one.
"""

from collections.abc import Iterable

from desk.record import Entry
from sync import log
from sync.delivery import proven
from sync.desk import Desk

AT_ONCE = 1000


class Undelivered:
    """Follows the log and the receipts of one desk into its table `undelivered`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._taken = (0, 0)  # the last change taken in: its sequence number and what it knew
        self._delivered = 0

    def follow(self) -> None:
        """Bring the table up to date."""
        db, device = self._desk.db, self._desk.device.id
        delivered = proven(db, device)
        if delivered < self._delivered or not self._holds():  # no longer proven, or numbers were given anew
            db.execute("DELETE FROM undelivered")
            self._taken = (0, 0)
        self._delivered = delivered
        db.execute("DELETE FROM undelivered WHERE seq <= ?", [delivered])
        after = start = max(delivered, self._taken[0])
        while entries := log.run(db, device, after, AT_ONCE):
            self._take((entry, entry.seq) for entry in entries)
            after = entries[-1].seq
            self._taken = (after, entries[-1].lamport)
        self._take_lines(start)

    def _take_lines(self, after: int) -> None:
        """The changes of lines that gave way travel in the change that carries them."""
        carried = "SELECT line, carrier FROM gave_way WHERE carrier > ?"
        for line, carrier in self._desk.db.execute(carried, [after]).fetchall():
            seq = 0
            while entries := log.run(self._desk.db, line, seq, AT_ONCE):
                self._take((entry, carrier) for entry in entries)
                seq = entries[-1].seq

    def _take(self, entries: Iterable[tuple[Entry, int]]) -> None:
        rows = [(record, seq) for entry, seq in entries for record in _records(entry)]
        self._desk.db.conn.executemany("INSERT OR REPLACE INTO undelivered VALUES (?, ?)", rows)

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
