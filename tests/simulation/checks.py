"""What must hold of a world: after every step, and when all is quiet again."""

import re

from desk import lists, store
from desk.history import saw
from desk.record import Version, precedence
from sync import doctor, log, segments
from sync.delivery import delivery
from sync.errors import Tampered
from sync.keys import disowned, keyring
from sync.keys.statement import Statement
from tests.simulation.tokens import (
    anywhere,
    at,
    at_server,
    changes,
    in_the_office,
    in_time,
    of,
    remembered,
    sealed_too_late,
    stored,
    told_of,
)  # fmt: skip
from tests.simulation.world import OFFICE

OF_A_LINE = re.compile(r"\b([a-z2-7]{8})-[a-z2-7]{8}\b")


class Broken(AssertionError):
    """Something that must hold does not."""


def must(holds, why, *about):
    if not holds:
        raise Broken(f"{why}: {', '.join(map(str, about))}")


def nothing_lost(history):
    """What was acknowledged is on some disk; and once the office holds it, no other than a thief's.

    What a PC sealed after the change with which it was revoked is the office's no more, wherever it had come to; nor is
    what a copy of it, which had given those numbers to other changes, sealed in one segment with that.
    """
    world, revoked = history.world, history.world.revoked
    if missing := history.acknowledged - in_the_office(world):
        must(not (missing := missing - anywhere(world)), "lost", *sorted(missing))
    late = {token for token, e in history.written.items() if revoked and e.seq > revoked.get(e.device, log.HIGHEST)}
    held = in_the_office(world)
    if history.safe - held - late:
        late |= sealed_too_late(world)
    must(not (missing := history.safe - held - late), "lost to the office", *sorted(missing))
    history.safe = (history.safe | (history.acknowledged & held)) - late


def truly_delivered(world, pc):
    """What a PC calls delivered of its own is at the server, unless that was put back or forgot what it signed for."""
    if pc not in world.deceived and (missing := _claimed(pc) - at_server(world)):
        must(not (missing := missing - stored(world)), f"{pc.name} calls delivered", *sorted(missing))


@remembered
def _claimed(pc):
    return told_of(pc, delivery(pc.desk).delivered_to)


def known_or_waiting(world, pc):
    """The server knows a PC of the office, or holds the word on which the province lets it in; the PC says which."""
    last = pc.last.key if isinstance(pc.last, Tampered) else ""
    must(last != "sync.server_unknown", f"{pc.name} brought the server no words")
    if waits_for_the_province(pc):
        boxed = map(Statement.read, world.server.app.members.disowned(world.server.roster(OFFICE)))
        must(pc.desk.device.id in map(disowned.device_of, boxed), f"{pc.name} waits for nobody")


def waits_for_the_province(pc):
    """Whether the server believes nobody who let a PC in."""
    return isinstance(pc.last, Tampered) and pc.last.key == "sync.server_unvouched"


def membership(pc):
    """What a PC knows of its office, and what it holds of keys: these travel without a segment."""
    ring = pc.desk.keyring
    return ring.roster.hash, sorted(ring.office_keys), ring.lacking


def lacks_a_key(pc):
    """Whether a PC holds no content key of an epoch, or has something that it cannot open."""
    ring = pc.desk.keyring
    return bool(ring.lacking or keyring.unknown_epochs(pc.desk.db, ring))


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
    each_of_its_own(first)
    no_revoked_goes_on(world, first)
    merged_as_defined(first)
    if not history.copied:
        merged_in_truth(history, first)


def no_revoked_goes_on(world, pc):
    """Nobody shows what a PC sealed after the change with which it was revoked."""
    vector = log.vector(pc.desk.db)
    beyond = {device: vector[device] for device, last in world.revoked.items() if vector.get(device, 0) > last}
    must(not beyond, f"{pc.name} shows what revoked PCs wrote since", beyond)


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
        must(device in world.revoked and not in_time(data, world.revoked), f"{pc.name} set aside {device}", first)
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


def each_of_its_own(pc):
    """Two cases, or two notes, never share an id: both copies of a disk gave the next one out."""
    made = {}
    for entry in changes(pc).values():
        if entry.change.action in ("receive", "note"):
            id = entry.change.edits[0].id
            must(id not in made, f"{id} was given out twice", entry, made.get(id))
            made[id] = entry


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
