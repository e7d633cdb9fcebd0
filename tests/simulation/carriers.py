"""The ways between PCs and province: the line, the office's own network, USB sticks. See `history`."""

from itertools import permutations

from tests.simulation.links import Faults
from tests.simulation.office import write_at


def exchange(history):
    """A PC exchanges with the province, over a good line or a bad one, while an officer goes on writing."""
    pc = history.pc()
    report = under_way(history, pc, lambda: history.world.exchange(pc))
    return f"{pc.name}: {report or str(pc.last)}"


def under_way(history, pc, travel):
    """Do something over a line that may be bad, while an officer at a PC goes on writing."""
    fate, world = history.fate, history.world
    bad = fate.random() < 0.4
    world.faults = Faults(*(fate.random() / 3 for _ in range(5))) if bad else Faults()
    world.meanwhile = lambda: write_at(history, pc)
    try:
        return travel()
    finally:
        world.faults, world.meanwhile = Faults(), None


def lan(history):
    """Two PCs meet on the office's network; they may hold different sides of a fork."""
    pc, other = history.two()
    pairs = forks(history.world)
    if pairs and history.fate.random() < 0.7:
        pc, other = history.fate.choice(pairs)
    history.counts["lan_in_dispute"] += (pc, other) in pairs
    report = under_way(history, pc, lambda: history.world.meet(pc, other))
    return f"{pc.name} and {other.name}: {report or str(pc.last)}"


def forks(world):
    """The pairs of PCs that hold different sides of a fork."""
    return [pair for pair in permutations(world.pcs, 2) if forked(*pair)]


def forked(pc, other):
    """Whether two PCs hold different segments in one place of a PC's history."""
    mine, theirs = (
        {
            (device, first): hash
            for device, first, hash in each.desk.db.execute("SELECT device, first, hash FROM segment")
        }
        for each in (pc, other)
    )
    return any(theirs.get(place, hash) != hash for place, hash in mine.items())


def stick(history):
    """A PC writes a stick for others, and one of them reads it, or loses it; it may turn up later."""
    pc, other = history.two()
    written = history.world.write_stick(pc, **history.fate.choice(({"whole": True}, {"to": "office"}, {})))
    if written is None:
        return f"{pc.name} writes none: {pc.last}"
    history.world.drawer.append(written)
    if history.fate.random() < 0.3:
        history.counts["stick_lost"] += 1
        return f"{pc.name}'s {written.file.name} is lost"
    return read(history, other, written)


def old_stick(history):
    """A stick from a drawer is read, for the first time or again."""
    drawer = history.world.drawer
    return read(history, history.pc(), history.fate.choice(drawer)) if drawer else None


def read(history, pc, stick):
    taken = history.world.read_stick(pc, stick)
    return f"{pc.name} reads {stick.file.name}: {taken or str(pc.last)}"


def server_stick(history):
    """A PC exchanges with the province by stick; the answer may stay in the drawer."""
    pc, world = history.pc(), history.world
    written = world.write_stick(pc, to="server")
    answer = written and world.answer_stick(pc, written)
    if answer is None:
        return f"{pc.name} hears nothing: {pc.last}"
    world.drawer.append(answer)
    if history.fate.random() < 0.3:
        return f"{pc.name} has its answer in the drawer"
    return read(history, pc, answer)
