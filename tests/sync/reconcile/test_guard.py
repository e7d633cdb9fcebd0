"""Changes that would void, end or overwrite an unusual share of the cases wait for an administrator, on every PC."""

import pytest

from desk import Refused, store
from desk.cases import Case
from desk.counter import edit, move
from desk.lists import lookups
from desk.reconcile.disputes import Kind
from desk.record import Change, Edit
from sync import doctor, log, segments
from sync.exchange import seal_waiting
from sync.intake import take_in
from sync.jobs import run
from sync.reconcile import deciding, guard
from sync.reconcile.waiting import waiting
from sync.report import Report
from tests.sync.offices import open_pcs, receive_case

MANY = 45


@pytest.fixture
def pcs(tmp_path):
    found = open_pcs(tmp_path)
    for n in range(MANY):
        receive_case(found[0], f"Người {n}")
    carry(*found)
    yield found
    for desk in found:
        desk.close()


def carry(one, other):
    """Everything that `one` holds, sealed and taken in at `other`."""
    run(seal_waiting(one))
    report = Report()
    for device in segments.heads(one.db):
        held = segments.head(other.db, device).last
        run(take_in(other, segments.after(one.db, device, held), report, lambda _: None))
    return report


def each_case(desk, decide, most=MANY):
    for case in store.select(desk.db, Case, "ORDER BY number LIMIT ?", [most]):
        desk.do(lambda hand, case=case: decide(desk, hand, case.id))


def voids(desk, hand, id):
    return deciding.void(desk, hand, id, "dọn dữ liệu")


def in_use(desk):
    return len(store.select(desk.db, Case, "WHERE void_reason = ''"))


@pytest.fixture
def voided(pcs):
    """The second PC has voided everything, and the first was sent it."""
    one, two = pcs
    each_case(two, voids)
    assert carry(two, one).set_aside == 1
    return pcs


def test_most_cases_voided_at_once_are_set_aside_and_asked_about(voided):
    one, two = voided
    assert in_use(one) == MANY
    (asked,) = waiting(one)
    assert (asked.kind, asked.about) == (Kind.MASS, two.device.id)


def test_what_follows_waits_too_and_nothing_is_lost(voided):
    one, two = voided
    receive_case(two, "Người sau")
    carry(two, one)
    assert len(segments.aside(one.db)) == 2
    decide(one, "allowed")
    carry(two, one)
    assert segments.aside(one.db) == []
    assert in_use(one) == 1
    assert log.vector(one.db)[two.device.id] == log.vector(two.db)[two.device.id]


def decide(desk, verdict):
    (found,) = guard.held(desk.db)
    desk.do(lambda hand: deciding.mass(desk, hand, found.hash, verdict, "đã hỏi MÁY-02"))


def test_what_was_refused_stays_aside_and_is_asked_no_more(voided):
    one, two = voided
    decide(one, "refused")
    carry(two, one)
    assert in_use(one) == MANY
    assert waiting(one) == []


def test_one_decision_serves_every_pc(tmp_path, pcs):
    one, two = pcs
    each_case(two, voids)
    assert carry(two, one).set_aside == 1
    decide(one, "allowed")
    carry(one, two)
    assert guard.held(one.db) == []


def test_two_decisions_about_one_packet_are_in_conflict_and_no_damage(pcs):
    one, two = pcs
    for desk, verdict in ((one, "allowed"), (two, "refused")):
        edit = Edit("massdecision", "ab" * 32, {"verdict": verdict})
        desk.do(lambda hand, edit=edit: Change("mass", (edit,), hand.by, "đã hỏi"))
    carry(two, one)
    assert lookups.conflicting(one.db, "ab" * 32, "massdecision") == ["verdict"]
    assert list(doctor.rows(one)) == []


def test_a_decision_needs_a_reason_and_something_to_decide(voided):
    one, _ = voided
    (found,) = guard.held(one.db)
    for segment, reason in ((found.hash, ""), ("00" * 32, "vì sao")):
        with pytest.raises(Refused):
            one.do(lambda hand, s=segment, r=reason: deciding.mass(one, hand, s, "allowed", r))


def test_ending_and_overwriting_nearly_all_is_unusual_too(pcs, monkeypatch):
    one, two = pcs
    each_case(two, lambda desk, hand, id: move(desk.db, hand, id, "refuse", None, desk.calendar, "Nhầm"))
    assert carry(two, one).set_aside == 1
    monkeypatch.setitem(guard.limits()["overwritten"], "least", 30)
    each_case(one, lambda desk, hand, id: edit(desk.db, hand, id, {"applicant_name": "X"}))
    assert carry(one, two).set_aside == 0  # its own cases
    assert in_use(two) == MANY


def test_a_day_of_work_is_not_unusual(pcs):
    one, two = pcs
    each_case(two, voids, most=5)
    assert carry(two, one).set_aside == 0
    assert in_use(one) == MANY - 5
