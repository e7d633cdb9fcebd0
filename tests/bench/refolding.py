"""How fast changes become bytes and bytes become rows again: seal, open, take in, refold; and what sealing costs."""

from collections.abc import Iterator
from pathlib import Path

from sync import codec, envelope, log, segments
from sync.seal import seal, unseal
from tests.bench import exchanging
from tests.bench.exchanging import Stage
from tests.bench.measure import each, timed
from tests.bench.table import Figure

BATCHES = (segments.BATCH, segments.MOST_CHANGES)
"""Changes written in one transaction: as the window takes them in, and as much as a segment holds."""


def measure(temp: Path, *, quick: bool = False) -> Iterator[Figure]:
    """The figures of this group; `quick` only shows that it runs."""
    _, _, whole = exchanging.prepare(temp / "w1000", exchanging.work(*(8, 2) if quick else (1000, 10)))
    yield from _sealing(whole)
    for batch in BATCHES:
        yield _taking_in(whole, temp / f"in {batch}", batch)
    with whole.scene.desk(1) as desk:
        many = desk.db.execute("SELECT count(*) FROM change").fetchone()[0]
        seconds, _ = timed(lambda: log.refold(desk.db))
        yield Figure(f"refold of all rows from {many:,} changes", many / seconds, "changes/s")
        size = (whole.scene.home(1) / "desk.db").stat().st_size
        yield Figure("file on the disk, for each change", size / many, "B")


def _sealing(stage: Stage) -> Iterator[Figure]:
    with stage.scene.desk(1) as desk:
        ring, entries = desk.keyring, log.run(desk.db, desk.device.id, 0, segments.MOST_CHANGES)
    place = {"office": "00562", "epoch": 1, "previous": bytes(32), "key": ring.office_keys[1]}
    sealed, data = timed(lambda: seal(entries, **place, private_key=ring.signing))
    opened, _ = timed(lambda: unseal(envelope.parse(data), ring.office_keys))
    body = len(codec.encode(entries))
    yield Figure(f"sealing {len(entries):,} changes", len(entries) / sealed, "changes/s")
    yield Figure("opening them", len(entries) / opened, "changes/s")
    yield Figure("bytes for each change, sealed", len(data) / len(entries), "B")
    yield Figure("bytes that sealing and signing add to a segment", len(data) - body, "B")


def _taking_in(stage: Stage, folder: Path, batch: int) -> Figure:
    """All changes of PC 1 into the empty file of PC 2."""
    scene = stage.scene.copy(folder)
    with scene.desk(1) as desk:
        entries = list(log.everything(desk.db))
    with scene.desk(2) as desk:
        batches = [entries[start : start + batch] for start in range(0, len(entries), batch)]
        took = sum(each(lambda some=some: log.receive(desk.db, some) for some in batches)) / 1000
    return Figure(f"taking in {len(entries):,} changes, {batch:,} in a transaction", len(entries) / took, "changes/s")
