"""Taking back the last action: fields as they were, the history with both, no for what others rely on."""

import pytest

from desk import Refused, cases, counter, lists, store
from desk.cases import Move, Note
from desk.casework import work
from desk.casework.clock import Suspension
from desk.casework.steps import Handover
from desk.officers.officer import Officer
from sync import codec, log, paperwork
from sync.carriers import peers
from sync.reconcile.deciding import settle
from sync.undo import undo
from sync.wire import Head
from tests.sync.offices import open_pcs, receive_case

MARRIAGE = "1.000894"


@pytest.fixture
def desks(tmp_path):
    opened = open_pcs(tmp_path)
    yield opened
    for desk in opened:
        desk.close()


@pytest.fixture
def desk(desks):
    return desks[0]


@pytest.fixture
def case_id(desk):
    return receive_case(desk, code=MARRIAGE)


def rows(desk):
    return {
        kind: sorted(map(tuple, desk.db.execute(f"SELECT * FROM [{kind}] WHERE case_id != ''")))
        for kind in ("paper", "note", "move", "print", "handover", "suspension", "extension", "return", "satisfaction")
    } | {"case": counter.case_here(desk.db, "01-00001-T")}


def do(desk, decide):
    return desk.do(decide)[0]


def take_back(desk, case_id):
    return do(desk, lambda hand: undo(desk, hand, case_id))


def refusal(desk, case_id):
    with pytest.raises(Refused) as refused:
        take_back(desk, case_id)
    assert str(refused.value)
    return refused.value.key


def step(desk, case_id, action, reason=""):
    procedure = paperwork.pinned(desk, counter.case_here(desk.db, case_id))
    return do(desk, lambda hand: counter.move(desk.db, hand, case_id, action, procedure, desk.calendar, reason))


def actions(desk, case_id):
    procedure, db = paperwork.pinned(desk, counter.case_here(desk.db, case_id)), desk.db
    name = desk.officer.name
    return [
        lambda hand: work.hand_over(db, hand, case_id, name, procedure),
        lambda hand: counter.edit(db, hand, case_id, {"phone": "0912345678", "fee": 8000}),
        lambda hand: cases.add_note(
            counter.case_here(db, case_id), "gọi lại chiều nay", now=hand.at, new_id=hand.new_id, by=hand.by
        ),
        lambda hand: counter.move(db, hand, case_id, "ask_supplement", procedure, desk.calendar, "Chữ ký"),
        lambda hand: counter.move(db, hand, case_id, "supplement", procedure, desk.calendar),
        lambda hand: work.suspend(db, hand, case_id, "chờ ý kiến"),
        lambda hand: work.resume(db, hand, case_id, procedure, desk.calendar),
        lambda hand: work.apologise(db, hand, case_id, procedure, desk.calendar, "2036-12-31", "nhiều hồ sơ"),
        lambda hand: work.bind(db, hand, case_id, "H57.132-260804-0012"),
        lambda hand: work.finish(db, hand, case_id, "12/2026"),
        lambda hand: work.give_back(db, hand, case_id, work.Taker()),
        lambda hand: work.rate(db, hand, case_id, 3),
    ]


def test_action_after_action_is_taken_back_and_everything_is_as_it_was(desk, case_id):
    before = []
    for decide in actions(desk, case_id):
        before.append(rows(desk))
        do(desk, decide)
    entries = len(log.history(desk.db, case_id))
    for expected in reversed(before):
        take_back(desk, case_id)
        assert rows(desk) == expected
    assert refusal(desk, case_id) == "work.undo_receive"
    assert len(log.history(desk.db, case_id)) == entries + len(before)


def test_what_was_taken_back_is_done_again_and_rows_follow_the_log(desk, case_id):
    step(desk, case_id, "process")
    take_back(desk, case_id)
    step(desk, case_id, "process")
    shown = rows(desk)
    assert shown["case"].state == "received>in_process"
    log.refold(desk.db)
    assert rows(desk) == shown


def test_other_pcs_fold_it_alike_and_bytes_carry_it(desks, case_id):
    desk, other = desks
    for decide in actions(desk, case_id)[:4]:
        do(desk, decide)
    take_back(desk, case_id)
    take_back(desk, case_id)
    entries = log.run(desk.db, desk.device.id, 0, 1000)
    carried = codec.decode(codec.encode(entries), desk.device.id, 1)
    assert carried == entries
    log.receive(other.db, reversed(carried))
    assert rows(other) == rows(desk)


def test_a_note_taken_back_is_no_longer_found(desk, case_id):
    do(desk, actions(desk, case_id)[2])
    assert lists.page(desk.db, "all", desk.now(), search="gọi lại")
    take_back(desk, case_id)
    assert store.children(desk.db, Note, case_id) == []
    assert lists.page(desk.db, "all", desk.now(), search="gọi lại") == []


def test_what_the_province_has_signed_for_stands(desk, case_id, monkeypatch):
    step(desk, case_id, "process")
    last = log.vector(desk.db)[desk.device.id]
    monkeypatch.setattr("sync.delivery.proven", lambda db, device: last)
    assert refusal(desk, case_id) == "work.undo_delivered"
    monkeypatch.setattr("sync.delivery.proven", lambda db, device: last - 1)
    take_back(desk, case_id)


def test_what_another_pc_of_the_office_holds_stands(desk, desks, case_id):
    step(desk, case_id, "process")
    last = log.vector(desk.db)[desk.device.id]
    peers.note(desk, desks[1].device.id, {desk.device.id: Head(last, b"12345678")})
    assert refusal(desk, case_id) == "work.undo_shared"
    step(desk, case_id, "finish")
    take_back(desk, case_id)


def test_what_is_on_paper_stands(desk, case_id):
    step(desk, case_id, "process")
    case = counter.case_here(desk.db, case_id)
    do(desk, lambda hand: paperwork.form_printed(case, "01", hand))
    assert refusal(desk, case_id) == "work.undo_printed"


def test_another_pcs_step_is_taken_back_only_there(desks, case_id):
    desk, other = desks
    log.receive(other.db, list(log.everything(desk.db)))
    step(other, case_id, "process")
    log.receive(desk.db, list(log.everything(other.db)))
    assert refusal(desk, case_id) == "work.undo_elsewhere"
    take_back(other, case_id)


def test_another_officers_step_is_theirs(desk, case_id):
    step(desk, case_id, "process")
    hand = desk.hand()
    desk.by = "someone.1"
    with pytest.raises(Refused) as refused:
        undo(desk, type(hand)(**{**vars(hand), "by": "someone.1"}), case_id)
    assert refused.value.key == "work.undo_other_officer"


def test_a_settled_conflict_is_settled_again_instead(desks, case_id):
    desk, other = desks
    log.receive(other.db, list(log.everything(desk.db)))
    for one, phone in ((desk, "0912345671"), (other, "0912345672")):
        do(one, lambda hand, one=one, phone=phone: counter.edit(one.db, hand, case_id, {"phone": phone}))
    log.receive(desk.db, list(log.everything(other.db)))
    assert refusal(desk, case_id) in ("work.undo_changed", "work.undo_elsewhere")
    seen = counter.versions(desk.db, case_id)["phone"]
    do(desk, lambda hand: settle(desk, hand, "case", case_id, "phone", seen[0].value, seen, "gọi hỏi"))
    assert refusal(desk, case_id) == "work.not_undone"


def test_a_suspended_case_is_not_worked_on_and_its_hand_over_is_detached_by_undo(desk, case_id):
    do(desk, actions(desk, case_id)[0])
    do(desk, actions(desk, case_id)[5])
    with pytest.raises(Refused) as refused:
        step(desk, case_id, "finish")
    assert refused.value.key == "work.suspended"
    take_back(desk, case_id)
    take_back(desk, case_id)
    assert [store.children(desk.db, kind, case_id) for kind in (Handover, Suspension, Move)] == [[], [], []]
    assert counter.case_here(desk.db, case_id).assignee == ""
    assert store.get(desk.db, Officer, desk.by)
