"""One exchange with the other side: what waits is sealed, sent, signed for; what is new is verified and taken in.

A generator, so that the window and the command share it: it yields jobs that may run on another thread and takes their
results back, and yields None where the window may draw breath. Everything between two yields runs on the thread that
owns the desk's file; jobs touch nothing but what they are given.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from desk.record import Entry
from sync import log, segments
from sync.carriers.carrier import Answer, Carrier, Request
from sync.carriers.https import HttpsCarrier
from sync.carriers.side import Province, Side
from sync.desk import Desk
from sync.envelope import Envelope, parse
from sync.errors import Offline, Tampered
from sync.keys import keyring
from sync.keys.roster import Roster
from sync.seal import seal, unseal
from sync.signing import Identity
from sync.wire import Head, Heads, Receipt

MOST_ROUNDS = 50
"""Rounds of one exchange at the most; what is left goes with the next one."""

MOST_SENT = 8 * 1024 * 1024
"""Bytes of segments sent in one round at the most."""

WORTH_ASKING = 8 * 1024
"""After a cut, from this many bytes on it is cheaper to ask first how many of them had arrived."""

PASSING = {"damaged", "gap"}
"""Reasons of a refusal that the next exchange mends by itself; for the others somebody must act."""

Result = TypeVar("Result")
Job = Callable[[], Any]
Told = Callable[[log.Touched], object]
Opened = list[tuple[bytes, Envelope | None, list[Entry], Tampered | None]]


@dataclass
class Report:
    """What an exchange did. Bytes are HTTP bodies and headers, both ways; `delivered` is read off the receipt."""

    delivered: bool = False
    round_trips: int = 0
    bytes_sent: int = 0
    bytes_received: int = 0
    changes_sent: int = 0
    changes_received: int = 0
    segments_sent: int = 0
    segments_received: int = 0
    set_aside: int = 0


def exchange(
    desk: Desk,
    carrier: Carrier,
    touched: Told = lambda _: None,
    *,
    batch: int = segments.BATCH,
    report: Report | None = None,
    side: Side | None = None,
) -> Generator[Job | None, Any, Report]:
    """Exchange until nothing waits on either side.

    `touched` hears of records that came in, `batch` is how many changes are written between two breaths, `report` may
    be given to read off what was done when it ends in an error, `side` is who is at the other end, the province unless
    it is another. Raises Offline when the link fails, after keeping all that arrived; Tampered when the other side is
    not who it should be or refuses what we sent.
    """
    report, side = report or Report(), side or Province(desk)
    asking, before = side.uncertain(), None
    for _ in range(MOST_ROUNDS):
        yield from seal_waiting(desk)
        request, going = _request(desk, side, asking=asking)
        answer: Answer = yield partial(_carry, carrier, request, report)
        _confirm(desk, side, answer, going, report)
        yield from take_in(desk, answer.segments, report, touched, batch)
        if answer.broken:
            raise answer.broken
        for _, reason in answer.receipt.refused:
            raise (Offline if reason in PASSING else Tampered)(f"sync.refused.{reason}")
        if not answer.receipt.more and not _lacks(desk, answer.receipt):
            break
        stands = answer.receipt.heads, answer.receipt.staged, report.changes_received
        if stands == before:
            raise Offline("sync.no_progress")
        asking, before = False, stands
    report.delivered = side.settled()
    return report


def carrier_of(desk: Desk, server: str) -> HttpsCarrier:
    """The carrier from this PC to the province's server at an address. Raises Refused for what is no address."""
    identity = Identity(desk.office.code, desk.device.id, desk.keyring.signing)
    return HttpsCarrier(server, identity, desk.keyring.server)


def run(steps: Generator[Job | None, Any, Result]) -> Result:
    """Run an exchange, or other work of this manner, to its end on this thread."""
    result: Any = None
    while True:
        try:
            job = steps.send(result)
        except StopIteration as ended:
            done: Result = ended.value
            return done
        result = job() if job else None


def seal_waiting(desk: Desk) -> Generator[Job, bytes, None]:
    """Seal all changes of this PC that no segment holds yet."""
    ring = desk.keyring
    while entries := segments.unsealed(desk.db, desk.device.id):
        previous = segments.head(desk.db, desk.device.id).hash
        data = yield partial(
            seal, entries, office=desk.office.code, epoch=ring.epoch, key=ring.office_keys[ring.epoch],
            previous=previous, private_key=ring.signing,
        )  # fmt: skip
        segments.keep(desk.db, parse(data))


def _request(desk: Desk, side: Side, *, asking: bool) -> tuple[Request, list[Envelope]]:
    """What to say and send now: what the last receipt lacks; nothing yet where asking first costs less."""
    heads, staged = side.heads(), side.staged()
    lacking = [
        data
        for device in sorted(segments.heads(desk.db), key=lambda device: device != desk.device.id)
        for data in segments.after(desk.db, device, heads[device].last if device in heads else 0)
    ]
    going = _fitting(lacking)
    if asking and sum(map(len, going)) > WORTH_ASKING:
        going = []
    request = Request(
        segments.heads(desk.db), desk.keyring.roster.version, segments=going, staged=staged,
        partial=side.cut(),
    )  # fmt: skip
    return request, [parse(data) for data in going]


def _fitting(lacking: Sequence[bytes]) -> list[bytes]:
    total, fitting = 0, list[bytes]()
    for data in lacking:
        if fitting and (total := total + len(data)) > MOST_SENT:
            break
        fitting.append(data)
    return fitting


def _carry(carrier: Carrier, request: Request, report: Report) -> Answer:
    """One round trip, counted whether it ends well or not."""
    sent, received = carrier.sent, carrier.received
    report.round_trips += 1
    try:
        return carrier.exchange(request)
    finally:
        report.bytes_sent += carrier.sent - sent
        report.bytes_received += carrier.received - received


def _confirm(desk: Desk, side: Side, answer: Answer, going: Sequence[Envelope], report: Report) -> None:
    """Keep the receipt, the newer roster, and what a cut has left; count what the receipt names. Raises Tampered."""
    receipt = answer.receipt
    agree(desk, receipt.heads)
    side.confirm(receipt, answer.partial)
    if receipt.roster:
        keyring.renew(desk.db, desk.keyring, receipt.roster)
    named = [e.header for e in going if e.header.last <= receipt.heads.get(e.header.device, _NOTHING).last]
    report.segments_sent += len(named)
    report.changes_sent += sum(header.last - header.first + 1 for header in named)


def agree(desk: Desk, heads: Heads) -> None:
    """Raise Tampered for heads that name another segment than the one held here in its place."""
    for device, head in heads.items():
        if segments.hash_at(desk.db, device, head.last) not in (None, head.hash):
            raise Tampered("sync.receipt_differs", device=desk.device_name(device), last=head.last)


def take_in(
    desk: Desk, arrived: Sequence[bytes], report: Report, touched: Told, batch: int = segments.BATCH
) -> Generator[Job | None, Any, None]:
    """Verify, open and write down segments that arrived; set aside what is not what its signature says."""
    roster, keys, office = desk.keyring.roster, desk.keyring.office_keys, desk.office.code
    opened: Opened = yield lambda: [open_segment(data, roster, office, keys) for data in arrived]
    for data, envelope, entries, error in opened:
        try:
            if error:
                raise error
            if envelope is None or not segments.follows(desk.db, envelope):
                continue
        except Tampered as reason:
            segments.set_aside(desk.db, data, reason)
            report.set_aside += 1
            continue
        for records in segments.take_in(desk.db, envelope, entries, batch):
            desk.took_in(records)
            touched(records)
            yield None
        report.segments_received += 1
        report.changes_received += len(entries)
    while opened and log.index_waiting(desk.db, batch):
        yield None


def open_segment(
    data: bytes, roster: Roster, office: str, keys: Any
) -> tuple[bytes, Envelope | None, list[Entry], Tampered | None]:
    """A segment, taken apart and opened, or the reason why it is not to be taken in. For any thread."""
    try:
        envelope = parse(data)
        segments.verify(envelope, roster, office)
        return data, envelope, unseal(envelope, keys), None
    except Tampered as error:
        return data, None, [], error


def _lacks(desk: Desk, receipt: Receipt) -> bool:
    """Whether the server holds less of any device than this PC does."""
    return any(head.last > receipt.heads.get(d, _NOTHING).last for d, head in segments.heads(desk.db).items())


_NOTHING = Head(0, b"")
