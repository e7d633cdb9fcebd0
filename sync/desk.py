"""The open desk: one PC's file with who is working at it. What the window and the command are both given."""

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

from sqlite_utils.db import Database

from desk import Refused, Unusable, store
from desk.copying import Copier
from desk.counter import Hand
from desk.officers import rights, staff
from desk.officers.officer import Officer, Role
from desk.own import own_files
from desk.own.own_file import CALENDAR
from desk.procedures.catalogue import Catalogue, Row, drop, in_use, put
from desk.record import Change
from desk.time.calendar import Calendar
from desk.words import text
from sync import audit, log
from sync.healing.lines import pc_of
from sync.keys import keyring

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


LETS_IN = {"officer", "duty", "account"}
"""The kinds of records that decide who may log in."""

REPEATED = 60
"""Seconds within which looking at the same record again is no new view."""


class Desk:
    """Read with `db`, write with `do`. One thread only."""

    def __init__(
        self,
        db: Database,
        office: Office,
        device: Device,
        officer: str,
        clock: Clock = time.time,
        doors: Callable[["Desk"], object] = lambda desk: None,
        copier: Copier | None = None,
    ) -> None:
        """`doors` is called when who may log in here has changed; `copier` copies the desk's file, on any thread."""
        self.copier = copier
        self.db, self.office, self.device, self.by, self.clock = db, office, device, officer, clock
        self.keyring = keyring.load(db)
        self.clock_error: int | None = None
        self._doors = doors
        self._noted = ("", "", "", 0)

    def do(self, decide: Callable[[Hand], Change]) -> tuple[Change, log.Touched]:
        """Let the officer's `decide` make a change and write it down; it is on the disk when this returns.

        Raises Refused as `decide` does and where the officer's roles do not allow the change, Unusable when the disk
        cannot take it; then nothing was written.
        """
        done = log.record(
            self.db, lambda: self._allowed(decide), self.device.id, at=int(self.clock()), clock_error=self.clock_error
        )
        self.took_in(done[1])
        return done

    def _allowed(self, decide: Callable[[Hand], Change]) -> Change:
        hand = self.hand()
        change = decide(hand)
        rights.demand(hand.roles, change.action)
        return change

    def took_in(self, touched: log.Touched) -> None:
        """Let the PC's locks follow where accounts or roles are among the records touched."""
        if any(kind in LETS_IN for kind, _ in touched):
            self._doors(self)
        if any(kind == "ownfile" for kind, _ in touched):
            self.__dict__.pop("calendar", None)

    def hand(self) -> Hand:
        """Who writes now, and the source of ids for what is about to be written."""
        last = store.counter(self.db, f"id.{self.device.id}")
        ids = (f"{self.device.id}.{n}" for n in range(last + 1, last + 1_000_000))
        return Hand(self.by, self.device.pc, self.office.code, self.now(), ids.__next__, self.roles)

    @property
    def roles(self) -> frozenset[Role]:
        """The roles that who works here holds today."""
        return staff.roles_of(self.db, self.by, self.now().date())

    def may(self, action: str) -> bool:
        """Whether who works here may take an action (`desk.officers.rights`); "read" is to read citizens' data."""
        return rights.may(self.roles, action)

    def demand(self, action: str) -> None:
        """Raise Refused, saying who may, unless who works here may take an action."""
        rights.demand(self.roles, action)

    def audit(self, action: str, record: str = "", detail: str = "") -> None:
        """Note in this PC's audit trail what who works here does: 'view' a record, 'log_in', 'unlock' an officer ...

        The same thing again within a minute is noted once. A full or locked disk keeps nobody from their cases: then
        the line is lost.
        """
        now, what = int(self.clock()), (action, record, detail)
        if what == self._noted[:3] and 0 <= now - self._noted[3] < REPEATED:
            return
        with suppress(Unusable):
            audit.note(self.db, [(now, self.by, *what)])
        self._noted = (*what, now)

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
        member, line = self.keyring.roster.find(id[:8]), pc_of(id)
        name = member.name if member else id
        return text("healing.line_name", device=name) if line else name

    @cached_property
    def catalogue(self) -> Catalogue:
        """The procedures in use here: those the program ships with and those imported."""
        return in_use(self.db)

    def keep_procedures(self, kept: Iterable[Row], source: str, known: Catalogue | None = None) -> None:
        """Keep procedures that were imported from `source`, and work with them from now on.

        `known` is the catalogue with them, where it was made already. Raises Unusable.
        """
        put(self.db, kept)
        self.__dict__.pop("catalogue", None)
        if known is not None:
            self.__dict__["catalogue"] = known
        self.audit("import", detail=source)

    def drop_procedure(self, code: str, version: str) -> None:
        """Forget a version that was kept here. Raises Unusable."""
        drop(self.db, code, version)
        self.__dict__.pop("catalogue", None)
        self.audit("import", detail=f"- {code} {version}")

    @cached_property
    def calendar(self) -> Calendar:
        """The working time deadlines are counted in: the national calendar, with the office's own days if it has any.

        Own days that cannot be read, such as those of a newer version, are left out; the settings say so.
        """
        own = own_files.own_file(self.db, CALENDAR)
        with suppress(Refused):
            return Calendar.load().with_own(own.text, own.name) if own else Calendar.load()
        return Calendar.load()

    def close(self) -> None:
        """Close the file."""
        self.db.close()


def local(at: float) -> datetime:
    """A wall time in s since 1970 UTC as local time of Vietnam, without a zone."""
    return (datetime.fromtimestamp(at, UTC) + VIETNAM).replace(tzinfo=None)
