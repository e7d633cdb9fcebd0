"""What an exchange has to settle once an answer is there: disputes that can be healed, segments that were refused."""

from collections.abc import Callable, Collection, Sequence

from sync import log
from sync.desk import Desk
from sync.envelope import Envelope, Header
from sync.errors import Offline, Tampered
from sync.healing import forks
from sync.wire import Receipt

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
    heads = forks.in_time(desk, receipt.heads)
    forks.compare(desk.db, heads)
    before = forks.disputed(desk.db)
    mended = forks.heal(desk, heads)
    heard(desk, mended, touched)
    settled = before.keys() - forks.disputed(desk.db)  # of this PC's own history the rest is sealed and sent anew
    return bool(mended or settled) or forks.ask_further(desk, receipt, asked) or forks.seal_anew(desk, heads)


def heal_here(desk: Desk, touched: Told) -> bool:
    """Settle what another PC, or a stick, has brought the province's side of; whether there was anything."""
    mended = forks.settle_known(desk)
    heard(desk, mended, touched)
    return bool(mended)


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
