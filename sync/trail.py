"""The audit trail in words: who did what at which PC, and of what. What is in it is `sync/audit.py`'s matter."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

from desk import store
from desk.books.book import Book
from desk.cases import Case
from desk.officers.officer import Account, Officer
from desk.own.own_file import OwnFile
from desk.words import known, text
from sync import audit
from sync.audit import Line
from sync.desk import VIETNAM, Desk, local


@dataclass(frozen=True)
class Told:
    """A line with its names: `at` is local time, `of` a case's number, an officer's name, a book, a PC, else an id.

    What the province said has its word for an officer, and no PC.
    """

    line: Line
    at: datetime
    officer: str
    device: str
    action: str
    of: str


def told(desk: Desk, first: date, last: date) -> list[Told]:
    """What happened on the days `first` to `last`, oldest first. Reading it is noted in it.

    Raises Refused for who may not read the trail.
    """
    desk.demand("audit")
    lines = audit.trail(desk.db, desk.device.id, _start(first), _start(last + timedelta(days=1)), desk.keyring.roster)
    desk.audit("read_audit", detail=f"{first} {last}")
    officer, device = cache(desk.officer_name), cache(lambda pc: desk.device_name(pc) if pc else "")
    named = cache(lambda record: _named(desk, record))
    return [
        Told(line, local(line.at), officer(line.officer) if line.officer else _nobody(line), device(line.device),
             audit.label(line.action), named(line.record))
        for line in lines
    ]  # fmt: skip


def _nobody(line: Line) -> str:
    return text("audit.unnamed" if line.device else "audit.province")


def _start(day: date) -> int:
    """The beginning of a day in Vietnam, in s since 1970 UTC."""
    return int((datetime(day.year, day.month, day.day, tzinfo=UTC) - VIETNAM).timestamp())


def _named(desk: Desk, record: str) -> str:
    """What a record is called: a case's number, an officer's name, a book, a PC; the bare id of anything else."""
    if member := desk.keyring.roster.find(record):
        return f"{member.name} · {member.id}"
    if case := store.get(desk.db, Case, record):
        return case.number
    if book := store.get(desk.db, Book, record):
        return f"{book.kind} {book.year}"
    if own := store.get(desk.db, OwnFile, record):
        return _file(own.name)
    account = store.get(desk.db, Account, record)
    officer = store.get(desk.db, Officer, account.officer if account else record)
    return officer.name if officer else record


def _file(name: str) -> str:
    """What a file of the office's own is called: "calendar", "letterhead", "form 01"."""
    kind, _, form = name.partition(" ")
    return text(f"own.file.{kind}", form=form) if known(f"own.file.{kind}") else name
