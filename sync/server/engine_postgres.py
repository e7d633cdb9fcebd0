"""The engine on PostgreSQL, for a province: any number of server processes over one database.

Whoever writes in an office holds that office's row of `arrival` until the commit, whichever process it is in. So
numbers are given out in the order of the commits, and who has seen n has seen all below; offices do not wait for each
other. Nothing is remembered between calls: a database that was restarted, or brought back as it was, is simply read.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from sync.envelope import Envelope
from sync.frames import Partial
from sync.keys import sealing
from sync.keys.sealing import Sealed
from sync.server import beyond_postgres, schema_postgres
from sync.server.address import Address
from sync.server.engine import FEW, Beyond, Contact, Stored
from sync.server.intake_postgres import Intake, heads, hold_office, step_back
from sync.server.postgres import Line, Postgres
from sync.wire import Head, Heads

SMALLEST = 100
"""Bytes below which no segment is."""

_LACKING = """
SELECT number, hash, size FROM (
    SELECT number, hash, size, row_number() OVER arrived AS place, sum(size) OVER arrived - size AS before FROM (
        SELECT number, s.hash, length(data) AS size FROM head
        LEFT JOIN unnest(CAST(:devices AS text[]), CAST(:lasts AS bigint[])) AS known (device, last)
            ON known.device = head.device
        CROSS JOIN LATERAL (
            SELECT number, hash, data FROM segment
            WHERE office = :office AND device = head.device AND last > coalesce(known.last, 0) AND last <= head.last
            ORDER BY last LIMIT CAST(:few AS bigint)
        ) AS s WHERE head.office = :office
    ) AS lacking WINDOW arrived AS (ORDER BY number)
) AS counted WHERE CAST(:most AS bigint) IS NULL OR place <= 2 OR before <= :most ORDER BY number
"""


class PostgresEngine:
    """See `Engine`; `make` allows an empty database.

    Raises Refused for one that is empty, Unusable for one that is away, of a newer version, or not to be relied on.
    """

    def __init__(self, address: Address, *, make: bool = False) -> None:
        self.db = Postgres(address)
        try:
            schema_postgres.ready(self.db, address.database, make=make)
            step_back(self.db)
        except BaseException:
            self.db.close()
            raise

    @contextmanager
    def _write(self, office: str) -> Iterator[Line]:
        with self.db.transaction() as line:
            hold_office(line, office)
            yield line

    def believed(self) -> tuple[bytes | None, bytes | None]:
        """The public keys of province and server that the PCs of this database believe; None before any were named."""
        [[root, key]] = self.db.rows("SELECT root, key FROM server")
        return root, key

    def believe(self, root: bytes, key: bytes) -> None:
        """Name the keys of whoever serves this database."""
        with self.db.transaction() as line:
            line.rows("UPDATE server SET root = :root, key = :key", root=root, key=key)

    def offices(self) -> list[str]:
        return [code for (code,) in self.db.rows("SELECT office FROM office ORDER BY office")]

    def roster(self, office: str) -> bytes | None:
        rows = self.db.rows("SELECT roster FROM office WHERE office = :office", office=office)
        return rows[0][0] if rows else None

    def key_check(self, office: str) -> bytes:
        [(check,)] = self.db.rows("SELECT key_check FROM office WHERE office = :office", office=office)
        return bytes(check)

    def enrol(self, office: str, document: bytes, before: bytes | None) -> bool:
        if before is None:
            change = "INSERT INTO office VALUES (:office, :document, '') ON CONFLICT DO NOTHING RETURNING 1"
        else:
            change = "UPDATE office SET roster = :document WHERE office = :office AND roster = :before RETURNING 1"
        known = {} if before is None else {"before": before}
        with self._write(office) as line:
            return bool(line.rows(change, office=office, document=document, **known))

    def keep_sealed(self, office: str, sealed: Sequence[Sealed]) -> None:
        with self._write(office) as line:
            for epoch, device, data in sealed:
                line.rows(
                    "INSERT INTO sealed SELECT :office, :epoch, :device, CAST(:data AS bytea) WHERE (SELECT count(*) "
                    "FROM sealed WHERE office = :office AND epoch = :epoch AND device = :device) < :few "
                    "ON CONFLICT DO NOTHING",
                    office=office, epoch=epoch, device=device, data=data, few=FEW,
                )  # fmt: skip

    def sealed(self, office: str, device: str, epochs: Collection[int]) -> list[Sealed]:
        which = "office = :office AND device = :device AND epoch = ANY(CAST(:epochs AS bigint[]))"
        found = f"SELECT epoch, device, data FROM sealed WHERE {which} ORDER BY epoch, data"
        return [Sealed(*row) for row in self.db.rows(found, office=office, device=device, epochs=list(epochs))]

    def sealed_to(self, office: str) -> set[tuple[int, str]]:
        found = self.db.rows("SELECT DISTINCT epoch, device FROM sealed WHERE office = :office", office=office)
        return {(epoch, device) for epoch, device in found}

    def keep_sealing_keys(self, office: str, keys: Sequence[bytes]) -> None:
        insert = "INSERT INTO sealing_key VALUES (:office, :hash, :data) ON CONFLICT DO NOTHING"
        with self._write(office) as line:
            for key in keys:
                line.rows(insert, office=office, hash=sealing.fingerprint(key), data=key)

    def sealing_keys(self, office: str, hashes: Collection[bytes]) -> list[bytes]:
        which = "SELECT data FROM sealing_key WHERE office = :office AND hash = ANY(CAST(:hashes AS bytea[]))"
        return [data for (data,) in self.db.rows(which, office=office, hashes=list(hashes))]

    def post(self, office: str, box: str, name: bytes, data: bytes, most: int) -> bool:
        others = "SELECT count(*) FROM letter WHERE office = :office AND box = :box AND name <> :name"
        insert = (
            "INSERT INTO letter VALUES (:office, :box, :name, :data) ON CONFLICT (office, box, name) "
            "DO UPDATE SET data = excluded.data"
        )
        with self._write(office) as line:
            [[there]] = line.rows(others, office=office, box=box, name=name)
            if there < most:
                line.rows(insert, office=office, box=box, name=name, data=data)
            return bool(there < most)

    def letters(self, office: str, box: str) -> dict[bytes, bytes]:
        found = "SELECT name, data FROM letter WHERE office = :office AND box = :box"
        return dict(self.db.rows(found, office=office, box=box))

    def find_letter(self, box: str, name: bytes) -> tuple[str, bytes] | None:
        rows = self.db.rows("SELECT office, data FROM letter WHERE box = :box AND name = :name", box=box, name=name)
        return (rows[0][0], rows[0][1]) if rows else None

    def discard(self, office: str, box: str, name: bytes) -> None:
        letter = "DELETE FROM letter WHERE office = :office AND box = :box AND name = :name"
        with self._write(office) as line:
            line.rows(letter, office=office, box=box, name=name)

    def heads(self, office: str) -> dict[str, Head]:
        return heads(self.db, office)

    def take(self, office: str, by: str, segments: Sequence[Envelope], partial: Partial | None) -> list[str]:
        with self.db.transaction() as line:
            intake = Intake(line, office)
            intake.stage(by, partial)
            reasons = [intake.take(segment) for segment in segments]
            intake.settle()
            return reasons

    def beyond(self, office: str, by: str) -> list[Beyond]:
        return beyond_postgres.known(self.db, office, by)

    def give_up(self, office: str, device: str) -> None:
        with self._write(office) as line:
            beyond_postgres.give_up(line, office, device)

    def hold(self, office: str, by: str, hashes: Collection[bytes], *, anew: bool = False) -> None:
        with self._write(office) as line:
            beyond_postgres.hold(line, office, by, hashes, anew)

    def stray(self, office: str, hash: bytes) -> bytes:
        found = "SELECT data FROM {} WHERE office = :office AND hash = :hash"
        both = f"{found.format('beyond')} UNION ALL {found.format('segment')} LIMIT 1"
        [(data,)] = self.db.rows(both, office=office, hash=hash)
        return bytes(data)

    def staged(self, office: str, by: str) -> Partial | None:
        part = "SELECT hash, total, data FROM staging WHERE office = :office AND device = :by"
        rows = self.db.rows(part, office=office, by=by)
        return Partial(*rows[0]) if rows else None

    def lacking(self, office: str, heads: Heads, most: int | None = None) -> list[Stored]:
        few = None if most is None else most // SMALLEST + 2
        known = {"devices": list(heads), "lasts": [head.last for head in heads.values()]}
        return [Stored(*row) for row in self.db.rows(_LACKING, office=office, few=few, most=most, **known)]

    def segment(self, office: str, number: int) -> bytes:
        found = "SELECT data FROM segment WHERE office = :office AND number = :number"
        [(data,)] = self.db.rows(found, office=office, number=number)
        return bytes(data)

    def note(self, office: str, contacts: dict[str, Contact], receipts: dict[str, bytes]) -> None:
        seen = (
            "INSERT INTO contact AS known VALUES (:office, :device, :at, :clock) ON CONFLICT (office, device) "
            "DO UPDATE SET at = excluded.at, clock = excluded.clock WHERE known.at < excluded.at"
        )  # another process may have written a later one down already
        given = (
            "INSERT INTO receipt VALUES (:office, :device, :data) ON CONFLICT (office, device) "
            "DO UPDATE SET data = excluded.data"
        )
        with self._write(office) as line:
            for device, (at, clock) in contacts.items():
                line.rows(seen, office=office, device=device, at=at, clock=clock)
            for device, data in receipts.items():
                line.rows(given, office=office, device=device, data=data)

    def contacts(self, office: str) -> dict[str, Contact]:
        rows = self.db.rows("SELECT device, at, clock FROM contact WHERE office = :office", office=office)
        return {device: Contact(at, clock) for device, at, clock in rows}

    def close(self) -> None:
        self.db.close()
