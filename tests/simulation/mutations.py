"""Ways to break the program that the histories must notice: each is a context in which one thing is left out.

python -m tests.simulation --mutations --seed 1 --runs 300      which history notices each, in a table
"""

from contextlib import ExitStack, contextmanager
from dataclasses import replace
from unittest import mock

from desk import record
from desk.record import Register, Version
from sync import delivery, log, segments
from sync.carriers import peers
from sync.healing import carrying, forks, parting, told_once
from sync.healing.lines import Line
from sync.keys import telling
from sync.keys.roster import Roster
from sync.server import beyond_sqlite, engine_sqlite

MUTATIONS = {}
"""Each by its name; its docstring says what the program does then."""


def mutation(broken):
    """A context in which attributes are replaced: `broken` yields (place, name, value)."""

    @contextmanager
    def during():
        with ExitStack() as parts:
            for part in broken():
                parts.enter_context(mock.patch.object(*part))
            yield

    during.__name__, during.__doc__ = broken.__name__, broken.__doc__
    MUTATIONS[broken.__name__] = during
    return during


def nothing(value=None):
    return lambda *given, **named: value


@mutation
def chain_not_checked():
    """a segment is taken in wherever its numbers fit"""
    honest = segments.follows

    def follows(db, envelope):
        return envelope.header.first == segments.head(db, envelope.header.device).last + 1 or honest(db, envelope)

    def fitting(header, head):
        return "before" if header.first <= head.last else "next" if header.first == head.last + 1 else "gap"

    return (segments, "follows", follows), (engine_sqlite, "place", fitting)


@mutation
def delivered_once_named():
    """delivered is what a receipt names, under whatever hash"""

    def proven(db, device):
        head = delivery.last_heads(db)[0].get(device)
        return head.last if head else 0

    return ((delivery, "proven", proven),)


@mutation
def delivered_once_sealed():
    """delivered is what was sealed"""
    return ((delivery, "proven", lambda db, device: segments.head(db, device).last),)


@mutation
def delivered_once_a_neighbour_has_it():
    """delivered is what another PC of the office holds"""
    honest = delivery.proven

    def proven(db, device):
        told = [known.heads[device].last for known in peers.known(db).values() if device in known.heads]
        return max([honest(db, device), *told])

    return ((delivery, "proven", proven),)


@mutation
def cover_forgotten():
    """what the author of a version had seen is forgotten"""
    return ((record, "_cover", lambda before, entry: dict(before)),)


@mutation
def last_to_come_wins():
    """a field is what came last"""

    def take(register, entry, value):
        register.cover = record._cover(register.cover, entry)
        register.live = (Version(entry.device, entry.seq, entry.lamport, value),)

    return ((Register, "take", take),)


@mutation
def claims_to_have_seen_more():
    """a change says that its author had seen one change more of each PC"""
    honest = log.next_entry

    def next_entry(*given, **named):
        entry = honest(*given, **named)
        return replace(entry, seen={device: last + 1 for device, last in entry.seen.items()})

    return ((log, "next_entry", next_entry),)


@mutation
def ids_kept():
    """records of a line keep the ids that the other side gave to other records"""
    return ((Line, "rename", lambda line, value: value),)


@mutation
def time_of_a_line_lost():
    """the changes of a line are from the moment at which it was carried"""
    honest = Line._own
    return ((Line, "_own", lambda line, entry: replace(honest(line, entry), at=entry.at + 1)),)


@mutation
def line_not_written():
    """the side that gave way is forgotten"""
    return ((carrying, "write", nothing(set())),)


@mutation
def lines_of_the_other_side_not_unfolded():
    """lines that came with the other side of a fork are kept sealed"""
    return ((forks, "carried", nothing([])),)


@mutation
def line_carried_by_its_first_segment():
    """of a long side only the beginning is carried"""
    return ((carrying, "_carried_already", lambda db, line, envelope: envelope.hash != line.root),)


@mutation
def shared_beginnings_told_twice():
    """what two copies of a disk share is not looked for"""
    return ((parting, "known", nothing([])),)


@mutation
def told_lines_kept():
    """a line stays though the PC's own history tells it by now"""
    return ((told_once, "settle", nothing(set())),)


@mutation
def withdrawn_before_it_is_told():
    """a power cut may come between what gives way and the line that carries it"""
    honest = log.withdraw

    def withdraw(db, *given):
        done = honest(db, *given)
        db.execute("COMMIT")
        db.execute("BEGIN IMMEDIATE")
        return done

    return ((log, "withdraw", withdraw),)


@mutation
def segment_kept_before_its_changes():
    """a cut leaves a segment without its changes"""
    honest = segments.take_in

    def take_in(db, envelope, entries, batch=segments.BATCH):
        segments.keep(db, envelope)
        yield from honest(db, envelope, entries, batch)

    return ((segments, "take_in", take_in),)


@mutation
def unsealed_overwritten():
    """a change not sealed yet gives way to what came for its place"""
    return ((forks, "follows", lambda desk, envelope: segments.follows(desk.db, envelope)),)


@mutation
def numbers_not_raised():
    """ids and numbers that come back after a restore are handed out again"""
    return ((log, "_used_up", nothing({})),)


@mutation
def revoked_stays_where_it_came():
    """what a revoked PC sealed too late stays where it had come another way"""
    return ((carrying, "heed_revoked", nothing(set())),)


@mutation
def revoked_counts_on():
    """a revoked PC's signature counts for whatever it seals"""
    return ((Roster, "signer", lambda roster, device, last: roster.find(device)),)


@mutation
def keys_not_helped_on():
    """nobody seals a content key to a PC that was taken in by another authority"""
    return ((telling, "_help", nothing()),)


@mutation
def statements_not_heard():
    """what others say of membership is not taken in"""
    return ((telling, "hear", nothing()),)


@mutation
def displaced_deleted():
    """the server deletes what lies beyond a gap once other changes take its place"""

    def displace(db, office, device, last):
        db.execute("DELETE FROM beyond WHERE office = ? AND device = ? AND first <= ?", [office, device, last + 1])

    return ((beyond_sqlite, "displace", displace),)


@mutation
def strays_kept_to_itself():
    """the server tells nobody of what lost its place"""
    return ((beyond_sqlite, "known", nothing([])),)
