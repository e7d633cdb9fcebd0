"""The tables of the PostgreSQL engine, and their versions.

The office leads every key and every table is hashed by it into the same 16 partitions, so that an office's rows lie
together and the tables can be spread over machines as they are. Text is compared byte by byte (COLLATE "C"): an index
does not depend on the system's idea of an alphabet, which an upgrade may change.
"""

from desk import Refused, Unusable
from sync.server.postgres import Line, Postgres

PARTITIONS = 16

_ONE = 0x43445345525645  # "CDSERVE": the lock of who makes the tables


def _table(name: str, columns: str) -> str:
    parts = (
        f"CREATE TABLE {name}_{n} PARTITION OF {name} FOR VALUES WITH (MODULUS {PARTITIONS}, REMAINDER {n});"
        for n in range(PARTITIONS)
    )
    office = 'office TEXT COLLATE "C" NOT NULL'
    return f"CREATE TABLE {name} ({office}, {columns}) PARTITION BY HASH (office);{''.join(parts)}"


_DEVICE = 'device TEXT COLLATE "C" NOT NULL'

SCHEMA = "".join(
    [
        "CREATE TABLE server (version INTEGER NOT NULL, root BYTEA, key BYTEA); INSERT INTO server VALUES (0);",
        _table("office", "roster BYTEA NOT NULL, key_check BYTEA NOT NULL, PRIMARY KEY (office)"),
        _table("arrival", "number BIGINT NOT NULL, PRIMARY KEY (office)"),
        _table("head", f"{_DEVICE}, last BIGINT NOT NULL, hash BYTEA NOT NULL, PRIMARY KEY (office, device)"),
        _table(
            "segment",
            f"number BIGINT NOT NULL, {_DEVICE}, first BIGINT NOT NULL, last BIGINT NOT NULL, hash BYTEA NOT NULL, "
            "data BYTEA NOT NULL, PRIMARY KEY (office, number)",
        ),
        "CREATE UNIQUE INDEX segment_place ON segment (office, device, last) INCLUDE (first);",
        "ALTER TABLE segment ALTER data SET STORAGE EXTERNAL;",  # sealed bytes do not shrink
        _table(
            "staging",
            f"{_DEVICE}, hash BYTEA NOT NULL, total BIGINT NOT NULL, data BYTEA NOT NULL, PRIMARY KEY (office, device)",
        ),
        _table("contact", f"{_DEVICE}, at BIGINT NOT NULL, clock BIGINT NOT NULL, PRIMARY KEY (office, device)"),
        _table("receipt", f"{_DEVICE}, data BYTEA NOT NULL, PRIMARY KEY (office, device)"),
        _table(
            "sealed",
            f"epoch BIGINT NOT NULL, {_DEVICE}, data BYTEA NOT NULL, PRIMARY KEY (office, epoch, device, data)",
        ),
        _table("sealing_key", "hash BYTEA NOT NULL, data BYTEA NOT NULL, PRIMARY KEY (office, hash)"),
        _table(
            "letter",
            'box TEXT COLLATE "C" NOT NULL, name BYTEA NOT NULL, data BYTEA NOT NULL, PRIMARY KEY (office, box, name)',
        ),
        "CREATE INDEX letter_name ON letter (box, name);",
        _table(
            "beyond",
            f"hash BYTEA NOT NULL, {_DEVICE}, first BIGINT NOT NULL, last BIGINT NOT NULL, after BIGINT NOT NULL, "
            "lost BOOLEAN NOT NULL, data BYTEA NOT NULL, PRIMARY KEY (office, hash)",
        ),
        "ALTER TABLE beyond ALTER data SET STORAGE EXTERNAL;",
        _table("beyond_held", f"{_DEVICE}, hash BYTEA NOT NULL, PRIMARY KEY (office, device, hash)"),
    ]
)

STEPS = (SCHEMA,)
VERSION = len(STEPS)

OLDEST = 130000
"""The oldest PostgreSQL, as `server_version_num` tells it."""


def ready(db: Postgres, name: str, *, make: bool) -> None:
    """Bring the tables up to date; processes that start at once take turns. `make` allows to make them.

    Raises Refused where there are none, Unusable for a database that is of a newer version, or does not keep what it
    says it keeps.
    """
    [[system, fsync]] = db.rows("SELECT current_setting('server_version_num')::integer, current_setting('fsync')")
    if system < OLDEST:
        raise Unusable("database.old", database=name, oldest=OLDEST // 10000)
    if fsync != "on":
        raise Unusable("database.forgetful", database=name)
    version = _version(db)
    if version == 0 and not make:
        raise Refused("database.empty", database=name)
    if version == VERSION:
        return
    with db.transaction() as line:
        line.rows("SELECT pg_advisory_xact_lock(CAST(:one AS bigint))", one=_ONE)
        here = _version(line)
        if here > VERSION:
            raise Unusable("database.newer", database=name)
        if here == 0:
            line.rows("CREATE SCHEMA IF NOT EXISTS casedesk")
        for step in STEPS[here:]:
            line.rows(step)
        line.rows("UPDATE server SET version = :version", version=VERSION)


def _version(db: Postgres | Line) -> int:
    """The version of the tables, 0 where there are none."""
    if db.rows("SELECT to_regclass('casedesk.server')")[0][0] is None:
        return 0
    [[version]] = db.rows("SELECT version FROM casedesk.server")
    return int(version)
