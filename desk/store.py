"""The local file: opened, upgraded, read, and given rows to keep. What goes into a row is decided elsewhere.

An encrypted SQLite file (SQLCipher) through sqlite-utils, in WAL mode with FULL synchronous: what was committed is on
the disk. Nothing but the change log writes the tables of records.
"""

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

import sqlcipher3.dbapi2 as sqlcipher
from sqlite_utils import Migrations
from sqlite_utils.db import Database

from desk import Unusable
from desk.begun import Begun, BegunScan
from desk.books.book import Book, BookEntry, BookRange
from desk.cases import Case, CasePaper, Move, Note, Print
from desk.casework.apology import Extension
from desk.casework.clock import Suspension
from desk.casework.returning import Return, Satisfaction
from desk.casework.steps import Handover
from desk.inherited import Takeover
from desk.joining import Asking, Doorway, PcAct
from desk.lifecycle import stage
from desk.migrations import migrations
from desk.officers.filters import Filter
from desk.officers.officer import Account, Duty, Officer
from desk.own.own_file import OwnFile
from desk.procedures.hints import Hint
from desk.reconcile.kept import MassDecision, Objection, OnlineCase, Overruled, Policy, Proposal, Settlement, Twins
from desk.record import State
from desk.scans.scan import Export, Scan
from desk.text import fold
from desk.time.written import sound

KINDS: Mapping[str, type] = {
    "case": Case,
    "paper": CasePaper,
    "note": Note,
    "move": Move,
    "print": Print,
    "officer": Officer,
    "duty": Duty,
    "account": Account,
    "handover": Handover,
    "suspension": Suspension,
    "extension": Extension,
    "return": Return,
    "satisfaction": Satisfaction,
    "scan": Scan,
    "export": Export,
    "book": Book,
    "bookrange": BookRange,
    "bookentry": BookEntry,
    "hint": Hint,
    "ownfile": OwnFile,
    "settlement": Settlement,
    "overruled": Overruled,
    "objection": Objection,
    "proposal": Proposal,
    "twins": Twins,
    "onlinecase": OnlineCase,
    "policy": Policy,
    "massdecision": MassDecision,
    "filter": Filter,
    "doorway": Doorway,
    "asking": Asking,
    "begun": Begun,
    "begunscan": BegunScan,
    "takeover": Takeover,
    "pcact": PcAct,
}
"""Every kind of record known here. Other kinds, from a newer version, stay in the log until they are."""

SEARCHED = (
    "number", "portal_number", "slip_number", "applicant_name", "applicant_id", "phone", "email", "address",
    "submitter_name", "submitter_id", "procedure", "procedure_name", "subject", "note", "result_number",
)  # fmt: skip
"""The fields of a case that the search box looks through; its notes are searched too."""

BUSY_MS = 5000

DERIVED: Mapping[str, tuple[str, Callable[[Any], str]]] = {
    "stage": ("state", lambda state: stage(str(state))),
    "due": ("due_at", sound),
    "received": ("received_at", sound),
    "returned": ("returned_at", sound),
    "device": ("id", lambda id: str(id).rpartition(".")[0]),
}
"""Columns of a case beside its fields: (the field each comes from, how). `device` is the PC that received it."""

Record = TypeVar("Record")


def open_store(path: Path, key: bytes, *more: Migrations) -> Database:
    """Open the desk's file at `path` with its 32-byte `key`, creating or upgrading it with `more` sets of steps too.

    Raises Unusable, in words, for a file that is damaged, not ours, locked or written by a newer version.
    """
    with spoken_errors(path):
        db = _connect(path, key)
        try:
            applied = _applied(db)
            for steps in (migrations, *more):
                _upgrade(db, steps, applied.get(steps.name, frozenset()))
        except BaseException:
            db.close()
            raise
        return db


def damaged_pages(path: Path, key: bytes) -> list[str]:
    """What SQLCipher finds wrong with the pages of a file, even one that `open_store` cannot open."""
    connection = unlocked(path, key)
    try:
        return [finding for (finding,) in connection.execute("PRAGMA cipher_integrity_check").fetchall()]
    finally:
        connection.close()


def unlocked(path: Path, key: bytes) -> Any:
    """A bare connection to a file with its key; whether the key fits is known with the first reading."""
    connection = sqlcipher.connect(str(path), isolation_level=None, cached_statements=256)
    connection.execute("PRAGMA cipher_log_level = NONE")  # its faults come as errors, which get words
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return connection


def _connect(path: Path, key: bytes) -> Database:
    connection = unlocked(path, key)
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")  # a printed receipt survives a power cut
        connection.execute("PRAGMA temp_store = MEMORY")  # no plaintext in temporary files
        connection.execute("PRAGMA cache_size = -16000")
        connection.execute("CREATE TEMP TABLE undelivered (id TEXT PRIMARY KEY, seq INTEGER) WITHOUT ROWID")
    except sqlcipher.Error:
        connection.close()
        raise
    return Database(connection, execute_plugins=False)


def _applied(db: Database) -> dict[str, frozenset[str]]:
    """The steps a file has behind it, by set; read at once, for there are many sets and every start asks."""
    table = Migrations.migrations_table
    if db.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [table]).fetchone() is None:
        return {}
    rows = sorted(db.execute(f"SELECT migration_set, name FROM [{table}]"))
    return {name: frozenset(step for _, step in steps) for name, steps in groupby(rows, key=itemgetter(0))}


def _upgrade(db: Database, steps: Migrations, applied: frozenset[str]) -> None:
    known = _known(steps)
    if not applied <= known:
        raise Unusable("store.newer_file")
    if known - applied:
        steps.apply(db)


@cache
def _known(steps: Migrations) -> frozenset[str]:
    """The names of all steps of a set: those that a file without any is waiting for."""
    return frozenset(step.name for step in steps.pending(Database(memory=True)))


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """All or nothing. Takes the write lock before reading, so that it cannot fail half-way.

    Inside of another one it is all or nothing by itself too, and on the disk with the other.
    """
    begin, commit, undo = _WITHIN if db.conn.in_transaction else _WHOLE
    with spoken_errors():
        db.execute(begin)
        try:
            yield
            db.execute(commit)
        except BaseException:
            if db.conn.in_transaction:  # a full disk may have ended it already
                for step in undo:
                    db.execute(step)
            raise


_WHOLE = ("BEGIN IMMEDIATE", "COMMIT", ("ROLLBACK",))
_WITHIN = ("SAVEPOINT part", "RELEASE part", ("ROLLBACK TO part", "RELEASE part"))


@contextmanager
def spoken_errors(file: Path | None = None) -> Iterator[None]:
    """Put the faults of a disk and its file into words; errors of ours pass through as they are.

    `file` is one that is being opened: SQLite needs room beside it, and calls a want of it an error of the disk.
    """
    try:
        yield
    except sqlcipher.DatabaseError as error:
        fault = _FAULTS.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if fault is None:
            raise
        if fault == "store.disk_error" and file and shutil.disk_usage(file.parent).free < _ROOM:
            fault = "store.disk_full"
        raise Unusable(fault) from error


_ROOM = 64 * 1024  # bytes of what is shared beside an open file


_FAULTS = {
    5: "store.locked",  # SQLITE_BUSY
    6: "store.locked",  # SQLITE_LOCKED
    8: "store.read_only",  # SQLITE_READONLY
    10: "store.disk_error",  # SQLITE_IOERR
    11: "store.damaged",  # SQLITE_CORRUPT
    13: "store.disk_full",  # SQLITE_FULL
    14: "store.cannot_open",  # SQLITE_CANTOPEN
    26: "store.not_ours",  # SQLITE_NOTADB
}


def put(db: Database, kind: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write whole rows over those they replace."""
    names, whole = _columns(kind), ({**row, **_derived(kind, row)} for row in rows)
    db.conn.executemany(_upsert(kind), [[_value(row[name]) for name in names] for row in whole])


@cache
def _columns(kind: str) -> tuple[str, ...]:
    names = tuple(f.name for f in fields(KINDS[kind]))
    return (*names, *DERIVED) if kind == "case" else names


@cache
def _upsert(kind: str) -> str:
    names = _columns(kind)
    sets = ", ".join(f"[{name}] = excluded.[{name}]" for name in names if name != "id")
    into = ", ".join(f"[{name}]" for name in names)
    return f"INSERT INTO [{kind}] ({into}) VALUES ({', '.join('?' * len(names))}) ON CONFLICT(id) DO UPDATE SET {sets}"


def _derived(kind: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """What lists sort and scope by, of those fields that are written."""
    if kind != "case":
        return {}
    return {name: derive(row[source]) for name, (source, derive) in DERIVED.items() if source in row}


def _value(value: Any) -> Any:
    """A value as SQLite holds it; what a newer version wrote in another shape is kept readable."""
    if type(value) is str or value is None or isinstance(value, str | float | bytes):
        return value
    if isinstance(value, int) and -(2**63) <= value < 2**63:
        return value
    return repr(value)


def change(db: Database, kind: str, changes: Mapping[str, Mapping[str, Any]]) -> None:
    """Write some fields of rows that are there, by id."""
    alike: dict[tuple[str, ...], list[list[Any]]] = {}
    for id, values in changes.items():
        changed = {**values, **_derived(kind, values)}
        alike.setdefault(tuple(changed), []).append([*map(_value, changed.values()), id])
    alike.pop((), None)
    for names, rows in alike.items():
        sets = ", ".join(f"[{name}] = ?" for name in names)
        db.conn.executemany(f"UPDATE [{kind}] SET {sets} WHERE id = ?", rows)


def holds(db: Database, kind: str, row: Mapping[str, Any]) -> bool:
    """Whether exactly this row is kept."""
    names, whole = _columns(kind), {**row, **_derived(kind, row)}
    columns = ", ".join(f"[{name}]" for name in names)
    kept = db.execute(f"SELECT {columns} FROM [{kind}] WHERE id = ?", [row["id"]]).fetchone()
    return bool(kept == tuple(_value(whole[name]) for name in names))


def index(db: Database, case_ids: Iterable[str]) -> None:
    """Bring the search index up to date with the rows of these cases and their notes.

    In the order of the rows: with each step back the index writes down what it had gathered, at four times the cost.
    """
    known = "SELECT rowid FROM [case] WHERE id IN (SELECT value FROM json_each(?)) ORDER BY rowid"
    for (rowid,) in db.execute(known, [json.dumps([*case_ids])]).fetchall():
        id, *values = db.execute(_SEARCHED_OF, [rowid]).fetchone()
        notes = db.execute("SELECT text FROM note WHERE case_id = ?", [id]).fetchall()
        words = fold(" ".join(str(value) for value in (*values, *(text for (text,) in notes)) if value))
        db.execute("INSERT OR REPLACE INTO case_search (rowid, words) VALUES (?, ?)", [rowid, words])


_SEARCHED_OF = f"SELECT id, {', '.join(SEARCHED)} FROM [case] WHERE rowid = ?"


def get(db: Database, record: type[Record], id: str) -> Record | None:
    """The record of this id, or None where nothing of it has arrived."""
    found = select(db, record, "WHERE id = ?", [id])
    return found[0] if found else None


def merged(db: Database, kind: str, id: str) -> State | None:
    """All versions of a record's fields that count; None where nothing of it has arrived."""
    held = "SELECT state FROM merge WHERE kind = :kind AND id = :id"
    beside = "SELECT state FROM merge_beside WHERE kind = :kind AND id = :id"
    found = db.execute(f"{held} UNION ALL {beside}", {"kind": kind, "id": id}).fetchone()
    return State(found[0]) if found else None


def children(db: Database, record: type[Record], case_id: str) -> list[Record]:
    """A case's papers, notes, movements or prints, in the order in which this PC took them in."""
    return select(db, record, "WHERE case_id = ? ORDER BY rowid", [case_id])


def select(db: Database, record: type[Record], clause: str = "", values: Iterable[Any] = ()) -> list[Record]:
    """The records that an SQL `clause` (WHERE, ORDER BY, LIMIT) picks, with `values` for its question marks."""
    kind = next(kind for kind, known in KINDS.items() if known is record)
    names = ", ".join(f"[{f.name}]" for f in fields(record))  # type: ignore[arg-type]
    return [record(*row) for row in db.execute(f"SELECT {names} FROM [{kind}] {clause}", list(values)).fetchall()]


def counter(db: Database, name: str) -> int:
    """The last number handed out under this name; 0 before the first."""
    row = db.execute("SELECT value FROM counter WHERE name = ?", [name]).fetchone()
    return row[0] if row else 0


def raise_counter(db: Database, name: str, value: int) -> None:
    """Note that `value` has been handed out; a counter never goes back."""
    db.execute(
        "INSERT INTO counter VALUES (?, ?) ON CONFLICT(name) DO UPDATE SET value = max(value, excluded.value)",
        [name, value],
    )
