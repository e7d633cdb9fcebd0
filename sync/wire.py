"""What client and server say to each other in an exchange: hello, receipt, refusal. Owns their bytes, carries nothing.

One exchange is one POST to `PATH`: hello and segments there, receipt and segments back (framing: `frames`). All
messages are CBOR arrays; a reader ignores what follows the places it knows, so later versions add at the end.

    hello     [least, most, room, roster, heads, partial, news, strays]
    receipt   ["r", least, most, office, device, nonce, time, heads, more, refused, staged, roster, carried, news,
              strays] | signature
    refusal   ["e", least, most, nonce, kind, values] | signature

    least, most   versions of this protocol that the sender speaks
    room          bytes of segments the client wants in the answer, at most
    roster        hello: version of the document of layout 1 held, 0 for none; receipt: a newer one, or null
    heads         hello: {device, 5 bytes: [last change held, first 8 bytes of its segment's SHA-256]}, the client's
                  own sealed segments included; receipt: the same with 32 bytes, as the server holds after this
                  exchange; or, where that is what the client said, only the SHA-256 of all of it
    partial       null or [segment's SHA-256, bytes held] of a download that was cut
    nonce         that of the request's HTTP signature, so that no receipt can be shown for another request
    time          ms since 1970 UTC by the server's clock
    more          whether the server holds segments for this client beyond those in this answer
    refused       [[segment's SHA-256, reason], ...] of what was sent and not kept
    staged        null or [segment's SHA-256, bytes held] of an upload that was cut
    carried       only from one PC to another: null or [receipt of the province's server, its heads in full]
    news          of membership (`keys/news`), or null
    strays        segments that lost their place in a PC's history (`strays`), or null; from version 3 on
    values        what the refusal's text needs; to a revoked PC "last", its last change that counts, "held", its last
                  one held, and "hash", the first 8 bytes of that segment's SHA-256 as a number
    signature     64 bytes, Ed25519 by the server's key over "casedesk answer 1", a zero byte, and the CBOR
"""

from base64 import b32decode, b32encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, NamedTuple, Self, TypeVar

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sync import strays
from sync.envelope import HASH, SIGNATURE
from sync.errors import Foreign
from sync.keys.news import News
from sync.strays import NONE as NO_STRAYS
from sync.strays import Stray, Strays

PATH = "/v1/exchange"
TYPE = "application/casedesk"
LEAST, MOST = 1, 3  # versions of the protocol spoken here
READS_ROOTS = 2
"""The version from which on a side reads segments of layout 2 (`envelope`)."""
READS_STRAYS = 3
"""The version from which on a client knows what a stray is."""

LARGEST_BODY = 16 * 1024 * 1024  # bytes of one request
LARGEST_ROOM = 16 * 1024 * 1024  # bytes of segments in one answer
LARGEST_HELLO = 64 * 1024
LARGEST_RECEIPT = 1024 * 1024
SHORT = 8  # bytes of a hash in a hello
NONCE = 12

_SIGNED_AS = b"casedesk answer 1\0"

REASONS = ("damaged", "device_unknown", "device_revoked", "fork", "gap", "large", "other_office", "signature")
"""Why a server does not keep a segment, as the receipt says it; each has a text `sync.refused.<reason>`."""


class Malformed(ValueError):
    """Bytes that are no message of this protocol."""


class Head(NamedTuple):
    """The last change held of a device, and the SHA-256 of the segment it is in (in a hello only its beginning)."""

    last: int
    hash: bytes


Heads = Mapping[str, Head]
Told = TypeVar("Told")


class Held(NamedTuple):
    """How many bytes the other side holds of a segment that was cut on its way."""

    hash: bytes
    bytes: int


class Carried(NamedTuple):
    """A receipt of the province's server, as it was signed, that one PC hands on to another, and its heads in full."""

    data: bytes
    heads: Heads

    def rows(self) -> list[Any]:
        """As CBOR holds it."""
        return [self.data, _write_heads(self.heads)]

    @classmethod
    def of(cls, rows: Any) -> Self | None:
        """What `rows` wrote. Raises Malformed."""
        if rows is None:
            return None
        _check(isinstance(rows, list) and len(rows) >= 2 and isinstance(rows[0], bytes))
        return cls(rows[0], _read_heads(rows[1], HASH))


class Refusal(NamedTuple):
    """A segment that was not kept, and the reason: one of `REASONS`."""

    hash: bytes
    reason: str


@dataclass(frozen=True)
class Hello:
    """What a client says of itself. `heads` holds short hashes once it has travelled."""

    room: int
    roster: int
    heads: Heads
    partial: Held | None = None
    least: int = LEAST
    most: int = MOST
    news: News | None = None
    strays: Strays = NO_STRAYS

    def __bytes__(self) -> bytes:
        heads = {id_bytes(device): [last, hash[:SHORT]] for device, (last, hash) in sorted(self.heads.items())}
        rows = [self.least, self.most, self.room, self.roster, heads, self.partial, _write_news(self.news)]
        return cbor2.dumps([*rows, self.strays] if any(self.strays) else rows)

    @classmethod
    def read(cls, data: bytes) -> Self:
        """Raises Malformed."""
        rows = _array(data, 1)
        _check(len(rows) >= 6)
        least, most, room, roster, heads, partial, news, wishes = [*rows, None, None][:8]
        _check(all(type(number) is int and number >= 0 for number in (least, most, room, roster)))
        held = (_read_heads(heads, SHORT), _read_held(partial))
        return cls(room, roster, *held, least, most, _read_news(news), _told(Strays.of, wishes))

    def agrees(self, heads: Heads) -> bool:
        """Whether the client holds exactly what `heads` say."""
        return self.heads == {device: Head(last, hash[:SHORT]) for device, (last, hash) in heads.items()}


@dataclass(frozen=True)
class Receipt:
    """What the server signs for: `heads` is what it holds after the exchange. `data` is what was signed, to be kept."""

    office: str
    device: str
    nonce: bytes
    time: int
    heads: Heads
    more: bool = False
    refused: tuple[Refusal, ...] = ()
    staged: Held | None = None
    roster: bytes | None = None
    least: int = LEAST
    most: int = MOST
    carried: Carried | None = None
    news: News | None = None
    strays: tuple[Stray, ...] = ()
    data: bytes = field(default=b"", compare=False)

    def signed(self, key: Ed25519PrivateKey, *, short: bool = False) -> bytes:
        """The receipt with its signature; `short` when the client's heads are the same."""
        heads = digest(self.heads) if short else _write_heads(self.heads)
        place = [self.office, id_bytes(self.device), self.nonce, self.time]
        rows = ["r", self.least, self.most, *place, heads, self.more, self.refused, self.staged, self.roster]
        more = [self.carried.rows() if self.carried else None, _write_news(self.news), self.strays or None]
        while more and more[-1] is None:
            more.pop()
        return _signed([*rows, *more], key)

    @classmethod
    def read(cls, data: bytes, server: Ed25519PublicKey, mine: Heads) -> "Receipt | Problem":
        """What the server answered to a client whose heads are `mine`: a receipt, or the problem it has instead.

        Raises Tampered unless the server's key signed it, Malformed when it is no such message.
        """
        rows = _verified(data, server)
        if rows[0] == "e":
            return Problem.of(rows)
        _check(rows[0] == "r" and len(rows) >= 12)
        least, most, office, device, nonce, time, heads, more, refused, staged, roster = rows[1:12]
        handed_on, news, lost = [*rows[12:], None, None, None][:3]
        _check(type(time) is int and type(office) is str and type(nonce) is bytes)
        _check(roster is None or type(roster) is bytes)
        place = (office, letters(device), nonce, time, _same_or_read(heads, mine))
        left = (_read_refusals(refused), _read_held(staged))
        carried, lost = Carried.of(handed_on), _told(strays.named, lost)
        return cls(*place, bool(more), *left, roster, least, most, carried, _read_news(news), lost, data)


@dataclass(frozen=True)
class Problem:
    """Why the server gives no receipt; `kind` has a text `sync.server_<kind>`, `values` fill it in."""

    kind: str
    nonce: bytes = b""
    values: Mapping[str, int] = field(default_factory=dict)
    least: int = LEAST
    most: int = MOST

    def signed(self, key: Ed25519PrivateKey) -> bytes:
        """The refusal with its signature."""
        return _signed(["e", self.least, self.most, self.nonce, self.kind, dict(self.values)], key)

    @classmethod
    def of(cls, rows: list[Any]) -> Self:
        """The refusal in a verified message. Raises Malformed."""
        _check(len(rows) >= 6)
        _, least, most, nonce, kind, values = rows[:6]
        _check(type(kind) is str and type(nonce) is bytes and isinstance(values, dict))
        _check(all(type(name) is str and type(value) is int for name, value in values.items()))
        return cls(kind, nonce, values, least, most)


def most_spoken(receipt: bytes) -> int:
    """The highest version that the writer of a receipt speaks; `receipt` is one that was verified."""
    most: int = _array(receipt[:-SIGNATURE], 1)[2]
    return most


def named(receipt: bytes) -> tuple[Stray, ...]:
    """The strays that a receipt names; `receipt` is one that was verified."""
    rows = _array(receipt[:-SIGNATURE], 1)
    return _told(strays.named, rows[14] if len(rows) > 14 else None)


def hearsay(message: bytes) -> News | None:
    """The news in a receipt that nobody vouches for: what it says of membership stands on signatures of its own."""
    try:
        rows = _array(message[:-SIGNATURE], 1)
        return _read_news(rows[13]) if rows[0] == "r" and len(rows) > 13 else None
    except (Malformed, IndexError):
        return None


def digest(heads: Heads) -> bytes:
    """The SHA-256 that stands for all heads in a short receipt."""
    return sha256(cbor2.dumps(_write_heads(heads))).digest()


def behind(now: Heads, before: Heads) -> dict[str, Head]:
    """The heads of which `now` holds less than `before`: what a server has lost since its last receipt."""
    return {device: now.get(device, Head(0, b"")) for device, head in before.items() if _last(now, device) < head.last}


def _last(heads: Heads, device: str) -> int:
    return heads[device].last if device in heads else 0


def _signed(rows: list[Any], key: Ed25519PrivateKey) -> bytes:
    body = cbor2.dumps(rows)
    return body + key.sign(_SIGNED_AS + body)


def _verified(data: bytes, server: Ed25519PublicKey) -> list[Any]:
    try:
        server.verify(data[-SIGNATURE:], _SIGNED_AS + data[:-SIGNATURE])
    except InvalidSignature as error:
        raise Foreign("sync.foreign_server", data) from error
    return _array(data[:-SIGNATURE], 1)


def _array(data: bytes, least: int) -> list[Any]:
    """The first `least` places of an array at least, all of them when `least` is 1."""
    try:
        rows = cbor2.loads(data)
    except (cbor2.CBORError, ValueError, TypeError, OverflowError) as error:
        raise Malformed(str(error)) from error
    _check(isinstance(rows, list) and len(rows) >= least)
    return list(rows if least == 1 else rows[:least])


def _check(holds: bool) -> None:
    if not holds:
        raise Malformed("not a message of this protocol")


def _write_heads(heads: Heads) -> dict[bytes, list[Any]]:
    return {id_bytes(device): [last, hash] for device, (last, hash) in sorted(heads.items())}


def _read_heads(rows: Any, length: int) -> dict[str, Head]:
    _check(isinstance(rows, dict))
    heads = {}
    for device, row in rows.items():
        _check(isinstance(row, list) and len(row) >= 2 and type(row[0]) is int and 0 < row[0] < 2**63)
        _check(isinstance(row[1], bytes) and len(row[1]) == length)
        heads[letters(device)] = Head(row[0], row[1])
    return heads


def _same_or_read(heads: Any, mine: Heads) -> Heads:
    if not isinstance(heads, bytes):
        return _read_heads(heads, HASH)
    _check(heads == digest(mine))
    return mine


def _read_held(row: Any) -> Held | None:
    if row is None:
        return None
    _check(isinstance(row, list) and len(row) >= 2 and type(row[1]) is int and row[1] >= 0)
    return Held(_hash(row[0]), row[1])


def _write_news(news: News | None) -> list[Any] | None:
    return news.to_cbor() if news else None


def _read_news(rows: Any) -> News | None:
    return None if rows is None else _told(News.of, rows)


def _read_refusals(rows: Any) -> tuple[Refusal, ...]:
    _check(isinstance(rows, list))
    _check(all(isinstance(row, list) and len(row) >= 2 and type(row[1]) is str for row in rows))
    return tuple(Refusal(_hash(row[0]), row[1]) for row in rows)


def _told(read: Callable[[Any], Told], rows: Any) -> Told:
    """What another module reads in a message."""
    try:
        return read(rows)
    except (ValueError, TypeError, AttributeError) as error:
        raise Malformed(str(error)) from error


def _hash(value: Any) -> bytes:
    _check(isinstance(value, bytes) and len(value) == HASH)
    return bytes(value)


def id_bytes(device: str) -> bytes:
    return b32decode(device.upper())


def letters(device: Any) -> str:
    _check(isinstance(device, bytes) and len(device) == 5)
    return b32encode(device).decode("ascii").lower()
