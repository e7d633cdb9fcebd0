"""A window that opens where the day begins."""

import pytest

from tests.ui.desks import make_home, open_home
from ui.session import Session
from ui.workplace import Workplace


class Opened:
    """A desk with its window; `today` is the place where the day begins."""

    def __init__(self, folder):
        self.session = Session(open_home(folder), folder=folder)
        self.desk = self.session.desk
        self.workplace = Workplace(self.session)
        self.window = self.workplace.window

    @property
    def today(self):
        return self.workplace.place("today")

    def close(self):
        self.workplace.close()
        self.session.close()


@pytest.fixture
def folder(tmp_path):
    return make_home(tmp_path / "home")


@pytest.fixture
def at_work(folder, show):
    """Opens the window on the home, as often as a test wants."""
    opened = []

    def opener():
        found = Opened(folder)
        opened.append(found)
        show(found.window, 1366, 768)
        return found

    yield opener
    for found in opened:
        found.close()


@pytest.fixture
def opened(at_work):
    return at_work()
