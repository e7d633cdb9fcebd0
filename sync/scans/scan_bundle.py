"""Scans on a USB stick: a file of its own beside that of the changes, which stays small without them.

A file is built like a bundle (`carriers/bundle`) with the magic "CDS": head, body, signature over both. The body is an
errand and chunks as they would be posted (`carriers/scan_wire`), written by a PC for the server and for other PCs
(kind "q"); or the server's receipt and the chunks of the files whose names were asked for (kind "a").

Only the server's receipt that comes back makes a file delivered. Taking a file twice changes nothing.
"""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from os import urandom
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from desk import Refused, Unusable
from sync import frames
from sync.carriers import bundle
from sync.carriers.bundle import Bundle, Head, Progress
from sync.carriers.scan_wire import (
    LARGEST_MESSAGE,
    LEAST,
    MOST,
    MOST_FILES,
    SCANS_MAGIC,
    SCANS_SUFFIX,
    Errand,
    Told,
    digest,
)
from sync.desk import Desk
from sync.errors import Tampered
from sync.frames import Body
from sync.jobs import Job
from sync.scans import receipts, scan_store, sending, travel
from sync.scans.coming import Coming
from sync.scans.scan_folder import ScanFolder
from sync.scans.sending import Damaged, File, Sent
from sync.wire import NONCE, Malformed

MAGIC, SUFFIX = SCANS_MAGIC, SCANS_SUFFIX
LARGEST_LISTS = LARGEST_MESSAGE // 2
LARGEST_CHUNKS = bundle.LARGEST - 2 * LARGEST_MESSAGE

AT_ONCE = 16
"""Chunks written down together."""


@dataclass(frozen=True)
class Written:
    """What was written: where, bytes, files inside, and how many that wait found no more room in it."""

    file: Path
    bytes: int
    files: int
    left: int


@dataclass
class Taken:
    """What came of a file: files that are here now, and how many of this PC's the province signed for."""

    files: int = 0
    delivered: int = 0
    waiting: int = 0
    hashes: list[str] = field(default_factory=list)


def is_scans(path: Path) -> bool:
    """Whether a file begins as one of scans does."""
    return bundle.is_bundle(path, MAGIC)


def write(
    desk: Desk, path: Path, *, whole: bool = False, progress: Progress = lambda done, of: None
) -> Generator[Job | None, Any, Written]:
    """Write what the province has not signed for, with `whole` all that lies here, and ask for what is wanted.

    `path` is a file, or a folder, where it gets a name of its own. Raises Refused for a name that is another file's,
    Unusable where the stick is full, gone or write-protected.
    """
    if whole:
        travel.ask_again(desk)
    going: list[File] = yield from sending.listed(desk, travel.next_to_send(desk, MOST_FILES, ()), Sent())
    waiting = len(going)
    going = list(_fitting(going))
    names = [name for sha256, _ in travel.wanted(desk) for name, _ in travel.names(desk, sha256)][:MOST_FILES]
    path = path / _name(desk) if path.is_dir() else path
    while True:
        beside = travel.beside(desk, [each.sha256 for each in going])
        errand = Errand([each.list.label for each in going], [each.list for each in going], names, waiting=beside)
        message = frames.message(bytes(errand))
        length = len(message) + sum(each.list.length + frames.OVERHEAD * each.list.count for each in going)
        head = Head("q", desk.office.code, desk.device.id, urandom(NONCE), int(desk.clock() * 1000))
        key = desk.keyring.signing
        try:
            size = yield partial(_written, path, head, message, going, length, key, progress)
        except Damaged as damaged:
            travel.want(desk, going.pop(damaged.file).sha256)
            continue
        return Written(path, size, len(going), waiting - len(going))


def _fitting(going: Sequence[File]) -> Iterator[File]:
    """As many as one file holds, the smallest first."""
    lists = chunks = 0
    for each in going:
        lists, chunks = lists + len(each.list.data), chunks + each.list.length + frames.OVERHEAD * each.list.count
        if lists > LARGEST_LISTS or chunks > LARGEST_CHUNKS:
            return
        yield each


def _written(
    path: Path, head: Head, message: bytes, going: Sequence[File], length: int, key: Any, progress: Progress
) -> int:
    def body() -> Iterator[bytes]:
        yield message
        for n, each in enumerate(going):
            for number in range(each.list.count):
                yield sending.frame(each, sending.Part(n, number, 0, each.list.size(number)))

    return bundle.write(path, head, body(), length, key, progress, MAGIC)


def _name(desk: Desk) -> str:
    return f"{desk.office.code}-pc{desk.device.pc:02}-{desk.now():%Y%m%d-%H%M%S}{SUFFIX}"


def read(
    desk: Desk, path: Path, *, progress: Progress = lambda done, of: None
) -> Generator[Job | None, Any, Taken]:  # fmt: skip
    """Take in a file of another PC of the office, or the server's answer: what lacks here of it, and the receipt.

    Raises Refused for a file of another office, Unusable for one that cannot be read or was not written to its end,
    Tampered for one that is not what its signature says; nothing of it is taken in then.
    """
    found: Bundle = yield partial(bundle.read, path, progress, MAGIC)
    _verify(desk, found)
    lacking = {sha256 for sha256, _ in (*travel.wanted(desk), *travel.lacking(desk))}
    names = {name: sha256 for sha256 in lacking for name, _ in travel.names(desk, sha256)}
    server = Ed25519PublicKey.from_public_bytes(desk.keyring.server)
    taking, taken = _Taking(found, scan_store.folder_of(desk), names, server), Taken()
    told = yield taking.begin
    if told is not None:
        taken.delivered = _confirm(desk, told)
    while (came := (yield taking.some)) is not None:
        for each in came:
            travel.arrived(desk, each.sha256, each.list.plain)
            taken.hashes.append(each.sha256)
    taken.files, taken.waiting = len(taken.hashes), travel.queue(desk).waiting
    return taken


def _verify(desk: Desk, found: Bundle) -> None:
    head = found.head
    if head.office != desk.office.code:
        raise Refused("bundle.other_office", field="file", office=head.office)
    if head.least > MOST or head.most < LEAST:
        raise Unusable("bundle.newer", file=found.path.name)
    if head.kind == "a":
        found.verify(Ed25519PublicKey.from_public_bytes(desk.keyring.server))
        return
    member = desk.keyring.roster.find(head.device)
    if member is None:
        raise Tampered("bundle.stranger", device=head.device)
    found.verify(member.public_key)


def _confirm(desk: Desk, told: Told) -> int:
    """Keep what the province signed for, unless a newer receipt is here; how many files are delivered by it."""
    if told.device != desk.device.id or told.asked != digest(told.labels) or receipts.newest(desk) >= told.time:
        return 0
    before = travel.queue(desk).delivered
    receipts.confirm_labels(desk, told)
    return travel.queue(desk).delivered - before


class _Taking:
    """Takes the body of a file apart, for the jobs' thread only."""

    def __init__(self, found: Bundle, folder: ScanFolder, names: dict[bytes, str], key: Ed25519PublicKey) -> None:
        self._found, self._folder, self._names, self._key = found, folder, names, key
        self._body, self._pieces = Body(2 * LARGEST_MESSAGE), found.pieces()
        self._open: list[Coming] = []
        self._first: tuple[bytes, bytes] | None = None
        self._arrived = self._frames()

    def begin(self) -> Told | None:
        """The message before the chunks: the server's receipt, None in a PC's file."""
        self._first = next(self._arrived, None)
        try:
            if self._found.head.kind == "q":
                lists, told = list(Errand.read(self._body.message or b"").lists), None
            else:
                told = self._told()
                lists = [each for known in told.lists for each in known]
        except Malformed as error:
            raise Tampered("bundle.damaged", file=self._found.path.name) from error
        self._open = [Coming(self._folder, self._names[each.name], each) for each in lists if each.name in self._names]
        return told

    def _told(self) -> Told:
        said = Told.read(self._body.message or b"", self._key)
        if not isinstance(said, Told):
            raise Tampered("bundle.damaged", file=self._found.path.name)
        return said

    def some(self) -> list[Coming] | None:
        """Write the next chunks down; the files that are whole and sound by that, None at the end."""
        some = [self._first] if self._first else []
        self._first = None
        for arrived in self._arrived:
            some.append(arrived)
            if len(some) >= AT_ONCE:
                break
        if not some:
            return None
        for each in self._open:
            if mine := [chunk for chunk in some if chunk[0] in each.list.hashes]:
                each.take(mine, None)
        whole = [each for each in self._open if each.whole]
        self._open = [each for each in self._open if not each.whole]
        return [each for each in whole if each.finish()]

    def _frames(self) -> Iterator[tuple[bytes, bytes]]:
        try:
            for piece in self._pieces:
                for frame in self._body.feed(piece):
                    if frame.data is not None:
                        yield frame.hash, frame.data
        except ValueError as error:
            raise Tampered("bundle.damaged", file=self._found.path.name) from error
