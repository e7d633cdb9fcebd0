"""What comes next for whom, and what is held for which reason, with values alone."""

from datetime import datetime

import pytest

from desk.cases import Case, Move
from desk.casework.apology import Extension
from desk.casework.clock import Suspension
from desk.casework.offers import About, offered, onward, takes_next, usual, why_not
from desk.casework.returning import Satisfaction
from desk.casework.steps import Standing
from desk.officers.officer import Role
from desk.procedures import catalogue
from desk.procedures.procedure import Procedure
from desk.time.deadlines import Rule

SINCE = datetime(2026, 11, 9, 9, 0)
PROCEDURE = next(each for each in catalogue.starter().current(SINCE.date()) if len(each.steps) == 4 and each.limit)
RECEPTION, SPECIALIST, LEADER = {Role.RECEPTION}, {Role.SPECIALIST}, {Role.LEADER}
HALTED = (Suspension("a.1", "c", "x", "2026-11-09T09:00"),)


def about(state="received", roles=frozenset(), place=0, assignee="", by="me", procedure=PROCEDURE, **more):
    case = Case(
        "c",
        number="01-00001-T",
        state=state,
        assignee=assignee,
        due_at="2026-11-20T17:30",
        returned_at="2026-11-20T09:00",
    )
    step = procedure.steps[place] if procedure else None
    return About(case, by, roles, procedure, Standing(place, step, assignee, SINCE, 0, None), **more)


@pytest.mark.parametrize(
    ("given", "next_one"),
    [
        (about(roles=RECEPTION), "handover"),
        (about(roles=SPECIALIST), "take"),
        (about("received>in_process", SPECIALIST, 1, "me"), "handover"),
        (about("received>in_process", SPECIALIST, 1, "other"), "take"),
        (about("received>in_process", RECEPTION, 1, "other"), ""),
        (about("received>in_process", LEADER, 2, "me"), "finish"),
        (about("received>in_process>waiting_supplement", RECEPTION, 1), "supplement"),
        (about("received>in_process>waiting_payment", RECEPTION, 1), "pay"),
        (about("received>in_process>done", RECEPTION, 2, "other"), "return"),
        (about("received>in_process>done>returned", RECEPTION, 2), ""),
        (about("received", RECEPTION, procedure=None), "process"),
        (about("received>in_process", SPECIALIST, procedure=None), "finish"),
        (about("received>in_process", SPECIALIST, 1, "me", suspensions=HALTED), "resume"),
        (about("received>refused", LEADER, in_conflict=("state",)), "settle"),
        (about("received>notarised", LEADER), ""),
    ],
)
def test_what_comes_next_is_the_cases_and_the_officers(given, next_one):
    assert usual(given) == next_one


def test_only_who_holds_the_next_steps_role_takes_a_case_from_the_counter_into_it():
    assert takes_next(about(roles=SPECIALIST))
    assert not takes_next(about(roles=RECEPTION))
    assert not takes_next(about("received>in_process", LEADER, 1))


def test_a_case_goes_back_to_the_counter_only_with_its_result():
    assert onward(about("received>in_process", LEADER, 2)) is None
    assert onward(about("received>in_process>done", LEADER, 2)) == PROCEDURE.steps[3]


def test_what_the_stage_rules_out_is_not_offered():
    assert "finish" not in offered(about(roles=LEADER))
    assert "finish" in offered(about("received>in_process", LEADER))
    assert "resume" not in offered(about(roles=LEADER))
    halted = offered(about("received>in_process", LEADER, suspensions=HALTED))
    assert {"resume", "withdraw", "stop"} <= set(halted)
    assert {"finish", "handover", "suspend", "apologise", "ask_payment"}.isdisjoint(halted)


def test_an_answer_of_the_citizen_is_asked_for_once_and_after_the_return():
    ended = "received>in_process>done>returned"
    assert "rate" in offered(about(ended, RECEPTION))
    for at, once_more in (("2026-11-20T10:00", False), ("2026-11-09T10:00", True)):  # the earlier one at the counter
        tapped = (Satisfaction("a.1", "c", 3, at=at),)
        assert ("rate" in offered(about(ended, RECEPTION, ratings=tapped))) is once_more
    assert "rate" not in offered(about("received>in_process>done", RECEPTION))


def reason(given, name):
    found = why_not(given, name)
    return found.key if found else ""


ASKED = (Move("a.1", "c", "ask_supplement", "waiting_supplement", "x", "2026-11-09T09:00"),)


@pytest.mark.parametrize(
    ("given", "name", "key"),
    [
        (about("received>in_process", RECEPTION), "finish", "rights.refused"),
        (about("received>in_process", SPECIALIST), "finish", ""),
        (about("received", {Role.IT}), "note", "rights.refused"),
        (about("received", LEADER), "finish", "lifecycle.not_from_here"),
        (about("received", LEADER, in_conflict=("state",)), "refuse", "cases.settle_first"),
        (about("received", LEADER, in_conflict=("assignee",)), "handover", "cases.settle_first"),
        (about("received", LEADER, in_conflict=("due_at",)), "apologise", "cases.settle_first"),
        (about("received", LEADER, suspensions=HALTED), "ask_supplement", "work.suspended"),
        (about("received", LEADER, suspensions=HALTED), "handover", "work.suspended"),
        (about("received>refused", LEADER), "allot", "work.ended"),
        (about("received", RECEPTION, extensions=(Extension("a.1", "c"),)), "apologise", "work.apologised"),
        (about("received>in_process>waiting_supplement", RECEPTION), "suspend", "work.clock_stands"),
        (about("received", RECEPTION), "bind", ""),
    ],
)
def test_what_cannot_be_done_says_why_before_it_is_pressed(given, name, key):
    assert reason(given, name) == key
    assert not key or str(why_not(given, name))


def test_a_second_supplement_is_held_for_all_but_a_leader():
    procedure = Procedure(**{**vars(PROCEDURE), "limit": Rule("working_days", 3, supplements_allowed=1)})
    for roles, key in ((SPECIALIST, "work.supplement_used"), (LEADER, "")):
        assert reason(about("received>in_process", roles, procedure=procedure, moves=ASKED), "ask_supplement") == key
