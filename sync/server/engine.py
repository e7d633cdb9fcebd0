"""What the server needs from a database, and the rule by which a segment finds its place. One suite tests every engine.

The office is the distribution key: every call names it, no row is looked for without it.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple, Protocol

from desk import Unusable
from sync.envelope import NOTHING_BEFORE, Envelope, Header
from sync.frames import Partial
from sync.keys.sealing import Sealed
from sync.wire import Head, Heads

FIRST = Head(0, NOTHING_BEFORE)  # the head of a device of which nothing is held

FEW = 3
"""Sealed keys kept for one epoch and member: one of them is good, if a member of the office sealed any."""


class Full(Exception):
    """The storage has no room. What was held before is held still; of this call nothing was written."""


class Away(Unusable):
    """The storage does not answer now. What it had said it keeps it keeps; whether this call is kept nobody knows."""

    def __init__(self, reason: str) -> None:
        super().__init__("database.away", reason=reason)


class Stored(NamedTuple):
    """A segment that is held: its place in the office's order of arrival, hash, length in bytes."""

    number: int
    hash: bytes
    size: int


class Beyond(NamedTuple):
    """A segment held beyond a gap that a damaged disk left in its device's history: hash, place, the head `after` which
    the gap begins, length in bytes; and whether it has lost its place, so that it is to be handed out as a stray."""

    hash: bytes
    device: str
    first: int
    last: int
    after: int
    size: int
    lost: bool


class Contact(NamedTuple):
    """A device's last exchange: ms since 1970 UTC, and its clock's lead over the server's, in s."""

    at: int
    clock: int


class Engine(Protocol):
    """Every method is one transaction, durable when it returns. Any may raise Away, and Full where it writes.

    Calls may come from several threads, and for some engines from several processes.
    """

    def offices(self) -> list[str]:
        """The codes of all offices, sorted."""

    def roster(self, office: str) -> bytes | None:
        """The office's roster as a document (`keys/roster`); None for an office that is not known."""

    def key_check(self, office: str) -> bytes:
        """What an office of layout 1 has its key recognised by; empty for others."""

    def enrol(self, office: str, document: bytes, before: bytes | None) -> bool:
        """Put a roster in force in the place of `before`, None for none. False, and nothing changed, where another is.

        Only what was joined to `before` may be put there: nothing once known is dropped.
        """

    def keep_sealed(self, office: str, sealed: Sequence[Sealed]) -> None:
        """Keep content keys sealed to members; of one epoch and member the first few, for a bad one may come first."""

    def sealed(self, office: str, device: str, epochs: Collection[int]) -> list[Sealed]:
        """What is kept for a member of these epochs."""

    def sealed_to(self, office: str) -> set[tuple[int, str]]:
        """The epochs and members for which something is kept."""

    def keep_sealing_keys(self, office: str, keys: Sequence[bytes]) -> None:
        """Keep public keys that content keys are sealed to."""

    def sealing_keys(self, office: str, hashes: Collection[bytes]) -> list[bytes]:
        """Those of these hashes that are kept."""

    def post(self, office: str, box: str, name: bytes, data: bytes, most: int) -> bool:
        """Put a letter into a box of the office in the place of one of that name; False when it holds `most` others."""

    def letters(self, office: str, box: str) -> dict[bytes, bytes]:
        """What lies in a box, by name."""

    def find_letter(self, box: str, name: bytes) -> tuple[str, bytes] | None:
        """Office and content of a letter by its name alone; None where no office has one."""

    def discard(self, office: str, box: str, name: bytes) -> None:
        """Take a letter out of its box."""

    def heads(self, office: str) -> dict[str, Head]:
        """The head of every device of which a segment is held."""

    def take(self, office: str, by: str, segments: Sequence[Envelope], partial: Partial | None) -> list[str]:
        """Keep verified segments that `by` sent, and the part of one more in place of what was staged for it before.

        Returns for each segment "" when it is held now, else the reason: "gap" or "fork". What lies beyond a gap joins
        on when the gap is filled; where others take its place, all of that device's has lost its own. Nothing that was
        kept is ever deleted.
        """

    def beyond(self, office: str, by: str) -> list[Beyond]:
        """What is held beyond gaps and `by` has not said it holds, each device's in order."""

    def give_up(self, office: str, device: str) -> None:
        """Let what is held of a device beyond a gap have lost its place, for nobody will fill the gap."""

    def hold(self, office: str, by: str, hashes: Collection[bytes], *, anew: bool = False) -> None:
        """Remember which of these `by` holds; with `anew` only these."""

    def stray(self, office: str, hash: bytes) -> bytes:
        """A segment that is or was beyond a gap."""

    def staged(self, office: str, by: str) -> Partial | None:
        """The part of a segment that a cut request of `by` has left."""

    def lacking(self, office: str, heads: Heads, most: int | None = None) -> list[Stored]:
        """The segments beyond `heads`, in their order of arrival; once n was seen, nothing below n appears later.

        Where they come to more than `most` bytes, only the first of them, up to one that passes it, two at least.
        """

    def segment(self, office: str, number: int) -> bytes:
        """A segment by its place in the order of arrival."""

    def note(self, office: str, contacts: dict[str, Contact], receipts: dict[str, bytes]) -> None:
        """Remember devices' last contact, and the last receipt that each was given."""

    def contacts(self, office: str) -> dict[str, Contact]:
        """The last contact noted of each device."""

    def close(self) -> None:
        """Let go of the storage."""


def place(header: Header, head: Head) -> str:
    """Where a segment belongs to its device's `head`: "next", "gap", "fork", or "before": held already or a fork."""
    if header.first <= head.last:
        return "before"
    if header.first > head.last + 1:
        return "gap"
    return "next" if header.previous == head.hash else "fork"
