"""What an exchange has to settle once an answer is there: disputes that can be healed, segments that were refused."""

from collections.abc import Callable, Collection, Sequence

from sqlite_utils.db import Database

from desk import store
from sync import delivery, log, segments
from sync.desk import Desk
from sync.envelope import Envelope, Header
from sync.errors import Offline, Tampered
from sync.healing import forks, late, lost
from sync.wire import Head, Heads, Receipt

SETTLED = {"fork", "gap"}
"""Reasons of a refusal that the next round settles, now that the receipt has said what is held instead."""

PASSING = {"damaged"}
"""Reasons that the next exchange mends by itself; for the others somebody must act."""

Told = Callable[[log.Touched], object]
"""Hears of records that have changed."""


def mend(desk: Desk, receipt: Receipt, asked: Collection[str], touched: Told) -> bool:
    """Settle what can be settled of the PCs in dispute with the province; whether that leaves more to exchange.

    `asked` are those whose other side this round has asked for. Raises Tampered when it does not come.
    """
    heads = late.in_time(desk, receipt.heads)
    forks.compare(desk.db, heads)
    before = forks.disputed(desk.db)
    mended = forks.heal(desk, heads) | yield_place(desk, receipt.heads)
    heard(desk, mended, touched)
    settled = before.keys() - forks.disputed(desk.db)  # of this PC's own history the rest is sealed and sent anew
    return bool(mended or settled) or forks.ask_further(desk, receipt, asked) or forks.seal_anew(desk, heads)


def heal_here(desk: Desk, touched: Told) -> bool:
    """Settle what another PC, or a stick, has brought the province's side of; whether there was anything."""
    mended = forks.settle_known(desk) | yield_place(desk, delivery.last_heads(desk.db)[0])
    heard(desk, mended, touched)
    return bool(mended)


def yield_place(desk: Desk, heads: Heads) -> log.Touched:
    """Tell as lines what is held of revoked PCs in whose place the province has what came too late; what changed.

    A copy of such a PC had sealed other changes under those numbers, beyond its end too. So nobody can bring the
    province what came in time, and the PCs that have it would be the only ones.
    """
    touched: log.Touched = set()
    passed_over = {desk.device.id, *forks.disputed(desk.db)}
    for device, shared in late.before(desk, heads).items():
        if shared is None or device in passed_over or not _holds(desk.db, device, shared):
            continue
        with store.transaction(desk.db):
            if segments.head(desk.db, device).last > shared.last:
                touched |= forks.settle(desk, device, shared.last, ())
            lost.ended(desk.db, device, shared.last)
    return touched


def _holds(db: Database, device: str, head: Head) -> bool:
    return not head.last or segments.hash_at(db, device, head.last) == head.hash


def heard(desk: Desk, records: log.Touched, touched: Told) -> None:
    """Let the locks and the window follow what healing has changed."""
    if records:
        desk.took_in(records)
        touched(records)


def refused(desk: Desk, province: bool, receipt: Receipt, going: Sequence[Envelope]) -> set[str]:
    """The PCs of which the other side holds another history; with the `province` that is a dispute, to be healed.

    `going` is what was sent. Raises Offline or Tampered for what was refused for another reason.
    """
    sent = {envelope.hash: envelope.header for envelope in going}
    forked = [sent[hash] for hash, reason in receipt.refused if reason == "fork" and hash in sent]
    for hash, reason in receipt.refused:
        if reason not in SETTLED and not _left(desk, reason, sent.get(hash)):
            raise (Offline if reason in PASSING else Tampered)(f"sync.refused.{reason}")
    if province:
        for header in forked:
            forks.dispute(desk.db, header.device, header.first)
    return {header.device for header in forked}


def _left(desk: Desk, reason: str, header: Header | None) -> bool:
    """Whether another PC did not belong to the office when it wrote this, as this one has heard by now: no fault of
    ours.
    """
    if header is None or header.device == desk.device.id:
        return False
    member = desk.keyring.roster.find(header.device)
    if reason != "device_revoked" or member is None:
        return reason == "device_unknown" and member is None
    return member.revoked_after is not None and header.last > member.revoked_after
