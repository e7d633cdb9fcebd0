"""Filters of an officer's own: what may be kept, what they find, and that two PCs never quarrel over one."""

from datetime import datetime
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import Refused, lists
from desk.lists import Narrowed
from desk.officers import filters
from desk.officers.filters import Criteria, Filter
from tests.desk.lists.conftest import NOW, db, put  # noqa: F401 - fixtures

IDS = (f"f.{n}" for n in count(1))


def keep(name="Một", held=(), **criteria):
    return filters.keep(held, name, Criteria(**criteria), new_id=IDS.__next__, by="o.1")


def made(name, **criteria):
    return Filter(f"f.{name}", "o.1", name, Criteria(**criteria).written())


@pytest.mark.parametrize(
    ("key", "name", "criteria"),
    [
        ("filters.name_empty", "  ", {"channel": "online"}),
        ("filters.name_taken", "HO TICH", {"channel": "online"}),
        ("filters.everything", "x", {}),
        ("filters.everything", "x", {"dates": "received"}),
        ("filters.bad_date", "x", {"span": "between", "since": "31/02/2026"}),
        ("filters.dates_missing", "x", {"span": "between"}),
        ("filters.dates_turned", "x", {"span": "between", "since": "2026-02-02", "until": "2026-02-01"}),
        ("filters.unknown_value", "x", {"channel": "telegraph"}),
        ("filters.unknown_value", "x", {"stages": ("asleep",)}),
        ("filters.unknown_value", "x", {"span": "century"}),
    ],
)
def test_what_makes_no_filter_is_refused_with_its_field(key, name, criteria):
    with pytest.raises(Refused) as refused:
        keep(name, [made("Hộ tịch", channel="post")], **criteria)
    assert refused.value.key == key
    assert refused.value.field


def test_nobody_changes_or_removes_what_is_not_their_own():
    held = [made("Một", channel="post")]
    with pytest.raises(Refused):
        filters.remove(held, "f.other", by="o.1")
    with pytest.raises(Refused, match="chưa có gì khác"):
        filters.alter(held, "f.Một", name="Một", criteria=Criteria(channel="post"), by="o.1")
    many = [made(f"{n}", channel="post") for n in range(filters.MOST)]
    with pytest.raises(Refused):
        keep("one more", many, channel="online")


@given(st.builds(Criteria, procedure=st.text(), text=st.text(), stages=st.lists(st.text()).map(tuple), since=st.text()))
def test_criteria_read_back_as_they_were_written(criteria):
    assert Criteria.read(criteria.written()) == criteria


@pytest.mark.parametrize("held", ["", "null", "[]", '{"stages": 5, "span": ["x"], "later": "x"}', None, "{"])
def test_what_another_program_wrote_is_left_out(held):
    assert Criteria.read(held) == Criteria()


def found(db, view="open", codes=None, **criteria):  # noqa: F811
    narrowed = Narrowed(criteria=Criteria(**criteria), codes=codes)
    names = [case.applicant_name for case in lists.page(db, view, NOW, narrowed=narrowed)]
    assert lists.count(db, view, NOW, narrowed=narrowed) == len(names)
    return names


def test_each_criterion_narrows(db, put):  # noqa: F811
    put(applicant_name="A", channel="online", procedure="1.000001", assignee="o.1", due="2026-11-20T17:00")
    put(
        applicant_name="B", channel="post", procedure="1.000002", due="2026-11-30T17:00", received_at="2026-11-20T08:00"
    )
    put("received>in_process", applicant_name="C Đỗ", channel="in_person", due="2026-12-01T17:00")
    put("received>done>returned", applicant_name="D", channel="online")
    assert found(db, channel="online") == ["A"]
    assert found(db, "all", channel="online", stages=("returned",)) == ["D"]
    assert found(db, procedure="1.000002") == ["B"]
    assert found(db, codes=("1.000001", "1.000009")) == ["A"]
    assert found(db, codes=()) == []
    assert found(db, assignee="o.1") == ["A"]
    assert found(db, text="do") == ["C Đỗ"]
    assert found(db, span="today") == ["A"]
    assert found(db, span="month") == ["A", "B"]
    assert found(db, dates="received", span="today") == ["B"]
    assert found(db, span="between", since="2026-11-30", until="2026-12-01") == ["B", "C Đỗ"]
    assert found(db, span="between", until="2026-11-20") == ["A"]
    assert found(db, stages=("in_process", "received"), span="between", since="2026-12-01") == ["C Đỗ"]


def test_a_month_ends_with_its_last_day(db, put):  # noqa: F811
    put(applicant_name="last", due="2026-12-31T17:00")
    put(applicant_name="next", due="2027-01-01T08:00")
    narrowed = Narrowed(criteria=Criteria(span="month"))
    shown = lists.page(db, "open", datetime(2026, 12, 5, 9), narrowed=narrowed)
    assert [case.applicant_name for case in shown] == ["last"]
