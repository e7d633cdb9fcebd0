"""Settings of one PC in a real window."""

import pytest

from tests.ui.desks import make_home, open_home
from ui.places import SPOTS
from ui.session import Session
from ui.workplace import Workplace


@pytest.fixture
def work(tmp_path, show):
    desk = open_home(make_home(tmp_path / "home"))
    session = Session(desk, folder=tmp_path / "home")
    workplace = Workplace(session, [spot for spot in SPOTS if spot.key == "settings"])
    show(workplace.window, 1366, 768)
    yield workplace
    workplace.close()
    session.close()


@pytest.fixture
def place(work):
    return work.place("settings")


@pytest.fixture
def open_page(place):
    """Shows a page of the settings as a person does, by its row."""

    def opened(name):
        rows = place.list.model()
        keys = [rows.index(n).data(0x100).key for n in range(rows.rowCount())]
        place.list.setCurrentIndex(rows.index(keys.index(name)))
        return place.page(name)

    return opened
