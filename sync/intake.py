"""Segments that arrived are verified, opened and written down, or set aside with the reason.

Whoever brought them: a server, a PC, a stick. Knows nothing of what is asked and answered; that is the exchange's.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from functools import partial
from typing import Any, TypeVar

from desk import store
from desk.record import Entry
from sync import log, segments
from sync.desk import Desk
from sync.envelope import Envelope, parse
from sync.errors import Tampered
from sync.healing import carrying, forks, settling, told_once
from sync.healing.lines import Carried, carried
from sync.jobs import Job
from sync.keys.roster import Roster
from sync.reconcile.guard import Guard, allowed
from sync.report import Report, Told
from sync.seal import unseal

OPENED = 256 * 1024
"""Bytes of sealed segments that are opened at a time, or one segment: some ten thousand changes, rarely thirty."""

OpenedOne = tuple[bytes, Envelope | None, list[Entry], Tampered | None]
Unfolded = tuple[OpenedOne, list[Carried]]


def take_in(
    desk: Desk, arrived: Sequence[bytes], report: Report, touched: Told, batch: int = segments.BATCH
) -> Generator[Job | None, Any, None]:
    """Verify, open and write down segments that arrived; set aside what is not what its signature says.

    What had been set aside for want of something that is here now is taken in too.
    """
    watch, tried, todo = Guard(desk.db), set[bytes](), [*arrived, *segments.due(desk.db), *allowed(desk.db)]
    while todo:
        tried.update(todo)
        before = report.changes_received
        yield from _write_down(desk, todo, report, touched, batch, watch)
        if report.changes_received > before:
            tried.clear()  # what came too early may be next now
        todo = [data for data in (*segments.due(desk.db), *allowed(desk.db)) if data not in tried]
    while log.index_waiting(desk.db, batch):
        yield None


def _write_down(
    desk: Desk, arrived: Sequence[bytes], report: Report, touched: Told, batch: int, watch: Guard
) -> Generator[Job | None, Any, None]:
    """Open and write down a few segments at a time: whatever has arrived, memory holds no more of it than that."""
    for some in _fitting_together(arrived, len, OPENED):
        roster, keys = desk.keyring.roster, desk.keyring.office_keys
        opened: list[Unfolded] = yield partial(_unfolded, some, roster, desk.office.code, keys)
        for group in _fitting_together(opened, lambda one: len(one[0][2]), batch):
            for records in _steps(desk, group, report, batch, watch):
                settling.heard(desk, records, touched)
                yield None


Some = TypeVar("Some")


def _fitting_together(all: Sequence[Some], size: Callable[[Some], int], most: int) -> Iterator[list[Some]]:
    """Runs of them whose sizes come to `most` at the most, or one by itself."""
    run, total = list[Some](), 0
    for one in all:
        if run and total + size(one) > most:
            yield run
            run, total = [], 0
        run.append(one)
        total += size(one)
    if run:
        yield run


def _steps(
    desk: Desk, group: Sequence[Unfolded], report: Report, batch: int, watch: Guard
) -> Iterator[log.Touched]:  # fmt: skip
    """Take segments in; what has changed after each transaction.

    What a busy day sealed one by one goes in together. One with more than a batch of changes, or with lines, which
    must find the changes before them written down, goes by itself.
    """
    if len(group) > 1 and not any(lines for _, lines in group):
        yield _together(desk, group, report, watch)
        return
    for one, lines in group:
        if (envelope := _admitted(desk, one, report, watch)) is not None:
            with store.transaction(desk.db):
                entries = carrying.with_lines(desk, envelope, one[2], lines)
                if lines or len(entries) > batch:
                    segments.begin(desk.db, envelope)
            yield from segments.take_in(desk.db, envelope, entries, batch)
            yield told_once.settle_after(desk, envelope, lines)
            _count(report, one)


def _together(desk: Desk, group: Sequence[Unfolded], report: Report, watch: Guard) -> log.Touched:
    """Take segments without lines in, in one transaction; what has changed."""
    taken, entries = list[tuple[Envelope, OpenedOne]](), list[Entry]()
    with store.transaction(desk.db):
        for one, _ in group:
            if (envelope := _admitted(desk, one, report, watch)) is not None:
                entries += carrying.with_lines(desk, envelope, one[2], ())
                segments.insert(desk.db, envelope)
                taken.append((envelope, one))
        touched = log.add(desk.db, entries, log.index_later)
        for envelope, one in taken:
            touched |= told_once.settle_after(desk, envelope, ())
            _count(report, one)
    return touched


def _count(report: Report, one: OpenedOne) -> None:
    report.segments_received += 1
    report.changes_received += len(one[2])


def _admitted(desk: Desk, one: OpenedOne, report: Report, watch: Guard) -> Envelope | None:
    """The segment if it is to be taken in now; None for one that is held, and for one that was set aside."""
    data, envelope, entries, error = one
    try:
        if error:
            raise error
        if envelope is None or not forks.follows(desk, envelope):
            return None
        forks.check_gap(desk, envelope, entries)
        watch.look(envelope, entries)
    except Tampered as reason:
        report.set_aside += segments.set_aside(desk.db, data, reason)
        return None
    return envelope


def _unfolded(some: Sequence[bytes], roster: Roster, office: str, keys: Any) -> list[Unfolded]:
    """Segments, opened, and the lines that their changes carry. For any thread."""
    open = carrying.opener(roster, keys)
    opened = [open_segment(data, roster, office, keys) for data in some]
    return [(one, carried(one[2], open)) for one in opened]


def open_segment(data: bytes, roster: Roster, office: str, keys: Any) -> OpenedOne:
    """A segment, taken apart and opened, or the reason why it is not to be taken in. For any thread."""
    try:
        envelope = parse(data)
        segments.verify(envelope, roster, office)
        return data, envelope, unseal(envelope, keys), None
    except Tampered as error:
        return data, None, [], error
