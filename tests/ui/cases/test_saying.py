"""Moments, due times and values in the words of the list."""

from datetime import datetime

import pytest

from desk.cases import Case
from desk.time.calendar import Calendar
from ui.cases import saying
from ui.cases.dates import as_iso, as_written

NOW = datetime(2026, 11, 20, 9, 41)  # a Friday
CALENDAR = Calendar.load()


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 11, 20, 8, 44), "hôm nay 08:44"),
        (datetime(2026, 11, 19, 15, 20), "hôm qua 15:20"),
        (datetime(2026, 11, 18, 8, 55), "18/11 08:55"),
        (datetime(2025, 11, 18, 8, 55), "18/11/2025 08:55"),
    ],
)
def test_a_moment_is_told_from_today(at, words):
    assert saying.when(at, NOW) == words


@pytest.mark.parametrize(
    ("due", "state", "words", "tone"),
    [
        ("2026-11-20T11:30", "received", "11:30", "soon"),
        ("2026-11-19T09:41", "received", "quá 1 ngày", "late"),
        ("2026-11-19T09:41", "received>in_process>waiting_supplement", "T5 19/11", "text"),
        ("2026-11-23T17:00", "received", "T2 23/11", "text"),
        ("", "received", "không hẹn", "text3"),
        ("2026-11-19T09:41", "received>in_process>done>returned", "T5 19/11", "text"),
        ("soon", "received", "không hẹn", "text3"),
    ],
)
def test_a_due_time_says_what_presses(due, state, words, tone):
    assert saying.due(Case("1", due_at=due, state=state), NOW, CALENDAR) == (words, tone)


@pytest.mark.parametrize(
    ("name", "held", "words"),
    [
        ("phone", "0912000417", "0912 000 417"),
        ("phone", "+8490", "+8490"),
        ("applicant_id", "072179004518", "072 179 004 518"),
        ("fee", 8000, "8.000 đ"),
        ("birth_date", "1979-08-14", "14/08/1979"),
        ("birth_date", "1979", "1979"),
        ("due_at", "2026-11-30T17:00", "30/11/2026 17:00"),
        ("state", "received>in_process", "Đang giải quyết"),
        ("channel", "online", "Trực tuyến"),
        ("channel", "by_pigeon", "by_pigeon"),
        ("note", None, ""),
    ],
)
def test_values_are_said_as_people_write_them(name, held, words):
    assert saying.value(name, held) == words


def test_a_megabyte_is_cut_before_it_reaches_a_screen():
    assert len(saying.value("address", "ễ" * 1_000_000)) == saying.LONGEST


@pytest.mark.parametrize("written", ["14/08/1979", "14.8.1979", "14081979", "14 08 1979"])
def test_a_date_is_read_as_people_write_it(written):
    assert as_iso("birth_date", written) == "1979-08-14"
    assert as_written("birth_date", "1979-08-14") == "14/08/1979"
