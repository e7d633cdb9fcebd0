"""Which segments beyond a gap a PC is told of: those that lost their place and that it does not hold yet.

A gap is left open as long as its PC may fill it. That is over when the PC itself comes and has nothing more, or when it
was revoked; and, as the engine sees to, when other changes take the place.
"""

from sync.keys.roster import Roster
from sync.server.engine import Beyond, Engine
from sync.signing import Signed
from sync.strays import MOST
from sync.wire import READS_STRAYS, SHORT, Head, Heads, Hello


def named(engine: Engine, signed: Signed, roster: Roster, hello: Hello, heads: Heads) -> list[Beyond]:
    """Take in what a PC says of strays; those to name to it now, of which `heads` says what the server holds."""
    office, by = signed.office, signed.device
    if not (beyond := engine.beyond(office, "")):
        return []
    own, here = _last(hello.heads, by), _last(heads, by)
    if hello.strays.held or own < here:  # one that was put back holds no more what it once said
        engine.hold(office, by, hello.strays.held, anew=own < here)
    gone = {member.id for member in roster.members if member.revoked_after is not None}
    for device in {each.device for each in beyond if not each.lost} & (gone | ({by} if own <= here else set())):
        engine.give_up(office, device)
    lost = [each for each in engine.beyond(office, by) if each.lost and not _within(each, hello.heads, beyond)]
    return lost[:MOST] if hello.most >= READS_STRAYS else []


def delivered(engine: Engine, office: str) -> dict[str, int]:
    """The last change of each PC that this server signed for and holds, beyond a gap too."""
    lasts = {device: head.last for device, head in engine.heads(office).items()}
    for each in engine.beyond(office, ""):
        lasts[each.device] = max(each.last, lasts.get(each.device, 0))
    return lasts


def _within(stray: Beyond, heads: Heads, beyond: list[Beyond]) -> bool:
    """Whether a PC with these heads, short ones, holds it as history: one that goes on from it is its head."""
    head = heads.get(stray.device)
    further = (each for each in beyond if each.device == stray.device and each.last >= stray.last)
    return any(head == Head(each.last, each.hash[:SHORT]) for each in further)


def _last(heads: Heads, device: str) -> int:
    return heads[device].last if device in heads else 0
