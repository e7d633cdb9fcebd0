import json
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import Refused, words
from desk.time.calendar import Calendar, working_minutes_between
from desk.time.deadline_words import explain, say_left, state_limit, weekday_short
from desk.time.deadlines import LARGEST, Rule, closes_at, due, left
from tests.source import SHARED

VN = Calendar.load()
at = datetime.fromisoformat

moments = st.datetimes(at("2025-01-01"), at("2028-06-30")).map(lambda moment: moment.replace(second=0, microsecond=0))
rules = st.builds(
    Rule,
    unit=st.sampled_from(["hours", "working_days", "calendar_days"]),
    amount=st.integers(1, 60),
    cutoff=st.sampled_from([None, "15:00", "close-1h"]),
    supplement=st.sampled_from([None, "subtract", "restart"]),
) | st.builds(Rule, unit=st.just("same_day"), cutoff=st.sampled_from([None, "15:00"]))
waits = st.lists(st.tuples(st.integers(0, 40_000), st.integers(1, 40_000)), max_size=3)


def paused(received, minutes):
    return [(received + timedelta(minutes=a), received + timedelta(minutes=a + b)) for a, b in minutes]


def kinds(answer):
    return [(f"{day.date:%d/%m}", day.kind, day.n) for day in answer.days]


def test_every_published_case_is_right():
    if not (file := SHARED / "deadlines_public.json").exists():
        pytest.skip(f"reference data is not here: {file}")
    for case in json.loads(file.read_text(encoding="utf-8"))["cases"]:
        pauses = [(at(asked), at(got)) for asked, got in case["pauses"]]
        answer = due(Rule.from_json(case["rule"]), at(case["received_at"]), VN, pauses)
        assert answer.at == at(case["expect_due_at"]), (case["id"], case["why"])


def test_our_holidays_are_those_of_the_reference_list():
    if not (file := SHARED / "vn_holidays_2025_2027.csv").exists():
        pytest.skip(f"reference data is not here: {file}")
    lines = file.read_text(encoding="utf-8-sig").splitlines()[1:]
    weekdays = {day for line in lines if (day := date.fromisoformat(line[:10])).weekday() < 5}
    ours = {day for day, mark in VN.marks.items() if not mark.works and day.weekday() < 5}
    assert ours - weekdays == {date(2026, 1, 2)}  # exchanged by a notice of 25/12/2025, later than that list
    assert weekdays <= ours


@pytest.mark.parametrize(
    ("rule", "received", "expected"),
    [
        (Rule("working_days", 5), "2026-11-20T09:41", "2026-11-30T17:30"),
        (Rule("working_days", 1), "2026-11-20T11:30", "2026-11-23T17:30"),
        (Rule("working_days", 1, cutoff="close-1h"), "2026-11-20T16:30", "2026-11-23T17:30"),
        (Rule("working_days", 1, cutoff="close-1h"), "2026-11-20T16:31", "2026-11-25T17:30"),
        (Rule("same_day", cutoff="15:00"), "2026-11-20T15:00", "2026-11-20T17:30"),
        (Rule("same_day", cutoff="15:00"), "2026-11-20T15:01", "2026-11-23T17:30"),
        (Rule("same_day"), "2026-11-21T09:00", "2026-11-23T17:30"),
        (Rule("hours", 4), "2026-11-20T07:00", "2026-11-20T11:30"),
        (Rule("hours", 5), "2026-11-20T12:00", "2026-11-23T08:30"),
        (Rule("hours", 8), "2026-11-20T17:30", "2026-11-23T17:30"),
        (Rule("calendar_days", 4), "2026-11-20T09:00", "2026-11-25T17:30"),
        (Rule("calendar_days", 3), "2026-11-20T09:00", "2026-11-23T17:30"),
    ],
)
def test_a_result_is_due_by_its_rule(rule, received, expected):
    assert due(rule, at(received), VN).at == at(expected)


@pytest.mark.parametrize(
    ("rule", "pause", "expected"),
    [
        (Rule("working_days", 3), ("2026-12-01T10:00", "2026-12-03T10:00"), "2026-12-03T17:30"),
        (Rule("working_days", 3, supplement="subtract"), ("2026-12-01T10:00", "2026-12-03T10:00"), "2026-12-07T17:30"),
        (Rule("working_days", 3, supplement="subtract"), ("2026-12-03T16:00", "2026-12-07T09:00"), "2026-12-07T17:30"),
        (Rule("working_days", 3, supplement="subtract"), ("2026-12-04T16:00", "2026-12-07T09:00"), "2026-12-03T17:30"),
        (Rule("working_days", 3, supplement="restart"), ("2026-12-01T10:00", "2026-12-03T10:00"), "2026-12-08T17:30"),
        (Rule("hours", 8, supplement="subtract"), ("2026-11-30T10:00", "2026-12-01T10:00"), "2026-12-02T09:00"),
        (Rule("calendar_days", 3, supplement="subtract"), ("2026-12-01T10:00", "2026-12-03T10:00"), "2026-12-07T17:30"),
        (Rule("working_days", 3, supplement="restart"), ("2026-12-01T10:00", None), "2026-12-03T17:30"),
    ],
)
def test_a_wait_for_a_supplement_subtracts_restarts_or_changes_nothing(rule, pause, expected):
    pauses = [tuple(moment and at(moment) for moment in pause)]
    assert due(rule, at("2026-11-30T09:00"), VN, pauses).at == at(expected)


def test_the_strip_numbers_counted_days_and_names_the_others():
    answer = due(Rule("working_days", 5), at("2026-11-20T09:41"), VN)
    assert kinds(answer) == [
        ("20/11", "received", None),
        ("21/11", "weekend", None),
        ("22/11", "weekend", None),
        ("23/11", "counted", 1),
        ("24/11", "holiday", None),
        ("25/11", "counted", 2),
        ("26/11", "counted", 3),
        ("27/11", "counted", 4),
        ("28/11", "weekend", None),
        ("29/11", "weekend", None),
        ("30/11", "counted", 5),
    ]
    assert weekday_short(answer.days[0].date) == "T6"


def test_the_strip_shows_waits_exchanged_days_and_the_day_that_stands_for_the_reception():
    rule = Rule("working_days", 3, cutoff="15:00", supplement="subtract")
    answer = due(rule, at("2026-08-20T16:00"), VN, [(at("2026-08-24T09:00"), at("2026-08-26T09:00"))])
    assert kinds(answer) == [
        ("20/08", "received", None),
        ("21/08", "received", None),
        ("22/08", "makeup", 1),
        ("23/08", "weekend", None),
        ("24/08", "counted", 2),
        ("25/08", "paused", None),
        ("26/08", "paused", None),
        ("27/08", "counted", 3),
    ]


@given(rules, moments, waits)
def test_every_strip_is_whole_and_ends_at_the_due_date_in_working_time(rule, received, minutes):
    answer = due(rule, received, VN, paused(received, minutes))
    dates = [day.date for day in answer.days]
    assert dates == [dates[0] + timedelta(days=n) for n in range(len(dates))]
    assert dates[0] == answer.received_at.date()
    assert dates[-1] == answer.at.date()
    assert any(start < answer.at <= end for start, end in VN.spans(answer.at.date()))
    numbers = [day.n for day in answer.days if day.n is not None]
    assert numbers == sorted(numbers)
    assert explain(answer)


@given(rules, moments, st.integers(0, 20_000))
def test_a_later_reception_is_never_due_earlier(rule, received, later):
    assert due(rule, received, VN).at <= due(rule, received + timedelta(minutes=later), VN).at


@given(rules, moments, waits)
def test_a_wait_never_makes_a_result_due_earlier(rule, received, minutes):
    assert due(rule, received, VN, paused(received, minutes)).at >= due(rule, received, VN).at


@given(st.integers(1, 100), moments)
def test_hours_are_working_hours(amount, received):
    answer = due(Rule("hours", amount), received, VN)
    assert working_minutes_between(answer.counted_from, answer.at, VN) == amount * 60


@given(rules)
def test_a_rule_survives_json(rule):
    assert Rule.from_json(json.loads(json.dumps(rule.to_json()))) == rule


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"unit": "weeks", "amount": 2},
        {"unit": "working_days"},
        {"unit": "working_days", "amount": "5"},
        {"unit": "working_days", "amount": True},
        {"unit": "hours", "amount": LARGEST + 1},
        {"unit": "same_day", "amount": 1},
        {"unit": "same_day", "cutoff": "25:00"},
        {"unit": "same_day", "cutoff": 15},
        {"unit": "hours", "amount": 1, "supplement": "double"},
        {"unit": "hours", "amount": 1, "close_after": -1},
        {"unit": "hours", "amount": 1, "colour": "red"},
    ],
)
def test_a_rule_that_is_none_is_refused(data):
    with pytest.raises(Refused):
        Rule.from_json(data)


def test_without_its_supplement_a_case_closes_after_the_working_days_of_the_rule():
    assert closes_at(Rule("working_days", 5), at("2026-11-20T09:00"), VN) is None
    rule = Rule("working_days", 5, supplement="restart", close_after=15)
    assert closes_at(rule, at("2026-11-20T09:00"), VN) == at("2026-12-14T17:30")


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule("working_days", 5), "5 ngày làm việc"),
        (Rule("calendar_days", 15), "15 ngày"),
        (Rule("hours", 24), "24 giờ làm việc"),
        (Rule("same_day"), "Trong ngày"),
    ],
)
def test_a_limit_is_stated_in_few_words(rule, words):
    assert state_limit(rule) == words


@pytest.mark.parametrize(
    ("rule", "received", "sentences"),
    [
        (
            Rule("working_days", 5),
            "2026-11-20T09:41",
            "Tính từ thứ Hai 23/11. Không tính thứ Bảy, Chủ nhật và 24/11, nghỉ Ngày Văn hóa Việt Nam.",
        ),
        (Rule("same_day"), "2026-11-20T09:41", "Trả trong ngày nhận."),
        (
            Rule("same_day", cutoff="15:00"),
            "2026-11-25T15:41",
            "Nhận sau 15:00 nên coi như nhận thứ Năm 26/11. Trả trong ngày nhận.",
        ),
        (
            Rule("working_days", 3),
            "2026-02-13T09:00",
            "Tính từ thứ Hai 23/02. Không tính thứ Bảy, Chủ nhật và 16/02 đến 20/02, nghỉ Tết Nguyên đán.",
        ),
        (
            Rule("hours", 16),
            "2026-08-21T09:30",
            "Tính từ 09:30 thứ Sáu 21/08, theo giờ làm việc. Không tính Chủ nhật. Có tính thứ Bảy 22/08, ngày làm bù.",
        ),
        (
            Rule("calendar_days", 4),
            "2026-11-20T09:00",
            "Tính từ thứ Bảy 21/11, kể cả ngày nghỉ. Ngày cuối rơi vào ngày nghỉ nên chuyển sang thứ Tư 25/11.",
        ),
        (
            Rule("working_days", 1),
            "2027-03-02T09:00",
            "Tính từ thứ Tư 03/03. Lịch nghỉ năm 2027 chưa công bố chính thức.",
        ),
        (
            Rule("working_days", 1),
            "2028-03-01T09:00",
            "Tính từ thứ Năm 02/03. Chưa có lịch nghỉ năm 2028: mới chỉ trừ thứ Bảy, Chủ nhật.",
        ),
    ],
)
def test_a_due_date_explains_itself(rule, received, sentences):
    assert explain(due(rule, at(received), VN)) == sentences


def test_a_wait_is_explained():
    pause = [(at("2026-12-01T10:00"), at("2026-12-03T10:00"))]
    subtracted = due(Rule("working_days", 5, supplement="subtract"), at("2026-11-30T09:00"), VN, pause)
    assert "Không tính 2 ngày tạm dừng." in explain(subtracted)
    restarted = due(Rule("working_days", 5, supplement="restart"), at("2026-11-30T09:00"), VN, pause)
    assert explain(restarted).startswith("Nhận bổ sung ngày 03/12, thời hạn tính lại từ đầu.")


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2026-11-20T15:41", "còn 1 giờ 49 phút làm việc"),
        ("2026-11-20T17:30", "đến giờ hẹn"),
        ("2026-11-19T14:30", "còn 1 ngày 3 giờ làm việc"),
        ("2026-11-18T17:10", "còn 2 ngày làm việc"),
        ("2026-11-20T20:00", "vừa quá hẹn"),
        ("2026-11-23T09:45", "quá 2 giờ"),
        ("2026-11-25T09:00", "quá 1 ngày"),
    ],
)
def test_the_time_left_is_said_in_working_time(now, said):
    assert say_left(left(at("2026-11-20T17:30"), at(now), VN)) == said


def test_english_counts_one_and_many():
    words.use("en")
    try:
        assert [state_limit(Rule("working_days", n)) for n in (1, 2)] == ["1 working day", "2 working days"]
        assert explain(due(Rule("working_days", 2), at("2026-11-20T09:00"), VN)) == (
            "Counted from Monday 23/11. Not counted: Saturday, Sunday and 24/11 (Vietnam Culture Day)."
        )
    finally:
        words.use("vi")
