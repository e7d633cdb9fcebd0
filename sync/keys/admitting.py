"""Taking a PC in that asks: was it invited, by us, for this office, in time, and for the first time?

Used by the province and by a PC that the province lets enrol; where invitations and offices are kept is their business.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from desk import Refused
from desk.words import text
from sync.keys.authority import Authority
from sync.keys.invitation import Invitation
from sync.keys.request import Admission, Request


@dataclass(frozen=True)
class Issued:
    """What an inviter keeps of an invitation. `ends` is ms since 1970 UTC, `used_by` the PC it let in, "" for none."""

    secret: bytes = field(repr=False)
    office: str
    ends: int
    name: str = ""
    replaces: str = ""
    used_by: str = ""

    @classmethod
    def of(cls, invitation: Invitation, name: str = "") -> "Issued":
        """What is kept of a new one; `name` is the name that the PC shall have."""
        return cls(invitation.secret, invitation.office, invitation.ends, name, invitation.replaces)


def judge(request: Request, issued: Mapping[bytes, Issued], office: str, now: int) -> Issued:
    """The invitation behind a request, `now` in ms since 1970 UTC. Raises Refused, saying why it lets nobody in."""
    found = issued.get(request.invitation)
    if found is None or not request.invited(found.secret):
        raise Refused("enrol.not_invited", field="request", device=request.device)
    if office not in (request.office, "") or request.office != found.office:
        raise Refused("enrol.other_office", field="request", office=request.office)
    if found.used_by not in ("", request.device):
        raise Refused("enrol.used", field="request", device=found.used_by)
    if not found.used_by and now > found.ends:
        raise Refused("enrol.expired", field="request")
    return found


def shared(request: Request, requests: Iterable[Request]) -> bool:
    """Whether another PC among these asks with the same invitation: it may have leaked then."""
    return any(each.invitation == request.invitation and each.device != request.device for each in requests)


def admit(hand: Authority, request: Request, issued: Issued, *, pc: int = 0, name: str = "") -> Admission:
    """Enrol the PC and write what it starts with; a PC that is a member already gets that again.

    `pc` is the number it shall have, 0 for the next free one. Raises Refused as `Authority.enrol` does.
    """
    if hand.roster.find(request.device) is None:
        number = pc or hand.free_numbers()[0]
        called = name or issued.name or request.name or text("server.pc_name", pc=number)
        hand.enrol(request.key, request.sealing_key, number, called, issued.replaces)
    else:
        hand.seal_for(request.device, request.sealing_key)
    return Admission(hand.roster.office, bytes(hand.roster), tuple(hand.sealed), request.device)
