"""Who was here before, and with which request."""

from datetime import datetime, timedelta

import pytest

from desk import store
from desk.cases import Case
from desk.people import earlier
from tests.sync.offices import open_pcs, receive_case

LONG_AGO = datetime(2000, 1, 1)
PHUONG = {"applicant_id": "079179004518", "birth_date": "1979-08-14", "phone": "0912000417"}


@pytest.fixture
def desk(tmp_path):
    (opened,) = open_pcs(tmp_path, 1)
    yield opened
    opened.close()


def cases(desk):
    return store.select(desk.db, Case, "ORDER BY received_at, id")


def names(found):
    return [case.applicant_name for case in found]


def test_a_name_is_found_as_it_is_typed_with_or_without_accents(desk):
    receive_case(desk, "Trần Thị Bích Phượng", **PHUONG)
    receive_case(desk, "Trần Văn Bình")
    receive_case(desk, "Lê Trần Thị Hoa")
    for typed in ("Trần Thị B", "tran thi", "TRẦN THỊ BÍCH PHƯỢNG"):
        assert names(earlier.visitors(desk.db, "applicant_name", typed)) == ["Trần Thị Bích Phượng"]


def test_too_little_typed_offers_nobody(desk):
    receive_case(desk, "Trần Thị Bích Phượng", **PHUONG)
    for field, typed in (
        ("applicant_name", "Trần"),
        ("applicant_id", "07917"),
        ("phone", "0912"),
        ("phone", "abcdefg"),
    ):
        assert earlier.visitors(desk.db, field, typed) == []


def test_numbers_are_found_by_their_beginning_blanks_or_not(desk):
    receive_case(desk, "Trần Thị Bích Phượng", **PHUONG)
    assert names(earlier.visitors(desk.db, "applicant_id", "079 179")) == ["Trần Thị Bích Phượng"]
    assert names(earlier.visitors(desk.db, "phone", "0912.000")) == ["Trần Thị Bích Phượng"]
    assert earlier.visitors(desk.db, "phone", "079179") == []


def test_a_person_is_offered_once_with_what_was_said_last(desk):
    receive_case(desk, "Trần Thị Bích Phượng", **PHUONG)
    receive_case(desk, "Trần Thị Bích Phượng", **{**PHUONG, "phone": "0977000111"})
    receive_case(desk, "Trần Thị Bích Phượng", birth_date="1990-01-02")
    found = earlier.visitors(desk.db, "applicant_name", "Trần Thị Bích")
    assert [case.phone for case in found] == ["", "0977000111"]


@pytest.mark.parametrize(
    ("again", "same"),
    [
        (PHUONG, True),
        ({"applicant_id": "079179004518"}, True),
        ({"birth_date": "1979-08-14"}, True),
        ({"phone": "0912000417"}, True),
        ({}, False),
        ({"birth_date": "1990-01-02"}, False),
        ({"applicant_id": "079179009999", "birth_date": "1979-08-14"}, False),
    ],
)
def test_the_same_person_asks_for_the_same_again(desk, again, same):
    receive_case(desk, "Trần Thị Bích Phượng", **PHUONG)
    values = {"applicant_name": "TRẦN THỊ BÍCH PHƯỢNG", "procedure": "1.001193", **again}
    assert bool(earlier.repeats(desk.db, values, LONG_AGO)) is same


def test_another_procedure_and_long_ago_are_no_repeats(desk):
    receive_case(desk, "Trần Thị Bích Phượng", **PHUONG)
    values = {"applicant_name": "Trần Thị Bích Phượng", **PHUONG, "procedure": "1.001193"}
    assert len(earlier.repeats(desk.db, values, LONG_AGO)) == 1
    assert earlier.repeats(desk.db, {**values, "procedure": "1.004884"}, LONG_AGO) == []
    assert earlier.repeats(desk.db, {**values, "procedure": ""}, LONG_AGO) == []
    assert earlier.repeats(desk.db, values, desk.now() + timedelta(days=1)) == []


def test_a_case_that_was_received_is_no_repeat_of_itself(desk):
    receive_case(desk, "Trần Thị Bích Phượng", **PHUONG)
    receive_case(desk, "Trần Thị Bích Phượng", **PHUONG)
    first, second = cases(desk)
    assert [case.id for case in earlier.repeats(desk.db, vars(first), LONG_AGO)] == [second.id]
