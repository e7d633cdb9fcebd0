"""How segments find their place in the PostgreSQL engine, and how the heads are brought back to what is really held.

Both hold the office, so that of all processes one at a time decides what comes next.
"""

from sync.envelope import Envelope, parse
from sync.frames import Partial
from sync.server import beyond_postgres
from sync.server.engine import FIRST, place
from sync.server.postgres import Line, Postgres
from sync.wire import Head

_SOUND = (
    "SELECT device, max(last) AS last FROM (SELECT device, last, "
    "sum(last - first + 1) OVER (PARTITION BY device ORDER BY first) AS counted FROM segment WHERE office = :office) "
    "AS ends WHERE counted = last GROUP BY device"
)


def hold_office(db: Line, office: str) -> int:
    """Be the only one who writes in an office until the transaction ends; the last number given out in it."""
    held = "SELECT number FROM arrival WHERE office = :office FOR UPDATE"
    if not (rows := db.rows(held, office=office)):
        db.rows("INSERT INTO arrival VALUES (:office, 0) ON CONFLICT DO NOTHING", office=office)
        rows = db.rows(held, office=office)
    return int(rows[0][0])


def heads(db: Line | Postgres, office: str) -> dict[str, Head]:
    """The head of every device of an office."""
    rows = db.rows("SELECT device, last, hash FROM head WHERE office = :office", office=office)
    return {device: Head(last, hash) for device, last, hash in rows}


class Intake:
    """One call's segments on their way into an office's history."""

    def __init__(self, db: Line, office: str) -> None:
        self._db, self._office = db, office
        self._number = hold_office(db, office)
        self._heads, self._grown = heads(db, office), set[str]()
        self._beyond = beyond_postgres.any_of(db, office)

    def stage(self, by: str, partial: Partial | None) -> None:
        """Keep the part of a segment in the place of what was staged before."""
        self._db.rows("DELETE FROM staging WHERE office = :office AND device = :by", office=self._office, by=by)
        if partial is not None:
            self._db.rows(
                "INSERT INTO staging VALUES (:office, :by, :hash, :total, :data)",
                office=self._office, by=by, hash=partial.hash, total=partial.total, data=partial.data,
            )  # fmt: skip

    def take(self, segment: Envelope) -> str:
        """Give a segment its place: "", or why it has none."""
        header = segment.header
        match place(header, self._heads.get(header.device, FIRST)):
            case "next":
                self._insert(segment)
                return ""
            case "before":
                return "" if self._holds(segment) else "fork"
            case reason:
                return reason

    def settle(self) -> None:
        """Write down how far it came."""
        for device in self._grown:
            _put_head(self._db, self._office, device, self._heads[device])
        if self._grown:
            given = "UPDATE arrival SET number = :number WHERE office = :office"
            self._db.rows(given, office=self._office, number=self._number)

    def _holds(self, segment: Envelope) -> bool:
        held = "SELECT 1 FROM segment WHERE office = :office AND device = :device AND last = :last AND hash = :hash"
        of = segment.header
        return bool(self._db.rows(held, office=self._office, device=of.device, last=of.last, hash=segment.hash))

    def _insert(self, segment: Envelope) -> None:
        """Put a segment next to its device's head, and what had been left beyond a gap next to it."""
        if not self._beyond:
            self._append(segment)
            return
        device = segment.header.device
        beyond_postgres.forget(self._db, self._office, segment.hash)
        waiting: bytes | None = segment.data
        while waiting is not None:
            head = self._append(parse(waiting))
            waiting = beyond_postgres.next_to(self._db, self._office, device, head)
        beyond_postgres.displace(self._db, self._office, device, head.last)

    def _append(self, segment: Envelope) -> Head:
        header = segment.header
        self._number += 1
        self._db.rows(
            "INSERT INTO segment VALUES (:office, :number, :device, :first, :last, :hash, :data)",
            office=self._office, number=self._number, device=header.device, first=header.first, last=header.last,
            hash=segment.hash, data=segment.data,
        )  # fmt: skip
        head = self._heads[header.device] = Head(header.last, segment.hash)
        self._grown.add(header.device)
        return head


def step_back(db: Postgres) -> None:
    """Let heads name only what is held without a gap, so that the devices send again what a damaged disk lost."""
    damaged = (
        "SELECT DISTINCT office FROM head FULL JOIN (SELECT office, device, max(last) AS last, "
        "sum(last - first + 1) AS counted FROM segment GROUP BY office, device) AS held USING (office, device) "
        "WHERE head.last IS DISTINCT FROM held.last OR counted <> held.last"
    )
    for (office,) in db.rows(damaged):
        with db.transaction() as line:
            hold_office(line, office)
            _step_back(line, office)


def _step_back(db: Line, office: str) -> None:
    sound = dict(db.rows(_SOUND, office=office))
    for device, head in heads(db, office).items():
        if device not in sound:
            db.rows("DELETE FROM head WHERE office = :office AND device = :device", office=office, device=device)
        elif head.last != sound[device]:
            hash = "SELECT hash FROM segment WHERE office = :office AND device = :device AND last = :last"
            [(found,)] = db.rows(hash, office=office, device=device, last=sound[device])
            _put_head(db, office, device, Head(sound[device], found))
    beyond_postgres.set_apart(db, office)
    highest = "(SELECT coalesce(max(number), 0) FROM segment WHERE office = :office)"
    db.rows(f"UPDATE arrival SET number = greatest(number, {highest}) WHERE office = :office", office=office)


def _put_head(db: Line, office: str, device: str, head: Head) -> None:
    db.rows(
        "INSERT INTO head VALUES (:office, :device, :last, :hash) ON CONFLICT (office, device) "
        "DO UPDATE SET last = excluded.last, hash = excluded.hash",
        office=office, device=device, last=head.last, hash=head.hash,
    )  # fmt: skip
