"""How many scans wait at each PC, as it last told with an errand of scans: for who looks after the server.

A PC tells what waits beside the files that the errand is about; how far those are the server knows better itself.

    DIR / office / waiting / device      CBOR [files, bytes, since, told], a blob of the shelf; times in s since 1970
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass

import cbor2

from sync.carriers.scan_holding import Holding
from sync.carriers.scan_wire import Errand, Told
from sync.server.engine import Full
from sync.server.shelf import Shelf
from sync.signing import Signed


@dataclass(frozen=True)
class Waiting:
    """`since` is when the first of them came to that PC, by its clock, 0 for none; `told` is the server's time."""

    files: int
    bytes: int
    since: int
    told: int


def note(shelf: Shelf, signed: Signed, errand: Errand, answered: Told, kept: Holding) -> None:
    """Keep what a PC told, with what is still open of the errand it told it in."""
    if errand.waiting is None:
        return
    files, bytes, since = errand.waiting
    for label, held in zip(errand.labels, answered.held, strict=True):
        if held is not True:
            files, bytes = files + 1, bytes + _open(kept, label)
    now = Waiting(files, bytes, since if files else 0, answered.time // 1000)
    with suppress(Full):  # that nobody can be told is no reason to refuse scans that are held already
        shelf.put(signed.office, _place(signed.device), cbor2.dumps(astuple(now)))


def _open(kept: Holding, label: bytes) -> int:
    """Bytes that lack of a file; 0 where not even its list has come."""
    of = kept.list(label)
    if of is None:
        return 0
    flags: Sequence[bool] = kept.holds(of)
    return sum(of.size(number) for number, held in enumerate(flags) if not held)


def of(shelf: Shelf, office: str, device: str) -> Waiting | None:
    """What a PC told last; None before it told anything."""
    data = shelf.get(office, _place(device))
    try:
        return Waiting(*cbor2.loads(data)) if data else None
    except (ValueError, TypeError, cbor2.CBORError):
        return None  # damaged on the disk: as good as not told


def _place(device: str) -> str:
    return f"waiting/{device}"
