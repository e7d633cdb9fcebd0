"""Doors: where a newcomer who was invited may call on the office's network, and what becomes of what it asks there.

What is said at a door is in the log, so any PC of the office may hear it, and whichever may take PCs in answers, at
once or when it is next switched on. Which words travel how is in `carriers/lan_door`.
"""

from collections.abc import Sequence
from typing import Any

import cbor2

from desk import Refused, store
from desk.joining import Asking, Doorway
from desk.record import Change, Edit
from sync import log
from sync.carriers.lan_trust import Door
from sync.desk import Desk
from sync.keys import issuing
from sync.keys.admitting import judge
from sync.keys.invitation import ID, Invitation, url_in
from sync.keys.request import Admission, Request
from sync.keys.sealing import Sealed

TURNED_AWAY = "-"
"""Stands for the PC that an invitation has let in, where it was ended before it let one in."""

MOST_OPEN, MOST_ASKING = 16, 8
"""Doors that stand open at a time, and PCs that may ask at one: who finds an invitation fills a box and no more."""


def open_door(desk: Desk, invited: Invitation) -> None:
    """Let who holds an invitation, ours or the province's, call at the PCs of this office. Raises Refused."""
    if invited.office != desk.office.code or invited.root != desk.keyring.root:
        raise Refused("enrol.other_office", field="invitation", office=invited.office)
    if _doorway(desk, invited.id):
        return
    said = {"invitation": invited.id.hex(), "key": invited.door, "public": invited.public, "ends": invited.ends}
    desk.do(lambda hand: Change("open_door", (Edit("doorway", hand.new_id(), said),), hand.by))


def doors(desk: Desk) -> tuple[Door, ...]:
    """The doors that stand open: until the invitation ends, or the PC that it let in speaks as one of the office."""
    arrived, now = log.vector(desk.db), int(desk.clock() * 1000)
    sound = "typeof(ends) = 'integer' AND typeof([key]) = 'blob' AND length([key]) = 32 AND typeof(public) = 'blob'"
    clause = f"WHERE ends > ? AND {sound} AND {_NAMED} ORDER BY ends DESC LIMIT ?"
    ways = store.select(desk.db, Doorway, clause, [now, MOST_OPEN])
    standing = [way for way in ways if way.used_by not in arrived]
    return tuple(Door(bytes.fromhex(way.invitation), way.key, url_in(way.public)) for way in standing)


_NAMED = f"typeof(invitation) = 'text' AND length(invitation) = {2 * ID} AND invitation NOT GLOB '*[^0-9a-f]*'"
"""A PC gone bad may have written anything: what is no door opens none, and stops no other."""


def public_of(desk: Desk, door: Door) -> bytes | None:
    """The public part of a door's invitation, for who typed its code."""
    way = _doorway(desk, door.invitation)
    return way.public if way else None


def asked(desk: Desk, door: Door, data: bytes) -> tuple[str, Any, log.Touched]:
    """What a newcomer is told who asks at a door: a refusal or "", its answer, and the records this touched.

    The answer is [admission] once it has been taken in, else []. Raises Refused for what is no request.
    """
    request = Request.read(data)
    way = _doorway(desk, door.invitation)
    if way is None or (request.invitation, request.office) != (door.invitation, desk.office.code):
        return "closed", None, set()
    if refusal := _refusal(desk, way, request):
        return refusal, None, set()
    waiting = _waiting(desk, way)
    found = next((each for each in waiting if each.device == request.device), None)
    if found is None:
        return ("full", None, set()) if len(waiting) >= MOST_ASKING else ("", [], _keep(desk, way, request))
    admission = _admission(desk, found)
    return "", [bytes(admission)] if admission else [], set()


def _refusal(desk: Desk, way: Doorway, request: Request) -> str:
    """Why this newcomer is turned away, as far as it is known here."""
    member = desk.keyring.roster.find(request.device)
    if way.used_by == TURNED_AWAY:
        return "closed"
    if way.used_by not in ("", request.device) or (member and member.revoked_after is not None):
        return "used"
    known = issuing.issued(desk.db)
    try:
        if request.invitation in known:
            judge(request, known, desk.office.code, int(desk.clock() * 1000))
    except Refused as refused:
        reason = refused.key.partition(".")[2]
        return reason if reason in ("used", "expired") else "closed"
    return ""


def _keep(desk: Desk, way: Doorway, request: Request) -> log.Touched:
    """Write down that a PC asks; nobody at this PC decided anything by that."""
    said = {"invitation": way.invitation, "device": request.device, "request": request.data}

    def decide() -> Change:
        hand = desk.hand()
        return Change("ask", (Edit("asking", hand.new_id(), said),), hand.by)

    return log.record(
        desk.db, decide, desk.device.id, at=int(desk.clock()), clock_error=desk.clock_error
    )[1]  # fmt: skip


def _admission(desk: Desk, asking: Asking) -> Admission | None:
    """What the newcomer starts with, once whoever took it in has said so here."""
    roster = desk.keyring.roster
    if not asking.sealed or roster.find(asking.device) is None:
        return None
    try:
        keys = tuple(Sealed(epoch, asking.device, data) for epoch, data in cbor2.loads(asking.sealed))
    except (ValueError, TypeError, cbor2.CBORError):
        return None
    return Admission(roster.office, bytes(roster), keys, asking.device)


def requests(desk: Desk) -> list[Request]:
    """The PCs that ask at doors of this office and belong to it not yet; each request as its PC signed it."""
    found = []
    away = "SELECT invitation FROM doorway WHERE used_by = ?"
    for each in store.select(desk.db, Asking, f"WHERE invitation NOT IN ({away}) ORDER BY id", [TURNED_AWAY]):
        if desk.keyring.roster.find(each.device) is None:
            try:
                found.append(Request.read(each.request))
            except Refused:
                continue
    return found


def let_in(desk: Desk, request: Request, admission: Admission) -> None:
    """Let a PC that was taken in know it at the door it asked at; of one that asked elsewhere nothing is written."""
    way = _doorway(desk, request.invitation)
    if way is None:
        return
    sealed = cbor2.dumps([[each.epoch, each.data] for each in admission.sealed if each.device == request.device])
    edits = [Edit("doorway", way.id, {"used_by": request.device})] if way.used_by != request.device else []
    for each in _waiting(desk, way):
        if each.device == request.device and not each.sealed:
            edits.append(Edit("asking", each.id, {"sealed": sealed}))
    if edits:
        desk.do(lambda hand: Change("take_in", tuple(edits), hand.by))


def turn_away(desk: Desk, invitation: bytes) -> None:
    """Let nobody in by this invitation any more; who asked with it is told so at the door."""
    way = _doorway(desk, invitation)
    if way and not way.used_by:
        desk.do(lambda hand: Change("take_in", (Edit("doorway", way.id, {"used_by": TURNED_AWAY}),), hand.by))


def _doorway(desk: Desk, invitation: bytes) -> Doorway | None:
    found = store.select(desk.db, Doorway, "WHERE invitation = ? ORDER BY id LIMIT 1", [invitation.hex()])
    return found[0] if found and len(invitation) == ID else None


def _waiting(desk: Desk, way: Doorway) -> Sequence[Asking]:
    return store.select(desk.db, Asking, "WHERE invitation = ? ORDER BY id", [way.invitation])
