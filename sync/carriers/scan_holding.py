"""Who holds files of scans, as an errand sees it: the server's store or another PC's folder answer by the same code."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from sync import frames
from sync.carriers.scan_wire import LARGEST_LISTS, LARGEST_ROOM, Bits, Errand, packed
from sync.scans.chunk_list import LARGEST_CHUNK, ChunkList


class Holding(Protocol):
    """The files of one office in one place; for any thread."""

    def lists(self, name: bytes) -> Sequence[ChunkList]:
        """The lists known under a name; more than one only where somebody told a false one."""

    def list(self, label: bytes) -> ChunkList | None:
        """The list with that label."""

    def holds(self, of: ChunkList) -> Sequence[bool]:
        """Which of its chunks are here."""

    def chunk(self, of: ChunkList, number: int) -> bytes | None:
        """A chunk that has the hash its list says; None where it is not here, or no longer what it was."""


def held(holding: Holding, labels: Sequence[bytes]) -> list[Bits]:
    """What is held of each file asked about, as a receipt says it."""
    found = map(holding.list, labels)
    return [None if known is None else packed(holding.holds(known)) for known in found]


def listed(holding: Holding, names: Sequence[bytes]) -> list[Sequence[ChunkList]]:
    """The lists under each name, as many as a message holds; what follows is to be asked for again."""
    found, room = list[Sequence[ChunkList]](), LARGEST_LISTS
    for name in names:
        lists = holding.lists(name) if room > 0 else ()
        room -= sum(len(each.data) for each in lists)
        found.append(lists if room > 0 else ())
    return found


def wanted(holding: Holding, errand: Errand) -> Iterator[bytes]:
    """The frames that answer what an errand wants, until its room is full; the last one may stop anywhere."""
    room = min(errand.room, LARGEST_ROOM)
    for label, position in errand.want:
        if (of := holding.list(label)) is None:
            continue
        first, offset = divmod(position, LARGEST_CHUNK)
        for number in range(first, of.count):
            if room <= 0:
                return
            if (data := holding.chunk(of, number)) is None:
                break
            part = data[offset : offset + room]
            yield frames.frame_head(of.hash(number), len(data), offset) + part
            room, offset = room - len(part), 0
