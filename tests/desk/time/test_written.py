"""Times and dates as records hold them, and what other programs may have written there."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.time.written import day, is_birth, moment, sound

NONE = ("", "now", "zzz", "2026-02-31T10:00", "2026-11-20", "20/11/2026 17:00", "2026-11-20T24:00",
        "1026-01-01T10:00", "3026-01-01T10:00", "２０２６-11-20T10:00", None, 5, b"2026-11-20T10:00")  # fmt: skip


@pytest.mark.parametrize("held", NONE)
def test_what_is_no_time_is_none(held):
    assert moment(held) is None
    assert sound(held) == ""


@pytest.mark.parametrize("held", ["2026-11-20T09:41", "2026-11-20T09:41:30", "2026-11-20T09:41+07:00"])
def test_a_time_is_read_to_the_minute_and_without_a_zone(held):
    assert moment(held) == datetime(2026, 11, 20, 9, 41)
    assert sound(held) == "2026-11-20T09:41"


@pytest.mark.parametrize("held", ["2026-02-29", "2026-11-20T10:00", "14/08/1979", "1979", None])
def test_what_is_no_date_is_none(held):
    assert day(held) is None


def test_a_date_and_a_birth_of_which_only_the_year_is_known():
    assert day("2024-02-29") == date(2024, 2, 29)
    assert is_birth("1979-08-14")
    assert is_birth("1940")
    assert not is_birth("14/08/1979")
    assert not is_birth("40")


@given(st.text())
def test_no_text_surprises(held):
    assert (moment(held) is None) == (sound(held) == "")
    day(held)
