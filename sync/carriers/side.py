"""Who is at the other end of an exchange, as far as this PC remembers it: what that side holds, what a cut has left.

The province's side is what `sync.delivery` keeps, the only one that can call anything delivered. A PC of the office
(`peers`) remembers heads of its own and says nothing about delivery.
"""

from typing import Protocol

from sync import delivery
from sync.desk import Desk
from sync.frames import Partial
from sync.wire import Heads, Held, Receipt


class Side(Protocol):
    """What an exchange must know of the other end before it, and leaves behind for the next one."""

    def heads(self) -> Heads:
        """What the other side was last known to hold."""

    def staged(self) -> Held | None:
        """What it said of an upload of ours that was cut."""

    def cut(self) -> Partial | None:
        """The beginning of a segment that was cut on its way here."""

    def uncertain(self) -> bool:
        """Whether it may hold more by now than it last said: then it is asked before much is sent."""

    def unheard(self) -> bool:
        """Whether nothing is known of what it holds, and asking costs next to nothing: then it is asked before all."""

    def confirm(self, receipt: Receipt, partial: Partial | None) -> None:
        """Keep its receipt, and what a cut has left. Raises Tampered for a receipt that cannot be true."""

    def settled(self) -> bool:
        """Note that an exchange ended well; whether all of this PC is delivered to the province then."""


class Province:
    """The province's server, as `sync.delivery` remembers it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def heads(self) -> Heads:
        return delivery.last_heads(self._desk.db)[0]

    def staged(self) -> Held | None:
        return delivery.staged(self._desk.db)

    def cut(self) -> Partial | None:
        return delivery.cut(self._desk.db)

    def uncertain(self) -> bool:
        return delivery.failed_last(self._desk.db)

    def unheard(self) -> bool:
        return False  # a server is far, and a new one holds nothing

    def confirm(self, receipt: Receipt, partial: Partial | None) -> None:
        delivery.confirm(self._desk.db, receipt, partial)
        self._desk.clock_error = round(self._desk.clock() - receipt.time / 1000)

    def settled(self) -> bool:
        delivery.settled(self._desk.db)
        return delivery.delivery(self._desk).complete
