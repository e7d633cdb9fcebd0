"""What must hold of a world. Tokens are the values that officers wrote, each once: they tell what is where."""

import re
from functools import cache

from desk import lists, store
from desk.cases import Case, Note
from desk.history import saw
from desk.record import Version
from sync import doctor, log
from sync.delivery import delivery
from sync.envelope import parse
from sync.healing import carrying
from sync.healing.lines import carried
from sync.seal import unseal

TOKEN = re.compile(rb"tok([0-9]+);")


class Broken(AssertionError):
    """Something that must hold does not."""


def written(data):
    return set(map(int, TOKEN.findall(data)))


def at(pc, devices="%"):
    """The tokens in the log of a PC, of all devices or of those like a pattern."""
    rows = pc.desk.db.execute("SELECT body FROM change WHERE device LIKE ?", [devices])
    return set().union(*(written(body) for (body,) in rows))


def told_of(pc, to):
    """The tokens in a PC's own changes up to one, and in the lines that these carry."""
    query = (
        "SELECT body FROM change WHERE device = :own AND seq <= :to OR device IN "
        "(SELECT line FROM gave_way WHERE carrier BETWEEN 1 AND :to)"
    )
    rows = pc.desk.db.execute(query, {"own": pc.desk.device.id, "to": to})
    return set().union(*(written(body) for (body,) in rows))


@cache
def inside(data, ring):
    """The tokens in a segment, lines that its changes carry included."""
    entries = list(unseal(parse(data), ring.keys))
    entries += [entry for one in carried(entries, carrying.opener(ring.roster, ring.keys)) for entry in one.entries]
    return frozenset(written(repr([entry.change for entry in entries]).encode()))


class Ring:
    """All the content keys there are, as something to remember by."""

    def __init__(self, pcs):
        rings = [pc.desk.keyring for pc in pcs]
        self.roster = max((ring.roster for ring in rings), key=lambda roster: len(roster.members))
        self.keys = {epoch: key for ring in rings for epoch, key in ring.office_keys.items()}


def in_time(pc, data):
    """Whether who signed a segment belonged to the office then."""
    header = parse(data).header
    member = pc.desk.keyring.roster.find(header.device)
    return member is None or member.revoked_after is None or header.last <= member.revoked_after


def at_server(world, counts=lambda data: True):
    """The tokens that the server holds, sealed, in the segments that count."""
    if not world.ring or any(pc.desk.keyring.office_keys.keys() - world.ring.keys.keys() for pc in world.pcs):
        world.ring = Ring(world.pcs)
    ring = world.ring
    rows = world.server.engine._rows("SELECT data FROM segment")
    return set().union(*(inside(data, ring) for (data,) in rows if counts(data)))


def anywhere(world):
    """The tokens that are on some disk."""
    return set().union(at_server(world), *map(at, world.pcs))


def nothing_lost(world, acknowledged):
    """What was acknowledged is on some disk."""
    if missing := acknowledged - anywhere(world):
        raise Broken(f"lost: {sorted(missing)}")


def truly_delivered(world, pc):
    """What a PC calls delivered of its own is at the server, unless that was put back or lied since it last said so."""
    if pc in world.deceived:
        return
    to = delivery(pc.desk).delivered_to
    if missing := told_of(pc, to) - at_server(world):
        raise Broken(f"{pc.name} calls delivered what the server does not hold: {sorted(missing)}")


def records(pc):
    return {repr(row) for record in store.KINDS.values() for row in store.select(pc.desk.db, record)}


def merged_as_defined(pc):
    """In conflict is what two wrote differently, neither having seen the other's: reckoned anew from the log."""
    versions = {}
    for entry in log.everything(pc.desk.db):
        for edit in entry.change.edits:
            if edit.kind == "case" and "note" in edit.fields:
                version = Version(entry.device, entry.seq, entry.lamport, edit.fields["note"])
                versions.setdefault(edit.id, []).append((entry, version))
    for id, written_ in versions.items():
        live = {v.value for e, v in written_ if not any(saw(other, v) for other, _ in written_ if other is not e)}
        if (len(live) > 1) != ("note" in lists.conflicting(pc.desk.db, id)):
            raise Broken(f"{pc.name} merged {id} otherwise than defined: {sorted(live)}")


def all_alike(world, acknowledged):
    """Every PC shows the same records, every token once, all delivered, and its file is sound."""
    first, *others = [pc for pc in world.pcs if pc.desk.device.id not in world.revoked]
    shown = records(first)
    for pc in (first, *others):
        if differing := shown ^ records(pc):
            raise Broken(f"{pc.name} differs from {first.name}: " + "\n".join(sorted(differing)))
        if faults := [fault for fault in doctor.examine(pc.desk).faults if "sync.device_revoked" not in fault]:
            raise Broken(f"{pc.name} is not sound: {faults}")
        merged_as_defined(pc)
        stands = delivery(pc.desk)
        if not stands.complete or (stands.missing and not world.gone):
            raise Broken(f"{pc.name} is not done: {stands}")
    made = [note.text for note in store.select(first.desk.db, Note)]
    made += [case.subject for case in store.select(first.desk.db, Case)]
    if doubled := {token for token in made if made.count(token) > 1}:
        raise Broken(f"doubled: {sorted(doubled)}")
    delivered = at_server(world, lambda data: in_time(first, data))
    if missing := (acknowledged & delivered.union(*map(at, [first, *others]))) - at(first):
        raise Broken(f"not everywhere: {sorted(missing)}")
