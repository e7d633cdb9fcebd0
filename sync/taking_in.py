"""What a PC does that may enrol others: it invites, sees who asks, takes them in or turns them away, and revokes.

Shared by the command and the window. What touches the desk's file stands apart from what touches the network
(`publish`, `waiting`), so that each may run where it belongs.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass

from desk import Refused
from desk.words import text
from sync import delivery, doors, log, pc_acts
from sync.carriers.mailing import Mailing
from sync.desk import Desk
from sync.errors import Offline
from sync.keys import issuing
from sync.keys.admitting import judge, shared
from sync.keys.invitation import Invitation
from sync.keys.parcel import Parcel
from sync.keys.request import Admission, Request
from sync.mail import Query

INVITED = "invited"


@dataclass(frozen=True)
class Asking:
    """A PC that asks, and whether this one may take it in: `state` is "invited", else the kind of the refusal.

    `shared`: another PC asks with the same invitation, and only the words tell which of them was meant.
    """

    request: Request
    state: str
    said: str
    shared: bool = False

    @property
    def welcome(self) -> bool:
        """Whether it may be taken in."""
        return self.state == INVITED


def may(desk: Desk) -> bool:
    """Whether who works here, at this PC, may take others in and revoke them."""
    return desk.may("appoint") and desk.keyring.roster.may_enrol(desk.device.id)


def invite(desk: Desk, url: str, ends: int, *, name: str = "", replaces: str = "") -> Invitation:
    """Invite a PC until `ends` (ms since 1970 UTC), and let it ask at any PC of the office. Raises Refused.

    `replaces` is the id of the PC whose place it takes.
    """
    desk.demand("appoint")
    made = issuing.invite(desk.db, desk.keyring, url, ends, name=name, replaces=replaces)
    doors.open_door(desk, made)
    return made


def call_off(desk: Desk, made: Invitation) -> None:
    """Let an invitation that could not be handed to anybody let nobody in."""
    issuing.end(desk.db, made.id)
    doors.turn_away(desk, made.id)


def approve(desk: Desk, request: Request, *, pc: int = 0, name: str = "") -> Admission:
    """Take in a PC that was invited here. Raises Refused, and changes nothing then."""
    desk.demand("appoint")
    admission = issuing.approve(desk.db, desk.keyring, request, int(desk.clock() * 1000), pc=pc, name=name)
    pc_acts.note_let_in(desk, request.device)
    doors.let_in(desk, request, admission)
    return admission


def turn_away(desk: Desk, request: Request) -> bytes:
    """Let the invitation of a PC that asks end; the parcel that takes its request from the server."""
    desk.demand("appoint")
    issuing.end(desk.db, request.invitation)
    doors.turn_away(desk, request.invitation)
    return _parcel(desk, settled=(request.device,))


def revoke(desk: Desk, device: str, last: int | None = None) -> int:
    """Take a PC out with its change `last`, unless told the last one known here or to the province; that number.

    Raises Refused where nobody knows how far it is, and for this PC itself: what it says of itself afterwards could
    reach nobody.
    """
    desk.demand("appoint")
    if device == desk.device.id:
        raise Refused("enrol.own_pc", field="device")
    if last is None:
        last = _last_known(desk, device)
    issuing.revoke(desk.db, desk.keyring, device, last)
    pc_acts.note_revoked(desk, device)
    return last


def _last_known(desk: Desk, device: str) -> int:
    heads, told = delivery.last_heads(desk.db)
    if known := max(log.vector(desk.db).get(device, 0), heads[device].last if device in heads else 0):
        return known
    member = desk.keyring.roster.find(device)
    if member is not None and (told is None or told < member.enrolled):
        raise Refused("enrol.last_unknown", field="last", device=member.name)
    return 0


def announcement(desk: Desk, made: Invitation) -> bytes:
    """The parcel with the public part of an invitation, for who types its code."""
    return _parcel(desk, invitations=((made.id, made.public),))


def query(desk: Desk) -> bytes:
    """What the server is asked for the requests of this office with."""
    return Query(desk.office.code, desk.device.id, int(time.time())).signed(desk.keyring.signing)


def judged(desk: Desk, requests: Iterable[Request]) -> list[Asking]:
    """Those who ask, each with whether this PC may take it in."""
    asked = list(requests)
    return [_judged(desk, each, shared(each, asked)) for each in asked]


def publish(url: str, server: bytes, parcel: bytes) -> bool:
    """Bring a parcel to the server; whether it took it now. Raises Refused in the server's words."""
    try:
        return bool(url) and bool(Mailing(url, server).send("publish", parcel))
    except Offline:
        return False


def waiting(url: str, server: bytes, asked: bytes) -> list[Request]:
    """The requests that wait at the server. Raises Offline, Refused."""
    return [Request.read(data) for data in Mailing(url, server).send("requests", asked)]


def _judged(desk: Desk, request: Request, twice: bool) -> Asking:
    try:
        judge(request, issuing.issued(desk.db), desk.office.code, int(desk.clock() * 1000))
    except Refused as refused:
        return Asking(request, refused.key.partition(".")[2], str(refused))
    return Asking(request, INVITED, text("enrol.asked_twice" if twice else "enrol.state.invited"), twice)


def _parcel(
    desk: Desk, *, invitations: tuple[tuple[bytes, bytes], ...] = (), settled: tuple[str, ...] = ()
) -> bytes:  # fmt: skip
    own, now = desk.keyring, int(desk.clock() * 1000)
    parcel = Parcel(desk.office.code, desk.device.id, now, invitations=invitations, settled=settled)
    return parcel.signed(own.signing)
