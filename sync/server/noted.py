"""What IT should know of an office beside its data: what was turned down, and what PCs had to bring again.

Kept in the engine's boxes, counted and bounded, so that a stranger can fill a box and no more. Each note is CBOR:
[first, last (ms since 1970 UTC), count, kind or PC's word, ...].
"""

from dataclasses import dataclass
from hashlib import sha256
from time import time
from typing import Any

import cbor2

from sync.keys.member import letters, spelt
from sync.server.engine import Engine

REFUSED, REFILLED = "refused", "refilled"
MOST = 100
AGAIN = 60_000
"""ms within which the same refusal is not written down again: whoever repeats it costs no writing."""


@dataclass(frozen=True)
class Refused:
    """Something that was turned down: why, by whom it was brought ("" for a stranger), times in ms, and how often."""

    reason: str
    by: str
    first: int
    last: int
    count: int


@dataclass(frozen=True)
class Refilled:
    """What a PC brought again that this server had signed for: from when to when (ms), and how many changes."""

    device: str
    first: int
    last: int
    changes: int


def refuse(engine: Engine, office: str, reason: str, by: str = "") -> None:
    """Note that something was turned down."""
    name, now = sha256(f"{reason} {by}".encode()).digest()[:8], _now()
    known = engine.letters(office, REFUSED).get(name)
    first, last, count, *_ = cbor2.loads(known) if known else (now, 0, 0)
    if now - last >= AGAIN:
        engine.post(office, REFUSED, name, cbor2.dumps([first, now, count + 1, reason, by]), MOST)


def refused(engine: Engine, office: str) -> list[Refused]:
    """What was turned down, the latest first."""
    read = [_read(data) for data in engine.letters(office, REFUSED).values()]
    found = [Refused(reason, by, first, last, count) for first, last, count, reason, by in read]
    return sorted(found, key=lambda one: one.last, reverse=True)


def refilled_by(engine: Engine, office: str, device: str, changes: int) -> None:
    """Note that a PC told of changes which this server had signed for and did not hold."""
    known, now = engine.letters(office, REFILLED).get(spelt(device)), _now()
    first, _, count, *_ = cbor2.loads(known) if known else (now, 0, 0)
    engine.post(office, REFILLED, spelt(device), cbor2.dumps([first, now, count + changes]), MOST)


def refilled(engine: Engine, office: str) -> list[Refilled]:
    """What PCs had to bring again, by PC."""
    boxed = sorted(engine.letters(office, REFILLED).items())
    return [Refilled(letters(device), *_read(data)[:3]) for device, data in boxed]


def _read(data: bytes) -> list[Any]:
    rows: list[Any] = cbor2.loads(data)
    return rows


def _now() -> int:
    return int(time() * 1000)
