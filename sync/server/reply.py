"""What a request is answered with: the receipt, and the segments that the client lacks, in the order they arrived."""

from collections.abc import Iterator
from dataclasses import dataclass
from time import time

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync import frames
from sync.server import strays
from sync.server.engine import Engine, Stored
from sync.server.reception import Reception
from sync.signing import Signed
from sync.strays import Stray
from sync.wire import LARGEST_ROOM, Hello, Receipt


@dataclass(frozen=True)
class Reply:
    """A receipt and the segments that follow it, the first from `offset` on; strays last, with 0 for their number."""

    receipt: bytes
    segments: list[Stored]
    offset: int

    @property
    def length(self) -> int:
        """Bytes of the body."""
        sizes = sum(stored.size + frames.OVERHEAD for stored in self.segments)
        return len(frames.message(self.receipt)) + sizes - self.offset

    def body(self, engine: Engine, office: str) -> Iterator[bytes]:
        """The body, read from the storage as the line takes it."""
        yield frames.message(self.receipt)
        for place, stored in enumerate(self.segments):
            offset = self.offset if place == 0 else 0
            data = engine.segment(office, stored.number) if stored.number else engine.stray(office, stored.hash)
            yield frames.frame_head(stored.hash, stored.size, offset) + data[offset:]


def reply(
    engine: Engine,
    key: Ed25519PrivateKey,
    signed: Signed,
    hello: Hello,
    reception: Reception,
    *,
    whole: bool = False,
) -> Reply:
    """What to answer. A document of layout 1 goes to who holds an older one, or none of it.

    `whole` is for an answer that nobody waits for: heads in full, and all that lacks whatever room was asked for.
    """
    heads = engine.heads(signed.office)
    lost = strays.named(engine, signed, reception.roster, hello, heads)
    same = hello.agrees(heads)
    most = None if whole else min(hello.room, LARGEST_ROOM) + (hello.partial.bytes if hello.partial else 0)
    lacking = [] if same else engine.lacking(signed.office, hello.heads, most)
    lacking += [Stored(0, each.hash, each.size) for each in lost if whole or each.hash in hello.strays.wanted]
    offset, chosen = (0, lacking) if whole else _choose(lacking, hello)
    receipt = Receipt(
        signed.office,
        signed.device,
        signed.nonce,
        int(time() * 1000),
        heads,
        more=len(chosen) < len(lacking),
        refused=tuple(reception.refused),
        staged=reception.staged,
        roster=reception.roster.listed if reception.roster.listed_version > hello.roster else None,
        news=reception.news,
        strays=tuple(Stray(each.hash, each.after) for each in lost),
    )
    return Reply(receipt.signed(key, short=same and not whole), chosen, offset)


def _choose(lacking: list[Stored], hello: Hello) -> tuple[int, list[Stored]]:
    """The bytes of the first that the client holds, and as many segments as it has room for; one at least if any."""
    offset = _offset(lacking, hello)
    room = min(hello.room, LARGEST_ROOM) + offset
    chosen: list[Stored] = []
    for stored in lacking:
        if hello.room == 0 or (chosen and stored.size > room):
            break
        chosen.append(stored)
        room -= stored.size
    return (offset if chosen else 0), chosen


def _offset(lacking: list[Stored], hello: Hello) -> int:
    """Where to go on. A part of a segment other than the first lacking has been overtaken, and starts afresh."""
    if hello.partial is None or not lacking or hello.partial.hash != lacking[0].hash:
        return 0
    return min(hello.partial.bytes, lacking[0].size)
