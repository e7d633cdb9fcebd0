"""Officers of the office, the roles they hold and for how long, and their accounts as records.

What a role may do is `rights`; what is inside an account's lock, and who may log in at this PC, is sync's business.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from desk import Refused
from desk.record import Change, Edit, identity, law, typing
from desk.text import clean

NAME_LIMIT = 200


class Role(StrEnum):
    """What an officer does in the office; one person may hold several."""

    RECEPTION = "reception"
    SPECIALIST = "specialist"
    LEADER = "leader"
    ADMIN = "admin"
    IT = "it"


@dataclass(frozen=True)
class Officer:
    """A person who works at the office's desks. `roles` is a blank-separated list of the roles held without end."""

    id: str
    name: Annotated[str, identity] = ""
    roles: Annotated[str, identity] = Role.RECEPTION
    position: Annotated[str, typing] = ""


@dataclass(frozen=True)
class Duty:
    """A role for a time or for one field only, such as a seconded officer's; duties accumulate.

    `since` and `until` are ISO dates, both days included; "" is without end, and all fields.
    """

    id: str
    officer: Annotated[str, identity] = ""
    role: Annotated[str, identity] = ""
    field: Annotated[str, typing] = ""
    since: Annotated[str, law] = ""
    until: Annotated[str, law] = ""

    def holds(self, day: str) -> bool:
        """Whether the duty is in force on an ISO date."""
        return self.since <= day and (not self.until or day <= self.until)


@dataclass(frozen=True)
class Account:
    """An officer's way in, on every PC that has taken it in. `lock` is opaque here (`sync/keys/accounts.py`).

    One field, so that what two PCs write at once is one whole lock or the other, never a mixture.
    """

    id: str
    officer: Annotated[str, identity] = ""
    lock: Annotated[bytes, identity] = b""


def appoint(
    name: str, roles: Iterable[Role], *, new_id: str, by: str, position: str = "", more: Iterable[Edit] = ()
) -> Change:
    """Enter an officer in the office's records, `more` with them. Raises Refused for a name empty or too long."""
    values = {"name": checked_name(name), "roles": " ".join(roles), "position": clean(position)}
    return Change("appoint", (Edit("officer", new_id, values), *more), by)


def checked_name(name: str) -> str:
    """An officer's name as it may be stored. Raises Refused."""
    name = clean(name)
    if not name:
        raise Refused("officers.name_empty", field="name")
    if len(name) > NAME_LIMIT:
        raise Refused("officers.name_too_long", field="name", limit=NAME_LIMIT)
    return name


def duty(officer: str, role: Role, *, until: str, since: str, new_id: str, field: str = "") -> Edit:
    """A role from `since` to `until` (ISO dates). Raises Refused for an end that is no date or already past."""
    end = checked_day(until) if until else ""
    if end and end < since:
        raise Refused("officers.until_past", field="until", until=end)
    row = {"officer": officer, "role": str(role), "since": since, "until": end}
    return Edit("duty", new_id, row | ({"field": clean(field)} if field else {}))


def give(duties: Iterable[Edit], *, by: str) -> Change:
    """Give an officer roles for a time."""
    return Change("duty", tuple(duties), by)


def checked_day(text: str) -> str:
    """An ISO date. Raises Refused."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise Refused("officers.bad_day", field="until", value=text[:40]) from None
