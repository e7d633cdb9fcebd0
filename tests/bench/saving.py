"""Saving a case with twelve papers, beside a bare INSERT of the same bytes into the same kind of file, turn by turn.

Both are on the disk when they return. Then the same in a file of 100,000 cases: the cost must not grow.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sqlite_utils.db import Database

from desk import store
from desk.cases import PaperGiven
from tests.bench import crowd, office
from tests.bench.exchanging import work
from tests.bench.measure import p50, p99, timed
from tests.bench.office import Scene
from tests.bench.table import Figure

SAVES = 400
PAPERS = 12


def measure(temp: Path, *, quick: bool = False) -> Iterator[Figure]:
    """The figures of this group; `quick` only shows that it runs."""
    saves = 10 if quick else SAVES
    cases = [replace(one, papers=_papers(one)) for one in work(saves, 0).new]
    small = Scene.new(temp / "small")
    crowded = crowd.scene(temp / "crowded", quick=quick)
    with bare(temp / "bare.db") as db:
        saved, inserted = _save(small, cases, db)
        full, _ = _save(crowded, cases, db)
    for share in (p50, p99):
        yield Figure(
            f"save of a case with {PAPERS} papers, {share.__name__}", share(saved), "ms", share(inserted),
            "bare INSERT of the same bytes",
        )  # fmt: skip
    for share in (p50, p99):
        yield Figure(
            f"the same in a file of {crowd.size(quick=quick):,} cases, {share.__name__}", share(full), "ms",
            share(saved), "in an empty file",
        )  # fmt: skip


def _papers(one) -> tuple[PaperGiven, ...]:
    rules = one.procedure.papers
    return tuple(
        PaperGiven(rules[place % len(rules)].name if rules else "Đơn đề nghị", "original", 1 + place)
        for place in range(PAPERS)
    )


@contextmanager
def bare(path: Path) -> Iterator[Database]:
    """The same kind of file with one table of one column."""
    db = store.open_store(path, bytes(32))
    db.execute("CREATE TABLE bare (data BLOB)")
    yield db
    db.close()


def _save(scene: Scene, cases: list, bare: Database) -> tuple[list[float], list[float]]:
    """ms of each save, and of a bare INSERT of what the log holds of it."""
    saved, inserted = list[float](), list[float]()
    with scene.desk(1) as desk:
        for one in cases:
            seconds, _ = timed(lambda one=one: office.receive(desk, one))
            saved.append(seconds * 1000)
            [(body,)] = desk.db.execute(
                "SELECT body FROM change WHERE device = ? ORDER BY seq DESC LIMIT 1", [desk.device.id]
            ).fetchall()
            seconds, _ = timed(lambda body=body: bare.execute("INSERT INTO bare VALUES (?)", [body]))
            inserted.append(seconds * 1000)
    return saved, inserted
