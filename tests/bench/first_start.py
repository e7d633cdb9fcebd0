"""First start of a new PC: how long until it can be worked with, until five years are there, and what they weigh.

A process of its own fetches as the window does, is killed in the middle as a power cut would, and goes on. Beside the
bytes: what 64 kbit/s need for them. With `--full` it is 800,000 changes, else 40,000 of the same office.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from desk.procedures.catalogue import starter
from sync.frames import OVERHEAD
from sync.home import make
from sync.segments import BATCH
from tests.bench import years
from tests.bench.far_away import RATE
from tests.bench.office import PASSWORD
from tests.bench.table import Figure
from tests.sync.province import Province

CHANGES, FULL, QUICK = 40_000, 800_000, 1200
AT_ONCE, A_DAY = 4, 1000
"""Changes in a segment: of an office that is always on the line, and of one that delivers in the evening."""

MEMORY = 250.0


def measure(temp: Path, *, quick: bool = False, full: bool = False) -> Iterator[Figure]:
    """The figures of this group; `quick` only shows that it runs."""
    changes = FULL if full else QUICK if quick else CHANGES
    for together, name in ((AT_ONCE, "delivered at once"), (A_DAY, "delivered each evening")):
        yield from _fetched(temp / name, changes, together, f"{changes:,} changes, {name}")


def _fetched(folder: Path, changes: int, together: int, name: str) -> Iterator[Figure]:
    folder.mkdir()
    province = Province(folder)
    pcs = province.provision(pcs=years.PCS + 1)
    count, size = _written(province, [pc.file for pc in pcs], changes, together)
    make(folder / "new", pcs[-1].file, "Cán bộ 5", PASSWORD)
    province.start()
    try:
        yield from _told(name, province.address, folder / "new", changes, count, size)
    finally:
        province.stop()


def _written(province: Province, files, changes: int, together: int) -> tuple[int, int]:
    """Put the history on the server's disk; its segments and their bytes."""
    count = size = 0
    for day in years.days(files, changes, together, list(starter().current(date(2026, 11, 20)))):
        assert not any(province.engine.take(files[0].office, files[0].device, day, None))
        count, size = count + len(day), size + sum(len(segment.data) for segment in day)
    return count, size


def _told(name: str, address: str, home: Path, changes: int, count: int, size: int) -> Iterator[Figure]:
    first, *_, killed = _run(address, home, stop_at=changes // 2)
    *_, last = _run(address, home)
    assert last["done"] and killed["changes"] + last["changes"] >= changes, (killed, last)
    came, weight = killed["bytes"] + last["bytes"], size + count * OVERHEAD
    yield Figure(f"{name}: until it can be worked with", first["opened"], "s")
    yield Figure(f"{name}: until the first of it is there", first["seconds"], "s")
    yield Figure(f"{name}: all of it, killed in the middle", killed["seconds"] + last["seconds"], "s")
    yield Figure(f"{name}: all of it, seconds of this PC's processor", killed["cpu"] + last["cpu"], "s")
    yield Figure(f"{name}: taken in by then", killed["changes"] / (killed["seconds"] - killed["opened"]), "changes/s")
    yield Figure(f"{name}: taken in after it", last["changes"] / (last["seconds"] - last["opened"]), "changes/s")
    yield Figure(f"{name}: bytes", came, "B", weight, f"segments in {count:,} frames")
    yield Figure(f"{name}: minutes at 64 kbit/s for these bytes", came / RATE / 60)
    yield Figure(f"{name}: longest that the window waits", max(killed["longest"], last["longest"]) * 1000, "ms")
    yield Figure(f"{name}: of its waits longer than 0.1 s", 100 * last["late"] / last["steps"], "%")
    yield Figure(f"{name}: memory at the most", max(killed["mb"], last["mb"]), "MB", most=MEMORY)
    yield Figure(f"{name}: file", (home / "desk.db").stat().st_size / 1e6, "MB")


def _run(address: str, home: Path, stop_at: int | None = None) -> list[dict]:
    """What a newcomer told until it was done, or was killed once it had so many changes."""
    told: list[dict] = []
    how = [sys.executable, "-m", "tests.bench.newcomer", str(home), address, str(BATCH)]
    with subprocess.Popen(how, stdout=subprocess.PIPE, text=True) as newcomer:
        for line in newcomer.stdout:
            told.append(json.loads(line))
            if stop_at is not None and told[-1]["changes"] >= stop_at:
                newcomer.kill()
                break
    return told
