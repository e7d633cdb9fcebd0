"""The office's officers as this PC knows them: who they are, what they hold today, and who may be given what."""

from collections.abc import Iterable
from datetime import date

from sqlite_utils.db import Database

from desk import Refused, store
from desk.officers.officer import Duty, Officer, Role
from desk.record import Change, Edit
from desk.text import clean


def duties_of(db: Database, officer: str) -> list[Duty]:
    """All duties an officer has or had, in the order in which they arrived."""
    return store.select(db, Duty, "WHERE officer = ? ORDER BY rowid", [officer])


def roles_of(db: Database, officer: str, day: date) -> frozenset[Role]:
    """The roles an officer holds on a day: the standing ones and those of duties in force; none for a stranger."""
    found = store.get(db, Officer, officer)
    names = set(found.roles.split()) if found else set()
    names |= {each.role for each in duties_of(db, officer) if each.holds(day.isoformat())}
    return frozenset(role for role in Role if role in names)


def named(db: Database, name: str) -> Officer:
    """The officer of this name or record id. Raises Refused where there is none, or more than one of that name."""
    found = store.select(db, Officer, "WHERE id = ? OR name = ? ORDER BY id", [name, clean(name)])
    if not found:
        raise Refused("officers.nobody", field="name", name=name)
    if len(found) > 1 and all(each.id != name for each in found):
        raise Refused("officers.several", field="name", name=name, ids=", ".join(each.id for each in found))
    return next((each for each in found if each.id == name), found[0])


def set_roles(db: Database, officer: Officer, roles: Iterable[Role], *, by: str, today: date, reason: str) -> Change:
    """Let an officer hold exactly these roles from now on: the standing ones are set, duties of today end.

    Raises Refused when nothing would change, and when nobody would be left who may look after accounts.
    """
    wanted = " ".join(dict.fromkeys(roles))
    ended = [each for each in duties_of(db, officer.id) if each.holds(today.isoformat())]
    if wanted.split() == officer.roles.split() and not ended:
        raise Refused("officers.roles_same", field="role", name=officer.name)
    if Role.ADMIN not in wanted.split() and not _another_admin(db, officer.id):
        raise Refused("officers.last_admin", field="role", name=officer.name)
    edits = [Edit("duty", each.id, {"until": _before(today)}) for each in ended]
    return Change("set_roles", (Edit("officer", officer.id, {"roles": wanted}), *edits), by, clean(reason))


def _another_admin(db: Database, officer: str) -> bool:
    return any(Role.ADMIN in each.roles.split() for each in store.select(db, Officer) if each.id != officer)


def _before(day: date) -> str:
    return date.fromordinal(day.toordinal() - 1).isoformat()
