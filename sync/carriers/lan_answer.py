"""What a PC answers to another PC of its office: the same receipt and segments as the province's server would give.

A generator like `sync.exchange`, run on the thread that owns the desk's file. Its receipts are signed with this PC's
key, so nobody can take them for the province's.
"""

from collections.abc import Generator, Sequence
from typing import Any

from sync import envelope, exchange, frames, intake, segments
from sync.carriers import peers
from sync.carriers.lan_server import Asked
from sync.desk import Desk
from sync.errors import Tampered
from sync.healing import settling
from sync.jobs import Job
from sync.keys import known_rosters, telling
from sync.report import Report, Told
from sync.wire import LARGEST_ROOM, Receipt, Refusal


def answer(
    desk: Desk, asked: Asked, touched: Told = lambda _: None, *, batch: int = segments.BATCH
) -> Generator[Job | None, Any, bytes]:
    """Take in what another PC brought; the body of the answer: a receipt, and what that PC lacks."""
    news = telling.answer(desk.db, desk.keyring, asked.device, asked.hello.news) if asked.hello.news else None
    yield from exchange.seal_waiting(desk)
    yield from intake.take_in(desk, asked.segments, Report(), touched, batch)
    settling.heal_here(desk, touched)
    peers.note(desk, asked.device, asked.hello.heads)
    heads = segments.heads(desk.db)
    same = asked.hello.agrees(heads)
    lacking = [] if same else _lacking(desk, asked)
    going = _fitting(lacking, min(asked.hello.room, LARGEST_ROOM))
    roster = desk.keyring.roster.listed_version > asked.hello.roster
    receipt = Receipt(
        desk.office.code,
        asked.device,
        asked.nonce,
        int(desk.clock() * 1000),
        heads,
        more=len(going) < len(lacking),
        refused=tuple(_refusals(desk, asked.segments)),
        roster=known_rosters.own_document(desk.db) if roster else None,
        carried=peers.carried(desk.db),
        news=news,
    )
    signed = receipt.signed(desk.keyring.signing, short=same)
    return frames.message(signed) + b"".join(map(frames.frame, going))


def _lacking(desk: Desk, asked: Asked) -> list[bytes]:
    theirs = asked.hello.heads
    return [
        data
        for device in sorted(segments.heads(desk.db))
        for data in segments.after(desk.db, device, theirs[device].last if device in theirs else 0)
    ]


def _fitting(lacking: Sequence[bytes], room: int) -> list[bytes]:
    """As many as there is room for; one at least, if any."""
    going = list[bytes]()
    for data in lacking:
        if room == 0 or (going and len(data) > room):
            break
        going.append(data)
        room = max(1, room - len(data))
    return going


def _refusals(desk: Desk, arrived: Sequence[bytes]) -> list[Refusal]:
    """What was not kept, and why."""
    refused = []
    for data in arrived:
        if reason := _reason(desk, data):
            refused.append(Refusal(envelope.segment_hash(data), reason))
    return refused


def _reason(desk: Desk, data: bytes) -> str:
    try:
        read = envelope.parse(data)
        header = read.header
        if segments.hash_at(desk.db, header.device, header.last) == read.hash:
            return ""
        segments.verify(read, desk.keyring.roster, desk.office.code)
        segments.follows(desk.db, read)
    except Tampered as error:
        return _REASONS.get(error.key, "damaged")
    return "gap"  # it follows, but cannot be opened here yet: the key of its epoch is still on its way


_REASONS = {
    "sync.segment_other_office": "other_office",
    "sync.segment_signature": "signature",
    "sync.segment_large": "large",
    "sync.device_unknown": "device_unknown",
    "sync.device_revoked": "device_revoked",
    "sync.fork": "fork",
    "sync.broken_chain": "fork",
    "sync.gap": "gap",
}
