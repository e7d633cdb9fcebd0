"""What a PC answers to another PC of its office that asks for scans: lists and chunks out of its folder, nothing else.

Touches files only, never the desk's database, and needs no key: so it runs on the thread of the caller.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from threading import Lock
from time import time

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync import frames
from sync.carriers import scan_holding, scan_wire
from sync.carriers.scan_wire import LARGEST_MESSAGE, Errand, Told
from sync.scans import chunk_list
from sync.scans.chunk_list import NAME, ChunkList
from sync.signing import Signed

REMEMBERED = 64
"""Lists kept in memory; they are made anew from the files."""


class Lent:
    """The files in a folder (`scan_folder`), as others may have them (`scan_holding.Holding`); for any thread."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._lock = folder, Lock()
        self._known: dict[bytes, tuple[int, ChunkList]] = {}

    def lists(self, name: bytes) -> Sequence[ChunkList]:
        found = self._list(name)
        return [found] if found else []

    def list(self, label: bytes) -> ChunkList | None:
        found = self._list(label[:NAME])
        return found if found and found.label == label else None

    def holds(self, of: ChunkList) -> Sequence[bool]:
        return [True] * of.count

    def chunk(self, of: ChunkList, number: int) -> bytes | None:
        try:
            data = chunk_list.read_chunk(self._path(of.name), number)
        except OSError:
            return None
        return data if sha256(data).digest() == of.hash(number) else None

    def _list(self, name: bytes) -> ChunkList | None:
        try:
            changed = self._path(name).stat().st_mtime_ns
            with self._lock:
                held = self._known.get(name)
            if held is None or held[0] != changed:
                held = (changed, chunk_list.of_file(self._path(name), name))
                self._remember(name, held)
        except (OSError, ValueError):
            return None
        return held[1]

    def _remember(self, name: bytes, held: tuple[int, ChunkList]) -> None:
        with self._lock:
            self._known[name] = held
            while len(self._known) > REMEMBERED:
                self._known.pop(next(iter(self._known)))

    def _path(self, name: bytes) -> Path:
        return self._folder / name.hex()[:2] / name.hex()


def lend(folder: Path, key: Callable[[], Ed25519PrivateKey]) -> Callable[[Signed, bytes], bytes]:
    """Answers the errands of other PCs out of a folder; signed with this PC's key, so it is no proof of delivery."""
    lent = Lent(folder)

    def answer(signed: Signed, data: bytes) -> bytes:
        body = frames.Body(LARGEST_MESSAGE)
        list(body.feed(data))  # chunks that were sent along are not kept: who wants a scan asks for it
        errand = Errand.read(body.message or b"")
        told = Told(
            signed.office,
            signed.device,
            signed.nonce,
            int(time() * 1000),
            scan_wire.digest(errand.labels),
            scan_holding.held(lent, errand.labels),
            scan_holding.listed(lent, errand.names),
        )
        return frames.message(told.signed(key())) + b"".join(scan_holding.wanted(lent, errand))

    return answer
