"""An office on a real server whose PCs' folders can be copied: cloned disks and old copies."""

import shutil

import pytest

from sync.delivery import missed
from sync.errors import Offline, Tampered
from sync.exchange import carrier_of, exchange
from sync.home import make, open_home
from sync.jobs import run
from tests.sync.offices import PASSWORD


class Office:
    """PCs by name; a copy of a PC's folder is a PC with the same identity."""

    def __init__(self, province, folder, pcs=2):
        self.province, self.folder, self.desks = province, folder, {}
        for pc in province.provision(pcs=pcs):
            self.take_in(f"pc{pc.file.pc}", pc)

    def __getitem__(self, name):
        return self.desks[name]

    def take_in(self, name, pc):
        make(self.folder / name, pc.file, f"Cán bộ {pc.file.pc}", PASSWORD)
        return self.open(name)

    def open(self, name):
        self.desks[name] = open_home(self.folder / name, PASSWORD)
        return self.desks[name]

    def shut(self, name):
        self.desks.pop(name).close()

    def copy(self, name, to):
        """Copy a PC's folder as it is on the disk, with the PC shut meanwhile."""
        self.shut(name)
        if (self.folder / to).exists():
            shutil.rmtree(self.folder / to)
        shutil.copytree(self.folder / name, self.folder / to)
        self.open(name)

    def clone(self, name, to):
        self.copy(name, to)
        return self.open(to)

    def restore(self, name, copy):
        """Put an old copy in the place of a PC's folder."""
        self.shut(name)
        shutil.rmtree(self.folder / name)
        shutil.copytree(self.folder / copy, self.folder / name)
        return self.open(name)

    def sync(self, name, **options):
        desk = self.desks[name]
        carrier = carrier_of(desk, self.province.address)
        try:
            return run(exchange(desk, carrier, **options))
        except (Offline, Tampered) as error:
            missed(desk, error)
            raise
        finally:
            carrier.close()

    def close(self):
        for name in list(self.desks):
            self.shut(name)


@pytest.fixture
def office(province, tmp_path):
    made = Office(province, tmp_path / "homes")
    yield made
    made.close()
