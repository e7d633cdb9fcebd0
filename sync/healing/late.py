"""What the province holds of a PC that was revoked and that was sealed too late: what its history is then.

What a PC sealed beyond its end is nobody's history, wherever it lies (`carrying`, `left_aside`). What is to be done
where it has the place of something else, `settling` knows.
"""

from sync.desk import Desk
from sync.healing import left_aside
from sync.wire import Head, Heads


def in_time(desk: Desk, heads: Heads) -> Heads:
    """What the province holds of each PC, up to where membership ended: what was sealed later is nobody's history.

    A PC of which that is not known, for not all of what came later is here, is left out.
    """
    found = dict(heads)
    for device, head in before(desk, heads).items():
        if head is None or not head.last:
            found.pop(device, None)
        else:
            found[device] = head
    return found


def before(desk: Desk, heads: Heads) -> dict[str, Head | None]:
    """The revoked PCs of which the province, by its `heads`, holds what was sealed later: each with what is before."""
    found: dict[str, Head | None] = {}
    for member in desk.keyring.roster.members:
        end, head = member.revoked_after, heads.get(member.id)
        while end is not None and head is not None and head.last > end:
            beyond = left_aside.at(desk.db, member.id, head.hash)
            found[member.id] = head = Head(beyond.header.first - 1, beyond.header.previous) if beyond else None
    return found
