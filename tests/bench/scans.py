"""Scans on their way: a busy day's 78 pages of 150 kB on this machine, and a sample over 64 kbit/s and 600 ms.

The sample goes over a line that is kept and over one that is cut every 15 s. A whole day takes what physics asks there,
some 24 minutes.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from random import Random

from desk.scans import scanning
from sync.desk import Desk
from sync.jobs import run
from sync.scans import fetching, scan_store, sending, sides, travel
from tests.bench import office
from tests.bench.exchanging import deliver, work
from tests.bench.far_away import CUT, DELAY, QUICK, RATE
from tests.bench.measure import timed
from tests.bench.office import Scene
from tests.bench.table import Figure
from tests.pictures import picture
from tests.proxy import Proxy

PAGE, PAGES = 150_000, 78


def measure(temp: Path, *, quick: bool = False) -> Iterator[Figure]:
    """The figures of this group; `quick` only shows that it runs."""
    yield from _here(temp / "here", 3 if quick else PAGES)
    line = {"rate": RATE, "delay": DELAY, "cut_every": CUT} | (QUICK if quick else {})
    far = _office(temp / "far", 1 if quick else 2)
    steady = {name: value for name, value in line.items() if name != "cut_every"}
    yield from _over(far.copy(temp / "steady"), "kept", steady)
    yield from _over(far, f"cut every {line['cut_every']:.0f} s", line)


def _office(folder: Path, pages: int) -> Scene:
    """An office whose first PC has pages to send, and whose second knows of them."""
    scene, chance = Scene.new(folder), Random(1)
    with scene.desk(1) as desk:
        [case] = office.receive_all(desk, work(1, 0))
        for n in range(pages):
            _add(desk, folder / f"{n}.jpg", case, chance)
    deliver(scene, 1)
    deliver(scene, 2)
    return scene


def _add(desk: Desk, path: Path, case: str, chance: Random) -> None:
    path.write_bytes(picture(size=(60, 80)) + chance.randbytes(PAGE))
    kept = scan_store.folder_of(desk).keep(path)
    scan_store.note(desk, kept.file)
    desk.do(lambda hand: scanning.add(desk.db, hand, case, [kept.file]))
    os.unlink(path)


def _here(folder: Path, pages: int) -> Iterator[Figure]:
    """No line in between: what the two programs and the disk cost."""
    scene = _office(folder, pages)
    with ExitStack() as opened:
        address = opened.enter_context(scene.province()).address
        one, two = (opened.enter_context(scene.desk(pc)) for pc in (1, 2))
        posts = [opened.enter_context(closing(sides.province(desk, address))) for desk in (one, two)]
        seconds, sent = timed(lambda: run(sending.send(one, posts[0])))
        yield Figure(f"{pages} pages sent", sent.bytes / seconds / 1e6, "MB/s")
        yield Figure(f"{pages} pages sent: bytes beside the chunks", sent.line_bytes - sent.bytes, "B")
        travel.ask_again(one)
        seconds, asked = timed(lambda: run(sending.send(one, posts[0])))
        yield Figure(f"{pages} pages asked about: bytes both ways", asked.line_bytes, "B")
        seconds, came = timed(lambda: run(fetching.fetch(two, posts[1:], travel.lacking(two))))
        yield Figure(f"{pages} pages fetched", came.bytes / seconds / 1e6, "MB/s")


def _over(scene: Scene, name: str, line: dict) -> Iterator[Figure]:
    """The pages there and one back, beside what physics asks of the bytes of their chunks and one round trip."""
    with ExitStack() as opened:
        proxy = opened.enter_context(Proxy(opened.enter_context(scene.province()).address, **line))
        one, two = (opened.enter_context(scene.desk(pc)) for pc in (1, 2))
        posts = [opened.enter_context(closing(sides.province(desk, proxy.address))) for desk in (one, two)]
        seconds, sent = timed(lambda: run(sending.send(one, posts[0])))
        yield _time(f"{sent.files} pages sent, line {name}", seconds, sent.bytes, line)
        yield Figure(
            f"{sent.files} pages sent, line {name}: bytes handed to it", sent.line_bytes, "B", sent.bytes, "chunks"
        )
        yield Figure(f"{sent.files} pages sent, line {name}: cuts", sent.cuts)
        wanted = travel.lacking(two)[:1]
        seconds, came = timed(lambda: run(fetching.fetch(two, posts[1:], wanted)))
        yield _time(f"a page opened, line {name}", seconds, came.bytes, line)


def _time(name: str, seconds: float, bytes: int, line: dict) -> Figure:
    """A line that is cut loses what is on it, and each new connection costs a round trip more."""
    most = 1.5 if "cut_every" in line else 1.25
    physics = bytes / line["rate"] + 2 * line["delay"]
    peer = f"for {bytes:,} B of chunks and one round trip"
    return Figure(f"{name}: time", seconds, "s", physics, peer, most=most, by_ratio=True)
