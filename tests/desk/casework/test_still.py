"""Cases that stand still, and how the desk decides about a case it reads from its own file."""

from datetime import datetime, timedelta

import pytest

from desk import Refused, counter
from desk.casework import work
from desk.casework.still import MOVED, STILL, SUSPENDED
from desk.officers.officer import Role, appoint
from sync import log
from sync.paperwork import pinned
from tests.sync.offices import open_pcs, receive_case

MARRIAGE = "1.000894"


class Clock:
    """A wall clock that goes on when told to; starts on Monday 9 November 2026, 8:00 in Vietnam."""

    def __init__(self):
        self.at = (datetime(2026, 11, 9, 1) - datetime(1970, 1, 1)).total_seconds()

    def __call__(self):
        return self.at

    def on(self, **time):
        self.at += timedelta(**time).total_seconds()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def desks(tmp_path, clock):
    opened = open_pcs(tmp_path, clock=clock)
    yield opened
    for desk in opened:
        desk.close()


@pytest.fixture
def desk(desks):
    return desks[0]


def officer(desk, name, *roles):
    return desk.do(lambda hand: appoint(name, roles, new_id=hand.new_id(), by=hand.by))[0].edits[0].id


def step(desk, case_id, action, reason=""):
    procedure = pinned(desk, counter.case_here(desk.db, case_id))
    return desk.do(lambda hand: counter.move(desk.db, hand, case_id, action, procedure, desk.calendar, reason))[0]


def still(desk, since):
    query = f"SELECT applicant_name, {MOVED} AS moved FROM [case] WHERE {STILL} ORDER BY moved"
    return desk.db.execute(query, {"still_since": since}).fetchall()


def test_a_case_stands_still_since_its_last_step_and_a_hand_over_is_a_movement(desk, clock):
    ids = [receive_case(desk, name=name, code=MARRIAGE) for name in ("Một", "Hai", "Ba")]
    clock.on(days=1)
    desk.do(lambda hand: work.assign(desk.db, hand, ids[0], desk.officer.name))
    clock.on(days=1)
    step(desk, ids[1], "process")
    ba, *others = [("Ba", "2026-11-09T08:00"), ("Một", "2026-11-10T08:00"), ("Hai", "2026-11-11T08:00")]
    assert still(desk, "2026-11-11T09:00") == [ba, *others]
    assert still(desk, "2026-11-10T08:00") == [ba]


def test_what_waits_for_others_does_not_stand_still(desk):
    waiting, halted, ended = (receive_case(desk, name=name, code=MARRIAGE) for name in ("Chờ", "Dừng", "Rút"))
    step(desk, waiting, "ask_supplement", "Chữ ký")
    desk.do(lambda hand: work.suspend(desk.db, hand, halted, "chờ Sở"))
    step(desk, ended, "withdraw", "nhầm")
    assert still(desk, "2036-01-01T00:00") == []
    assert desk.db.execute(f"SELECT id FROM [case] WHERE {SUSPENDED}").fetchall() == [(halted,)]


def test_the_due_date_moves_by_what_was_waited_for_whatever_it_was(desk, clock):
    case_id = receive_case(desk, code="1.000094")
    due = [counter.case_here(desk.db, case_id).due_at]
    for begin, end in (("ask_supplement", "supplement"), ("ask_payment", "pay")):
        step(desk, case_id, begin, "Chữ ký")
        clock.on(days=1)
        step(desk, case_id, end)
        due.append(counter.case_here(desk.db, case_id).due_at)
    desk.do(lambda hand: work.suspend(desk.db, hand, case_id, "chờ Sở"))
    clock.on(days=1)
    procedure = pinned(desk, counter.case_here(desk.db, case_id))
    desk.do(lambda hand: work.resume(desk.db, hand, case_id, procedure, desk.calendar))
    due.append(counter.case_here(desk.db, case_id).due_at)
    assert [at[:10] for at in due] == ["2026-11-12", "2026-11-13", "2026-11-16", "2026-11-17"]


def test_a_promised_date_is_kept_and_moves_with_the_waits_after_it(desk, clock):
    case_id = receive_case(desk, code="1.000094")
    procedure = pinned(desk, counter.case_here(desk.db, case_id))
    desk.do(lambda hand: work.apologise(desk.db, hand, case_id, procedure, desk.calendar, "2026-11-18", "nhiều hồ sơ"))
    step(desk, case_id, "ask_supplement", "Chữ ký")
    clock.on(days=2)
    step(desk, case_id, "supplement")
    assert counter.case_here(desk.db, case_id).due_at == "2026-11-20T17:30"


def test_the_second_request_is_refused_by_whatever_name_it_is_asked_for(desk):
    case_id = receive_case(desk, code=MARRIAGE)
    desk.by = officer(desk, "Lê Thị Lan", Role.RECEPTION, Role.SPECIALIST)
    step(desk, case_id, "ask_supplement", "Chữ ký")
    step(desk, case_id, "supplement")
    for name in ("ask_supplement", "waiting_supplement"):
        with pytest.raises(Refused) as refused:
            step(desk, case_id, name, "Ảnh")
        assert refused.value.key == "work.supplement_used"
    desk.by = officer_by_name(desk, "Cán bộ 1")
    step(desk, case_id, "ask_supplement", "Ảnh")


def officer_by_name(desk, name):
    return work.officer_here(desk.db, name).id


def test_two_hand_overs_at_once_both_stand_and_who_holds_the_case_is_a_conflict(desks):
    desk, other = desks
    case_id = receive_case(desk, code=MARRIAGE)
    lan, hoa = officer(desk, "Lan", Role.SPECIALIST), officer(desk, "Hoa", Role.SPECIALIST)
    log.receive(other.db, list(log.everything(desk.db)))
    procedure = pinned(desk, counter.case_here(desk.db, case_id))
    desk.do(lambda hand: work.hand_over(desk.db, hand, case_id, lan, procedure))
    other.do(lambda hand: work.hand_over(other.db, hand, case_id, hoa, procedure))
    log.receive(other.db, list(log.everything(desk.db)))
    log.receive(desk.db, list(log.everything(other.db)))
    ways = []
    for one in desks:
        case = counter.case_here(one.db, case_id)
        ways.append([(leg.handover.id, leg.kept) for leg in work.legs(one.db, case, procedure, one.calendar)])
        assert {version.value for version in counter.versions(one.db, case_id)["assignee"]} == {lan, hoa}
        assert "state" not in counter.versions(one.db, case_id)
    with pytest.raises(Refused, match="01-00001-T"):
        desk.do(lambda hand: work.assign(desk.db, hand, case_id, "Cán bộ 1"))
    assert ways[0] == ways[1]
    assert len(ways[0]) == 2


def test_an_officer_is_meant_by_name_with_or_without_accents_or_by_id(desk):
    mai = officer(desk, "Nguyễn Thị Mai", Role.SPECIALIST)
    assert work.officer_here(desk.db, "nguyen thi mai").id == mai
    assert work.officer_here(desk.db, mai).id == mai
    officer(desk, "Nguyễn Thị Mai", Role.RECEPTION)
    for name, key in (("Nguyễn Thị Mai", "work.several_officers"), ("Ai", "work.no_such_officer")):
        with pytest.raises(Refused) as refused:
            work.officer_here(desk.db, name)
        assert refused.value.key == key


def test_where_the_rule_is_silent_nothing_is_said_of_closing(desk):
    case_id = receive_case(desk, code=MARRIAGE)
    step(desk, case_id, "ask_supplement", "Chữ ký")
    case = counter.case_here(desk.db, case_id)
    assert work.closes_at(desk.db, case, pinned(desk, case), desk.calendar) is None


@pytest.mark.parametrize("bad", ["zzz", "0001-01-01T08:00", "2026-02-31T08:00"])
def test_a_reception_that_another_program_wrote_as_none_moves_no_promise(desk, bad):
    case_id = receive_case(desk, code=MARRIAGE)
    due = counter.case_here(desk.db, case_id).due_at
    desk.db.execute("UPDATE [case] SET received_at = ? WHERE id = ?", [bad, case_id])
    step(desk, case_id, "ask_supplement", "Chữ ký")
    step(desk, case_id, "supplement")
    assert counter.case_here(desk.db, case_id).due_at == due
