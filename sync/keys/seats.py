"""Which PC this is among the PCs of its office: what a decision about certification books must know of the roster."""

from desk.books.book import Seat
from sync import log
from sync.desk import Desk
from sync.keys.roster import Member


def seat(desk: Desk) -> Seat:
    """This PC's seat by the roster held here.

    Enrolment decides who comes first, so a PC that joins later never stands before one that may have opened a book.
    """
    members = sorted(desk.keyring.roster.members, key=lambda member: (member.enrolled, member.pc, member.id))
    taken_in = log.vector(desk.db)
    gone = frozenset(m.id for m in members if m.revoked_after is not None and _all_here(m, taken_in))
    first = next((m.id for m in members if m.id not in gone), "")
    return Seat(desk.device.id, first == desk.device.id, {m.id: m.name for m in members}, gone)


def _all_here(member: Member, taken_in: dict[str, int]) -> bool:
    return taken_in.get(member.id, 0) >= (member.revoked_after or 0)
