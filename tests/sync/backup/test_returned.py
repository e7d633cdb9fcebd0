"""A PC made of a backup again: its numbers go on beyond all that it can have given out since, once and for ever."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import numbers, store
from desk.cases import Case
from sync import home, jobs
from sync.backup import restoring, returned, writing
from sync.healing import notices
from tests.sync.offices import PASSWORD, open_pcs, receive_case

FRIDAY = 1_795_150_800
DAY = 86_400


@pytest.fixture
def desk(tmp_path):
    [desk] = open_pcs(tmp_path / "homes", 1, clock=lambda: FRIDAY)
    receive_case(desk)
    yield desk
    desk.close()


def serial(desk):
    """The serial of a case received now."""
    return numbers.parse(store.get(desk.db, Case, receive_case(desk)).number).serial


def restored(desk, tmp_path, after):
    (tmp_path / "stick").mkdir()
    jobs.run(writing.write(desk, tmp_path / "stick"))
    restoring.restore(tmp_path / "stick", tmp_path / "again")
    return home.open_home(tmp_path / "again", PASSWORD, clock=lambda: FRIDAY + after)


def test_numbers_go_on_after_a_full_thousand_and_stay_there_when_the_home_is_opened_again(desk, tmp_path):
    assert home.read(tmp_path / "homes" / "pc1").restored == 0
    again = restored(desk, tmp_path, 3 * DAY)
    given_since = [serial(desk) for _ in range(5)]
    assert serial(again) == 1001
    assert 1001 not in given_since
    assert any("01-01001" in said for said in notices.told(again))
    again.close()
    again = home.open_home(tmp_path / "again", PASSWORD, clock=lambda: FRIDAY + 9 * DAY)
    assert serial(again) == 1002
    assert len(notices.recent(again)) == 1
    again.close()


def test_a_power_cut_before_home_json_has_forgotten_it_leaves_out_nothing_twice(desk, tmp_path):
    again = restored(desk, tmp_path, DAY)
    returned.note(again, FRIDAY)
    assert serial(again) == 1001
    again.close()


@given(st.integers(0, 90_000), st.integers(0, 400), st.integers(0, 60))
def test_no_day_twice_as_busy_as_the_busiest_reaches_the_numbers_given_from_now_on(last, busiest, days):
    on = returned.left_out(last, busiest, days * DAY + 3600)
    assert on >= last + 2 * busiest * (days + 1)
    assert on % 1000 == 0


def test_a_clock_before_the_backup_or_years_ahead_leaves_out_some_numbers_and_not_millions():
    assert 1000 < returned.left_out(562, 40, -DAY) < 10_000
    assert returned.left_out(562, 40, 20 * 365 * DAY) < 100_000
