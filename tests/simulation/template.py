"""The office that every history begins with: made once in a process, and copied."""

from desk import numbers
from desk.record import Change, Edit
from sync.home import make, unlock
from sync.server.engine_sqlite import SqliteEngine
from tests.simulation.world import OFFICE, PASSWORD, World
from tests.sync.province import Province


class Template:
    """An office whose PCs have received a case each, of which all know; made once, copied often.

    `bare` is the server as it was before anybody had delivered anything, `image` as it is then.
    """

    def __init__(self, folder, fate, count):
        province = Province(folder / "province", SqliteEngine(":memory:"))
        self.keys, self.pcs = province.keys, []
        for pc in province.provision(OFFICE, pcs=count):
            home = folder / f"pc{pc.file.pc}"
            make(home, pc.file, f"Cán bộ {pc.file.pc}", PASSWORD)
            lock, key = unlock(home, PASSWORD)
            self.pcs.append((home, key, lock.officer))
        self.bare = self.image = province.engine._db.serialize()
        world = World(self, folder / "open", fate, count)
        for pc in world.pcs:
            pc.desk.do(received)
        for _ in range(2):
            for pc in world.pcs:
                world.exchange(pc)
        self.image, self.pcs = world.server.image(), [(pc.folder, pc.key, pc.officer) for pc in world.pcs]
        world.close()


def received(hand):
    """The first case of a PC."""
    number = numbers.make(hand.pc, 1)
    return Change("receive", (Edit("case", hand.new_id(), {"number": number, "subject": "Hồ sơ đầu tiên"}),), hand.by)
