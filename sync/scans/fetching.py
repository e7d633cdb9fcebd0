"""Fetches the files of scans from who has them: PCs of the office first, then the province.

A generator like `sync.exchange`. Nothing is believed but what opens under the office's key to the hash in the log; so
it does not matter who answered, and a false list or chunk only costs the time to ask the next.
"""

import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from desk import Spoken, Unusable
from sync.carriers.scan_post import Came, ScanPost
from sync.carriers.scan_wire import LARGEST_LISTS, Errand
from sync.desk import Desk
from sync.errors import Offline, Tampered
from sync.jobs import Job
from sync.scans import limits, scan_store, travel
from sync.scans.chunk_list import HASH, ChunkList
from sync.scans.coming import Coming
from sync.scans.pace import Pace
from sync.scans.scan_file import CHUNK
from sync.scans.sending import MOMENT, PATIENCE, SETTLED, Hold, until_free

GROUP = 64
"""Files that are asked for together."""

LISTS = 3
"""Lists that may be kept of one file, and its names in other epochs."""

Wanted = Sequence[tuple[str, int]]
"""Hashes of files and their sizes in bytes."""


@dataclass
class Fetched:
    """What a fetching did; grows while it goes on. `bytes` are those of chunks, `line_bytes` all, both ways.

    `held_up` says that it ended early (`sending.Sent`). `missing` are hashes of files that are not here still, and
    `reasons` says, by the name of who was asked, why it gave no more.
    """

    files: int = 0
    bytes: int = 0
    line_bytes: int = 0
    round_trips: int = 0
    cuts: int = 0
    held_up: bool = False
    missing: list[str] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)


def fetch(
    desk: Desk, posts: Iterable[ScanPost], wanted: Wanted, *, hold: Hold = lambda: False,
    report: Fetched | None = None, came: Callable[[str], object] = lambda sha256: None,
) -> Generator[Job | None, Any, Fetched]:  # fmt: skip
    """Fetch files, the smallest first, asking each side in turn until all are here; `came` hears of each that is.

    Raises nothing for a side that fails or lies (`Fetched.reasons`); Unusable when the disk here cannot take more.
    """
    report, left = report or Fetched(), sorted(dict(wanted).items(), key=lambda item: (item[1], item[0]))
    for post in posts:
        pace = Pace(0.0 if post.near else limits.of(desk).rate)
        for group in _groups(left):
            try:
                yield from _Group(desk, post, group, pace, hold, report, came).fetch()
            except Unusable:
                raise
            except Spoken as error:
                report.reasons[post.name] = str(error)
                break
            if report.held_up:
                break
        folder = scan_store.folder_of(desk)
        to_come = {sha256 for sha256, _ in travel.wanted(desk)}
        left = [each for each in left if each[0] in to_come or not folder.holds(each[0])]
        if not left or report.held_up:
            break
    report.missing = [sha256 for sha256, _ in left]
    return report


def _groups(files: Wanted) -> Iterator[Wanted]:
    """As many files at a time as one answer holds the lists of."""
    group, lists = list[tuple[str, int]](), 0
    for sha256, size in files:
        lists += LISTS * (size // CHUNK + 2) * HASH
        if group and (len(group) == GROUP or lists > LARGEST_LISTS):
            yield group
            group, lists = [], LISTS * (size // CHUNK + 2) * HASH
        group.append((sha256, size))
    if group:
        yield group


class _Group:
    """Some files on their way from one side."""

    def __init__(
        self, desk: Desk, post: ScanPost, files: Wanted, pace: Pace, hold: Hold, report: Fetched,
        told: Callable[[str], object],
    ) -> None:  # fmt: skip
        self._desk, self._post, self._sizes, self._pace = desk, post, dict(files), pace
        self._hold, self._report, self._told = hold, report, told
        self._folder = scan_store.folder_of(desk)
        self._lists: dict[str, list[ChunkList]] = {}
        self._open: list[Coming] = []
        self._ended: list[tuple[Coming, bool]] = []

    def fetch(self) -> Generator[Job | None, Any, None]:
        """Raises Offline or Tampered when this side gives no more."""
        yield from self._ask()
        idle = 0
        while self._open:
            if self._hold():
                self._report.held_up = True
                return
            yield from until_free(self._pace, self._hold)
            before, first = self._here(), self._open[0]
            fault: Offline | Tampered | None = yield partial(self._carry, self._open[:GROUP])
            progressed = self._note() or self._here() > before
            idle = 0 if progressed else idle + 1
            if isinstance(fault, Tampered) or (fault and (idle > PATIENCE or fault.key.startswith(SETTLED))):
                raise fault
            if fault and not progressed:
                yield partial(time.sleep, MOMENT * (idle - 1))
            elif not progressed and first in self._open:
                self._open.remove(first)  # this side knows the file, and has lost what is next of it

    def _ask(self) -> Generator[Job, Any, None]:
        """Which of the files this side has, and what they consist of."""
        names = {name: sha256 for sha256 in self._sizes for name, _ in travel.names(self._desk, sha256)}
        idle = 0
        while isinstance(answer := (yield partial(self._asked, list(names))), Offline):
            if idle == PATIENCE or answer.key.startswith(SETTLED):
                raise answer
            yield partial(time.sleep, MOMENT * idle)
            idle += 1
        for sha256, lists in zip(names.values(), answer.told.lists, strict=True):
            self._lists.setdefault(sha256, []).extend(lists)
        self._open = yield lambda: [found for sha256 in self._sizes if (found := self._next(sha256))]

    def _asked(self, names: list[bytes]) -> Came | Offline:
        try:
            return self._counted(lambda: self._post.carry(Errand(names=names)))
        except Offline as error:
            return error

    def _next(self, sha256: str) -> Coming | None:
        """A file by the next of the lists that this side has told of it."""
        lists = self._lists.get(sha256)
        return Coming(self._folder, sha256, lists.pop(0)) if lists else None

    def _carry(self, open: Sequence[Coming]) -> Offline | Tampered | None:
        """One errand, and what came of it on the disk; the fault of the line, if any, for what came counts."""
        if self._finish(open):
            return None  # all of it had come before
        first, room, start = open[0], self._pace.slice, time.monotonic()
        others = [(each.list.label, each.begun) for each in open[1:]]
        try:
            errand = Errand(want=[(first.list.label, first.position), *others], room=room)
            came = self._counted(lambda: self._post.carry(errand, held=first.partial))
        except (Offline, Tampered) as error:
            self._report.cuts += isinstance(error, Offline)
            self._pace.cut(0)
            return error
        if isinstance(came.broken, Tampered) and first.partial is not None:
            first.take([], None)  # what was here of it may be what a power cut has left: the chunk starts afresh
            return Offline("sync.cut")
        before = sum(each.position for each in open)
        for each in open:
            mine = [chunk for chunk in came.chunks if chunk[0] in each.list.hashes]
            if mine or (came.partial and came.partial.hash in each.list.hashes):
                each.take(mine, came.partial)
        gained = sum(each.position for each in open) - before
        self._finish(open)
        self._report.bytes += max(0, gained)
        if came.broken:
            self._report.cuts += 1
            self._pace.cut(gained)
        else:
            self._pace.went(max(1, gained), time.monotonic() - start)
        return came.broken

    def _finish(self, open: Sequence[Coming]) -> bool:
        """Put whole files in their places; whether there were any."""
        whole = [each for each in open if each.whole]
        self._ended += [(each, each.finish()) for each in whole]
        return bool(whole)

    def _note(self) -> bool:
        """Write down what came; whether a file came to its end. One that does not open is tried by another list."""
        ended, self._ended = self._ended, []
        for each, sound in ended:
            self._open.remove(each)
            if sound:
                travel.arrived(self._desk, each.sha256, each.list.plain)
                self._report.files += 1
                self._told(each.sha256)
            elif other := self._next(each.sha256):
                self._open.append(other)
        for each in self._open:
            if each.position:
                travel.coming(self._desk, each.sha256, each.position)
        return bool(ended)

    def _here(self) -> int:
        return sum(each.position for each in self._open)

    def _counted(self, carry: Callable[[], Came]) -> Came:
        line = self._post.line
        sent, received = line.sent, line.received
        try:
            return carry()
        finally:
            self._report.round_trips += 1
            self._report.line_bytes += line.sent - sent + line.received - received
