"""The same work over a line of 64 kbit/s and 600 ms: a day, nothing to do, and a line that is cut every 15 s.

Beside: what physics asks of the bytes that really passed, as the faster line cannot be had. A cold exchange opens its
connection first, which costs one round trip more.
"""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

from sync.desk import Desk
from sync.exchange import carrier_of
from sync.report import Report
from tests.bench import exchanging, office, workloads
from tests.bench.exchanging import DAY, NEARLY, Stage, deliver
from tests.bench.measure import timed
from tests.bench.office import Scene
from tests.bench.table import Figure
from tests.proxy import Proxy

OF_ZSTD = 9_843 / 10_450
"""The reference floor of a day of the peers' text beside zstd -19 of that text; ours is harder, so the share counts."""

RATE, DELAY, CUT = 8000, 0.3, 15.0
QUICK = {"rate": 800_000, "delay": 0.003, "cut_every": 0.5}


def measure(temp: Path, *, quick: bool = False) -> Iterator[Figure]:
    """The figures of this group; `quick` only shows that it runs."""
    line = {"rate": RATE, "delay": DELAY, "cut_every": CUT} | (QUICK if quick else {})
    steady = {name: value for name, value in line.items() if name != "cut_every"}
    yield from _day(temp / "day", exchanging.work(*(2, 2) if quick else DAY, seed=2), steady)
    stages = exchanging.prepare(temp / "cut", exchanging.work(8, 2) if quick else exchanging.work())
    _, edits, whole = stages
    yield from _cut(edits, temp / "edits cut", line, most=25.0)
    yield from _cut(whole, temp / "whole cut", line, most=25.0)


def _day(folder: Path, day: workloads.Work, line: dict) -> Iterator[Figure]:
    """A day's work on a connection that is kept and on a new one, and nothing to do on both."""
    scene = Scene.new(folder)
    deliver(scene, 1)  # the officers' accounts went long ago
    waiting = scene.copy(folder.parent / "day waiting")
    with waiting.desk(1) as desk:
        _work(desk, day)
    with _Line(scene, line) as there:
        yield _time("nothing to do, new connection", *there.exchange(), line, trips=2)
        seconds, report = there.exchange()
        yield Figure("nothing to do, both ways", report.bytes_sent + report.bytes_received, "B", most=1000)
        yield Figure("nothing to do, exchanges", report.round_trips, most=1)
        yield _time("nothing to do, kept connection", seconds, report, line)
        _work(there.desk, day)
        seconds, report = there.exchange()
        floor = workloads.zstd19(day.lines_of_new(), day.lines_of_edits())
        sent = report.bytes_sent + report.bytes_received
        yield Figure(
            f"day ({report.changes_sent}), both ways", sent, "B", floor, "zstd -19 of it",
            most=NEARLY * OF_ZSTD, by_ratio=True,
        )  # fmt: skip
        yield Figure("day, exchanges", report.round_trips, most=1)
        yield _time("day, kept connection", seconds, report, line, most=2.5)
    with _Line(waiting, line) as there:
        yield _time("day, new connection", *there.exchange(), line, trips=2)


def _work(desk: Desk, day: workloads.Work) -> None:
    office.edit_all(desk, day, office.receive_all(desk, day))


def _time(name: str, seconds: float, report: Report, line: dict, trips: int = 1, most: float | None = None) -> Figure:
    physics = (report.bytes_sent + report.bytes_received) / line["rate"] + trips * 2 * line["delay"]
    return Figure(f"{name}: time", seconds, "s", physics, f"for these bytes and {trips} round trip(s)", most=most)


def _cut(stage: Stage, folder: Path, line: dict, most: float) -> Iterator[Figure]:
    """A stage on a line that breaks again and again; every attempt follows the last at once."""
    with _Line(stage.scene.copy(folder), line, pc=stage.pc) as there:
        report = Report()
        seconds, cuts = timed(lambda: office.sync_through(there.desk, there.carrier, report, batch=4000))
        up, down = there.proxy.up, there.proxy.down
        passed = max(up, down) / line["rate"] + 2 * line["delay"]
        name = f"{stage.name} ({stage.changes:,}), cut every {line['cut_every']:.0f} s"
        yield Figure(f"{name}: time", seconds, "s", passed, f"for {max(up, down):,} B and one round trip", most=most)
        yield Figure(f"{name}: attempts that were cut", cuts)
        yield Figure(f"{name}: bytes that passed", up + down, "B", stage.floor, "zstd -19")


class _Line:
    """A PC at the far end of a thin line, with its desk open and one carrier that it keeps."""

    def __init__(self, scene: Scene, line: dict, pc: int = 1) -> None:
        self._scene, self._line, self._pc = scene, line, pc

    def __enter__(self) -> "_Line":
        with ExitStack() as opened:
            province = opened.enter_context(self._scene.province())
            self.desk = opened.enter_context(self._scene.desk(self._pc))
            self.proxy = opened.enter_context(Proxy(province.address, **self._line))
            self.carrier = opened.enter_context(closing(carrier_of(self.desk, self.proxy.address)))
            self._opened = opened.pop_all()
        return self

    def __exit__(self, *error) -> None:
        self._opened.__exit__(*error)

    def exchange(self) -> tuple[float, Report]:
        report = Report()
        return timed(lambda: (office.sync_through(self.desk, self.carrier, report), report)[1])
