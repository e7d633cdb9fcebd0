from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import Refused
from desk.cases import Case
from desk.casework.clock import Wait
from desk.casework.steps import Handover, Track, assign, hand_over, legs, ordered, stands, takers
from desk.officers.officer import Officer
from desk.procedures.procedure import Step
from desk.time.calendar import Calendar

CALENDAR = Calendar.load()
STEPS = (Step("Tiếp nhận", "reception", 0.5), Step("Thẩm định", "specialist", 8), Step("Trả", "reception", 0))
MONDAY = datetime(2026, 11, 9, 8, 0)
TRACK = Track(STEPS, MONDAY, (), CALENDAR)
LAN, HOA = Officer("o.1", "Lan"), Officer("o.2", "Hoa")


def case(state="received", **more):
    return Case("c", number="01-00001-T", state=state, **more)


def passed(n, step, at, **more):
    return Handover(f"a.{n}", "c", n, step, "o.1", "o.2", at, **more)


def do(decide, *given, **more):
    return decide(*given, now="2026-11-09T09:00", new_id=iter(f"a.{n}" for n in range(1, 9)).__next__, by="o.1", **more)


def test_handing_a_new_case_on_begins_its_process_in_the_same_change():
    change = do(hand_over, case(), [], STEPS, HOA, note="đủ giấy tờ")
    edits = {edit.kind: edit.fields for edit in change.edits}
    assert edits["case"] == {"state": "received>in_process", "assignee": "o.2"}
    assert edits["handover"] == {
        "case_id": "c", "n": 1, "step": 1, "giver": "o.1", "taker": "o.2", "at": "2026-11-09T09:00",
        "note": "đủ giấy tờ",
    }  # fmt: skip
    assert edits["move"]["action"] == "process"


def test_a_case_is_handed_back_to_an_earlier_step():
    given = [passed(1, 1, "2026-11-09T09:00")]
    change = do(hand_over, case("received>in_process", assignee="o.2"), given, STEPS, LAN, step=0)
    assert change.edits[1].fields["step"] == 0
    assert change.edits[1].fields["n"] == 2
    assert change.edits[1].fields["giver"] == "o.2"


@pytest.mark.parametrize(
    ("given", "more", "key"),
    [
        ([passed(1, 2, "")], {}, "work.last_step"),
        ([], {"step": 3}, "work.no_such_step"),
        ([], {"step": -1}, "work.no_such_step"),
        ([], {"in_conflict": ["assignee"]}, "cases.settle_first"),
    ],
)
def test_a_step_that_is_not_there_is_refused(given, more, key):
    with pytest.raises(Refused) as refused:
        do(hand_over, case("received>in_process"), given, STEPS, HOA, **more)
    assert refused.value.key == key


def test_an_ended_case_stays_where_it_is():
    with pytest.raises(Refused) as refused:
        do(assign, case("received>withdrawn"), [], HOA)
    assert refused.value.key == "work.ended"


def test_an_assignment_keeps_the_step_and_is_refused_for_who_holds_it():
    given = [passed(1, 1, "2026-11-09T09:00")]
    change = do(assign, case("received>in_process", assignee="o.2"), given, LAN)
    assert [edit.kind for edit in change.edits] == ["case", "handover"]
    assert change.edits[1].fields["step"] == 1
    with pytest.raises(Refused) as refused:
        do(assign, case(assignee="o.2"), given, HOA)
    assert refused.value.key == "work.holds_already"


def test_a_procedure_without_steps_can_still_be_passed_on_by_assigning():
    change = do(assign, case(), [], HOA)
    assert change.edits[1].fields["step"] == 0
    with pytest.raises(Refused):
        do(hand_over, case(), [], (), HOA)


def test_the_hours_of_a_step_run_from_its_hand_over_without_the_waits():
    given = [passed(1, 1, "2026-11-09T09:00"), passed(2, 1, "2026-11-09T10:00")]
    track = Track(
        STEPS, MONDAY, [Wait("payment", datetime(2026, 11, 9, 9, 30), datetime(2026, 11, 9, 10, 30))], CALENDAR
    )
    found = stands(case(assignee="o.2"), given, track, datetime(2026, 11, 9, 11, 0))
    assert (found.place, found.step.name, found.holder) == (1, "Thẩm định", "o.2")
    assert (found.used, found.left) == (60, 8 * 60 - 60)


def test_a_step_without_hours_has_nothing_left_to_say():
    assert stands(case(), [passed(1, 2, "2026-11-09T09:00")], TRACK, datetime(2026, 11, 10, 9)).left is None


def test_the_control_sheet_tells_early_on_time_and_late():
    way = [
        passed(1, 1, "2026-11-09T08:20"),  # half an hour, kept the same day
        passed(2, 1, "2026-11-09T10:00"),  # to another officer of the step
        passed(3, 0, "2026-11-09T11:00"),  # back, long before a working day was over
        passed(4, 1, "2026-11-09T14:00"),  # half an hour, missed
        passed(5, 2, "2026-11-10T14:00"),  # a working day to the minute
    ]
    assert [(leg.ended and leg.ended.name, leg.kept) for leg in legs(way, TRACK)] == [
        ("Tiếp nhận", "on_time"), (None, ""), ("Thẩm định", "early"), ("Tiếp nhận", "late"), ("Thẩm định", "on_time"),
    ]  # fmt: skip


def test_who_holds_the_role_of_a_step_is_offered_first_and_nobody_is_left_out():
    roles = {"o.1": {"reception"}, "o.2": {"specialist"}}
    assert takers([LAN, HOA], STEPS[1], roles) == [HOA, LAN]
    assert takers([LAN, HOA], None, roles) == [LAN, HOA]


WAY = [
    passed(1, 1, "2026-11-09T09:00"),
    passed(2, 2, "2026-11-06T09:00"),
    Handover("b.2", "c", 2, 1, "o.2", "o.1", "2026-11-10T09:00"),
    passed(3, 0, "2026-11-05T09:00"),
]


@given(st.permutations(WAY))
def test_hand_overs_are_told_alike_in_whatever_order_they_came_and_whatever_the_clocks_said(way):
    assert [each.id for each in ordered(way)] == ["a.1", "a.2", "b.2", "a.3"]
    now = datetime(2026, 11, 11, 9)
    assert stands(case(), way, TRACK, now) == stands(case(), way[::-1], TRACK, now)
    assert legs(way, TRACK) == legs(way[::-1], TRACK)


def test_hand_overs_of_an_unknown_shape_are_passed_over():
    odd = [Handover("x.1", "c", "một", 1), Handover("x.2", "c", 4, None), Handover("x.3", "c", 2, 99, at=b"?")]
    found = stands(case(), odd, TRACK, MONDAY)
    assert (found.place, found.step, found.left) == (99, None, None)
