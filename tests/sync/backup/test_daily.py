"""Backups by themselves: once a day, when the stick is there, and not into the empty place of one that is not."""

import os
import shutil

import pytest

from desk import Unusable
from sync import jobs
from sync.backup import daily, noted, shelf
from tests.sync.offices import open_pcs

NOON = 1_795_150_800


@pytest.fixture
def desk(tmp_path):
    [desk] = open_pcs(tmp_path / "homes", 1, clock=lambda: NOON)
    yield desk
    desk.close()


@pytest.fixture
def stick(tmp_path):
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def at(desk, seconds):
    desk.clock = lambda: NOON + seconds


def test_one_backup_is_written_a_day(desk, stick):
    assert not daily.due(desk)
    daily.choose(desk, str(stick))
    assert jobs.run(daily.daily(desk)).at == NOON
    at(desk, 3600)
    assert jobs.run(daily.daily(desk)) is None
    at(desk, 86_400)
    assert jobs.run(daily.daily(desk)) is not None
    assert len(shelf.found(stick)) == 2


def test_a_stick_that_is_missing_is_noted_and_looked_for_again_at_once(desk, stick):
    daily.choose(desk, str(stick))
    shutil.rmtree(stick)
    assert jobs.run(daily.daily(desk)) is None
    assert "Chưa thấy" in noted.of(desk).reason
    stick.mkdir()
    assert jobs.run(daily.daily(desk)) is not None
    assert noted.of(desk).reason == ""


def test_the_empty_place_of_a_stick_is_not_taken_for_the_stick(desk, stick):
    daily.choose(desk, str(stick))
    noted.note(desk, elsewhere=1)  # as it was when the stick, a disk of its own, was chosen
    assert jobs.run(daily.daily(desk)) is None
    assert not list(stick.iterdir())


def test_a_folder_that_refused_is_left_alone_for_an_hour(desk, stick, monkeypatch):
    daily.choose(desk, str(stick))

    def full(*args, **how):
        raise OSError(os.strerror(28))

    with monkeypatch.context() as patched:
        patched.setattr("tempfile.mkdtemp", full)
        with pytest.raises(Unusable):
            jobs.run(daily.daily(desk))
    at(desk, 3500)
    assert not daily.due(desk)
    at(desk, 3700)
    assert jobs.run(daily.daily(desk)) is not None
