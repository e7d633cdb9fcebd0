"""An office to measure with: real homes of its PCs and a real server, set up once, copied for every run.

Preparation skips the disk's confirmations; what is measured never does.
"""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from itertools import accumulate, count
from pathlib import Path
from random import Random

from desk import counter
from sync.delivery import missed
from sync.desk import Desk
from sync.errors import Offline
from sync.exchange import carrier_of, exchange
from sync.home import make, open_desk, read, unlock
from sync.jobs import run
from sync.report import Report
from sync.segments import MOST_CHANGES
from tests.bench.workloads import Work
from tests.sync.province import Province

PASSWORD = "Mot-cua-2026"
BEGIN = datetime(2026, 12, 1, 0, 30, tzinfo=UTC).timestamp()


class Clock:
    """Wall time that moves on as officers work: some seconds with every look at it, the same in every run."""

    def __init__(self, begin: float) -> None:
        chance = Random(1)
        self._times = accumulate((chance.randint(1, 60) for _ in count()), initial=begin)

    def __call__(self) -> float:
        return next(self._times)


class Scene:
    """A folder with a server's data and the homes `pc1` and `pc2` of one office. Copy it, and it can be played anew."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def new(cls, folder: Path) -> "Scene":
        folder.mkdir(parents=True)
        scene = cls(folder)
        with scene.province() as province:
            for pc in province.provision():
                make(folder / f"pc{pc.file.pc}", pc.file, f"Cán bộ {pc.file.pc}", PASSWORD)
        return scene

    def copy(self, folder: Path) -> "Scene":
        shutil.copytree(self.folder, folder)
        return Scene(folder)

    @contextmanager
    def province(self) -> Iterator[Province]:
        """The server, running."""
        province = Province(self.folder).start()
        try:
            yield province
        finally:
            province.stop()

    def home(self, pc: int) -> Path:
        return self.folder / f"pc{pc}"

    @contextmanager
    def desk(self, pc: int, begin: float = BEGIN) -> Iterator[Desk]:
        """A PC's desk, whose clock begins at `begin`."""
        folder = self.home(pc)
        with closing(open_desk(folder, *_unlocked(folder, read(folder).device.id), clock=Clock(begin))) as desk:
            yield desk


_KEYS: dict[str, tuple[bytes, str]] = {}


def _unlocked(folder: Path, device: str) -> tuple[bytes, str]:
    """The key of a PC's file and its officer; copies of one home are unlocked once, for that is meant to be slow."""
    if device not in _KEYS:
        lock, key = unlock(folder, PASSWORD)
        _KEYS[device] = key, lock.officer
    return _KEYS[device]


def receive(desk, one) -> str:
    """Receive a case of a workload; its record id."""
    change, _ = desk.do(
        lambda hand: counter.receive(
            desk.db, hand, one.procedure, desk.calendar, one.values, one.papers, one.received_at
        )
    )
    return change.edits[0].id


@contextmanager
def hasty(desk) -> Iterator[None]:
    """Let the disk confirm nothing for a while: for preparing only."""
    desk.db.execute("PRAGMA synchronous = OFF")
    try:
        yield
    finally:
        desk.db.execute("PRAGMA synchronous = FULL")


def receive_all(desk, work: Work) -> list[str]:
    """Receive the new cases of a workload; their record ids."""
    with hasty(desk):
        return [receive(desk, one) for one in work.new]


def edit_all(desk, work: Work, ids: list[str]) -> None:
    """Make the edits of a workload."""
    with hasty(desk):
        for place, field, value in work.edits:
            desk.do(lambda hand, id=ids[place], values={field: value}: counter.edit(desk.db, hand, id, values))


def sync(desk, address: str) -> Report:
    """One exchange on a connection of its own, as `casedesk sync` makes it: no window waits for a breath."""
    with closing(carrier_of(desk, address)) as carrier:
        return run(exchange(desk, carrier, batch=MOST_CHANGES))


def sync_through(desk, carrier, report: Report, **options) -> int:
    """Exchange until all is delivered, again at once after every cut; how many attempts were cut."""
    cuts = 0
    while True:
        try:
            run(exchange(desk, carrier, report=report, **options))
            return cuts
        except Offline as error:
            missed(desk, error)
            cuts += 1
