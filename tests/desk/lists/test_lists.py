"""Which cases each list shows, to whom, and that counting them does not grow with history."""

from dataclasses import asdict
from datetime import date, timedelta

import pytest

from desk import lists, store
from desk.casework.clock import Suspension
from desk.lifecycle import Stage
from desk.lists import GROUPS, ORDERS, SCOPES, VIEWS, Narrowed
from desk.officers.officer import Role
from tests.desk.lists.conftest import NOW

BAD_TIMES = (
    "now",
    "zzz",
    "2026-02-31T10:00",
    "2026-11-20",
    "20/11/2026 17:00",
    "2026-11-20T24:00",
    "\ud7ff",
    "3000-01",
)


SHORT = ("idx_case_void", "idx_case_open_person")
"""Indices that hold few cases whatever the history: they may be read whole."""


def ids(db, view, **asked):
    return [case.id for case in lists.page(db, view, NOW, **asked)]


def suspend(db, case_id, until=""):
    store.put(db, "suspension", [asdict(Suspension(f"s.{case_id}", case_id, "chờ Sở", "2026-11-18T08:00", until))])


def test_due_late_and_soon_follow_the_time_of_day_and_the_next_working_day(db, put):
    late = put(due="2026-11-20T09:40")
    today = put(due="2026-11-20T17:00")
    monday = put(due="2026-11-23T17:00")
    put(due="2026-11-25T17:00")  # Tuesday 24 is a holiday: not the next working day, not soon
    assert ids(db, "late") == [late]
    assert ids(db, "today") == [today]
    assert ids(db, "soon") == [monday]


def test_a_suspended_case_is_never_late_and_stands_in_a_list_of_its_own(db, put):
    halted = put(due="2026-11-10T17:00")
    resumed = put(due="2026-11-11T17:00")
    suspend(db, halted)
    suspend(db, resumed, until="2026-11-12T08:00")
    assert ids(db, "late") == [resumed]
    assert ids(db, "suspended") == [halted]
    assert lists.groups(db, "open", NOW) == {"late": 1, "halted": 1}


def test_what_waits_is_decided_or_out_of_use_is_not_late(db, put):
    for state in ("received>waiting_supplement", "received>in_process>done", "received>withdrawn"):
        put(state, due="2026-11-10T17:00")
    put(due="2026-11-10T17:00", void_reason="trùng hồ sơ khác")
    assert ids(db, "late") == []
    assert len(ids(db, "waiting")) == len(ids(db, "ready")) == 1


def test_not_moved_for_long_means_five_working_days(db, put):
    old = put(received_at="2026-11-13T09:40")
    put(received_at="2026-11-13T09:42")
    assert ids(db, "still") == [old]


def test_two_cases_of_one_person_for_one_procedure_within_a_month_may_be_one(db, put):
    same = {"applicant_id": "001199000123", "procedure": "1.000894"}
    first = put(received_at="2026-10-25T08:00", **same)
    second = put(received_at="2026-11-19T08:00", **same)
    put(received_at="2026-08-01T08:00", **same)
    put(applicant_id="001199000123", procedure="1.001193")
    put("received>withdrawn", received_at="2026-08-10T08:00", **same)
    put(applicant_id="", procedure="1.000894")
    assert set(ids(db, "alike")) == {first, second}


def test_returned_lately_is_a_week_newest_first(db, put):
    put("received>done>returned", returned_at="2026-11-10T08:00", received_at="2026-11-19T08:00")
    before = put("received>done>returned", returned_at="2026-11-18T08:00")
    today = put("received>done>returned", returned_at="2026-11-20T08:00", received_at="2026-10-01T08:00")
    assert ids(db, "lately") == [today, before]
    assert lists.groups(db, "lately", NOW) == {"new_today": 1, "new_week": 1}


def test_what_the_server_has_not_signed_for_is_listed(db, put):
    put()
    waiting = put()
    db.execute("INSERT INTO undelivered VALUES (?, 7)", [waiting])
    assert ids(db, "undelivered") == [waiting]


def test_each_scope_shows_its_own(db, put):
    held = put(pc="bbbbbbbb", assignee="o.1")
    received = put(pc="bbbbbbbb", received_by="o.1")
    here = put(pc="aaaaaaaa", received_by="o.2")
    shown = {
        scope: set(ids(db, "open", narrowed=Narrowed(scope, officer="o.1", device="aaaaaaaa"))) for scope in SCOPES
    }
    assert shown == {"mine": {held, received}, "counter": {here}, "office": {held, received, here}}


def test_an_officer_who_has_not_chosen_sees_what_their_role_needs():
    assert lists.usual_scope({Role.SPECIALIST}) == "mine"
    assert lists.usual_scope({Role.RECEPTION, Role.SPECIALIST}) == "counter"
    assert lists.usual_scope({Role.LEADER, Role.RECEPTION}) == "office"
    assert lists.usual_scope({Role.ADMIN}) == "office"


@pytest.mark.parametrize("scope", SCOPES)
def test_the_tally_counts_what_reading_would(db, put, scope):
    for state in ("received", "received>in_process", "received>withdrawn", "received>done>returned"):
        for pc, officer in (("aaaaaaaa", "o.1"), ("bbbbbbbb", "o.2"), ("bbbbbbbb", "o.1")):
            put(state, pc=pc, received_by=officer, assignee="o.1" if state == "received" else "")
    moved = put(pc="aaaaaaaa", received_by="o.1")
    store.change(db, "case", {moved: {"state": "received>withdrawn"}})
    store.change(db, "case", {moved: {"assignee": "o.2"}})
    db.execute("DELETE FROM [case] WHERE id = ?", [put(received_by="o.1")])
    narrowed = Narrowed(scope, officer="o.1", device="aaaaaaaa")
    counted = lists.counts(db, NOW, narrowed=narrowed)
    assert counted == {view: len(ids(db, view, narrowed=narrowed)) for view in VIEWS}
    assert counted["ended"] > 1


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("view", VIEWS)
def test_times_that_are_none_break_no_list_and_every_case_is_in_one_group(db, put, view, order):
    for bad in BAD_TIMES:
        put(due=bad, received_at=bad)
        put("received>done>returned", due=bad, received_at=bad, returned_at=bad)
    groups = lists.groups(db, view, NOW, order=order)
    for name, count in groups.items():
        assert len(ids(db, view, order=order, group=name)) == count
    assert sum(groups.values()) == lists.counts(db, NOW)[view] == len(ids(db, view, order=order))
    assert set(groups) <= set(GROUPS[order])


def test_a_time_that_is_none_counts_as_no_date_promised(db, put):
    put(due="2026-02-31T10:00")
    assert lists.groups(db, "open", NOW) == {"undated": 1}
    assert ids(db, "late") == []


def test_the_days_of_a_calendar_count_what_falls_due(db, put):
    for due in ("2026-11-20T08:00", "2026-11-20T17:00", "2026-11-23T17:00", "zzz", "2027-01-01T08:00"):
        put(due=due)
    put("received>in_process>done", due="2026-11-23T08:00")
    found = lists.days(db, "open", date(2026, 11, 1), date(2026, 11, 30), NOW)
    assert {day.day: (each.all, each.running, each.late) for day, each in found.items()} == {
        20: (2, 2, 1),
        23: (2, 1, 0),
    }
    assert len(lists.day_rows(db, "open", date(2026, 11, 23), NOW, limit=9)) == 2
    assert len(ids(db, "open", narrowed=Narrowed(day="2026-11-20"))) == 2


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("view", [view for view in VIEWS if not VIEWS[view].history])
def test_no_list_of_the_day_reads_through_history(db, put, view, scope):
    narrowed = Narrowed(scope, officer="o.1", device="aaaaaaaa")
    seen = []
    db.conn.set_trace_callback(seen.append)
    lists.count(db, view, NOW, narrowed=narrowed)
    lists.page(db, view, NOW, narrowed=narrowed)
    db.conn.set_trace_callback(None)
    for statement in (each for each in seen if "FROM [case]" in each and not each.startswith("--")):
        plan = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall()]
        scans = [step for step in plan if step.startswith("SCAN case")]
        assert [step for step in scans if not any(short in step for short in SHORT)] == [], plan
        assert [step for step in plan if " other " in step and "idx_case_alike" not in step] == [], plan


def test_every_stage_has_a_list(db, put):
    for stage in Stage:
        put(f"received>{stage}")
    shown = set(ids(db, "open")) | set(ids(db, "ended"))
    assert len(shown) == len(Stage)


def test_times_of_a_monday_after_a_holiday():
    times = lists.times(NOW + timedelta(days=3))
    assert times["soon"] == "2026-11-26T00:00"  # Tuesday 24 is a day off: Wednesday is next
    assert times["still_since"] == "2026-11-16T09:41"
