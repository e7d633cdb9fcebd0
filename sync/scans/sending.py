"""Sends the files of scans to the province: asks for many at once what lacks, then sends it slice by slice.

A generator like `sync.exchange`: jobs read the files and carry, the desk's file is touched between them. Survives a cut
at any byte: what had arrived is learned by asking, and the next slice goes on there.
"""

import time
from collections.abc import Callable, Collection, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256 as digest
from pathlib import Path
from typing import Any

from sync import frames
from sync.carriers.scan_post import Came, ScanPost
from sync.carriers.scan_wire import Errand
from sync.desk import Desk
from sync.errors import Offline, Tampered
from sync.jobs import Job
from sync.scans import chunk_list, limits, receipts, scan_store, travel
from sync.scans.chunk_list import ChunkList
from sync.scans.pace import Pace
from sync.scans.scan_folder import ScanFolder
from sync.scans.travel import Waiting
from sync.wire import Held

GROUP = 64
"""Files that are asked about and sent together."""

PATIENCE = 3
"""Tries in a row that may bring nothing before the line counts as gone."""

MOMENT = 0.5
"""Seconds between two looks at whether somebody else wants the line."""

SETTLED = ("sync.server_", "scans_travel.")
"""Beginnings of what the server says of itself, or that it is not there: trying again at once changes nothing."""

Hold = Callable[[], bool]


@dataclass
class Sent:
    """What a sending did; grows while it goes on. `bytes` are those of chunks, `line_bytes` all, both ways.

    `held_up` says that it ended early, because `hold` asked for it. `damaged` are hashes of
    files that are no longer what they were; they are wanted from others now. `refused` are those whose lists the
    province does not take, because others were told under their names.
    """

    files: int = 0
    bytes: int = 0
    line_bytes: int = 0
    round_trips: int = 0
    cuts: int = 0
    held_up: bool = False
    damaged: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """A part of a chunk that goes with the next slice."""

    file: int
    number: int
    start: int
    end: int


class Damaged(Exception):
    """The file with that place in the group is not what its list says."""

    def __init__(self, file: int) -> None:
        super().__init__(file)
        self.file = file


def send(
    desk: Desk, post: ScanPost, *, hold: Hold = lambda: False, report: Sent | None = None
) -> Generator[Job | None, Any, Sent]:
    """Send what waits until the province has signed for it, the smallest file first.

    `hold` is asked between slices: True ends it early. The bandwidth set at this PC is kept to. Raises Offline when the
    line fails and brings nothing any more, Tampered when the other side is not the province.
    """
    report, passed = report or Sent(), set[str]()
    pace = Pace(limits.of(desk).rate, travel.rate(desk))

    def held_up() -> bool:
        report.held_up = report.held_up or hold()
        return report.held_up

    try:
        while not held_up() and (waiting := travel.next_to_send(desk, GROUP, passed)):
            group = yield from listed(desk, waiting, report)
            passed.update(each.sha256 for each in waiting)
            if group:
                yield from _Group(desk, post, group, pace, held_up, report).send()
    finally:
        if pace.rate:
            travel.note_rate(desk, pace.rate)
    return report


@dataclass(frozen=True)
class File:
    """A file that is to go, and what it consists of."""

    sha256: str
    path: Path
    list: ChunkList


def listed(desk: Desk, waiting: Sequence[Waiting], report: Sent) -> Generator[Job, Any, list[File]]:
    """The files with their lists. One that is gone or damaged is wanted from others instead."""
    folder, found = scan_store.folder_of(desk), list[File]()
    for each in waiting:
        path, listed = yield partial(_list, folder, each)
        if path is None:
            report.damaged.append(each.sha256)
            travel.want(desk, each.sha256)
        else:
            found.append(File(each.sha256, path, listed))
    receipts.listed(desk, [(each.sha256, each.list) for each in found])
    return found


def _list(folder: ScanFolder, waiting: Waiting) -> tuple[Path | None, ChunkList | None]:
    path = folder.path(waiting.sha256)
    name = bytes.fromhex(path.name) if path else b""
    if path and waiting.list and waiting.list.name == name:
        return path, waiting.list
    if path is None or folder.fault(waiting.sha256):
        return None, None
    return path, chunk_list.of_file(path, name)


def frame(file: File, part: Part) -> bytes:
    """A part of a chunk as it travels (`frames`). Raises Damaged."""
    try:
        data = chunk_list.read_chunk(file.path, part.number)
    except OSError:
        raise Damaged(part.file) from None
    if digest(data).digest() != file.list.hash(part.number):
        raise Damaged(part.file)
    return frames.frame_head(file.list.hash(part.number), len(data), part.start) + data[part.start : part.end]


class _Group:
    """Some files on their way to the province."""

    def __init__(
        self, desk: Desk, post: ScanPost, files: list[File], pace: Pace, held_up: Hold, report: Sent
    ) -> None:  # fmt: skip
        self._desk, self._post, self._files, self._pace = desk, post, files, pace
        self._held_up, self._report = held_up, report
        self._here: list[list[bool] | None] = [None] * len(files)
        self._staged: Held | None = None
        self._gone: set[int] = set()

    def send(self) -> Generator[Job | None, Any, None]:
        asking, idle, before = True, 0, -1
        while asking or not self._complete():
            if self._held_up():
                return
            yield from until_free(self._pace, self._held_up)
            going = [] if asking else self._slice()
            which = list(range(len(self._files))) if asking else _files(going)
            beside = travel.beside(self._desk, [self._files[n].sha256 for n in which])
            came = yield partial(self._carry, going, which, beside, asking)
            match came:
                case Offline():
                    asking, idle = True, idle + 1
                    self._report.cuts += 1
                    self._pace.cut(sum(part.end - part.start for part in going))
                    if idle > PATIENCE or came.key.startswith(SETTLED):
                        raise came
                    yield partial(time.sleep, MOMENT * (idle - 1))
                    continue
                case Damaged(file=file):
                    self._set_aside(file)
                    continue
            self._confirm(came, which)
            self._refused(going)
            have, asking = self._have(), False
            self._report.bytes += max(0, have - before) if before >= 0 else 0
            idle = 0 if have > before else idle + 1
            if idle > PATIENCE:
                raise Offline("sync.no_progress")
            before = have

    def _carry(
        self, going: Sequence[Part], which: Sequence[int], beside: tuple[int, int, int], asking: bool
    ) -> "Came | Offline | Damaged":
        """One errand; a fault of the line is a result, for every byte that arrived counts."""
        line, start = self._post.line, time.monotonic()
        sent, received = line.sent, line.received
        lists = [self._files[n].list for n in which if not asking and self._here[n] is None]
        try:
            errand = Errand([self._files[n].list.label for n in which], lists, waiting=beside)
            came = self._post.carry(errand, [frame(self._files[part.file], part) for part in going])
        except (Offline, Damaged) as error:
            return error
        finally:
            self._report.round_trips += 1
            self._report.line_bytes += line.sent - sent + line.received - received
        if going:
            self._pace.went(line.sent - sent, time.monotonic() - start)
        return came.broken if isinstance(came.broken, Offline) else came

    def _confirm(self, came: Came, which: Collection[int]) -> None:
        if isinstance(came.broken, Tampered):
            raise came.broken
        told = came.told
        receipts.confirm(self._desk, [(self._files[n].sha256, self._files[n].list) for n in which], told)
        for place, n in enumerate(which):
            whole = self._whole(n)
            self._here[n] = told.holds(place, self._files[n].list.count)
            self._report.files += self._whole(n) and not whole
        self._staged = told.staged

    def _slice(self) -> list[Part]:
        """The next bytes, in the order of the files; a chunk that was begun goes on where it stopped."""
        room, going = self._pace.slice, list[Part]()
        for part in self._lacking():
            part = Part(part.file, part.number, part.start, min(part.end, part.start + room))
            going.append(part)
            room -= part.end - part.start
            if room <= 0:
                break
        return going

    def _lacking(self) -> Iterator[Part]:
        staged, parts = self._staged, list[Part]()
        for n, file in enumerate(self._files):
            if n in self._gone:
                continue
            here = self._here[n] or [False] * file.list.count
            for number in (number for number, held in enumerate(here) if not held):
                begun = staged is not None and staged.hash == file.list.hash(number)
                start = min(staged.bytes, file.list.size(number) - 1) if begun and staged else 0
                parts.append(Part(n, number, start, file.list.size(number)))
        return iter(sorted(parts, key=lambda part: part.start == 0))

    def _complete(self) -> bool:
        return all(self._whole(n) for n in range(len(self._files)) if n not in self._gone)

    def _whole(self, n: int) -> bool:
        here = self._here[n]
        return here is not None and all(here)

    def _have(self) -> int:
        """Bytes of the group that the province has, as it says."""
        return self._bytes() + (self._staged.bytes if self._staged else 0)

    def _bytes(self) -> int:
        return sum(
            file.list.size(number)
            for file, here in zip(self._files, self._here, strict=True)
            for number, held in enumerate(here or ())
            if held
        )

    def _refused(self, going: Sequence[Part]) -> None:
        """Let files be whose lists were told and are not known still."""
        unknown = [n for n in _files(going) if self._here[n] is None]
        self._gone.update(unknown)
        self._report.refused += [self._files[n].sha256 for n in unknown]

    def _set_aside(self, n: int) -> None:
        self._gone.add(n)
        self._report.damaged.append(self._files[n].sha256)
        travel.want(self._desk, self._files[n].sha256)


def _files(going: Sequence[Part]) -> list[int]:
    return sorted({part.file for part in going})


def until_free(pace: Pace, held_up: Hold) -> Generator[Job, Any, None]:
    """Wait until the limit lets a slice go, unless somebody else wants the line."""
    while (left := pace.wait()) > 0 and not held_up():
        yield partial(time.sleep, min(left, MOMENT))
