from datetime import datetime
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import Refused
from desk.cases import Case, Move
from desk.casework import clock
from desk.casework.clock import Suspension, Wait, counted, resume, shifted, suspend, waits, worked
from desk.record import Change, Edit, Entry, State, conflicts, row
from desk.time import deadlines
from desk.time.calendar import Calendar
from desk.time.deadlines import Rule
from tests.desk.test_record import histories

CALENDAR = Calendar.load()
MONDAY = datetime(2026, 11, 9, 8, 0)


def at(day, hour=8, minute=0):
    return datetime(2026, 11, day, hour, minute)


def move(id, action, when):
    return Move(id, "c", action, "", "", when.strftime(clock.TIME))


def case(state="received>in_process", **more):
    return Case("c", number="01-00001-T", state=state, **more)


def test_the_clock_stands_for_supplements_payments_and_suspensions_alike():
    moves = [
        move("a.4", "pay", at(12)), move("a.3", "ask_payment", at(11)),
        move("a.2", "supplement", at(10)), move("a.1", "ask_supplement", at(9)),
    ]  # fmt: skip
    found = waits(moves, [Suspension("a.5", "c", "mất điện", "2026-11-13T08:00", "")])
    assert [(wait.kind, wait.begun.day, wait.ended and wait.ended.day) for wait in found] == [
        ("supplement", 9, 10), ("payment", 11, 12), ("suspension", 13, None),
    ]  # fmt: skip


def test_a_second_answer_to_one_request_changes_nothing():
    moves = [
        move("a.1", "ask_supplement", at(9)),
        move("a.2", "supplement", at(10)),
        move("b.1", "supplement", at(11)),
    ]
    assert [wait.ended for wait in waits(moves, [])] == [at(10)]


def test_steps_of_one_minute_are_read_in_the_order_of_their_pc():
    moves = [move("a.10", "supplement", at(9)), move("a.9", "ask_supplement", at(9))]
    assert waits(moves, []) == [Wait("supplement", at(9), at(9))]


def test_times_that_nobody_could_have_written_are_passed_over():
    moves = [Move("a.1", "c", "ask_supplement", at="hôm qua"), Move("a.2", "c", "supplement", at=7)]
    assert waits(moves, [Suspension("a.3", "c", "", "?", "!")]) == []


@pytest.mark.parametrize("effect", [None, "subtract", "restart"])
def test_a_wait_for_payment_is_taken_off_whatever_a_supplement_does(effect):
    rule = Rule("working_days", 3, supplement=effect)
    due = counted(rule, MONDAY, CALENDAR, [Wait("payment", at(10), at(11))])
    assert due.at.day == 13
    assert (due.rule, due.restarted) == (rule, False)


def test_a_supplement_does_what_its_rule_says_beside_a_suspension():
    waited = [Wait("supplement", at(9, 9), at(10, 9)), Wait("suspension", at(11), at(12))]
    due = {effect: counted(Rule("working_days", 3, supplement=effect), MONDAY, CALENDAR, waited) for effect in
           (None, "subtract", "restart")}  # fmt: skip
    assert due[None].at.day == 13
    assert due["subtract"].at == datetime(2026, 11, 16, 17, 30)
    assert due["restart"].at == datetime(2026, 11, 16, 17, 30)
    assert due["restart"].restarted


@given(st.integers(1, 10), st.integers(0, 9), st.integers(0, 9))
def test_without_other_waits_the_count_is_that_of_the_rule(amount, begun, length):
    rule = Rule("working_days", amount, supplement="subtract")
    wait = (at(2 + begun), at(2 + begun + length))
    expected = deadlines.due(rule, at(2), CALENDAR, [wait])
    assert counted(rule, at(2), CALENDAR, [Wait("supplement", *wait)]) == expected


def test_a_promise_moves_by_the_working_days_waited_after_it():
    waited = [Wait("supplement", at(5), at(6)), Wait("payment", at(10), at(12))]
    assert shifted(datetime(2026, 11, 13, 17, 30), at(9), CALENDAR, waited) == datetime(2026, 11, 17, 17, 30)


def test_working_minutes_leave_out_what_was_waited_once():
    waited = [Wait("payment", at(9, 9), at(9, 10)), Wait("suspension", at(9, 9, 30), at(9, 10, 30))]
    assert worked(MONDAY, at(9, 11), CALENDAR, waited) == 180 - 90
    assert worked(MONDAY, at(9, 11), CALENDAR, [Wait("payment", at(9, 9), None)]) == 60


def test_a_suspension_needs_a_reason_and_a_clock_that_runs():
    ids = iter(["a.7"])
    change = suspend(case(), [], "chờ ý kiến Sở", now="2026-11-09T08:00", new_id=ids.__next__, by="o")
    assert change.edits[0].fields == {"case_id": "c", "reason": "chờ ý kiến Sở", "at": "2026-11-09T08:00"}
    for wrong, key in (
        ((case(), [], " "), "work.suspend_reason"),
        ((case("received>withdrawn"), [], "x"), "work.clock_stands"),
        ((case(), [Suspension("a.1", "c", "x", "2026-11-06T08:00")], "x"), "work.suspended"),
    ):
        with pytest.raises(Refused) as refused:
            suspend(*wrong, now="", new_id=ids.__next__, by="o")
        assert refused.value.key == key


def test_resuming_ends_every_suspension_that_stands():
    both = [Suspension("a.1", "c", "x", "2026-11-06T08:00"), Suspension("b.1", "c", "y", "2026-11-06T09:00")]
    change = resume(case(due_at="2026-11-11T17:30"), both, "2026-11-12T17:30", now="2026-11-09T08:00", by="o")
    assert [edit.id for edit in change.edits] == ["c", "a.1", "b.1"]
    with pytest.raises(Refused) as refused:
        resume(case(), [], "", now="", by="o")
    assert refused.value.key == "work.not_suspended"


def test_two_who_resume_on_two_pcs_agree_on_the_earlier_end():
    def ended(device, until):
        change = Change("resume", (Edit("suspension", "a.1", {"until": until}),), "o")
        return Entry(device, 2, {"a": 1}, 2, 0, None, change)

    entries = [ended("b", "2026-11-10T08:00"), ended("c", "2026-11-09T08:00")]
    for order in permutations(entries):
        state = State()
        for entry in order:
            state.take(entry, entry.change.edits[0].fields)
        assert row(Suspension, "a.1", state)["until"] == "2026-11-09T08:00"
        assert conflicts(Suspension, state) == {}


@given(histories(), st.randoms(use_true_random=False))
def test_suspensions_end_alike_on_every_pc_in_any_order(history, random):
    values = ["", "2026-11-09T08:00", "2026-11-10T08:00"]
    written = [(entry, {"until": values[(entry.seq + len(entry.device)) % 3]}) for entry in history]
    shuffled = [*written, *written[: len(written) // 2]]
    random.shuffle(shuffled)
    found = []
    for order in (written, shuffled):
        state = State()
        for entry, fields in order:
            state.take(entry, fields)
        found.append((row(Suspension, "x", state), conflicts(Suspension, state)))
    assert found[0] == found[1]
    assert found[0][1] == {}
