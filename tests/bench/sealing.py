"""What it costs to seal changes and to take them in, for 1, 50 and 1,000 cases, and what a fork costs on top.

Beside the bytes: zstd -19 of the same cases as JSON lines in one frame, with nothing around it.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

from sync import codec, intake, log, segments
from sync.envelope import parse
from sync.exchange import seal_waiting
from sync.jobs import run
from sync.report import Report
from tests.bench import office, workloads
from tests.bench.exchanging import work
from tests.bench.measure import timed
from tests.bench.office import Scene
from tests.bench.table import Figure

SIZES = (1, 50, 1000)


def measure(temp: Path, *, quick: bool = False) -> Iterator[Figure]:
    """The figures of this group; `quick` only shows that it runs."""
    for cases in SIZES[:1] if quick else SIZES:
        yield from _sealed(Scene.new(temp / f"sealed {cases}"), cases)
    yield from _forked(Scene.new(temp / "forked"), 2 if quick else 50)


def _sealed(scene: Scene, cases: int) -> Iterator[Figure]:
    written = work(cases, 0)
    with scene.desk(1) as one, scene.desk(2) as two:
        before = log.vector(one.db)[one.device.id]
        run_all(one)
        office.receive_all(one, written)
        seconds, _ = timed(lambda: run_all(one))
        sealed = segments.after(one.db, one.device.id, before)
        changes = log.run(one.db, one.device.id, before, segments.MOST_CHANGES)
        body = len(codec.encode(changes))
        list(run_in(two, segments.after(one.db, one.device.id, 0)[:1]))
        report = Report()
        taken, _ = timed(lambda: list(run_in(two, sealed, report)))
    size, floor, name = sum(map(len, sealed)), workloads.zstd19(written.lines_of_new()), f"{cases:,} cases"
    yield Figure(f"{name}: bytes sealed and signed", size, "B", floor, "zstd -19")
    yield Figure(f"{name}: of these around the compressed changes, for each change", (size - body) / cases, "B")
    yield Figure(f"{name}: sealing", seconds, "s")
    yield Figure(f"{name}: taking in, on the disk", taken, "s")
    if cases >= 50:
        yield Figure(f"{name}: changes out", cases / seconds, "/s")
        yield Figure(f"{name}: changes in", cases / taken, "/s")


def run_all(desk) -> None:
    """Seal all that waits."""
    run(_nothing_else(seal_waiting(desk)))


def _nothing_else(steps):
    yield from steps
    return Report()


def run_in(desk, sealed, report=None) -> Iterator[None]:
    """Take segments in, as an exchange does."""
    yield run(_nothing_else(intake.take_in(desk, sealed, report or Report(), lambda _: None, segments.MOST_CHANGES)))


def _forked(scene: Scene, cases: int) -> Iterator[Figure]:
    """A cloned disk: both copies receive so many cases, one delivers, then the other one heals."""
    written = work(cases, 0)
    with scene.province() as province:
        with scene.desk(1) as one:
            office.sync(one, province.address)
        shutil.copytree(scene.home(1), scene.home(3))
        with scene.desk(1) as one:
            office.receive_all(one, written)
            office.sync(one, province.address)
        with scene.desk(3) as clone:
            office.receive_all(clone, written)
            seconds, report = timed(lambda: office.sync(clone, province.address))
            heads = segments.heads(clone.db)
            assert report.delivered and parse(segments.after(clone.db, clone.device.id, 0)[-1]).hash == heads[
                clone.device.id
            ].hash  # fmt: skip
    yield Figure(f"a fork of {cases:,} cases on each side: exchange that heals it", seconds, "s")
    yield Figure(
        f"a fork of {cases:,} cases on each side: bytes both ways", report.bytes_sent + report.bytes_received, "B"
    )
