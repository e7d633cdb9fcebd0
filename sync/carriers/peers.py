"""The other PCs of the office: what each was last known to hold, told under its own signature, by LAN or by file.

Says nothing about delivery to the province. But a receipt of the province's server is the same proof whoever carries
it, so PCs hand on the last one they hold, and a newer one than ours is taken (`adopt`).
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace

import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlite_utils.db import Database

from desk import store
from sync import delivery, log, segments
from sync.desk import Desk
from sync.errors import Foreign, Tampered
from sync.frames import Partial
from sync.healing import forks, late
from sync.wire import SHORT, Carried, Head, Heads, Held, Malformed, Receipt


@dataclass(frozen=True)
class Known:
    """What a PC was last known to hold, hashes cut to their first 8 bytes, and since when, in s since 1970 UTC."""

    heads: Heads
    at: int


def known(db: Database) -> Mapping[str, Known]:
    """What is known of each PC of the office; nothing of those never heard of."""
    rows = db.execute("SELECT device, heads, at FROM peer").fetchall()
    return {device: Known(_heads(heads), at) for device, heads, at in rows}


def note(desk: Desk, device: str, heads: Heads) -> None:
    """Keep what a PC said under its signature that it holds; the same as before changes nothing."""
    data = cbor2.dumps({name: [last, hash[:SHORT]] for name, (last, hash) in sorted(heads.items())})
    held = desk.db.execute("SELECT heads FROM peer WHERE device = ?", [device]).fetchone()
    if held is None or held[0] != data:
        with store.transaction(desk.db):
            desk.db.execute("INSERT OR REPLACE INTO peer VALUES (?, ?, ?)", [device, data, int(desk.clock())])


def others(desk: Desk) -> list[str]:
    """The other PCs that belong to the office now."""
    members = desk.keyring.roster.members
    return [member.id for member in members if member.id != desk.device.id and member.revoked_after is None]


def holding_all(desk: Desk) -> int:
    """How many other PCs of the office hold every change of this one, by what they last said under their signature."""
    own = desk.device.id
    last = log.vector(desk.db).get(own, 0)
    if not last or (mine := segments.head(desk.db, own)).last != last:
        return 0
    told = known(desk.db)
    return sum(_holds(told[other].heads, own, mine) for other in others(desk) if other in told)


def _holds(heads: Heads, device: str, mine: Head) -> bool:
    there = heads.get(device)
    return there is not None and there.last == mine.last and there.hash == mine.hash[: len(there.hash)]


def carried(db: Database) -> Carried | None:
    """The last receipt of the province held here, to be handed on."""
    row = db.execute("SELECT data FROM receipt").fetchone()
    return Carried(row[0], delivery.last_heads(db)[0]) if row else None


def adopt(desk: Desk, handed_on: Carried | None) -> bool:
    """Take a receipt of the province's server that another PC was given, if it is newer than the one held here.

    Raises Tampered when the server's pinned key did not sign it, or it names another segment than ours.
    """
    if handed_on is None:
        return False
    try:
        said = Receipt.read(handed_on.data, Ed25519PublicKey.from_public_bytes(desk.keyring.server), handed_on.heads)
    except Foreign:
        if _formerly(desk, handed_on):
            return False
        raise
    except Malformed as error:
        raise Tampered("sync.answer_damaged") from error
    if not isinstance(said, Receipt) or said.office != desk.office.code:
        raise Tampered("sync.old_answer")
    return confirm(desk, said)


def _formerly(desk: Desk, handed_on: Carried) -> bool:
    """Whether the server signed a receipt under a key that it had before: it proves nothing of the server now."""
    for key in desk.keyring.servers:
        with suppress(Foreign):
            Receipt.read(handed_on.data, Ed25519PublicKey.from_public_bytes(key), handed_on.heads)
            return True
    return False


def confirm(desk: Desk, receipt: Receipt) -> bool:
    """Keep a verified receipt of the province that came another way than in answer to us; not if an older one."""
    held = delivery.last_heads(desk.db)[1]
    if held is not None and receipt.time <= held:
        return False
    forks.compare(desk.db, late.in_time(desk, receipt.heads))
    mine = receipt if receipt.device == desk.device.id else replace(receipt, staged=delivery.staged(desk.db))
    delivery.confirm(desk.db, mine, delivery.cut(desk.db))
    return True


def addresses(db: Database) -> list[str]:
    """The addresses of other PCs that were typed in."""
    return [address for (address,) in db.execute("SELECT address FROM lan_address ORDER BY address").fetchall()]


def keep_address(db: Database, address: str) -> None:
    """Remember an address that was typed in."""
    with store.transaction(db):
        db.execute("INSERT OR IGNORE INTO lan_address VALUES (?)", [address.strip()])


def forget_address(db: Database, address: str) -> None:
    """Remember it no longer."""
    with store.transaction(db):
        db.execute("DELETE FROM lan_address WHERE address = ?", [address.strip()])


class Peer:
    """A PC of the office as the other end of an exchange (`side.Side`).

    `device` tells its id, "" while it is not known yet; it is known once it has answered.
    """

    def __init__(self, desk: Desk, device: Callable[[], str]) -> None:
        self._desk, self._device = desk, device
        self._staged: Held | None = None
        self._cut: Partial | None = None

    def heads(self) -> Heads:
        found = known(self._desk.db).get(self._device())
        return found.heads if found else {}

    def staged(self) -> Held | None:
        return self._staged

    def cut(self) -> Partial | None:
        return self._cut

    def uncertain(self) -> bool:
        return True  # others bring it our segments too

    def unheard(self) -> bool:
        return not self.heads()  # who is at an address is known once it has answered

    def confirm(self, receipt: Receipt, partial: Partial | None) -> None:
        self._staged, self._cut = receipt.staged, partial
        note(self._desk, self._device(), receipt.heads)
        adopt(self._desk, receipt.carried)

    def settled(self) -> bool:
        return delivery.delivery(self._desk).complete


def _heads(data: bytes) -> dict[str, Head]:
    return {device: Head(last, hash) for device, (last, hash) in cbor2.loads(data).items()}
