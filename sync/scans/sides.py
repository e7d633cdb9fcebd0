"""The sides that scans are exchanged with: the province's server at an address, and PCs of the office."""

from collections.abc import Iterable

from desk.words import text
from sync.carriers import scan_wire
from sync.carriers.https import HttpsCarrier
from sync.carriers.lan import LanCarrier
from sync.carriers.lan_trust import Trust
from sync.carriers.scan_post import ScanPost
from sync.desk import Desk
from sync.exchange import identity


def province(desk: Desk, server: str) -> ScanPost:
    """The province's server. Raises Refused for what is no address."""
    line = HttpsCarrier(server, identity(desk), desk.keyring.server, path=scan_wire.PATH)
    return ScanPost(line, text("scans_travel.province"))


def office(desk: Desk, addresses: Iterable[str]) -> list[ScanPost]:
    """PCs of the office at their addresses. Raises Refused for what is none."""
    ring = desk.keyring
    trust = Trust.of(identity(desk), dict(ring.office_keys), ring.roster)
    return [ScanPost(LanCarrier(each, trust, path=scan_wire.PATH), each, near=True) for each in addresses]
