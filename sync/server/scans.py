"""Scans at the server: takes an errand in as it arrives, keeps the chunks that are what their hash says, answers.

Knows files by names and hashes only; what they show, and whether a list is true, is told by keys that it lacks. Chunks
are taken for lists that came with them, within the office's quota, and whole errands are idempotent.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from time import time

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync import frames
from sync.carriers import scan_holding, scan_wire
from sync.carriers.scan_wire import LARGEST_MESSAGE, LEAST, MOST, Errand, Told
from sync.frames import Arrived, Body, Partial
from sync.scans.chunk_list import HASH, LARGEST_CHUNK, NAME, ChunkList
from sync.server import scans_waiting
from sync.server.shelf import Shelf
from sync.server.trouble import Trouble
from sync.signing import Signed, digest
from sync.wire import Held, Malformed

QUOTA = 20_000_000_000
"""Bytes of scans that one office may keep: 130,000 pages of 150 kB."""

FEW = 3
"""Lists kept under one name: one of them is true, if a member of the office told any."""


@dataclass(frozen=True)
class Kept:
    """The files of one office on the shelf (`scan_holding.Holding`)."""

    shelf: Shelf
    office: str

    def lists(self, name: bytes) -> Sequence[ChunkList]:
        found = (self._list(name, known) for known in self.shelf.names(self.office, _names(name)))
        return [each for each in found if each is not None]

    def list(self, label: bytes) -> ChunkList | None:
        return self._list(label[:NAME], label[NAME:].hex())

    def _list(self, name: bytes, known: str) -> ChunkList | None:
        data = self.shelf.get(self.office, f"{_names(name)}/{known}")
        try:
            read = ChunkList(data or b"")
        except ValueError:
            return None  # damaged on the disk: as good as unknown, so that it is told again
        return read if read.label == name + bytes.fromhex(known) else None

    def holds(self, of: ChunkList) -> Sequence[bool]:
        return [self.shelf.has(self.office, _chunk(of.hash(number))) for number in range(of.count)]

    def chunk(self, of: ChunkList, number: int) -> bytes | None:
        data = self.shelf.get(self.office, _chunk(of.hash(number)))
        if data is not None and sha256(data).digest() != of.hash(number):
            self.shelf.drop(self.office, _chunk(of.hash(number)))  # a receipt names it no more: it is sent again
            return None
        return data

    def tell(self, of: ChunkList) -> None:
        """Keep a list, unless there are a few of that name already."""
        if len(self.shelf.names(self.office, _names(of.name))) < FEW:
            self.shelf.put(self.office, f"{_names(of.name)}/{of.label[NAME:].hex()}", of.data)

    def keep(self, hash: bytes, data: bytes) -> None:
        """Keep a chunk once."""
        if not self.shelf.has(self.office, _chunk(hash)):
            self.shelf.put(self.office, _chunk(hash), data)

    def staged(self, device: str) -> Partial | None:
        """The part of a chunk that a device has left."""
        data = self.shelf.get(self.office, f"staged/{device}")
        if data is None or len(data) < HASH + 4:
            return None
        return Partial(data[:HASH], int.from_bytes(data[HASH : HASH + 4]), data[HASH + 4 :])

    def stage(self, device: str, partial: Partial | None) -> None:
        """Keep the part of a chunk in the place of another."""
        if partial is None:
            self.shelf.drop(self.office, f"staged/{device}")
        else:
            self.shelf.put(
                self.office, f"staged/{device}", partial.hash + partial.total.to_bytes(4) + partial.data
            )  # fmt: skip


class Reception:
    """One errand of a device that has shown its signature."""

    def __init__(self, kept: Kept, signed: Signed, quota: int) -> None:
        self._kept, self._signed, self._quota = kept, signed, quota
        self._staged = kept.staged(signed.device)
        self._body = Body(LARGEST_MESSAGE, self._staged)
        self._errand: Errand | None = None
        self._fitting: frozenset[bytes] = frozenset()
        self.refused: list[tuple[bytes, str]] = []

    def read(self, pieces: Iterable[bytes]) -> Errand:
        """Take all pieces in. Raises Trouble, Full, or Cut from `pieces`; what had arrived by then is kept."""
        hash = sha256()
        try:
            for piece in pieces:
                hash.update(piece)
                for arrived in self._body.feed(piece):
                    self._take(arrived)
                if self._body.message is not None:
                    self._greeted()  # so that a chunk of which only a part came is known to fit
        except ValueError as error:
            raise Trouble("body") from error
        finally:
            self._stage()
        if self._signed.digest != digest(hash.digest()):
            raise Trouble("body")
        return self._greeted()

    @property
    def staged(self) -> Held | None:
        """What is staged for this device now."""
        return Held(self._staged.hash, len(self._staged.data)) if self._staged else None

    def _greeted(self) -> Errand:
        """The errand, once it has arrived; its lists count from then on."""
        if self._errand is None:
            try:
                errand = Errand.read(self._body.message or b"")
            except Malformed as error:
                raise Trouble("body") from error
            if errand.least > MOST or errand.most < LEAST:
                raise Trouble("version", least=LEAST, most=MOST)
            for told in errand.lists:
                self._within(len(told.data))
                self._kept.tell(told)
            known = [of for label in errand.labels if (of := self._kept.list(label)) is not None]
            self._fitting = frozenset[bytes]().union(*(of.hashes for of in known))
            self._errand = errand
        return self._errand

    def _take(self, arrived: Arrived) -> None:
        self._greeted()
        if reason := self._judge(arrived):
            self.refused.append((arrived.hash, reason))
        elif arrived.data is not None:
            self._within(len(arrived.data))
            self._kept.keep(arrived.hash, arrived.data)

    def _judge(self, arrived: Arrived) -> str:
        if arrived.data is None:
            return "damaged"
        if len(arrived.data) > LARGEST_CHUNK:
            return "large"
        return "" if arrived.hash in self._fitting else "stray"

    def _within(self, more: int) -> None:
        """Raise Trouble where the office has no more room for that many bytes."""
        if self._kept.shelf.used(self._signed.office) + more > self._quota:
            raise Trouble("quota", most=self._quota // 1_000_000)

    def _stage(self) -> None:
        """Keep what the end of the body leaves of a chunk that may come."""
        partial = self._body.partial
        if partial is not None and (partial.total > LARGEST_CHUNK or partial.hash not in self._fitting):
            partial = self._staged if partial == self._staged else None
        if partial != self._staged:
            self._kept.stage(self._signed.device, partial)
            self._staged = partial


def answer(
    shelf: Shelf, key: Ed25519PrivateKey, signed: Signed, pieces: Iterable[bytes], quota: int = QUOTA
) -> bytes:  # fmt: skip
    """Take an errand in; the body of what it is answered with. Raises Trouble, Full, or Cut from `pieces`."""
    kept = Kept(shelf, signed.office)
    reception = Reception(kept, signed, quota)
    errand = reception.read(pieces)
    told = receipt(kept, signed, errand, reception)
    scans_waiting.note(shelf, signed, errand, told, kept)
    return frames.message(told.signed(key)) + b"".join(scan_holding.wanted(kept, errand))


def receipt(kept: Kept, signed: Signed, errand: Errand, reception: Reception) -> Told:
    """What the server signs for once an errand was taken in."""
    return Told(
        signed.office,
        signed.device,
        signed.nonce,
        int(time() * 1000),
        scan_wire.digest(errand.labels),
        scan_holding.held(kept, errand.labels),
        scan_holding.listed(kept, errand.names),
        reception.staged,
        reception.refused,
        kept.shelf.made(),
    )


def _names(name: bytes) -> str:
    return f"lists/{name.hex()[:2]}/{name.hex()}"


def _chunk(hash: bytes) -> str:
    return f"chunks/{hash.hex()[:2]}/{hash.hex()}"
