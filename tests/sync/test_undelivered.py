"""Which records wait for the server, as lists are told: by the log, receipts, and changes taken back."""

import pytest

from desk import counter, lists
from sync import log
from sync.undelivered import Undelivered
from tests.sync.offices import open_pcs, receive_case


@pytest.fixture
def desk(tmp_path):
    (opened,) = open_pcs(tmp_path, 1)
    yield opened
    opened.close()


def waiting(desk, follower):
    follower.follow()
    return {case.id for case in lists.page(desk.db, "undelivered", desk.now())}


@pytest.fixture
def sign_for(monkeypatch):
    return lambda seq: monkeypatch.setattr("sync.undelivered.proven", lambda db, device: seq)


def last(desk):
    return log.vector(desk.db)[desk.device.id]


def test_a_case_waits_until_the_server_signed_for_its_last_change(desk, sign_for):
    follower = Undelivered(desk)
    first = receive_case(desk)
    after_first = last(desk)
    second = receive_case(desk)
    assert waiting(desk, follower) == {first, second}
    sign_for(after_first)
    assert waiting(desk, follower) == {second}
    desk.do(lambda hand: counter.edit(desk.db, hand, first, {"phone": "0912000417"}))
    assert waiting(desk, follower) == {first, second}
    sign_for(last(desk))
    assert waiting(desk, follower) == set()
    sign_for(after_first)  # the server was put back to an older state
    assert waiting(desk, follower) == {first, second}


def test_another_that_follows_later_finds_the_same(desk):
    ids = {receive_case(desk) for _ in range(3)}
    assert waiting(desk, Undelivered(desk)) == waiting(desk, Undelivered(desk)) == ids


def test_a_number_given_anew_is_noticed(desk):
    follower = Undelivered(desk)
    gone = receive_case(desk)
    assert waiting(desk, follower) == {gone}
    seq = last(desk)
    desk.db.execute("DELETE FROM change WHERE device = ? AND seq = ?", [desk.device.id, seq])
    desk.db.execute("UPDATE head SET seq = ? WHERE device = ?", [seq - 1, desk.device.id])
    again = receive_case(desk)
    assert last(desk) == seq
    assert waiting(desk, follower) == {again}


def test_what_a_change_carries_waits_with_it(desk, sign_for):
    follower = Undelivered(desk)
    lost = receive_case(desk)
    desk.db.execute("UPDATE change SET device = 'gaveway1' WHERE device = ?", [desk.device.id])
    desk.db.execute("DELETE FROM head")
    receive_case(desk)
    sign_for(last(desk) - 1)
    desk.db.execute("INSERT INTO gave_way (line, carrier) VALUES ('gaveway1', ?)", [last(desk)])
    assert lost in waiting(desk, follower)
    sign_for(last(desk))
    assert waiting(desk, follower) == set()
