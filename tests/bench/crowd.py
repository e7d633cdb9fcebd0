"""A home with 100,000 cases, as an office has them after some years: nearly all ended, some open, a few late.

Taken in through the log in big batches, as if another PC had written them. Made once and kept in the system's folder
for temporary files until the tables, the records or the cases change.
"""

import hashlib
import random
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count, islice
from pathlib import Path
from time import perf_counter

from desk import cases, numbers, record
from desk.record import Change, Edit, Entry
from sync import log
from tests.bench.exchanging import work
from tests.bench.office import Scene, hasty

SIZE, QUICK = 100_000, 300
BATCH = 5000
FIRST = datetime(2023, 11, 1, 8, 0)
YEARS = timedelta(days=3 * 365 + 28)
TIME = "%Y-%m-%dT%H:%M"


def size(*, quick: bool) -> int:
    return QUICK if quick else SIZE


def scene(folder: Path, *, quick: bool = False) -> Scene:
    """A copy of the scene whose PC 1 holds that many cases, to be used up."""
    if quick:
        return _made(folder, QUICK)
    kept = Path(tempfile.gettempdir()) / f"casedesk-bench-{SIZE}-{_key()}"
    if not kept.is_dir():
        start = perf_counter()
        with tempfile.TemporaryDirectory(prefix="casedesk-bench-") as temp:
            _made(Path(temp) / "made", SIZE).folder.rename(kept)
        print(f"{SIZE:,} cases made in {perf_counter() - start:.0f} s, kept in {kept}", file=sys.stderr)
    return Scene(kept).copy(folder)


def _key() -> str:
    """Changes with whatever the kept file is made of."""
    with tempfile.TemporaryDirectory() as temp, Scene.new(Path(temp) / "empty").desk(1) as desk:
        tables = desk.db.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall()
        shape = desk.db.execute("SELECT shape FROM folded").fetchall()
    sources = Path(__file__).read_bytes(), Path(record.__file__).read_bytes()
    return hashlib.sha256(repr((tables, shape, sources, work(50, 0, seed=9).new)).encode()).hexdigest()[:12]


def _made(folder: Path, many: int) -> Scene:
    scene = Scene.new(folder)
    with scene.desk(1) as desk, hasty(desk):
        desk.db.execute("PRAGMA cache_size = -400000")
        other = next(member for member in desk.keyring.roster.members if member.id != desk.device.id)
        entries = _entries(other.id, many)
        while batch := list(islice(entries, BATCH)):
            log.receive(desk.db, batch)
        desk.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return scene


def _entries(device: str, many: int) -> Iterator[Entry]:
    """What the other PC wrote in three years, in order."""
    seqs, ids, chance = count(1), count(1), random.Random(7)

    def entry(at: datetime, change: Change) -> Entry:
        seq = next(seqs)
        return Entry(device, seq, {}, seq, int(at.timestamp()), None, change)

    def new_id() -> str:
        return f"{device}.{next(ids)}"

    for serial, one in enumerate(work(many, 0, seed=9).new, start=1):
        at = FIRST + YEARS * (serial / many)
        due = at + timedelta(days=chance.choice((1, 3, 5, 10, 20, 30)))
        reception = cases.Reception(
            numbers.make(2, serial), "00562", one.procedure.code, one.procedure.version, one.procedure.short,
            at.strftime(TIME), due.strftime(TIME),
        )  # fmt: skip
        values = {name: value for name, value in one.values.items() if value != "" and name != "due_at"}
        received = cases.receive(values, one.papers[:2], reception, new_id=new_id, by=f"{device}.1")
        yield entry(at, received)
        id, path = received.edits[0].id, "received"
        for action, stage, after in _way(chance, due > FIRST + YEARS):
            path, at = f"{path}>{stage}", at + after
            fields = {"state": path, **({"returned_at": at.strftime(TIME)} if stage == "returned" else {})}
            moved = {"case_id": id, "action": action, "stage": stage, "at": at.strftime(TIME)}
            yield entry(at, Change(action, (Edit("case", id, fields), Edit("move", new_id(), moved)), f"{device}.1"))


def _way(chance: random.Random, running: bool) -> list[tuple[str, str, timedelta]]:
    """The steps a case has taken; of those past their day one in two hundred still lingers."""
    day = timedelta(hours=chance.randint(2, 90))
    if running or chance.random() < 0.005:
        return chance.choice(([], [("process", "in_process", day)], [("ask_supplement", "waiting_supplement", day)]))
    return [("finish", "done", day), ("return", "returned", day)]
