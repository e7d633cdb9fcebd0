"""Strays: segments that the server signed for and that lost their place. What server and PC say of them to each other.

The server's disk lost what came before in a PC's history, and other changes of the PC stand there now. The segment is
signed and whole, but no side of a dispute: only a receipt's word tells it from the segments that come with it.

    receipt   [[SHA-256, after], ...]                  those that this client has not said it holds
    hello     [[SHA-256, ...], [SHA-256, ...]]         of what the last receipt named: wanted, and held by now

    after     the last change that the server held before what was lost

Left out where there are none. What is wanted follows the other segments of the answer.
"""

from typing import Any, NamedTuple, Self

from sync.envelope import HASH

MOST = 200
"""Named in one receipt; the next ones once these are held."""


class Stray(NamedTuple):
    """A segment by its hash, and the last change that both its history and the server's are known to share."""

    hash: bytes
    after: int

    @classmethod
    def of(cls, row: Any) -> Self:
        """Raises ValueError for what is none."""
        if not isinstance(row, list) or len(row) < 2 or type(row[1]) is not int or not 0 <= row[1] < 2**63:
            raise ValueError("not a stray")
        return cls(_hash(row[0]), row[1])


class Strays(NamedTuple):
    """Which of the strays that a receipt named the client wants, and which it holds."""

    wanted: tuple[bytes, ...] = ()
    held: tuple[bytes, ...] = ()

    @classmethod
    def of(cls, rows: Any) -> Self:
        """What a hello says. Raises ValueError."""
        if rows is None:
            return cls()
        if not isinstance(rows, list) or len(rows) < 2 or not all(isinstance(row, list) for row in rows[:2]):
            raise ValueError("nothing about strays")
        return cls(tuple(map(_hash, rows[0])), tuple(map(_hash, rows[1])))


NONE = Strays()


def named(rows: Any) -> tuple[Stray, ...]:
    """Those that a receipt names. Raises ValueError."""
    if not isinstance(rows, list | None):
        raise ValueError("no strays")
    return tuple(map(Stray.of, rows or ()))


def _hash(value: Any) -> bytes:
    if type(value) is not bytes or len(value) != HASH:
        raise ValueError("not a hash")
    return value
