"""What another PC of the office would bring, asked over the LAN before it is taken in.

A generator like `sync.exchange`. One round trip: this PC says what it holds and sends nothing; what comes back is
verified and tried (`sync.reconcile.arriving`), and nothing of it is kept but a newer roster. Taken in it is by an
ordinary exchange, which fetches it once more.
"""

from collections.abc import Generator
from dataclasses import dataclass
from functools import partial
from threading import Event
from typing import Any

from sync import exchange, intake
from sync.carriers import lan_find
from sync.carriers.carrier import Answer, Request
from sync.carriers.lan import LanCarrier
from sync.carriers.lan_trust import Trust
from sync.desk import Desk
from sync.healing import forks
from sync.jobs import Job
from sync.keys import keyring
from sync.reconcile.arriving import Arriving, Opened, arriving

NOWHERE = 0
"""The port announced by who looks for others and must not be called."""


@dataclass(frozen=True)
class Offered:
    """What a PC, by its id, would bring; `more` says that it has more than goes into one answer."""

    device: str
    arriving: Arriving
    more: bool


def preview(desk: Desk, address: str) -> Generator[Job | None, Any, Offered]:
    """Ask the PC at an address.

    Raises Refused for what is no address, Offline when nobody answers, Tampered when it is not a PC of this office.
    """
    carrier = LanCarrier(address, _trust(desk))
    try:
        request = Request(forks.claimed(desk.db), desk.keyring.roster.listed_version)
        answer: Answer = yield partial(carrier.exchange, request)
        if answer.broken:
            raise answer.broken
        if answer.receipt.roster:
            keyring.renew(desk.db, desk.keyring, answer.receipt.roster)
        roster, keys, office = desk.keyring.roster, dict(desk.keyring.office_keys), desk.office.code
        opened: list[Opened] = yield lambda: [
            intake.open_segment(data, roster, office, keys) for data in answer.segments
        ]
        device = carrier.member.id if carrier.member else ""
        return Offered(device, arriving(desk, opened), answer.receipt.more)
    finally:
        carrier.close()


def look(desk: Desk, seconds: float) -> list[str]:
    """The addresses of the PCs of the office that announce themselves meanwhile; this one cannot be called."""
    found = dict[str, None]()
    finder = lan_find.Finder(_trust(desk), NOWHERE, lan_find.addresses(), lambda address: found.setdefault(address))
    try:
        Event().wait(seconds)
    finally:
        finder.stop()
    return list(found)


def _trust(desk: Desk) -> Trust:
    return Trust.of(exchange.identity(desk), dict(desk.keyring.office_keys), desk.keyring.roster)
