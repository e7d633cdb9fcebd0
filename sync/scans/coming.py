"""A file on its way here: written beside its place as far as it has come, and put there once it opens to its hash.

    file = header | chunk 0 | chunk 1 | ... up to any byte: what is there says where to go on

Chunks come in their order, each is written once it has its hash; of the next one the first bytes may be there.
"""

import errno
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from hashlib import sha256 as digest
from typing import BinaryIO

from sync.frames import Partial
from sync.scans.chunk_list import LARGEST_CHUNK, ChunkList
from sync.scans.scan_file import HEADER
from sync.scans.scan_folder import ROOM, ScanFolder, disk_in_words, settle

SUFFIX = ".coming"


class Coming:
    """One file of which the list is known. For one thread at a time. Raises Unusable where the disk fails."""

    def __init__(self, folder: ScanFolder, sha256: str, list: ChunkList) -> None:
        self.sha256, self.list, self._folder = sha256, list, folder
        self.target = folder.folder / list.name.hex()[:2] / list.name.hex()
        self._draft = self.target.with_suffix(SUFFIX)
        self.chunks, self.partial = self._found()

    @property
    def position(self) -> int:
        """How many bytes of the chunks are here: where to go on."""
        return min(self.begun, self.list.length) + _length(self.partial)

    @property
    def begun(self) -> int:
        """Where the chunk begins that comes next."""
        return self.chunks * LARGEST_CHUNK

    @property
    def whole(self) -> bool:
        """Whether every chunk is here."""
        return self.chunks == self.list.count

    def take(self, chunks: Sequence[tuple[bytes, bytes]], partial: Partial | None) -> None:
        """Write down chunks that came, those that are next, and the part of one more."""
        mine: Partial | None = None
        with disk_in_words(self.target, self.list.length):
            self._begin()
            with self._draft.open("r+b") as file:
                for hash, data in chunks:
                    if self.whole or hash != self.list.hash(self.chunks):
                        continue
                    file.seek(HEADER.size + self.chunks * LARGEST_CHUNK)
                    file.write(data)
                    self.chunks += 1
                mine = partial if partial and not self.whole and partial.hash == self.list.hash(self.chunks) else None
                file.seek(HEADER.size + min(self.begun, self.list.length))
                file.write(mine.data if mine else b"")
                file.truncate()
                file.flush()
                os.fsync(file.fileno())
        self.partial = mine

    def finish(self) -> bool:
        """Put a whole file in its place if it opens to its hash; else begin anew. Whether it is in its place now."""
        sound = self._folder.sound(self._draft, self.sha256)
        with disk_in_words(self.target, 0):
            if sound:
                os.replace(self._draft, self.target)
                settle(self.target.parent)
            else:
                self.drop()
        return sound

    def drop(self) -> None:
        """Forget what has come."""
        with suppress(OSError):
            self._draft.unlink(missing_ok=True)
        self.chunks, self.partial = 0, None

    def _begin(self) -> None:
        """Make the file with its header, once there is room for all of it."""
        if self._draft.exists():
            return
        self.target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if shutil.disk_usage(self.target.parent).free < self.list.length + ROOM:
            raise OSError(errno.ENOSPC, "no room")
        handle = os.open(self._draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(self.list.header)

    def _found(self) -> tuple[int, Partial | None]:
        """How many whole chunks an earlier time has left, and the part of the next; what is damaged comes again."""
        try:
            with self._draft.open("rb") as file:
                if file.read(HEADER.size) != self.list.header:
                    raise ValueError("another file's, or cut off in its header")
                found = self._counted(file)
            os.truncate(self._draft, HEADER.size + min(found[0] * LARGEST_CHUNK, self.list.length) + _length(found[1]))
            return found
        except FileNotFoundError:
            return 0, None
        except (OSError, ValueError):
            self.drop()
            return 0, None

    def _counted(self, file: BinaryIO) -> tuple[int, Partial | None]:
        for number in range(self.list.count):
            data, size = file.read(self.list.size(number)), self.list.size(number)
            if len(data) < size:
                return number, Partial(self.list.hash(number), size, data) if data else None
            if digest(data).digest() != self.list.hash(number):
                return number, None
        return self.list.count, None


def _length(partial: Partial | None) -> int:
    return len(partial.data) if partial else 0
