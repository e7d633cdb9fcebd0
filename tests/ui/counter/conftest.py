"""A window at the counter of a real home, opened as often as a test wants, as after a power cut."""

import pytest

from tests.ui.desks import make_home, open_home
from ui.session import Session
from ui.workplace import Workplace


@pytest.fixture
def folder(tmp_path):
    return make_home(tmp_path / "home")


@pytest.fixture
def at_work(folder, show, qtbot):
    """Opens the window on the home and gives the counter."""
    opened = []

    def opener(width=1366, height=768):
        session = Session(open_home(folder), folder=folder)
        workplace = Workplace(session)
        opened.append((session, workplace))
        show(workplace.window, width, height)
        workplace.window.open("counter")
        counter = workplace.place("counter")
        qtbot.waitUntil(lambda: counter.search.list.model().rowCount() > 0)
        return counter

    yield opener
    for session, workplace in opened:
        workplace.close()
        session.close()


@pytest.fixture
def counter(at_work):
    return at_work()
