"""What the file of a scan consists of, told without a key: its name, its header, the hashes of its encrypted chunks.

    16          name of the file (`scan_file.Secret`)
    20          header of the file (`scan_file`)
    32 each     SHA-256 of every chunk, in order, as it lies in the file: ciphertext with its tag

The same file under the same content key gives the same list on every PC of the office. Whether a list is true is
known only to who can open the chunks; a list itself opens nothing.

    label       32 bytes: the name | the first 16 bytes of the list's SHA-256. It stands for the list on the wire
"""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from sync.scans.scan_file import CHUNK, FORMAT, HEADER, LOG_CHUNK, MAGIC, TAG

NAME, HASH, LABEL = 16, 32, 32
LARGEST_CHUNK = CHUNK + TAG
MOST_CHUNKS = 3200
"""Chunks of one file, 209 MB: more than the largest scan that is taken in."""

_HEAD = NAME + HEADER.size
LARGEST = _HEAD + HASH * MOST_CHUNKS


@dataclass(frozen=True)
class ChunkList:
    """A list that holds together. Raises ValueError for bytes that are none."""

    data: bytes

    def __post_init__(self) -> None:
        if not _HEAD < len(self.data) <= LARGEST or (len(self.data) - _HEAD) % HASH:
            raise ValueError("not a list of chunks")
        magic, format, log_chunk, _, size = HEADER.unpack(self.header)
        if (magic, format, log_chunk) != (MAGIC, FORMAT, LOG_CHUNK) or self.count != -(-size // CHUNK):
            raise ValueError("the header does not fit the chunks")

    @property
    def name(self) -> bytes:
        """The file's name."""
        return self.data[:NAME]

    @property
    def header(self) -> bytes:
        """The first bytes of the file."""
        return self.data[NAME:_HEAD]

    @cached_property
    def label(self) -> bytes:
        """What stands for this list."""
        return self.name + sha256(self.data).digest()[: LABEL - NAME]

    @property
    def count(self) -> int:
        """How many chunks there are."""
        return (len(self.data) - _HEAD) // HASH

    @cached_property
    def plain(self) -> int:
        """Bytes of the file in the clear."""
        return int(HEADER.unpack(self.header)[4])

    @property
    def length(self) -> int:
        """Bytes of all chunks together."""
        return self.plain + TAG * self.count

    def hash(self, number: int) -> bytes:
        """SHA-256 of a chunk."""
        return self.data[_HEAD + HASH * number : _HEAD + HASH * (number + 1)]

    @cached_property
    def hashes(self) -> frozenset[bytes]:
        """The hashes of all chunks."""
        return frozenset(map(self.hash, range(self.count)))

    def size(self, number: int) -> int:
        """Bytes of a chunk; the last one may be short."""
        return min(LARGEST_CHUNK, self.length - number * LARGEST_CHUNK)


def of_file(path: Path, name: bytes) -> ChunkList:
    """The list of the file at `path`. Raises OSError, ValueError for a file that is none of ours or cut off."""
    with path.open("rb") as file:
        header = file.read(HEADER.size)
        chunks = [sha256(chunk).digest() for chunk in iter(lambda: file.read(LARGEST_CHUNK), b"")]
        size = file.tell()
    found = ChunkList(name + header + b"".join(chunks))
    if found.length + HEADER.size != size:
        raise ValueError("cut off")
    return found


def read_chunk(path: Path, number: int) -> bytes:
    """A chunk as it lies in the file at `path`. Raises OSError."""
    with path.open("rb") as file:
        file.seek(HEADER.size + number * LARGEST_CHUNK)
        return file.read(LARGEST_CHUNK)
