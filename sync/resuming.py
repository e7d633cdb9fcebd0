"""What is left of an answer amid which this program was killed is put to use, as if the line had been cut there.

Its receipt is not confirmed: an old file in the place of the last would take back what has been delivered since.
"""

from collections.abc import Generator
from dataclasses import replace
from functools import partial
from typing import Any

from sqlite_utils.db import Database

from sync import delivery, intake, segments
from sync.carriers.carrier import Answer, Request
from sync.carriers.under_way import UnderWay
from sync.desk import Desk
from sync.envelope import parse
from sync.errors import Tampered
from sync.frames import Partial
from sync.healing import strays
from sync.jobs import Job
from sync.keys import keyring, telling
from sync.report import Report, Told
from sync.signing import Identity

WORTH_ASKING = 8 * 1024
"""After a cut, from this many bytes on it is cheaper to ask first how many of them had arrived."""


def under_way(desk: Desk) -> UnderWay | None:
    """Where a desk keeps the answer that is under way; None for a desk without a folder of its own."""
    return UnderWay(desk.copier.path.parent, desk.copier.key) if desk.copier else None


def broken_off(kept: UnderWay | None) -> bool:
    """Whether this program was killed amid an exchange."""
    return kept is not None and kept.left


def resume(
    desk: Desk, kept: UnderWay | None, identity: Identity, report: Report, touched: Told, batch: int
) -> Generator[Job | None, Any, None]:
    """Take in what was left, and let the next request go on where it ends."""
    if kept is None or not kept.left:
        return
    answer: Answer | None = yield partial(kept.answer, identity, desk.keyring.server)
    if answer is not None and _believed(desk, answer):
        in_place = strays.keep(desk.db, answer.receipt.strays, answer.segments)
        yield from intake.take_in(desk, in_place, report, touched, batch)
        delivery.keep_cut(desk.db, _lacked(desk.db, answer.partial))
    kept.clear()


def _believed(desk: Desk, answer: Answer) -> bool:
    """Hear what the answer says of membership, for its segments may need it; whether that could be."""
    try:
        if answer.receipt.roster:
            keyring.renew(desk.db, desk.keyring, answer.receipt.roster)
        if answer.receipt.news:
            telling.hear(desk.db, desk.keyring, answer.receipt.news)
    except Tampered:
        return False
    return True


def _lacked(db: Database, part: Partial | None) -> Partial | None:
    """The part of a segment, unless that is here: then nobody would ask for the rest any more."""
    try:
        header = parse(part.data).header if part else None
    except Tampered:
        return part  # too little to tell
    here = header and segments.hash_at(db, header.device, header.last)
    return None if part and here == part.hash else part


def kept_by(kept: UnderWay | None, request: Request) -> Request:
    """A request whose answer is kept as it comes; where it takes its time to go out, that is noted before."""
    if kept is None:
        return request
    kept.begin(request.partial, noted=sum(map(len, request.segments)) > WORTH_ASKING)
    return replace(request, came=kept.keep)


def done(kept: UnderWay | None) -> None:
    """An answer has been taken in."""
    if kept is not None:
        kept.clear()
