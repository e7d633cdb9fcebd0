"""What a segment binds itself to, so that single changes of it can be shown to somebody who must not see the others.

    words     a change as canonical JSON (sorted keys, no blanks, UTF-8): {"action", "by", "clock_error", "device",
              "edits": [[kind, id, {field: value}], ...], "lamport", "reason", "seen": {device: seq}, "seq", "time"};
              `time` is s since 1970 UTC by that PC's clock, bytes are {"hex": text}
    salt      HMAC-SHA256 of the words under a key drawn (HKDF-SHA256) from the office's content key of the epoch
    leaf      SHA-256 of a zero byte, the salt and the words
    root      of the Merkle tree over the leaves of all changes of the segment in their order (RFC 9162, section 2.1):
              a node is SHA-256 of a one byte and its two halves, the left one the largest power of two

The root stands in the segment's signed header. Who is shown the words of a change, its salt and the path from its leaf
to the root can check that the segment holds exactly these words; of the changes beside it the path tells hashes only,
and without the key of the salts nobody can try what stands behind them. Opens no segment and signs nothing.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from desk.record import Entry
from sync.envelope import Header

TOLD = ("action", "by", "clock_error", "device", "edits", "lamport", "reason", "seen", "seq", "time")
"""What the words of a change tell."""

_DRAWN_FOR = b"casedesk evidence 1"


def told(entry: Entry) -> dict[str, Any]:
    """A change as its words tell it."""
    change = entry.change
    return {
        "action": change.action,
        "by": change.by,
        "clock_error": entry.clock_error,
        "device": entry.device,
        "edits": [[edit.kind, edit.id, edit.fields] for edit in change.edits],
        "lamport": entry.lamport,
        "reason": change.reason,
        "seen": entry.seen,
        "seq": entry.seq,
        "time": entry.at,
    }


def canonical(content: Mapping[str, Any]) -> bytes:
    """The one way to write a JSON object down."""
    return _canonical(content).encode()


def plain(value: Any) -> Any:
    """What stands for a value that JSON has no word for: a newer version may write any that CBOR knows."""
    return {"hex": value.hex()} if isinstance(value, bytes) else str(value)


_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=plain).encode


def salt(words: bytes, key: bytes) -> bytes:
    """What hides a change, 32 bytes; `key` is the office's content key of the segment's epoch."""
    drawn = _salting(key).copy()
    drawn.update(words)
    return drawn.finalize()


@lru_cache(16)
def _salting(key: bytes) -> HMAC:
    return HMAC(HKDF(SHA256(), 32, salt=None, info=_DRAWN_FOR).derive(key), SHA256())


def leaf(words: bytes, salt: bytes) -> bytes:
    """A change's leaf of the tree."""
    return sha256(b"\0" + salt + words).digest()


def leaves(entries: Iterable[Entry], key: bytes) -> list[bytes]:
    """The leaves of a segment's changes, in order."""
    all_words = (canonical(told(entry)) for entry in entries)
    return [leaf(words, salt(words, key)) for words in all_words]


def root(of: Sequence[bytes]) -> bytes:
    """The root over leaves, at least one."""
    row = list(of)
    while len(row) > 1:
        above = [_node(one, other) for one, other in zip(row[::2], row[1::2], strict=False)]
        row = [*above, *row[len(above) * 2 :]]
    return row[0]


def binds(header: Header, entries: Iterable[Entry], keys: Mapping[int, bytes]) -> bool:
    """Whether a segment's root is that of its changes, opened; a segment of layout 1 claims nothing."""
    return not header.root or root(leaves(entries, keys[header.epoch])) == header.root


def path(of: Sequence[bytes], place: int) -> list[bytes]:
    """The hashes beside the way from the leaf at `place` to the root, the lowest first."""
    found, row = [], list(of)
    while len(row) > 1:
        if (beside := place ^ 1) < len(row):
            found.append(row[beside])
        above = [_node(one, other) for one, other in zip(row[::2], row[1::2], strict=False)]
        row, place = [*above, *row[len(above) * 2 :]], place // 2
    return found


def leads_to(leaf: bytes, place: int, count: int, path: Sequence[bytes]) -> bytes | None:
    """The root that a path comes to from the leaf at `place` of `count`; None where it is not of that length."""
    beside, now = iter(path), leaf
    while count > 1:
        if place ^ 1 < count:
            if (other := next(beside, None)) is None:
                return None
            now = _node(other, now) if place % 2 else _node(now, other)
        place, count = place // 2, (count + 1) // 2
    return now if next(beside, None) is None else None


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(b"\1" + left + right).digest()
