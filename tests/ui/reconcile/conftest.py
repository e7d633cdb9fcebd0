"""Two PCs of one office, on real homes, with their windows."""

import pytest

from tests.sync.offices import open_pcs
from tests.ui.workplaces import Pc, exchange


@pytest.fixture
def desks(tmp_path):
    found = open_pcs(tmp_path)
    exchange(*found)
    return found


@pytest.fixture
def pc(desks, show):
    """The first PC, its window on the list of cases."""
    found = Pc(desks[0])
    show(found.window, 1366, 768)
    yield found
    found.close()
    desks[1].close()


@pytest.fixture
def pcs(desks, show):
    """Both PCs with their windows."""
    found = [Pc(desk) for desk in desks]
    for each in found:
        show(each.window, 1366, 768)
    yield found
    for each in found:
        each.close()
