"""How long a person waits for the window and a script for the command, as processes started fresh, and their memory.

Beside: an empty window of Qt in a process of its own, and a Python that does nothing.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.bench import crowd
from tests.bench.measure import timed
from tests.bench.office import PASSWORD, Scene
from tests.bench.table import Figure
from tests.source import ROOT

RUNS = 3
READY = 2000.0
"""ms in which a person should be able to begin."""


def measure(temp: Path, *, quick: bool = False) -> Iterator[Figure]:
    """The figures of this group; `quick` only shows that it runs."""
    runs = 1 if quick else RUNS
    homes = {"an empty file": Scene.new(temp / "small").home(1)}
    if not quick:
        homes[f"{crowd.SIZE:,} cases"] = crowd.scene(temp / "crowded").home(1)
    bare = [_window() for _ in range(runs)]
    for held, home in homes.items():
        yield from _windows(held, [_window(str(home)) for _ in range(runs)], bare)
    nothing = median(_process("-c", "pass") for _ in range(runs))
    for held, home in homes.items():
        listing = ("-m", "ui.command", "case", "list", "--list", "open", "--limit", "50", "--home", str(home))
        seconds = median(_process(*listing) for _ in range(runs))
        yield Figure(f"casedesk case list, {held}", seconds, "s", nothing, "a Python that does nothing")


def _windows(held: str, told: list[dict], bare: list[dict]) -> Iterator[Figure]:
    empty = median(one["painted"]["QWidget"] for one in bare)
    yield Figure(
        f"start to log-in on the screen, {held}", median(one["painted"]["LogIn"] for one in told), "ms", empty,
        "an empty window of Qt", most=READY,
    )  # fmt: skip
    waited = median(one["painted"]["Window"] - one["entered"] for one in told)
    yield Figure(f"password entered to usable window, {held}", waited, "ms")
    memory = median(one["memory"] for one in bare)
    yield Figure(
        f"memory of the window, {held}", median(one["memory"] for one in told), "MB", memory, "an empty window of Qt"
    )


def _window(*home: str) -> dict:
    """What a window process told (`tests.bench.window`)."""
    return json.loads(_run("-m", "tests.bench.window", *home))


def _process(*arguments: str) -> float:
    return timed(lambda: _run(*arguments))[0]


def _run(*arguments: str) -> str:
    surroundings = {**os.environ, "CASEDESK_PASSWORD": PASSWORD, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{arguments}: {done.stderr[-2000:]}")
    return done.stdout
