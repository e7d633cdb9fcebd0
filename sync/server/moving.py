"""Brings what the embedded file holds into PostgreSQL, whole or not at all; numbers, heads, letters stay what they are.

The scans stay where they lie, in the folder. The file is brought up to date, and loses nothing.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from desk import Refused, Unusable
from sync.server.engine_postgres import PostgresEngine
from sync.server.engine_sqlite import SqliteEngine

_TABLES = {
    "office": "key_check, roster",
    "head": "device, last, hash",
    "segment": "number, device, first, last, hash, data",
    "staging": "device, hash, total, data",
    "contact": "device, at, clock",
    "receipt": "device, data",
    "sealed": "epoch, device, data",
    "sealing_key": "hash, data",
    "letter": "box, name, data",
    "beyond": "hash, device, first, last, after, lost, data",
    "beyond_held": "device, hash",
}
_NUMBERS = "INSERT INTO arrival SELECT office, max(number) FROM segment GROUP BY office"


def move(path: Path, engine: PostgresEngine) -> None:
    """Copy a file's rows in one transaction.

    Raises Refused where the database holds offices already, or while a server works on the file; Unusable.
    """
    if engine.offices():
        raise Refused("database.taken", field="url")
    SqliteEngine(path).close()  # brought up to date, and its heads true
    try:
        with closing(sqlite3.connect(path, timeout=1, isolation_level=None)) as file:
            file.execute("PRAGMA locking_mode = EXCLUSIVE")
            file.execute("BEGIN EXCLUSIVE")
            _copy(file, engine)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise Unusable("server.file_unusable", file=str(path), reason=str(error)) from error
        raise Refused("database.running", field="data") from error


def _copy(file: sqlite3.Connection, engine: PostgresEngine) -> None:
    with engine.db.transaction() as line:
        for table, columns in _TABLES.items():
            names = ["office", *columns.split(", ")]
            insert = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(f':{name}' for name in names)})"
            office = "code" if table == "office" else "office"
            for row in file.execute(f"SELECT {office}, {columns} FROM {table}"):
                line.rows(insert, **dict(zip(names, row, strict=True)))
        line.rows(_NUMBERS)
