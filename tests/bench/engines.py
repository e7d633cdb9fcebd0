"""The server's two engines beside each other: one exchange that pushes, that pulls, and that has nothing to tell.

Over HTTP on loopback, one PC at a time, segments of 2,000 bytes; PostgreSQL on this machine, fsync on, both on the disk
of the folder for temporary files. And how long a server takes to start over a province's segments, for it looks whether
the history of each PC is whole.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from sync.server.address import address_of
from sync.server.engine import Engine
from sync.server.engine_postgres import PostgresEngine
from sync.server.engine_sqlite import SqliteEngine
from sync.server.limits import Rate
from tests.bench.measure import each, p50, timed
from tests.bench.table import Figure
from tests.sync.province import Province
from tests.sync.server.cluster import TEMPLATE, Cluster, missing

SIZE = 2000
SEGMENTS = (
    "INSERT INTO segment SELECT 'o', n, 'd' || n % 90, n / 90, n / 90, '', '' FROM generate_series(90, {}) AS n",
    "INSERT INTO head SELECT office, device, max(last), '' FROM segment WHERE office = 'o' GROUP BY office, device",
    "VACUUM ANALYZE segment",
)


def measure(temp: Path, *, quick: bool = False) -> Iterator[Figure]:
    """The figures of this group; `quick` only shows that it runs."""
    count, segments = (3, 900) if quick else (200, 500_000)
    (temp / "sqlite").mkdir()
    embedded = _exchanged(temp / "sqlite", SqliteEngine(temp / "sqlite" / "server.db"), count)
    yield from (Figure(f"SQLite: {name}", value, unit) for (name, unit), value in embedded.items())
    if reason := missing():
        print(reason, file=sys.stderr)
        return
    cluster = Cluster(None if quick else temp.parent)  # `temp` is for its owner alone, and PostgreSQL is nobody here
    try:
        cluster.prepare()
        address = address_of(cluster.url(TEMPLATE))
        for (name, unit), value in _exchanged(temp / "postgres", PostgresEngine(address), count).items():
            yield Figure(f"PostgreSQL: {name}", value, unit, embedded[name, unit], "SQLite")
        cluster.sql(TEMPLATE, *(statement.format(segments + 89) for statement in SEGMENTS))
        seconds, engine = timed(lambda: PostgresEngine(address))
        engine.close()
        yield Figure(f"PostgreSQL: start over {segments:,} segments", seconds, "s")
    finally:
        cluster.close()


def _exchanged(folder: Path, engine: Engine, count: int) -> dict[tuple[str, str], float]:
    """The middle of so many exchanges of each sort, in ms, and the bytes of one that has nothing to tell."""
    province = Province(folder, engine).start(rate=Rate(1_000_000))
    try:
        one, two = province.provision()
        there, back = one.carrier(province.address), two.carrier(province.address)
        push = [lambda: one.exchange(there, [one.make(SIZE)])] * count
        pull = [lambda: two.exchange(back, room=SIZE)] * count
        idle = [lambda: one.exchange(there)] * count
        found = {
            ("push of a segment", "ms"): p50(each(push)),
            ("pull of a segment", "ms"): p50(each(pull)),
            ("exchange with nothing to tell", "ms"): p50(each(idle)),
        }
        before = there.sent + there.received
        one.exchange(there)
        return found | {("exchange with nothing to tell", "B"): there.sent + there.received - before}
    finally:
        province.stop()
