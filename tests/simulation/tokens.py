"""Where the things are that officers wrote. Every change gives a token as its reason, and no other change gives it."""

import re
from contextlib import suppress
from functools import cache
from types import SimpleNamespace

from sync import log
from sync.envelope import parse
from sync.errors import Tampered
from sync.healing import carrying
from sync.healing.lines import carried
from sync.seal import unseal
from tests.simulation.world import OFFICE

TOKEN = re.compile(rb"tok([0-9]+);")


def written(data):
    return set(map(int, TOKEN.findall(data)))


def remembered(look):
    """Look again only at a PC that has written since."""

    def looked(pc):
        now = pc.desk.db.conn.total_changes
        if pc.held.get(look, (None,))[0] != now:
            pc.held[look] = now, look(pc)
        return pc.held[look][1]

    return looked


@remembered
def changes(pc):
    """The log of a PC, by device and number."""
    return {(entry.device, entry.seq): entry for entry in log.everything(pc.desk.db)}


def of(entry):
    """The tokens that a change gives for its reason."""
    return written(entry.change.reason.encode())


@remembered
def at(pc):
    """The tokens in the log of a PC."""
    return frozenset().union(*map(of, changes(pc).values()))


def told_of(pc, to):
    """The tokens in a PC's own changes up to one, and in the lines that these carry."""
    carried = pc.desk.db.execute("SELECT line FROM gave_way WHERE carrier BETWEEN 1 AND ?", [to])
    lines, own = {line for (line,) in carried}, pc.desk.device.id
    told = [e for e in changes(pc).values() if e.device in lines or (e.device == own and e.seq <= to)]
    return frozenset().union(*map(of, told))


class Ring:
    """All the content keys there are, and every PC that anybody has known, as something to remember by."""

    def __init__(self, members, keys):
        self.members, self.keys, self.opened = members, keys, {}
        self._roster = SimpleNamespace(office=OFFICE, find=members.get)

    def inside(self, data):
        """The tokens in a segment, lines that its changes carry included."""
        if data not in self.opened:
            entries = list(unseal(parse(data), self.keys))
            found = carried(entries, carrying.opener(self._roster, self.keys))
            entries += [entry for one in found for entry in one.entries]
            self.opened[data] = frozenset().union(*map(of, entries))
        return self.opened[data]


def ring(world):
    held = world.held.setdefault("ring", Ring({}, {}))
    rings = [pc.desk.keyring for pc in world.pcs]
    members = {member.id: member for ring in rings for member in ring.roster.members}
    keys = {epoch: key for ring in rings for epoch, key in ring.office_keys.items()}
    if members.keys() - held.members.keys() or keys.keys() - held.keys.keys():
        held = world.held["ring"] = Ring({**held.members, **members}, {**held.keys, **keys})
    return held


def at_server(world):
    """The tokens that the server holds, sealed, in segments whose PC belonged to the office then."""
    revoked = world.revoked
    now = world.server.written, tuple(revoked.items())
    if world.server.held.get("now") != now:
        opened = ring(world)
        counts = [data for data in world.server.segments() if in_time(data, revoked)]
        world.server.held.update(now=now, tokens=frozenset().union(*map(opened.inside, counts)))
    return world.server.held["tokens"]


def in_time(data, revoked):
    """Whether the PC that signed a segment belonged to the office then."""
    device, last = _place(data)
    return last <= revoked.get(device, last)


@cache
def _place(data):
    header = parse(data).header
    return header.device, header.last


def stored(world):
    """The tokens that the server holds, of whatever PC: who revoked one may not have known all it had delivered."""
    return frozenset().union(*map(ring(world).inside, world.server.segments()))


def sealed_too_late(world):
    """The tokens that revoked PCs gave in segments that end beyond their end: the server holds these, or a PC of the
    office has set them aside, where it had taken them in before it knew.
    """
    aside = "SELECT data FROM aside WHERE reason = 'sync.device_revoked'"
    kept = [data for pc in world.live for (data,) in pc.desk.db.execute(aside).fetchall()]
    late = [data for data in (*world.server.segments(), *kept) if not in_time(data, world.revoked)]
    keys = ring(world).keys
    return frozenset().union(*(of(entry) for data in late for entry in unseal(parse(data), keys)))


def anywhere(world):
    """The tokens that are on some disk, be it set aside there."""
    return stored(world).union(*map(at, world.pcs), *(_set_aside(world, pc) for pc in world.pcs))


def _set_aside(world, pc):
    opened, found = ring(world), set()
    for (data,) in pc.desk.db.execute("SELECT data FROM aside").fetchall():
        with suppress(Tampered):
            found |= opened.inside(data)
    return found


def in_the_office(world):
    """The tokens that are on the disk of a PC that belongs to the office, or at the server."""
    return at_server(world).union(*map(at, world.live))
