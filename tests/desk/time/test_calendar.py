from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import Refused, words
from desk.time.calendar import Calendar, working_minutes_between

VN = Calendar.load()
moments = st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 31)).map(lambda at: at.replace(second=0, microsecond=0))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 11, 23), True),
        (date(2026, 11, 24), False),
        (date(2026, 11, 28), False),
        (date(2026, 8, 22), True),
        (date(2026, 8, 31), False),
        (date(2026, 1, 2), False),
        (date(2026, 1, 10), True),
        (date(2027, 2, 10), False),
        (date(2031, 11, 24), True),
    ],
)
def test_the_office_works_on_weekdays_that_are_no_holiday_and_on_exchanged_saturdays(day, works):
    assert VN.works(day) is works


def test_a_year_is_announced_expected_or_unknown():
    assert [VN.known(year) for year in (2024, 2025, 2027, 2028)] == [False, True, True, False]
    assert [VN.announced(year) for year in (2026, 2027, 2028)] == [True, False, False]


def test_a_holiday_is_named_in_the_language_in_use():
    assert VN.name(date(2026, 11, 24)) == "Ngày Văn hóa Việt Nam"
    words.use("en")
    try:
        assert VN.name(date(2026, 11, 24)) == "Vietnam Culture Day"
    finally:
        words.use("vi")


def test_an_office_lays_its_own_days_over_the_national_ones(tmp_path):
    own = tmp_path / "xa.toml"
    own.write_text(
        'sessions = ["07:00-11:30", "13:00-16:30"]\nyears.2028 = "expected"\n'
        'days_off.2026-12-01 = "Lễ hội xã"\nworking_days.2026-11-24 = "trực ngày lễ"\n',
        encoding="utf-8",
    )
    office = Calendar.load(own)
    assert not office.works(date(2026, 12, 1))
    assert office.name(date(2026, 12, 1)) == "Lễ hội xã"
    assert office.works(date(2026, 11, 24))
    assert not office.works(date(2026, 9, 2))
    assert office.known(2028)
    assert office.closes(date(2026, 12, 2)) == datetime(2026, 12, 2, 16, 30)


@pytest.mark.parametrize(
    "content",
    [
        "days_off = 5",
        'days_off.tomorrow = "x"',
        "days_off.2026-12-01 = 7",
        'days_off.2026-12-01 = { en = "no Vietnamese name" }',
        'sessions = ["07:30"]',
        'sessions = ["13:30-11:30"]',
        "sessions = []",
        'years.2028 = "perhaps"',
        "not toml at all",
    ],
)
def test_a_file_that_is_no_calendar_is_refused_with_its_name(tmp_path, content):
    own = tmp_path / "xa.toml"
    own.write_text(content, encoding="utf-8")
    with pytest.raises(Refused, match=r"xa\.toml"):
        Calendar.load(own)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(Refused):
        Calendar.load(tmp_path / "none.toml")


@given(moments)
def test_work_at_a_moment_lies_in_a_session_not_before_it(at):
    work = VN.at_work(at)
    assert work >= at
    assert any(start <= work <= end for start, end in VN.spans(work.date()))
    assert VN.at_work(work) == work


@given(st.lists(moments, min_size=3, max_size=3))
def test_working_time_adds_up(three):
    first, middle, last = sorted(three)
    whole = working_minutes_between(first, last, VN)
    assert whole == working_minutes_between(first, middle, VN) + working_minutes_between(middle, last, VN)
    assert 0 <= whole <= (last - first) // timedelta(minutes=1)


def test_working_time_leaves_out_lunch_night_and_days_off():
    assert working_minutes_between(datetime(2026, 11, 20, 11), datetime(2026, 11, 20, 14), VN) == 60
    assert working_minutes_between(datetime(2026, 11, 20, 17), datetime(2026, 11, 25, 8), VN) == 30 + 480 + 30
    assert working_minutes_between(datetime(2026, 11, 20, 17), datetime(2026, 11, 20, 8), VN) == 0
