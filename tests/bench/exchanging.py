"""Exchanges on loopback: bytes, seconds and round trips of pushing and pulling the workload `w1000`.

Beside: zstd -19 of the same changes as JSON lines in one batch, and seconds of Actual 26.9 and Etebase 0.43 as once
measured on another machine of two cores. Absolute seconds differ between machines; a fifth of theirs is the target.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median

from desk.procedures.catalogue import starter
from sync.report import Report
from tests.bench import office, workloads
from tests.bench.measure import timed
from tests.bench.office import BEGIN, Scene
from tests.bench.table import Figure
from tests.proxy import Proxy

CASES, ROUNDS = 1000, 10
DAY = (26, 24)
NEARLY = 1.15
"""The most that we may need of what zstd -19 needs."""

REFERENCE = {
    "push of new cases": (117_787, 2.39, 3.69),
    "push of edits": (110_972, 0.97, 61.1),
    "pull of all": (228_344, 4.19, 1.70),
}
"""On the peers' text: bytes of the floor, seconds of Actual, seconds of Etebase."""


def work(cases: int = CASES, rounds: int = ROUNDS, seed: int = 1) -> workloads.Work:
    """A workload over the starter's procedures."""
    return workloads.work(cases, rounds, seed, list(starter().current(date(2026, 11, 20))))


@dataclass
class Stage:
    """A scene before one thing that is measured."""

    name: str
    scene: Scene
    pc: int
    floor: int
    changes: int


def prepare(folder: Path, work: workloads.Work) -> list[Stage]:
    """The scenes before each push and the pull."""
    new, edits = work.lines_of_new(), work.lines_of_edits()
    scene = Scene.new(folder / "new")
    with scene.desk(1) as desk:
        ids = office.receive_all(desk, work)
    edited = scene.copy(folder / "edits")
    deliver(edited, 1)
    with edited.desk(1, BEGIN + 86_400) as desk:
        office.edit_all(desk, work, ids)
    whole = edited.copy(folder / "all")
    deliver(whole, 1)
    return [
        Stage("push of new cases", scene, 1, workloads.zstd19(new), len(new)),
        Stage("push of edits", edited, 1, workloads.zstd19(edits), len(edits)),
        Stage("pull of all", whole, 2, workloads.zstd19(new, edits), len(new) + len(edits)),
    ]


def deliver(scene: Scene, pc: int) -> Report:
    """Exchange once at a PC, as fast as it goes."""
    with scene.province() as province, scene.desk(pc) as desk:
        return office.sync(desk, province.address)


@dataclass
class Played:
    """How one exchange went: seconds, what the carrier counted, and bytes up and down at the proxy if there was one."""

    seconds: float
    report: Report
    up: int = 0
    down: int = 0


def play(stage: Stage, folder: Path, through: Callable[[str], Proxy] | None = None) -> Played:
    """Play a stage in a copy of its scene, straight or through a proxy, and see that all arrived."""
    scene = stage.scene.copy(folder)
    with scene.province() as province, scene.desk(stage.pc) as desk:
        if through is None:
            played = Played(*timed(lambda: office.sync(desk, province.address)))
        else:
            with through(province.address) as proxy:
                seconds, report = timed(lambda: office.sync(desk, proxy.address))
                played = Played(seconds, report, proxy.up, proxy.down)
    done = played.report.changes_sent if stage.pc == 1 else played.report.changes_received
    assert played.report.delivered and done >= stage.changes, f"{stage.name}: {played.report}"
    return played


def measure(temp: Path, *, quick: bool = False) -> Iterator[Figure]:
    """The figures of this group; `quick` only shows that it runs."""
    stages = prepare(temp / "w1000", work(8, 2) if quick else work())
    for stage in stages:
        counted = play(stage, temp / f"{stage.name} counted", Proxy)
        straight = [play(stage, temp / f"{stage.name} {run}") for run in range(1 if quick else 3)]
        yield from _told(stage, counted, straight)


def _told(stage: Stage, counted: Played, straight: list[Played]) -> Iterator[Figure]:
    name, report = f"{stage.name} ({stage.changes:,})", counted.report
    floor, actual, etebase = REFERENCE[stage.name]
    there, back = (counted.up, counted.down) if stage.pc == 1 else (counted.down, counted.up)
    yield Figure(
        f"{name}: bytes there, at the proxy", there, "B", stage.floor, f"zstd -19 (peers' text {floor:,} B)",
        most=NEARLY, by_ratio=True,
    )  # fmt: skip
    yield Figure(f"{name}: bytes back, at the proxy", back, "B")
    yield Figure(
        f"{name}: bytes both ways, as the program counts", report.bytes_sent + report.bytes_received, "B",
        counted.up + counted.down, "at the proxy",
    )  # fmt: skip
    yield Figure(f"{name}: exchanges", report.round_trips)
    yield Figure(
        f"{name}: time", median(played.seconds for played in straight), "s", min(actual, etebase) / 5,
        f"1/5 of the faster of Actual {actual} s, Etebase {etebase} s", most=1.0, by_ratio=True,
    )  # fmt: skip
