"""When the window tries again: later with each failure, and never before a busy server asked it to."""

import pytest

from sync.errors import Offline
from tests.sync.offices import open_pcs
from tests.ui.workplaces import Pc


@pytest.fixture
def syncing(tmp_path, qtbot):
    pcs = [Pc(desk) for desk in open_pcs(tmp_path, 1)]
    yield pcs[0].session.syncing
    for pc in pcs:
        pc.close()


def test_a_server_that_is_busy_is_left_alone_for_as_long_as_it_asked(syncing):
    for failures in range(1, 4):
        syncing._ended(Offline("sync.busy", wait=120))
        assert syncing._failures == failures
        assert 120_000 <= syncing._pause() <= 150_000
    syncing._ended(Offline("sync.server_often", wait=7))
    assert syncing._pause() >= 7_000
    syncing._again = True
    assert syncing._pause() >= 7_000


def test_after_other_failures_the_pause_grows_and_ends(syncing):
    pauses = []
    for _ in range(12):
        syncing._ended(Offline("sync.cut"))
        pauses.append(syncing._pause())
    assert pauses[0] < 10_000 < pauses[3]
    assert max(pauses) <= 375_000
    syncing._ended(None)
    assert syncing._pause() == 60_000
