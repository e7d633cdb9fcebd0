"""Officers of the office and the roles they hold. Who may log in at this PC is the vault's business, not ours."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from desk import Refused
from desk.record import Change, Edit, identity, typing
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
    """A person who works at the office's desks. `roles` is a blank-separated list of `Role` values."""

    id: str
    name: Annotated[str, identity] = ""
    roles: Annotated[str, identity] = Role.RECEPTION
    position: Annotated[str, typing] = ""


def appoint(name: str, roles: tuple[Role, ...], *, new_id: str, by: str, position: str = "") -> Change:
    """Enter an officer in the office's records. Raises Refused for a name that is empty or too long."""
    name = clean(name)
    if not name:
        raise Refused("officers.name_empty", field="name")
    if len(name) > NAME_LIMIT:
        raise Refused("officers.name_too_long", field="name", limit=NAME_LIMIT)
    values = {"name": name, "roles": " ".join(roles), "position": clean(position)}
    return Change("appoint", (Edit("officer", new_id, values),), by)
