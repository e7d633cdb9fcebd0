"""An office's own days: read from files, changed day by day, written as they are read."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import Refused
from desk.time import own_days
from desk.time.calendar import Calendar

OWN = """version = "xa-2026"
sessions = ["07:00-11:30", "13:00-16:30"]

[years]
2028 = "expected"

[days_off]
2026-12-01 = "Lễ hội xã"

[working_days]
2026-11-24 = { vi = "trực ngày lễ", en = "on duty" }
"""


def test_what_is_written_is_read_again_with_hours_and_years():
    own = own_days.read(OWN, "xa.toml")
    again = own_days.read(own.text(), "xa.toml")
    assert again == own
    assert Calendar.load().with_own(own.text(), "x").known(2028)


@given(
    st.dictionaries(
        st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.tuples(st.text(min_size=1, max_size=40), st.booleans())
    )
)
def test_any_days_survive_being_written(days):
    own = own_days.nothing()
    for day, (name, works) in days.items():
        if name.strip() and own_days.clean(name):
            own = own.having(day, name, works=works)
    assert own_days.read(own.text() or "", "x").marks == own.marks


def test_a_day_without_a_name_is_refused_and_a_day_may_be_taken_back():
    with pytest.raises(Refused):
        own_days.nothing().having(date(2026, 12, 1), "  ", works=False)
    own = own_days.read(OWN, "xa.toml").without(date(2026, 12, 1))
    assert date(2026, 12, 1) not in own.marks


def test_a_table_of_days_is_read_with_its_days_worked_in_exchange(tmp_path):
    path = tmp_path / "ngay.csv"
    path.write_text("\ufeffngay,thu,ten\n2026-12-01,T3,Lễ hội, cả xã\n05/12/2026,T7,Làm bù\n", encoding="utf-8")
    own = own_days.read_file(path)
    assert {day: (mark.works, mark.name) for day, mark in own.marks.items()} == {
        date(2026, 12, 1): (False, "Lễ hội, cả xã"),
        date(2026, 12, 5): (True, "Làm bù"),
    }


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("a.csv", "ngay,ten\n2026-13-01,Lễ\n", "dòng 2"),
        ("a.csv", "ngay,ten\nmai,Lễ\n", "dòng 2"),
        ("a.csv", "", "không có ngày nào"),
        ("a.toml", "days_off = 7", "a.toml"),
        ("a.toml", 'days_off.hôm-nay = "x"', "a.toml"),
        ("a.toml", 'sessions = ["11:30-07:00"]', "a.toml"),
        ("a.toml", "\x00", "a.toml"),
    ],
)
def test_a_file_that_is_no_calendar_is_refused_with_its_name(tmp_path, name, content, word):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(Refused, match=word):
        own_days.read_file(path)


def test_only_days_that_become_otherwise_are_changes():
    national = Calendar.load()
    changed = own_days.changes(national, national.with_own(OWN, "x"))
    assert [(each.day, each.before[0], each.after[0]) for each in changed] == [
        (date(2026, 11, 24), False, True),
        (date(2026, 12, 1), True, False),
    ]
