"""The open desk: one PC's file with who is working at it. What the window and the command are both given."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

from sqlite_utils.db import Database

from desk import store
from desk.calendar import Calendar
from desk.catalogue import Catalogue, in_use
from desk.counter import Hand
from desk.officers import Officer
from desk.record import Change
from sync import keyring, log

VIETNAM = timedelta(hours=7)
"""Vietnam keeps UTC+7 the whole year, since 1975."""

Clock = Callable[[], float]
"""Wall time in s since 1970 UTC."""


@dataclass(frozen=True)
class Office:
    """The office whose log this PC shares: code and name."""

    code: str
    name: str


@dataclass(frozen=True)
class Device:
    """This PC in its office: id of its key, number within the office, name on its screen."""

    id: str
    pc: int
    name: str


class Desk:
    """Read with `db`, write with `do`. One thread only."""

    def __init__(self, db: Database, office: Office, device: Device, officer: str, clock: Clock = time.time) -> None:
        self.db, self.office, self.device, self.by, self.clock = db, office, device, officer, clock
        self.keyring = keyring.load(db)
        self.clock_error: int | None = None

    def do(self, decide: Callable[[Hand], Change]) -> tuple[Change, log.Touched]:
        """Let the officer's `decide` make a change and write it down; it is on the disk when this returns.

        Raises Refused as `decide` does, Unusable when the disk cannot take it; then nothing was written.
        """
        return log.record(
            self.db, lambda: decide(self.hand()), self.device.id, at=int(self.clock()), clock_error=self.clock_error
        )

    def hand(self) -> Hand:
        """Who writes now, and the source of ids for what is about to be written."""
        last = store.counter(self.db, f"id.{self.device.id}")
        ids = (f"{self.device.id}.{n}" for n in range(last + 1, last + 1_000_000))
        return Hand(self.by, self.device.pc, self.office.code, self.now(), ids.__next__)

    def now(self) -> datetime:
        """This PC's wall time in Vietnam, without a zone."""
        return local(self.clock())

    @property
    def officer(self) -> Officer:
        """Who is working at this PC."""
        return store.get(self.db, Officer, self.by) or Officer(self.by)

    def officer_name(self, id: str) -> str:
        """An officer's name; the bare id while the account has not arrived here."""
        found = store.get(self.db, Officer, id)
        return found.name if found else id

    def device_name(self, id: str) -> str:
        """A PC's name in its office; the bare id of one that the roster held here does not list."""
        member = self.keyring.roster.find(id)
        return member.name if member else id

    @cached_property
    def catalogue(self) -> Catalogue:
        """The procedures in use here: those the program ships with and those imported."""
        return in_use(self.db)

    @cached_property
    def calendar(self) -> Calendar:
        """The working time deadlines are counted in."""
        return Calendar.load()

    def close(self) -> None:
        """Close the file."""
        self.db.close()


def local(at: float) -> datetime:
    """A wall time in s since 1970 UTC as local time of Vietnam, without a zone."""
    return (datetime.fromtimestamp(at, UTC) + VIETNAM).replace(tzinfo=None)
