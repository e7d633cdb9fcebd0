"""What must hold of a world. Every change gives a token as its reason, and no other does: they tell what is where."""

import re
from functools import cache

from desk import lists, store
from desk.history import saw
from desk.record import Version, precedence
from sync import doctor, log, segments
from sync.delivery import delivery
from sync.envelope import parse
from sync.healing import carrying
from sync.healing.lines import carried
from sync.seal import unseal
from tests.simulation.world import OFFICE

TOKEN = re.compile(rb"tok([0-9]+);")
OF_A_LINE = re.compile(r"\b([a-z2-7]{8})-[a-z2-7]{8}\b")


class Broken(AssertionError):
    """Something that must hold does not."""


def must(holds, why, *about):
    if not holds:
        raise Broken(f"{why}: {', '.join(map(str, about))}")


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
    """All the content keys there are, as something to remember by."""

    def __init__(self, pcs):
        rings = [pc.desk.keyring for pc in pcs]
        self.roster = max((ring.roster for ring in rings), key=lambda roster: len(roster.members))
        self.keys = {epoch: key for ring in rings for epoch, key in ring.office_keys.items()}
        self.opened = {}

    def inside(self, data):
        """The tokens in a segment, lines that its changes carry included."""
        if data not in self.opened:
            entries = list(unseal(parse(data), self.keys))
            found = carried(entries, carrying.opener(self.roster, self.keys))
            entries += [entry for one in found for entry in one.entries]
            self.opened[data] = frozenset().union(*map(of, entries))
        return self.opened[data]


def ring(world):
    held = world.held.get("ring")
    members = max(len(pc.desk.keyring.roster.members) for pc in world.pcs)
    epochs = set().union(*(pc.desk.keyring.office_keys for pc in world.pcs))
    if held is None or epochs - held.keys.keys() or members > len(held.roster.members):
        held = world.held["ring"] = Ring(world.pcs)
    return held


def at_server(world):
    """The tokens that the server holds, sealed, in segments whose PC belonged to the office then."""
    revoked = world.revoked
    now = world.server.written, tuple(revoked.items())
    if world.server.held.get("now") != now:
        opened = ring(world)
        counts = [data for data in world.server.segments() if _in_time(data, revoked)]
        world.server.held.update(now=now, tokens=frozenset().union(*map(opened.inside, counts)))
    return world.server.held["tokens"]


def _in_time(data, revoked):
    device, last = _place(data)
    return last <= revoked.get(device, last)


@cache
def _place(data):
    header = parse(data).header
    return header.device, header.last


def stored(world):
    """The tokens that the server holds, of whatever PC: who revoked one may not have known all it had delivered."""
    return frozenset().union(*map(ring(world).inside, world.server.segments()))


def anywhere(world):
    """The tokens that are on some disk."""
    return stored(world).union(*map(at, world.pcs))


def in_the_office(world):
    """The tokens that are on the disk of a PC that belongs to the office, or at the server."""
    return at_server(world).union(*map(at, world.live))


def nothing_lost(history):
    """What was acknowledged is on some disk; and once the office holds it, no other than a thief's.

    What a PC sealed after the change with which it was revoked is the office's no more, wherever it had come to.
    """
    world, revoked = history.world, history.world.revoked
    if missing := history.acknowledged - in_the_office(world):
        must(not (missing := missing - anywhere(world)), "lost", *sorted(missing))
    late = {token for token, e in history.written.items() if revoked and e.seq > revoked.get(e.device, log.HIGHEST)}
    held = in_the_office(world)
    must(not (missing := history.safe - held - late), "lost to the office", *sorted(missing))
    history.safe = (history.safe | (history.acknowledged & held)) - late


def truly_delivered(world, pc):
    """What a PC calls delivered of its own is at the server, unless that was put back or forgot what it signed for."""
    if pc not in world.deceived and (missing := _claimed(pc) - at_server(world)):
        must(not (missing := missing - stored(world)), f"{pc.name} calls delivered", *sorted(missing))


@remembered
def _claimed(pc):
    return told_of(pc, delivery(pc.desk).delivered_to)


def membership(pc):
    """What a PC knows of its office, and what it holds of keys: these travel without a segment."""
    ring = pc.desk.keyring
    return ring.roster.hash, sorted(ring.office_keys), ring.lacking


def records(pc):
    rows = {repr(row) for record in store.KINDS.values() for row in store.select(pc.desk.db, record)}
    return rows | {repr(row) for row in pc.desk.db.execute("SELECT * FROM conflict")}


def all_alike(history):
    """Every PC holds the same changes and shows the same records; all is delivered, and nothing waits or is doubled."""
    world = history.world
    first, *others = world.live
    shown, held = records(first), changes(first)
    for pc in others:
        must(held == changes(pc), f"{pc.name} holds other changes than {first.name}", *differing(held, changes(pc)))
        must(shown == (theirs := records(pc)), f"{pc.name} shows other records than {first.name}", *shown ^ theirs)
    for pc in world.live:
        sound(pc, thoroughly=pc in world.live[:: max(1, len(others))])
        settled(world, pc)
    must(not (missing := history.safe - at(first)), "not everywhere", *sorted(missing))
    must(not (missing := at(first) - at_server(world)), "not at the server", *sorted(missing))
    kept_as_written(history, first)
    merged_as_defined(first)
    if not history.copied:
        merged_in_truth(history, first)


def differing(some, others):
    places = [place for place in {**some, **others} if some.get(place) != others.get(place)]
    return [f"{place}: {some.get(place)} / {others.get(place)}" for place in places]


def sound(pc, thoroughly):
    """The doctor finds nothing. Pages, and rows that are like those of other PCs, he looks at in two of them."""
    looks = (doctor.changes, doctor.chains) + (doctor.pages, doctor.rows) * thoroughly
    faults = [fault for look in looks for fault in doctor._told(look, pc.desk) if "sync.device_revoked" not in fault]
    must(not faults, f"{pc.name} is not sound", *faults)


def settled(world, pc):
    """All is delivered; what is set aside is a revoked PC's, and what is missed is nowhere; nothing waits for more."""
    db, stands = pc.desk.db, delivery(pc.desk)
    must(stands.complete, f"{pc.name} has not delivered all", stands)
    late = "SELECT device, first, data FROM aside WHERE reason = 'sync.device_revoked'"
    for device, first, data in db.execute(late):
        must(device in world.revoked and not _in_time(data, world.revoked), f"{pc.name} set aside {device}", first)
    for table in ("dispute", "other_side", "unread", "unindexed"):
        must(not (left := db.execute(f"SELECT * FROM {table}").fetchall()), f"{pc.name} is left with {table}", *left)
    must(not (holes := segments.holes(db)), f"{pc.name} has holes", holes)
    missed = "SELECT named.device, coalesce(head.seq, 0), last FROM named LEFT JOIN head USING (device)"
    for device, head, last in db.execute(f"{missed} WHERE last > coalesce(head.seq, 0)").fetchall():
        holding = [other.name for other in world.live if log.vector(other.desk.db).get(device, 0) > head]
        at_server = world.server.engine.heads(OFFICE).get(device)
        beyond = at_server is not None and min(at_server.last, world.revoked.get(device, log.HIGHEST)) > head
        must(not holding and not beyond, f"{pc.name} lacks {device} {head + 1} to {last}", *holding)


def kept_as_written(history, pc):
    """Each change is in the log once, and says what its author saved: who, when, what, and what they had seen.

    On a line the ids of what it made name the line, and what all sides share counts as seen.
    """
    found = {}
    for entry in changes(pc).values():
        for token in of(entry):
            must(token not in found, "twice in the log", token, entry.device, found.get(token))
            found[token] = entry
    for token in history.safe:
        before, now = history.written[token], found[token]
        for part in ("lamport", "at", "clock_error"):
            must(getattr(before, part) == getattr(now, part), f"another {part}", token, before, now)
        must(_plain(before.change) == _plain(now.change), "another change", token, before.change, now.change)
        if now.device == before.device:
            must(now == before, "not as it was saved", token, before, now)
        else:
            must(_plain(now.device) == before.device, "of another PC", token, before.device, now.device)
            own = {device for device in now.seen if _plain(device) == before.device}
            must(before.seen.items() <= now.seen.items(), "seen otherwise", token, before.seen, now.seen)
            must(now.seen.keys() <= before.seen.keys() | own, "seen otherwise", token, before.seen, now.seen)


def _plain(what):
    """Without the marks of lines."""
    return OF_A_LINE.sub(r"\1", what if isinstance(what, str) else repr(what))


def merged_as_defined(pc):
    """In conflict is what two wrote differently, neither having seen the other's: reckoned anew from the log."""
    for id, held in _notes(pc).items():
        live = [v for e, v in held if not any(saw(other, v) for other, _ in held if other is not e)]
        differ = len({version.value for version in live}) > 1
        must(differ == ("note" in lists.conflicting(pc.desk.db, id)), f"{id} merged otherwise than defined", live)
        shown = pc.desk.db.execute("SELECT note FROM [case] WHERE id = ?", [id]).fetchone()
        must(shown == (max(live, key=precedence).value,), f"{id} shows {shown}", live)


def merged_in_truth(history, pc):
    """In conflict is what was written at PCs that did not hold each other's: what they held counts, not their say."""
    for id, held in _notes(pc).items():
        by_token = {of(entry).pop(): version for entry, version in held}
        live = {v.value for token, v in by_token.items() if not any(token in history.knew[other] for other in by_token)}
        conflict = "note" in lists.conflicting(pc.desk.db, id)
        must((len(live) > 1) == conflict, f"{id} merged otherwise than it was", live)


def _notes(pc):
    """The versions of every case's note, with the changes that wrote them."""
    found = {}
    for entry in changes(pc).values():
        for edit in entry.change.edits:
            if edit.kind == "case" and "note" in edit.fields:
                version = Version(entry.device, entry.seq, entry.lamport, edit.fields["note"])
                found.setdefault(edit.id, []).append((entry, version))
    return found


def count(history):
    """Count what became of a history beside what happened in it."""
    world, counts = history.world, history.counts
    for pc in world.live:
        for kind, times in pc.desk.db.execute("SELECT kind, count(*) FROM notice GROUP BY kind"):
            counts[f"told_{kind}"] += times
    db = world.live[0].desk.db
    counts["lines"] += db.execute("SELECT count(DISTINCT line) FROM gave_way WHERE line != ''").fetchone()[0]
    counts["conflicts"] += lists.conflict_count(db)
    counts["set_aside_for_good"] += db.execute("SELECT count(*) FROM aside").fetchone()[0]
    counts["successors"] += sum(pc.desk.device.id != pc.officer.partition(".")[0] for pc in world.pcs)
    counts["changes"] += history.token
