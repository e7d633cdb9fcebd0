"""What a PC whose membership has ended may still bring: its own changes up to the last one that counts.

They were written while it belonged to the office. It is told how far they are held here, and nothing else: no change,
no word of membership, no other PC's head.
"""

from collections.abc import Iterable

from sync.keys.member import Member
from sync.keys.roster import Roster
from sync.server.engine import FIRST, Engine
from sync.server.members import Members
from sync.server.reception import Reception
from sync.server.trouble import Trouble
from sync.signing import Signed
from sync.wire import SHORT


def owed(engine: Engine, office: str, member: Member) -> bool:
    """Whether changes of a revoked PC that count are not held yet."""
    return engine.heads(office).get(member.id, FIRST).last < (member.revoked_after or 0)


def take(engine: Engine, members: Members, roster: Roster, signed: Signed, pieces: Iterable[bytes]) -> None:
    """Keep what still counts of a revoked PC's request. Raises Trouble, Full, or Cut from `pieces`."""
    Reception(engine, members, roster, signed, leaving=True).read(pieces)


def trouble(engine: Engine, office: str, member: Member) -> Trouble:
    """Why the PC gets no receipt: the last change that counts, the last one held, and the beginning of its hash."""
    head = engine.heads(office).get(member.id, FIRST)
    return Trouble("revoked", last=member.revoked_after or 0, held=head.last, hash=int.from_bytes(head.hash[:SHORT]))
