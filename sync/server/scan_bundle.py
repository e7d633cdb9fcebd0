"""A file of scans at the server (`casedesk-server bundle`): takes it in, and answers with a receipt and what was asked.

The same rules as over the network: the PC's signature on the whole file, each chunk by its hash, within the quota.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from time import time

from desk import Refused, Unusable, words
from sync import frames
from sync.carriers import bundle
from sync.carriers.bundle import Bundle, Head, Progress
from sync.carriers.scan_wire import LARGEST_MESSAGE, SCANS_MAGIC, SCANS_SUFFIX, Errand
from sync.scans.chunk_list import ChunkList
from sync.server import scans_waiting
from sync.server.app import App
from sync.server.engine import Full
from sync.server.scans import Kept, Reception, receipt
from sync.server.trouble import Trouble
from sync.signing import Signed, digest

ANSWER = ".answer"


def is_scans(path: Path) -> bool:
    """Whether a file begins as one of scans does."""
    return bundle.is_bundle(path, SCANS_MAGIC)


def answer(app: App, path: Path, out: Path, progress: Progress = lambda done, of: None) -> list[str]:
    """Take a file in and write its answer into `out`; what to say about it.

    Raises Refused, Unusable or Tampered, in words, for a file that is not to be taken; chunks it brought may be kept.
    """
    assert app.shelf is not None
    found = bundle.read(path, progress, SCANS_MAGIC)
    signed, kept = _judged(app, found), Kept(app.shelf, found.head.office)
    reception = Reception(kept, signed, app.quota)
    errand = _read(reception, found)
    lists = list(_asked_for(kept, errand))
    told = replace(receipt(kept, signed, replace(errand, names=()), reception), labels=errand.labels, lists=[lists])
    scans_waiting.note(app.shelf, signed, errand, told, kept)
    message = frames.message(told.signed(app.keys.server))
    length = len(message) + sum(each.length + frames.OVERHEAD * each.count for each in lists)
    there = out / f"{path.name.removesuffix(SCANS_SUFFIX)}{ANSWER}{SCANS_SUFFIX}"
    head = Head("a", signed.office, signed.device, signed.nonce, int(time() * 1000))
    bundle.write(there, head, _body(kept, message, lists), length, app.keys.server, progress, SCANS_MAGIC)
    whole = sum(held is True for held in told.held)
    took = words.text("scans_travel.bundle_took", device=signed.device, files=whole, of=len(told.held))
    return [took, words.text("scans_travel.bundle_answered", file=str(there), files=len(lists))]


def _judged(app: App, found: Bundle) -> Signed:
    """Who wrote the file, once its signature holds."""
    head = found.head
    if head.kind != "q":
        raise Refused("bundle.server.not_for_us", field="file", file=found.path.name)
    if app.engine.roster(head.office) is None:
        raise Refused("bundle.server.no_office", field="file", office=head.office)
    member = app.roster(head.office).find(head.device)
    if member is None:
        raise Refused("bundle.stranger", field="file", device=head.device)
    found.verify(member.public_key)
    if member.revoked_after is not None:
        raise Refused("bundle.server.revoked_scans", field="file", device=member.name)
    return Signed(head.office, head.device, head.nonce, head.time // 1000, digest(found.body_hash))


def _read(reception: Reception, found: Bundle) -> Errand:
    try:
        return reception.read(found.pieces())
    except Trouble as trouble:
        if trouble.kind == "quota":
            raise Unusable("scans_travel.server_quota", **trouble.values) from trouble
        raise Unusable(f"bundle.server.{trouble.kind}", file=found.path.name) from trouble
    except Full as error:
        raise Unusable("bundle.server.full") from error


def _asked_for(kept: Kept, errand: Errand) -> Iterator[ChunkList]:
    """The lists of the files asked for that are here whole, as many as one answer holds."""
    lists = chunks = 0
    for name in errand.names:
        for each in kept.lists(name):
            lists, chunks = lists + len(each.data), chunks + each.length + frames.OVERHEAD * each.count
            if lists > LARGEST_MESSAGE // 2 or chunks > bundle.LARGEST - 2 * LARGEST_MESSAGE:
                return
            if all(kept.chunk(each, number) for number in range(each.count)):
                yield each


def _body(kept: Kept, message: bytes, lists: Sequence[ChunkList]) -> Iterator[bytes]:
    yield message
    for each in lists:
        for number in range(each.count):
            data = kept.chunk(each, number)
            assert data is not None, each.label.hex()
            yield frames.frame(data)
