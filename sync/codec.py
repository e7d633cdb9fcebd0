"""A run of one device's changes as few bytes: columns of like values in CBOR, packed.

    body     = dictionary number (1 byte; 0 none) | zstd frame of the array in CBOR
    array    = table 1, or [format 2, LZMA2 stream (.xz, 5.3.1) of table 2 in CBOR]: for more than some changes
    table 1  = [format 1, devices, texts, shapes, changes, record ids, shape of each edit, columns]
    table 2  = the same with its texts as words (`wording`)
    changes  = seen (moves only), lamport, time, clock error, action, officer, reason, edits: one column each, numbers
               as differences
    columns  = for each kind and field the values of all edits in order

Record ids are "<device>.<n>" and are carried as a device's place and a difference, so that they cost next to nothing.
Format 2 stands inside of what format 1 looks like from outside, so that an old program says that it is too old.
"""

import lzma
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import accumulate, islice
from operator import sub
from typing import Any, NamedTuple

import cbor2
import zstandard

from desk.record import Change, Edit, Entry, Vector
from sync.dictionary import DICTIONARY, compressor, decompressor
from sync.errors import Tampered
from sync.wording import into_words, out_of_words

PLAIN, WORDED = 1, 2
"""The formats that are read, for ever."""

LEVEL = 17
"""No larger than level 19 on the workloads of `tests/bench`, and no slower than they need."""

LZMA = ({"id": lzma.FILTER_LZMA2, "preset": 6, "dict_size": 2**21, "lc": 2, "lp": 0, "pb": 0},)
"""Of words and numbers: a fifth less than zstd at any level, as fast; 25 MB of memory to pack, 2 to unpack."""

FEW, SOME = 4 * 1024, 128 * 1024
"""Bytes of a table up to which the dictionary always does more than the words, and from which on it never does."""

LARGEST = 64 * 1024 * 1024
"""Most bytes that a body may unpack to; more is an attack or a fault."""

ORDINARY, IDS, DIFFERENCES = 0, 1, 2
GONE = -1
HIGHEST = 2**62


class Layout(NamedTuple):
    """Changes in CBOR before they are packed: table 1, and table 2; empty where it would be in vain to try."""

    plain: bytes
    worded: bytes


def encode(entries: Sequence[Entry]) -> bytes:
    """Changes of one device with consecutive sequence numbers as bytes. The first number travels in the header."""
    return pack(lay_out(entries))


def lay_out(entries: Sequence[Entry]) -> Layout:
    """What of `encode` is Python's work."""
    array = table(entries)
    plain = cbor2.dumps(array)
    worded = cbor2.dumps(into_words(array, ORDINARY)[1:]) if len(plain) > FEW else b""
    return Layout(plain if len(plain) < SOME else b"", worded)


def pack(laid_out: Layout) -> bytes:
    """The rest of `encode`; other threads have Python to themselves meanwhile."""
    bodies = [_plain(laid_out.plain)] if laid_out.plain else []
    if laid_out.worded:
        bodies.append(_worded(laid_out.worded))
    return min(bodies, key=len)


def _plain(data: bytes) -> bytes:
    return bytes([DICTIONARY]) + compressor(DICTIONARY, LEVEL).compress(data)


def _worded(data: bytes) -> bytes:
    packed = lzma.compress(data, lzma.FORMAT_RAW, filters=LZMA)
    return b"\0" + zstandard.ZstdCompressor(level=1, write_checksum=False).compress(cbor2.dumps([WORDED, packed]))


def decode(data: bytes, device: str, first: int) -> list[Entry]:
    """The changes that `encode` wrote. Raises Tampered for anything else, a newer format included."""
    try:
        frame = zstandard.get_frame_parameters(data[1:])
        if not 0 < frame.content_size <= LARGEST:
            raise ValueError("size")
        array = cbor2.loads(decompressor(data[0]).decompress(data[1:]))
        if array[0] not in (PLAIN, WORDED):
            raise Tampered("sync.newer_format", device=device)
        if array[0] == WORDED:
            array = [WORDED, *out_of_words(cbor2.loads(_unpacked(array[1])), ORDINARY, LARGEST)]
        return _sound(_Reader(array, device, first).entries())
    except _MALFORMED as error:
        raise Tampered("sync.unreadable_body", device=device, first=first) from error


def _unpacked(packed: bytes) -> bytes:
    stream = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=LZMA)
    data = stream.decompress(packed, LARGEST)
    if not stream.eof or stream.unused_data:
        raise ValueError("size")
    return data


_MALFORMED = (
    ValueError, TypeError, LookupError, AttributeError, RuntimeError, StopIteration, OSError, OverflowError,
    zstandard.ZstdError, cbor2.CBORDecodeError, lzma.LZMAError,
)  # fmt: skip


class _Places:
    """Values numbered in the order in which they first come up."""

    def __init__(self, first: Iterable[Hashable] = ()) -> None:
        self.of: dict[Any, int] = {value: place for place, value in enumerate(first)}

    def __call__(self, value: Hashable) -> int:
        return self.of.setdefault(value, len(self.of))

    def all(self, values: Iterable[Hashable]) -> list[int]:
        of = self.of
        return [of.setdefault(value, len(of)) for value in values]

    def listed(self) -> list[Any]:
        return list(self.of)


def table(entries: Sequence[Entry]) -> list[Any]:
    """Changes as table 1."""
    devices = _Places([entries[0].device])
    texts, shapes = _Places([""]), _Places()
    edits = [edit for entry in entries for edit in entry.change.edits]
    changes = [
        _seen_moves(entries, devices),
        _differences(entry.lamport for entry in entries),
        _differences(entry.at for entry in entries),
        [entry.clock_error for entry in entries] if any(e.clock_error is not None for e in entries) else None,
        texts.all(entry.change.action for entry in entries),
        texts.all(entry.change.by for entry in entries),
        texts.all(entry.change.reason for entry in entries),
        [len(entry.change.edits) for entry in entries],
    ]
    ids = _column([edit.id for edit in edits], devices)
    shape = shapes.all((edit.kind, tuple(edit.fields)) for edit in edits)
    columns = [_column(values, devices) for values in _by_field(edits).values()]
    return [PLAIN, devices.listed(), texts.listed(), shapes.listed(), changes, ids, shape, columns]


def _by_field(edits: Iterable[Edit]) -> dict[tuple[str, str], list[Any]]:
    columns: dict[tuple[str, str], list[Any]] = {}
    for edit in edits:
        for name, value in edit.fields.items():
            columns.setdefault((edit.kind, name), []).append(value)
    return columns


def _seen_moves(entries: Sequence[Entry], devices: _Places) -> list[list[int]]:
    """For each change whose author had taken in more than at the change before: [its place, device, seq, ...]."""
    moves: list[list[int]] = []
    before: Vector = {}
    for place, entry in enumerate(entries):
        if entry.seen == before:
            continue
        moved = [(devices(d), seq) for d, seq in entry.seen.items() if before.get(d) != seq]
        moved += [(devices(d), GONE) for d in before if d not in entry.seen]
        moves.append([place, *(number for pair in moved for number in pair)])
        before = entry.seen
    return moves


def _differences(values: Iterable[int]) -> list[int]:
    found = list(values)
    return list(map(sub, found, [0, *found]))


def _sums(differences: Iterable[int]) -> list[int]:
    return list(accumulate(differences, initial=0))[1:]


def _split(id: Any) -> tuple[str, int] | None:
    """The maker and number of a record id; None for any text that would not come back the same."""
    maker, dot, digits = id.partition(".") if isinstance(id, str) else ("", "", "")
    number = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 16 else -1
    return (maker, number) if dot and digits == str(number) else None


def _ids(values: Sequence[Any], devices: _Places) -> list[Any] | None:
    """Record ids as places of their makers and differences of their numbers; None where one is of another form."""
    parts = []
    for value in values:
        if (part := _split(value)) is None:
            return None
        parts.append(part)
    return [IDS, devices.all(maker for maker, _ in parts), _differences(number for _, number in parts)]


def _column(values: list[Any], devices: _Places) -> list[Any]:
    if (ids := _ids(values, devices)) is not None:
        return ids
    if all(type(value) is int for value in values):
        return [DIFFERENCES, _differences(values)]
    return [ORDINARY, values]


def _sound(entries: list[Entry]) -> list[Entry]:
    """The entries, if the log can hold them: a member's key may sign nonsense too. Raises ValueError."""
    changes = [entry.change for entry in entries]
    edits = [edit for change in changes for edit in change.edits]
    seen = {id(entry.seen): entry.seen for entry in entries}.values()  # that of many changes is one
    numbers = [number for entry in entries for number in (entry.lamport, entry.at)]
    numbers += [last for known in seen for last in known.values()]
    texts = [text for change in changes for text in (change.action, change.by, change.reason)]
    texts += [device for known in seen for device in known]
    texts += [edit.id for edit in edits]
    texts += [text for kind, names in {(e.kind, tuple(e.fields)) for e in edits} for text in (kind, *names)]
    if {*map(type, numbers)} != {int} or not 0 <= min(numbers) <= max(numbers) < HIGHEST:
        raise ValueError("number out of range")
    if {*map(type, texts)} != {str}:
        raise ValueError("not a text")
    return entries


class _Reader:
    """Takes a decoded table apart again; any shape that `table` does not make raises one of the errors of `decode`."""

    def __init__(self, table: list[Any], device: str, first: int) -> None:
        _, self.devices, self.texts, self.shapes, self.changes, ids, self.shape, self.columns = table
        self.device, self.first = device, first
        self.ids = iter(self._values(ids))

    def entries(self) -> list[Entry]:
        moves, lamports, times, errors, actions, officers, reasons, counts = self.changes
        edits = self._edits()
        seen = self._seen(moves, len(counts))
        rows = zip(
            seen, _sums(lamports), _sums(times), errors or [None] * len(counts), actions, officers, reasons, counts,
            strict=True,
        )  # fmt: skip
        return [
            Entry(
                self.device, self.first + place, known, lamport, at, error,
                Change(self.texts[action], tuple(islice(edits, count)), self.texts[by], self.texts[reason]),
            )
            for place, (known, lamport, at, error, action, by, reason, count) in enumerate(rows)
        ]  # fmt: skip

    def _seen(self, moves: list[list[int]], count: int) -> list[dict[str, int]]:
        by_place = {move[0]: move[1:] for move in moves}
        found, seen = [], dict[str, int]()
        for place in range(count):
            if move := by_place.get(place):
                moved = {self.devices[d]: seq for d, seq in zip(move[::2], move[1::2], strict=True)}
                seen = {device: seq for device, seq in (seen | moved).items() if seq != GONE}
            found.append(seen)
        return found

    def _edits(self) -> Iterable[Edit]:
        shapes = [(kind, tuple(names)) for kind, names in self.shapes]
        columns = dict[tuple[str, str], Callable[[], Any]]()
        order = iter(self.columns)
        for place in self.shape:
            kind, names = shapes[place]
            for name in names:
                if (kind, name) not in columns:
                    columns[kind, name] = iter(self._values(next(order))).__next__
        readers = [(kind, [(name, columns[kind, name]) for name in names]) for kind, names in shapes]
        return self._read(readers)

    def _read(self, readers: list[tuple[str, list[tuple[str, Callable[[], Any]]]]]) -> Iterable[Edit]:
        for place in self.shape:
            kind, fields = readers[place]
            yield Edit(kind, next(self.ids), {name: value() for name, value in fields})

    def _values(self, column: list[Any]) -> list[Any]:
        if column[0] == IDS:
            makers = (self.devices[place] for place in column[1])
            return [f"{maker}.{n}" for maker, n in zip(makers, _sums(column[2]), strict=True)]
        return _sums(column[1]) if column[0] == DIFFERENCES else list(column[1])
