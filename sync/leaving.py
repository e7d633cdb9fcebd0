"""The last words of a PC that was removed from its office: what it wrote up to the change that ended it counts.

The server gives it no receipt any more, but says, signed, which of its changes it holds. Those beyond that one stay.
"""

from collections.abc import Generator
from functools import partial
from typing import Any

from desk.record import Entry
from sync import delivery, log, segments
from sync.carriers.carrier import Carrier, Request
from sync.desk import Desk
from sync.envelope import parse
from sync.errors import Tampered
from sync.jobs import Job
from sync.wire import SHORT, Head, Heads

AT_ONCE = 1024 * 1024
"""Bytes of segments in one request, or one segment."""


def deliver(desk: Desk, carrier: Carrier, said: Tampered) -> Generator[Job, Any, Tampered]:
    """Bring the server that `said` "revoked" what it still takes; what to raise in the end. Raises Offline, Tampered.

    A server that says no more than that, as older ones do, is brought nothing.
    """
    last = int(said.values.get("last", 0))
    while going := _going(desk, last, held := _heard(desk, said)):
        request = Request({desk.device.id: segments.head(desk.db, desk.device.id)}, 0, room=0, segments=going)
        said = yield partial(_refused, carrier, request)
        if _heard(desk, said) == held:
            return Tampered("sync.revoked_carry", count=min(last, log.vector(desk.db)[desk.device.id]) - held)
    return said


def owes(desk: Desk, heads: Heads) -> bool:
    """Whether the other side, by its heads, lacks what still counts of this PC, which knows that it was removed."""
    own = desk.device.id
    member, held = desk.keyring.roster.find(own), heads[own].last if own in heads else 0
    end = member.revoked_after if member else None
    return end is not None and bool(_going(desk, end, held))


def counting(desk: Desk, entries: list[Entry]) -> list[Entry]:
    """Of the next changes of this PC those that one segment may hold: none with what counts no more beside them."""
    member = desk.keyring.roster.find(desk.device.id)
    end = member.revoked_after if member else None
    return [entry for entry in entries if entry.seq <= end] or entries if end is not None else entries


def _refused(carrier: Carrier, request: Request) -> Tampered:
    """What a server says that gives no receipt."""
    try:
        carrier.exchange(request)
    except Tampered as error:
        if error.key == "sync.server_revoked":
            return error
        raise
    raise Tampered("sync.old_answer")


def _heard(desk: Desk, said: Tampered) -> int:
    """The last change of this PC that the server holds as it is held here, by its own word, which is kept."""
    held, own = int(said.values.get("held", 0)), desk.device.id
    hash = segments.hash_at(desk.db, own, held) if held else None
    if hash is None or int.from_bytes(hash[:SHORT]) != said.values["hash"]:
        return delivery.proven(desk.db, own)
    delivery.left(desk.db, own, Head(held, hash))
    return held


def _going(desk: Desk, last: int, held: int) -> list[bytes]:
    """The next segments of this PC that count."""
    going, size = list[bytes](), 0
    for data in segments.after(desk.db, desk.device.id, held):
        size += len(data)
        if parse(data).header.last > last or (going and size > AT_ONCE):
            break
        going.append(data)
    return going
