"""Windows with the place of books on the PCs of one office."""

import pytest

from tests.sync.offices import open_pcs
from tests.ui.desks import NOW
from tests.ui.workplaces import share
from ui.places import SPOTS
from ui.session import Session
from ui.workplace import Workplace


class BookPc:
    """One PC at work in the place of books."""

    def __init__(self, desk):
        self.desk = desk
        self.session = Session(desk)
        self.workplace = Workplace(self.session, [spot for spot in SPOTS if spot.key == "books"])
        self.window, self.place = self.workplace.window, self.workplace.place("books")

    def receive(self, entries):
        from sync import log

        self.session.tell(log.receive(self.desk.db, entries))

    def choose(self, key):
        """Choose a row of the list at the left."""
        rows = self.place.list.model()
        keys = [getattr(rows.index(n).data(0x100), "key", "") for n in range(rows.rowCount())]
        self.place.list.setCurrentIndex(rows.index(keys.index(key)))

    def close(self):
        self.workplace.close()
        self.session.close()


@pytest.fixture
def pcs(tmp_path, show):
    made = [BookPc(desk) for desk in open_pcs(tmp_path, 2, clock=lambda: NOW)]
    for pc in made:
        show(pc.window, 1366, 768)
        pc.place.follow()
    yield made
    for pc in made:
        pc.close()


@pytest.fixture
def meet(pcs):
    """Lets the PCs exchange what they have."""
    return lambda: share(*pcs)
