"""What a PC takes in from a USB stick: another PC's file, or the server's answer (`bundle`), with the desk at this end.

Generators like `sync.exchange`: the stick is read in jobs, the desk's file is touched between them. A file changes
delivery only by the receipt of the province's server inside it.
"""

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from desk import Refused, Unusable, lists
from sync import delivery, envelope, exchange, intake, log, segments
from sync.carriers import bundle, peers
from sync.carriers.bundle import Bundle, Progress
from sync.desk import Desk
from sync.errors import Tampered
from sync.frames import Body
from sync.healing import forks, settling, strays
from sync.jobs import Job
from sync.keys import keyring, telling
from sync.reconcile.arriving import MOST_TRIED, Opened, Question, arriving
from sync.report import Report, Told
from sync.strays import Stray
from sync.wire import LARGEST_HELLO, LARGEST_RECEIPT, LEAST, MOST, Hello, Malformed, Receipt, hearsay

AT_ONCE = 8 * 1024 * 1024
"""Bytes of segments that are opened together."""


@dataclass
class Taken:
    """What came of a file. `kind` is "answer" for the server's, "office" for a PC's; `early` counts changes that wait
    for others which this PC lacks; `receipt` says whether the file carried news of delivery."""

    kind: str
    writer: str
    changes: int = 0
    early: int = 0
    set_aside: int = 0
    conflicts: int = 0
    receipt: bool = False
    waiting: int = 0
    refused: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Preview:
    """What a file would bring: its writer, changes that are new here, and cases they would leave to be decided.

    `conflicts` and `questions` are None where there are too many changes to try; `aside` counts segments that would
    be set aside.
    """

    writer: str
    changes: int
    conflicts: int | None
    aside: int = 0
    questions: tuple[Question, ...] | None = ()


def read(
    desk: Desk,
    path: Path,
    touched: Told = lambda _: None,
    *,
    batch: int = segments.BATCH,
    progress: Progress = lambda done, of: None,
) -> Generator[Job | None, Any, Taken]:
    """Take in a file of another PC of the office, or the server's answer. Twice the same changes nothing.

    Raises Refused for a file of another office, Unusable for one that cannot be read or was not written to its end,
    Tampered for one that is not what its signature says; nothing of it is taken in then.
    """
    found, writer = yield from _verified(desk, path, progress)
    before = lists.conflict_count(desk.db)
    taken = Taken("answer" if found.head.kind == "a" else "office", writer)
    reader = _Reader(found)
    named = _heed(desk, found, (yield reader.message), taken)
    report = Report()
    held = {device: head.last for device, head in segments.heads(desk.db).items()}
    while arrived := (yield reader.some):
        in_place = strays.keep(desk.db, named, arrived)
        fitting = _in_order(in_place, held)
        taken.early += sum(_count(data) for data in in_place if data not in fitting)
        yield from intake.take_in(desk, fitting, report, touched, batch)
    if desk.device.id in forks.disputed(desk.db):
        yield from exchange.seal_waiting(desk)
    settling.heal_here(desk, touched)
    taken.changes, taken.set_aside = report.changes_received, report.set_aside
    taken.conflicts = max(0, lists.conflict_count(desk.db) - before)
    taken.waiting = delivery.delivery(desk).waiting
    return taken


def preview(desk: Desk, path: Path) -> Generator[Job | None, Any, Preview]:
    """What a file would bring; nothing of it is kept but a newer roster. Raises as `read` does."""
    file, writer = yield from _verified(desk, path)
    reader = _Reader(file)
    yield reader.message
    roster, keys, office = desk.keyring.roster, dict(desk.keyring.office_keys), desk.office.code
    held, tried, changes = log.vector(desk.db), list[Opened](), 0
    while arrived := (yield reader.some):
        fresh = [data for data in arrived if _beyond(data, held)]
        changes += sum(map(_count, fresh))
        if changes > MOST_TRIED:
            continue
        tried += yield partial(_opened, fresh, roster, office, keys)
    if changes > MOST_TRIED:
        return Preview(writer, changes, None, questions=None)
    found = arriving(desk, tried)
    return Preview(writer, changes, found.cases, found.aside, found.questions)


def _verified(
    desk: Desk, path: Path, progress: Progress = lambda done, of: None
) -> Generator[Job | None, Any, tuple[Bundle, str]]:
    """The file once it is known to be of this office and whole, and who wrote it."""
    found: Bundle = yield partial(bundle.read, path, progress)
    head = found.head
    if head.office != desk.office.code:
        raise Refused("bundle.other_office", field="file", office=head.office)
    if head.least > MOST or head.most < LEAST:
        raise Unusable("bundle.newer", file=path.name)
    if head.kind == "a":
        try:
            found.verify(Ed25519PublicKey.from_public_bytes(desk.keyring.server))
        except Tampered:
            if not (yield from _server_named(desk, found)):
                raise
            found.verify(Ed25519PublicKey.from_public_bytes(desk.keyring.server))
        return found, ""
    if head.roster:
        _renew(desk, head.roster)
    member = desk.keyring.roster.find(head.device)
    if member is None:
        yield from _introduced(desk, found)
        member = desk.keyring.roster.find(head.device)
    if member is None:
        raise Tampered("bundle.stranger", device=head.device)
    found.verify(member.public_key)
    return found, member.name


def _server_named(desk: Desk, found: Bundle) -> Generator[Job | None, Any, bool]:
    """Whether an answer that nobody vouches for brings the province's word for another server's key."""
    try:
        said: bytes = yield _Reader(found).message
    except Tampered:
        return False
    return telling.server_named(desk.db, desk.keyring, hearsay(said))


def _introduced(desk: Desk, found: Bundle) -> Generator[Job | None, Any, None]:
    """Let a PC not known here bring the statements that made it a member; they stand on their own signatures."""
    said: Hello | None = yield found.hello
    if said and said.news:
        telling.hear(desk.db, desk.keyring, said.news)


def _renew(desk: Desk, document: bytes) -> None:
    """Take in the roster of a file if it is a newer one; an older one is no fault of a stick that lay about."""
    try:
        keyring.renew(desk.db, desk.keyring, document)
    except Tampered as error:
        if error.key != "sync.roster_chain":
            raise


def _heed(desk: Desk, found: Bundle, message: bytes, taken: Taken) -> Sequence[Stray]:
    """Take what the file says before its segments: the server's receipt, or what the other PC holds.

    Returns which of the segments lost their place at the server.
    """
    head = found.head
    try:
        if head.kind == "q":
            said = Hello.read(message)
            if said.news:
                telling.hear(desk.db, desk.keyring, said.news)
            taken.receipt = peers.adopt(desk, head.carried)
            if head.device in peers.others(desk):
                peers.note(desk, head.device, said.heads)
            return ()
        receipt = Receipt.read(message, Ed25519PublicKey.from_public_bytes(desk.keyring.server), {})
    except Malformed as error:
        raise Tampered("bundle.damaged", file=found.path.name) from error
    if not isinstance(receipt, Receipt):
        raise Tampered("bundle.damaged", file=found.path.name)
    if receipt.roster:
        _renew(desk, receipt.roster)
    if receipt.news:
        telling.hear(desk.db, desk.keyring, receipt.news)
    taken.receipt = peers.confirm(desk, receipt)
    taken.refused = [reason for _, reason in receipt.refused]
    return receipt.strays


class _Reader:
    """Takes the body of a bundle apart, a few segments at a time; for the jobs' thread only."""

    def __init__(self, found: Bundle) -> None:
        self._pieces = found.pieces()
        self._body = Body(LARGEST_HELLO if found.head.kind == "q" else LARGEST_RECEIPT)
        self._name = found.path.name
        self._arrived = self._frames()
        self._first: bytes | None = None

    def message(self) -> bytes:
        """The message before the segments."""
        self._first = next(self._arrived, None)
        if self._body.message is None:
            raise Tampered("bundle.damaged", file=self._name)
        return self._body.message

    def some(self) -> list[bytes]:
        """The next segments; none at the end."""
        some, size = [], 0
        for data in chain([self._first] if self._first else [], self._arrived):
            some.append(data)
            size += len(data)
            if size > AT_ONCE:
                break
        self._first = None
        return some

    def _frames(self) -> Iterator[bytes]:
        try:
            for piece in self._pieces:
                for frame in self._body.feed(piece):
                    if frame.data is None:
                        raise Tampered("bundle.damaged", file=self._name)
                    yield frame.data
        except ValueError as error:
            raise Tampered("bundle.damaged", file=self._name) from error
        if self._body.unfinished:
            raise Tampered("bundle.damaged", file=self._name)


def _in_order(arrived: Sequence[bytes], held: dict[str, int]) -> list[bytes]:
    """The segments that follow what is held or is held; `held` moves on. What is no segment is left to be set aside."""
    fitting = []
    for data in arrived:
        try:
            header = envelope.parse(data).header
        except Tampered:
            fitting.append(data)
            continue
        last = held.get(header.device, 0)
        if header.first <= last + 1:
            fitting.append(data)
            held[header.device] = max(last, header.last)
    return fitting


def _count(data: bytes) -> int:
    header = envelope.parse(data).header
    return header.last - header.first + 1


def _beyond(data: bytes, held: dict[str, int]) -> bool:
    try:
        header = envelope.parse(data).header
    except Tampered:
        return False
    return header.last > held.get(header.device, 0)


def _opened(some: Iterable[bytes], roster: Any, office: str, keys: Any) -> list[Any]:
    return [intake.open_segment(data, roster, office, keys) for data in some]
