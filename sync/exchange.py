"""One exchange with the other side: what waits is sealed, sent, signed for; what is new is verified and taken in.

A generator, so that the window and the command share it: it yields jobs that may run on another thread and takes their
results back, and yields None where the window may draw breath. Everything between two yields runs on the thread that
owns the desk's file; jobs touch nothing but what they are given.
"""

from collections.abc import Collection, Generator, Sequence
from dataclasses import replace
from functools import partial
from time import monotonic
from typing import Any

from sync import delivery, intake, leaving, log, resuming, segments, sharing, wire
from sync.carriers.carrier import Answer, Carrier, Request
from sync.carriers.https import HttpsCarrier
from sync.carriers.side import Province, Side
from sync.desk import Desk
from sync.envelope import Envelope, parse
from sync.errors import Foreign, Offline, Tampered
from sync.healing import carrying, forks, introducing, late, left_aside, lost, parted, settling, strays, succession
from sync.jobs import Job
from sync.keys import disowned, keyring, telling
from sync.keys.news import News
from sync.pace import Pace
from sync.report import Report, Told
from sync.seal import seal
from sync.signing import Identity
from sync.strays import NONE as NO_STRAYS
from sync.wire import Head, Receipt

MOST_ROUNDS = 50
"""Rounds of one exchange that bring nothing, at the most; what is left goes with the next one."""

MOST_SENT = 8 * 1024 * 1024
"""Bytes of segments sent in one round at the most."""


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
    kept = resuming.under_way(desk) if isinstance(side, Province) else None
    asking, before = side.uncertain() or resuming.broken_off(kept), None
    yield from resuming.resume(desk, kept, identity(desk), report, touched, batch)
    news = telling.known(desk.db) if isinstance(side, Province) else None
    settling.heard(desk, parted.heed(desk) | carrying.read_again(desk), touched)
    left_aside.clear(desk)
    pace, left = Pace(), MOST_ROUNDS
    while left:
        left -= 1
        yield from seal_waiting(desk)
        disputed = forks.disputed(desk.db)
        request, going = _request(desk, side, news, asking=asking, room=pace.room)
        answer = yield from _ask(desk, carrier, side, resuming.kept_by(kept, request), report, pace)
        if answer is None:
            continue
        news = _membership(desk, side, request, answer.receipt, touched)
        _confirm(desk, side, answer, going, report)
        came = report.changes_received
        yield from intake.take_in(desk, _in_place(desk, side, answer), report, touched, batch)
        resuming.done(kept)
        left = MOST_ROUNDS if report.changes_received > came else left
        if answer.broken:
            raise answer.broken
        resting = _settle(desk, side, answer.receipt, going, disputed, touched)
        resting = resting and set(request.strays.wanted).issuperset(strays.wishes(desk.db).wanted)
        saying = request.news is not None and telling.more(desk.db, desk.keyring, request.news, news)
        stands = (*_standing(desk, answer.receipt), report.changes_received, news)
        if resting and (not saying or stands == before):
            break  # what a side says of membership and does not show holds up no delivery
        if stands == before:
            raise Offline("sync.no_progress")
        asking, before = False, stands
    while log.index_waiting(desk.db, batch):
        yield None
    report.delivered = _delivered(desk, side)
    return report


def _delivered(desk: Desk, side: Side) -> bool:
    """Whether all has arrived; a copy that has just moved into a number of its own is asked anew."""
    settled = side.settled()
    if isinstance(side, Province) and succession.move_in(desk):
        return delivery.delivery(desk).complete
    return settled


def carrier_of(desk: Desk, server: str) -> HttpsCarrier:
    """The carrier from this PC to the province's server at an address. Raises Refused for what is no address."""
    return HttpsCarrier(server, identity(desk), desk.keyring.server)


def identity(desk: Desk) -> Identity:
    """Who signs the requests of this PC."""
    return Identity(desk.office.code, desk.device.id, desk.keyring.signing)


def seal_waiting(desk: Desk) -> Generator[Job, bytes, None]:
    """Seal all changes of this PC that no segment holds yet."""
    sharing.share(desk)
    ring = desk.keyring
    if not ring.office_keys:
        return  # a PC that has yet to be taken in writes already, and seals once it has a key
    while entries := leaving.counting(desk, segments.unsealed(desk.db, desk.device.id)):
        previous = segments.head(desk.db, desk.device.id).hash
        data = yield partial(
            seal, entries, office=desk.office.code, epoch=ring.epoch, key=ring.office_keys[ring.epoch],
            previous=previous, private_key=ring.signing, layout=delivery.layout(desk.db),
        )  # fmt: skip
        segments.keep(desk.db, parse(data))
        carrying.told_along(desk, entries)


def _request(desk: Desk, side: Side, news: News | None, *, asking: bool, room: int) -> tuple[Request, list[Envelope]]:
    """What to say and send now: what the last receipt lacks; nothing yet where asking first costs less."""
    heads, staged, disputed, holes = side.heads(), side.staged(), forks.disputed(desk.db), segments.holes(desk.db)
    lacking = [
        data
        for device in sorted(segments.heads(desk.db).keys() - disputed, key=lambda device: device != desk.device.id)
        for data in segments.after(desk.db, device, heads[device].last if device in heads else 0)
        if _belongs(desk, device, data) and parse(data).header.last <= holes.get(device, log.HIGHEST)
    ]
    going = _fitting(lacking)
    if asking and (side.unheard() or sum(map(len, going)) > resuming.WORTH_ASKING):
        going = []
    saying, wishes = telling.say(desk.db, desk.keyring, news), NO_STRAYS
    if isinstance(side, Province):
        wishes = strays.wishes(desk.db)
        asks = tuple(asked.data for asked in succession.untold(desk))
        words = (*saying.statements, *disowned.untold(desk.db))
        saying = replace(saying, statements=words, asks=asks, lost=lost.untold(desk.db))
    request = Request(
        forks.claimed(desk.db), desk.keyring.roster.listed_version, room, segments=going, staged=staged,
        partial=side.cut(), news=saying, strays=wishes,
    )  # fmt: skip
    return request, [parse(data) for data in going]


def _in_place(desk: Desk, side: Side, answer: Answer) -> Sequence[bytes]:
    """What came of an answer but for the strays, which only the province can name: those are set aside."""
    named = answer.receipt.strays if isinstance(side, Province) else ()
    return strays.keep(desk.db, named, answer.segments)


def _belongs(desk: Desk, device: str, data: bytes) -> bool:
    """Whether the other side may take this segment, by what is known here of a PC that was revoked."""
    member = desk.keyring.roster.find(device)
    end = member.revoked_after if member else None
    return end is None or parse(data).header.last <= end


def _fitting(lacking: Sequence[bytes]) -> list[bytes]:
    total, fitting = 0, list[bytes]()
    for data in lacking:
        if fitting and (total := total + len(data)) > MOST_SENT:
            break
        fitting.append(data)
    return fitting


def _ask(
    desk: Desk, carrier: Carrier, side: Side, request: Request, report: Report, pace: Pace
) -> Generator[Job, Any, Answer | None]:
    """The answer; None where asking again helps: the province's word for the server's new key came with it, or the
    server did not know this PC and was brought the words that let it in.
    """
    carrier.speak_as(identity(desk), desk.keyring.server)
    try:
        answer: Answer = yield partial(_carry, carrier, request, report, pace)
        return answer
    except Foreign as error:
        if telling.server_named(desk.db, desk.keyring, wire.hearsay(error.message)):
            return None
        raise
    except Tampered as error:
        if isinstance(side, Province) and error.key == "sync.server_revoked":
            raise (yield from leaving.deliver(desk, carrier, error)) from error
        if error.key != "sync.server_unknown" or not isinstance(side, Province):
            raise
        yield from introducing.introduce(desk, carrier, error)
        return None


def _carry(carrier: Carrier, request: Request, report: Report, pace: Pace) -> Answer:
    """One round trip, counted whether it ends well or not."""
    sent, received, start = carrier.sent, carrier.received, monotonic()
    report.round_trips += 1
    try:
        return carrier.exchange(request)
    finally:
        report.bytes_sent += carrier.sent - sent
        report.bytes_received += carrier.received - received
        pace.measured(carrier.received - received, monotonic() - start)


def _confirm(desk: Desk, side: Side, answer: Answer, going: Sequence[Envelope], report: Report) -> None:
    """Keep the receipt, the newer roster, and what a cut has left; count what the receipt names. Raises Tampered."""
    receipt = answer.receipt
    if isinstance(side, Province):
        lost.compare(desk, receipt.heads)
        forks.compare(desk.db, late.in_time(desk, receipt.heads))
    side.confirm(receipt, answer.partial)
    if receipt.roster:
        keyring.renew(desk.db, desk.keyring, receipt.roster)
    named = [e.header for e in going if e.header.last <= receipt.heads.get(e.header.device, _NOTHING).last]
    report.segments_sent += len(named)
    report.changes_sent += sum(header.last - header.first + 1 for header in named)


def _membership(desk: Desk, side: Side, request: Request, receipt: Receipt, touched: Told) -> News | None:
    """Take in what the other side says of membership, and return it. Only the province's receipt ends our carrying."""
    known = desk.keyring.roster.hash
    if isinstance(side, Province) and request.news:
        telling.told(desk.db, desk.keyring, request.news, receipt.news)
        succession.told(desk, request.news.asks)
        introducing.believed(desk.db, request.news.statements)
        lost.told(desk.db, request.news.lost)
    if receipt.news:
        telling.hear(desk.db, desk.keyring, receipt.news)
    if desk.keyring.roster.hash != known:
        desk.device = succession.here(desk)  # the province may have let it in under another number
        settling.heard(desk, parted.heed(desk), touched)
    return receipt.news


def _settle(
    desk: Desk, side: Side, receipt: Receipt, going: Sequence[Envelope], disputed: Collection[str], touched: Told
) -> bool:
    """Settle what the answer allows to settle; whether nothing is left to exchange after it."""
    differing = settling.refused(desk, isinstance(side, Province), receipt, going)
    mended = _mend(desk, side, receipt, disputed, touched)
    return not mended and not receipt.more and not _lacks(desk, receipt, differing)


def _mend(desk: Desk, side: Side, receipt: Receipt, disputed: Collection[str], touched: Told) -> bool:
    """Settle what the answer allows to settle, and whether anything was."""
    if isinstance(side, Province):
        return settling.mend(desk, receipt, disputed, touched)
    return settling.heal_here(desk, touched)


def _standing(desk: Desk, receipt: Receipt) -> tuple[object, ...]:
    """How far both sides are: the same after two rounds means that a third would bring nothing."""
    return receipt.heads, receipt.staged, forks.claimed(desk.db), desk.keyring.roster.hash, strays.wishes(desk.db)


def _lacks(desk: Desk, receipt: Receipt, differing: Collection[str]) -> bool:
    """Whether the other side holds less than this PC of any PC that is not in dispute, nor revoked, nor with gaps."""
    gone = {member.id for member in desk.keyring.roster.members if member.revoked_after is not None}
    passed_over = {*differing, *forks.disputed(desk.db), *segments.holes(desk.db), *gone}
    if desk.device.id not in {*differing, *forks.disputed(desk.db)} and leaving.owes(desk, receipt.heads):
        return True
    heads = segments.heads(desk.db).items()
    return any(head.last > receipt.heads.get(d, _NOTHING).last for d, head in heads if d not in passed_over)


_NOTHING = Head(0, b"")
