"""What healing keeps in a PC's file. Append only, like every set of steps."""

from sqlite_utils import Migrations
from sqlite_utils.db import Database

migrations = Migrations("healing")


@migrations()
def m070_forks(db: Database) -> None:
    """PCs in dispute and from where on, the province's side of them as far as it came; segments that gave way.

    A segment that gave way belongs to a line, or to none ("") where it held nothing more than the other side;
    `carrier` is the change of this PC that carries it, 0 where another PC does. `unread` are changes that carry a line
    which cannot be opened here yet.
    """
    db.table("dispute").create({"device": str, "after": int}, pk="device")
    other = {"hash": bytes, "device": str, "first": int, "last": int, "previous": bytes, "data": bytes}
    db.table("other_side").create(other, pk="hash")
    gave_way = {"hash": bytes, "device": str, "first": int, "last": int, "line": str, "since": int, "data": bytes}
    gave_way["carrier"] = int
    db.table("gave_way").create(gave_way, pk="hash")
    db.table("gave_way").create_index(["line"])
    db.table("unread").create({"device": str, "seq": int}, pk=("device", "seq"))


@migrations()
def m071_notices(db: Database) -> None:
    """What was healed: when (s since 1970 UTC, this PC's clock), what, and the values its sentence needs."""
    db.table("notice").create({"id": int, "at": int, "kind": str, "values": bytes}, pk="id")


@migrations()
def m072_named(db: Database) -> None:
    """The last change of each PC that a change held here says its author had seen."""
    db.table("named").create({"device": str, "last": int}, pk="device")


@migrations()
def m073_successor(db: Database) -> None:
    """The key that this PC asked to go on under, and the request that its present key signed."""
    db.table("successor").create({"id": int, "key": bytes, "sealing": bytes, "request": bytes, "at": int}, pk="id")


@migrations()
def m110_asked(db: Database) -> None:
    """The clones of whose requests the province was told."""
    db.table("asked").create({"successor": str}, pk="successor")


@migrations()
def m112_owed(db: Database) -> None:
    """How many changes the server had lost, as long as it was not told."""
    db.table("server_lost").create({"id": int, "count": int}, pk="id")


@migrations()
def m115_stray(db: Database) -> None:
    """Segments that lost their place at the server and that are, or were, set aside here; and the last change that the
    server held before what it lost."""
    db.table("stray").create({"hash": bytes, "after": int}, pk="hash")
