"""Ways to break the program that the histories must notice: each is a context in which one thing is left out."""

from contextlib import contextmanager
from unittest import mock

from desk.record import Register, Version
from sync import delivery, log, segments
from sync.healing import carrying, forks, parting
from sync.healing.lines import Line
from sync.server import engine_sqlite


@contextmanager
def chain_not_checked():
    """A segment is taken in wherever its numbers fit."""
    honest = segments.follows

    def follows(db, envelope):
        return envelope.header.first == segments.head(db, envelope.header.device).last + 1 or honest(db, envelope)

    with mock.patch.object(segments, "follows", follows), mock.patch.object(engine_sqlite, "place", fitting):
        yield


def fitting(header, head):
    return "before" if header.first <= head.last else "next" if header.first == head.last + 1 else "gap"


@contextmanager
def delivered_once_named():
    """Delivered is what the receipt names, under whatever hash."""

    def proven(db, device):
        head = delivery.last_heads(db)[0].get(device)
        return head.last if head else 0

    with mock.patch.object(delivery, "proven", proven):
        yield


@contextmanager
def delivered_once_sent():
    """Delivered is what has been sealed."""
    with mock.patch.object(delivery, "proven", lambda db, device: segments.head(db, device).last):
        yield


@contextmanager
def cover_forgotten():
    """What the author of a version had seen is forgotten."""
    with mock.patch.object(Register, "_see", return_value=None):
        yield


@contextmanager
def last_to_come_wins():
    """A field is what came last."""

    def take(register, entry, value):
        register._see(entry)
        register.live = (Version(entry.device, entry.seq, entry.lamport, value),)

    with mock.patch.object(Register, "take", take):
        yield


@contextmanager
def ids_kept():
    """Records of a line keep the ids that the other side gave to other records."""
    with mock.patch.object(Line, "rename", lambda line, value: value):
        yield


@contextmanager
def line_not_written():
    """The side that gave way is forgotten."""
    with mock.patch.object(carrying, "write", return_value=set()):
        yield


@contextmanager
def lines_of_the_other_side_not_unfolded():
    """Lines that came with the other side of a fork are kept sealed."""
    with mock.patch.object(forks, "carried", return_value=[]):
        yield


@contextmanager
def line_carried_by_its_first_segment():
    """Only the first segment of a line is carried."""
    with mock.patch.object(carrying, "_carried_already", lambda db, line, envelope: envelope.hash != line.root):
        yield


@contextmanager
def shared_beginnings_told_twice():
    """What two copies of a disk share is not looked for."""
    with mock.patch.object(parting, "known", return_value=[]):
        yield


@contextmanager
def segment_kept_before_its_changes():
    """A segment counts as held before its changes are written."""
    honest = segments.take_in

    def take_in(db, envelope, entries, batch=segments.BATCH):
        segments.keep(db, envelope)
        yield from honest(db, envelope, entries, batch)

    with mock.patch.object(segments, "take_in", take_in):
        yield


@contextmanager
def unsealed_overwritten():
    """A change that is not sealed yet gives way to what came for its place."""
    with mock.patch.object(forks, "follows", lambda desk, envelope: segments.follows(desk.db, envelope)):
        yield


@contextmanager
def numbers_not_raised():
    """Ids and numbers that come back after a restore are handed out again."""
    with mock.patch.object(log, "_used_up", return_value={}):
        yield


MUTATIONS = (
    chain_not_checked, delivered_once_named, delivered_once_sent, cover_forgotten, last_to_come_wins, ids_kept,
    line_not_written, lines_of_the_other_side_not_unfolded, line_carried_by_its_first_segment,
    shared_beginnings_told_twice, segment_kept_before_its_changes, unsealed_overwritten,
    numbers_not_raised,
)  # fmt: skip
