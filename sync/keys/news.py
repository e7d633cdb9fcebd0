"""News of membership in an exchange: statements, sealed content keys and sealing keys, as both sides say them.

    news       CBOR array, what is empty at its end left out:
               [tips, statements, sealed, keys, wanted, helps, asks, lost]
    tips       {signer: [statements held of it, first 4 bytes of the SHA-256 of their hashes in order]}
    statements [bytes, ...] that the other side lacks, each signer's in order
    sealed     [[epoch, PC (5 bytes; none for the province), 1,168 bytes], ...]
    keys       [public sealing key, 1,216 bytes, ...]
    wanted     [epoch of which no content key is held, or SHA-256 of a sealing key, ...]
    helps      from the server: [[epoch, PC], ...] for which nobody has sealed a content key yet
    asks       to the server: [request of a clone (`succession`), ...] that wait in the office
    lost       to the server: how many changes it has signed for and did not hold when it was asked last, 0 for none

Where nothing is new the tips are all of it: 9 bytes in an office of one signer. Nobody is trusted for what he hands
on: statements carry their signature, sealed keys must hold what the statements commit to.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, NamedTuple

from sync.envelope import HASH
from sync.keys.member import letters, spelt
from sync.keys.sealing import PUBLIC, SEALED, Sealed
from sync.keys.statement import Statement

LARGEST = 40 * 1024
"""Bytes of statements and keys in one message at the most; the rest follows with the next one."""

_SHORT = 4


class Tip(NamedTuple):
    """How many statements of a signer are held, and the beginning of a hash over them."""

    held: int
    mark: bytes


NOTHING = Tip(0, b"")


@dataclass(frozen=True)
class News:
    """See above. `helps` are pairs of an epoch and a PC's id."""

    tips: Mapping[str, Tip]
    statements: Sequence[bytes] = ()
    sealed: Sequence[Sealed] = ()
    keys: Sequence[bytes] = ()
    wanted: Sequence[int | bytes] = ()
    helps: Sequence[tuple[int, str]] = field(default=())
    asks: Sequence[bytes] = ()
    lost: int = 0

    def to_cbor(self) -> list[Any]:
        """As drawn above."""
        tips = {spelt(signer): list(tip) for signer, tip in sorted(self.tips.items())}
        sealed = [[epoch, spelt(device), data] for epoch, device, data in self.sealed]
        helps = [[epoch, spelt(device)] for epoch, device in self.helps]
        told = [tips, list(self.statements), sealed, list(self.keys), list(self.wanted)]
        rows = [*told, helps, list(self.asks), self.lost]
        while not rows[-1] and len(rows) > 1:
            rows.pop()
        return rows

    @classmethod
    def of(cls, rows: Any) -> "News":
        """What `to_cbor` made. Raises ValueError, TypeError or AttributeError for anything else."""
        tips, statements, sealed, keys, wanted, helps, asks = [*rows[:7], *([()] * 7)][:7]
        lost = rows[7] if len(rows) > 7 else 0
        return cls(
            {_id(signer): Tip(_number(count), _bytes(mark, _SHORT)) for signer, (count, mark) in tips.items()},
            [_bytes(data) for data in statements],
            [Sealed(_number(epoch), _id(device), _bytes(data, SEALED)) for epoch, device, data in sealed],
            [_bytes(key, PUBLIC) for key in keys],
            [_bytes(want, HASH) if isinstance(want, bytes) else _number(want) for want in wanted],
            [(_number(epoch), _id(device)) for epoch, device in helps],
            tuple(_bytes(data) for data in asks),
            _number(lost),
        )


def tips(statements: Iterable[Statement]) -> dict[str, Tip]:
    """What is held of each signer."""
    return {signer: Tip(len(held), _mark(held)) for signer, held in _by_signer(statements).items()}


def beyond(statements: Iterable[Statement], known: Mapping[str, Tip]) -> list[Statement]:
    """What the other side, which said that its tips are `known`, does not hold; all of a signer where it parted."""
    found: list[Statement] = []
    for signer, held in _by_signer(statements).items():
        count, mark = known.get(signer, NOTHING)
        if (count, mark) != (len(held), _mark(held)):
            same = count <= len(held) and (not count or _mark(held[:count]) == mark)
            found += held[count:] if same else held
    return found


def fitting(statements: Sequence[Statement], room: int = LARGEST) -> list[bytes]:
    """As many as there is room for, from the first on."""
    found = []
    for statement in statements:
        if (room := room - len(statement.data)) < 0:
            break
        found.append(statement.data)
    return found


def _by_signer(statements: Iterable[Statement]) -> dict[str, list[Statement]]:
    by: dict[str, list[Statement]] = defaultdict(list)
    for statement in sorted(statements, key=lambda s: (s.number, s.hash)):
        by[statement.signer].append(statement)
    return dict(sorted(by.items()))


def _mark(statements: Sequence[Statement]) -> bytes:
    return sha256(b"".join(statement.hash for statement in statements)).digest()[:_SHORT]


def _number(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 2**63:
        raise ValueError("not a number")
    return value


def _bytes(value: Any, length: int | None = None) -> bytes:
    if type(value) is not bytes or (length is not None and len(value) != length):
        raise ValueError("not bytes of this length")
    return value


def _id(value: Any) -> str:
    if type(value) is not bytes or len(value) not in (0, 5):
        raise ValueError("not an id")
    return letters(value)
