"""What happens at the province and at its server, and what it decides about the PCs of an office. See `history`."""

from desk import Refused
from sync import delivery, log
from sync.healing.succession import waiting
from sync.keys import disowned, issuing, succession
from sync.keys.statement import Statement
from sync.server import strays
from tests.simulation import tokens
from tests.simulation.lies import FORGETTING, LIES
from tests.simulation.links import Faults
from tests.simulation.world import OFFICE

MOST_PCS = 6


def server_back_up(history):
    history.world.images.append(history.world.server.image())
    return f"copy {len(history.world.images)}"


def server_restore(history):
    """The server is put back to an old copy."""
    copies = history.world.images[1:]
    return put_back(history, history.fate.choice(copies)) if copies else None


def server_lost(history):
    """The server is put back to nothing but its first roster."""
    return put_back(history, history.world.images[0])


def put_back(history, image):
    return forgets(history, lambda server: server.put_back(image))


def forgets(history, how):
    """The server comes to hold less than it signed for; not the last copy of what a PC's disk has lost."""
    server = history.world.server
    before = server.image()
    done = how(server)
    if done is False or history.world.struck - history.world.copies():
        server.put_back(before)
        return None
    history.world.deceived = set(history.world.pcs)
    history.world.drawer = [type(stick)(stick.file, True) for stick in history.world.drawer]
    return history.gone()


def server_damage(history):
    """A segment is gone from the server's disk."""
    return forgets(history, lambda server: server.lose_segment(history.fate))


def server_full(history):
    """The server's disk is full while PCs exchange."""
    told = []
    with history.world.server.full(history.fate.choice((0, 1, 2))):
        for _ in range(2):
            pc = history.pc()
            told.append(f"{pc.name}: {history.world.exchange(pc) or pc.last}")
    return ", ".join(told)


def lie(history):
    """A PC exchanges with a server that lies to it; the next one may hear the truth, or another lie."""
    world, pc, lie = history.world, history.pc(), history.fate.choice(LIES)
    deceived = pc in world.deceived
    world.faults = Faults()
    with lie(world.server, history.fate):
        report = world.exchange(pc)
    if lie in FORGETTING or deceived:
        world.deceived.add(pc)
    history.counts[lie.__name__] += 1
    return f"{lie.__name__} to {pc.name}: {report or str(pc.last)}"


def revoke(history):
    """A PC is stolen, and the province or a delegate takes it out; what it did not deliver is gone with it."""
    world, pc = history.world, history.pc()
    device = pc.desk.device.id
    if device in world.revoked or len({each.desk.device.id for each in world.live}) < 3:
        return None
    delegates = [each for each in delegating(world) if each.desk.device.id != device]
    try:
        if delegates and history.fate.random() < 0.5:
            last, who = revoke_by(history.fate.choice(delegates).desk, device), "a delegate"
        else:
            last, who = revoke_at(world.server, device), "the province"
    except Refused:  # the PC is not known there yet
        return None
    history.safe &= tokens.in_the_office(world)
    return f"{pc.name} by {who} after {last}"


def revoke_at(server, device):
    """The province revokes with the last change that its server holds."""
    last = strays.delivered(server.engine, OFFICE).get(device, 0)
    with server.province(OFFICE) as hand:
        hand.revoke(device, last)
    return last


def revoke_by(desk, device):
    """A delegate revokes with the last change that is known to it or to the province."""
    heads = delivery.last_heads(desk.db)[0]
    last = max(log.vector(desk.db).get(device, 0), heads[device].last if device in heads else 0)
    issuing.revoke(desk.db, desk.keyring, device, last)
    return last


def new_epoch(history):
    """The province begins an epoch with a new content key."""
    with history.world.server.province(OFFICE) as hand:
        return f"epoch {hand.open_epoch()}"


def delegate(history):
    """The province lets a PC take others in and out."""
    pc, numbers = history.pc(), range(40, 60)
    with history.world.server.province(OFFICE) as hand:
        if hand.roster.delegates or hand.roster.find(pc.desk.device.id) not in hand.roster.live:
            return None
        hand.delegate(pc.desk.device.id, numbers)
    return pc.name


def delegating(world):
    """The PCs that know that they may take others in and out."""
    return [pc for pc in world.live if pc.desk.keyring.roster.may_enrol(pc.desk.device.id)]


def enrol(history):
    """A delegate takes a new PC in while the province is away."""
    delegates = delegating(history.world)
    if not delegates or len(history.world.pcs) >= MOST_PCS:
        return None
    pc = history.fate.choice(delegates)
    try:
        new = history.world.enrol(pc)
    except Refused as error:
        return f"{pc.name} cannot: {error}"
    history.say(f"{new.name} is taken in")
    return f"{new.name} by {pc.name}"


def let_strangers_in(history):
    """The province lets PCs in that a delegate took in beyond its word; whether there were any.

    Under the number that they have worked with, unless it was given to another one meanwhile.
    """
    server = history.world.server
    waiting = server.app.members.disowned(server.roster(OFFICE))
    for said in map(Statement.read, waiting):
        with server.province(OFFICE) as hand:
            taken = any(member.pc == said.values[2] for member in hand.roster.members)
            member = disowned.restate(hand, said, pc=hand.free_numbers()[0] if taken else 0)
        history.counts["stranger_let_in"] += 1
        history.say(f"the province lets {member.name} in")
    return bool(waiting)


def admit(history):
    """The province lets a clone go on under an identity of its own."""
    pc = history.pc()
    asked = waiting(pc.desk)
    if not asked:
        return None
    with history.world.server.province(OFFICE) as hand:
        try:
            member = succession.admit(hand, asked[0].data)
        except Refused:
            return None
    return f"{asked[0].device} goes on as {member.id}"
