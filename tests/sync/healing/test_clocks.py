"""A wrong clock is said, stops nobody, and orders nothing."""

import pytest

from desk import store
from desk.cases import Case
from desk.counter import edit
from sync import log
from sync.healing import clocks
from tests.sync.healing.test_forks import agree
from tests.sync.offices import receive_case

YEAR = 366 * 86_400


@pytest.mark.parametrize("wrong", [-10 * YEAR, -7200, 400, 10 * YEAR])
def test_a_clock_that_the_server_finds_wrong_is_said_and_right_again_is_not(office, wrong):
    desk = office["pc1"]
    id = receive_case(desk)
    assert clocks.warning(desk) == ""
    right = desk.clock
    desk.clock = lambda: right() + wrong
    office.sync("pc1")
    assert ("nhanh" if wrong > 0 else "chậm") in clocks.warning(desk)
    assert desk.do(lambda hand: edit(desk.db, hand, id, {"phone": "2"}))
    desk.clock = right
    office.sync("pc1")
    assert clocks.warning(desk) == ""


def test_a_clock_that_jumps_back_in_the_middle_of_the_day_is_known_without_a_server(office):
    desk = office["pc1"]
    receive_case(desk)
    right = desk.clock
    desk.clock = lambda: right() - 3600
    assert "sớm hơn" in clocks.warning(desk)
    desk.clock = lambda: right() + 3 * YEAR
    assert "muộn hơn" in clocks.warning(desk)
    assert receive_case(desk)


def test_what_was_seen_comes_before_whatever_the_clocks_say(office):
    one, two = office["pc1"], office["pc2"]
    id = receive_case(one, phone="1")
    office.sync("pc1")
    office.sync("pc2")
    right = two.clock
    two.clock = lambda: right() - 20 * YEAR
    two.do(lambda hand: edit(two.db, hand, id, {"phone": "2"}))
    agree(office, "pc2", "pc1")
    assert store.get(one.db, Case, id).phone == "2"
    assert [entry.change.action for entry in log.history(one.db, id)] == ["receive", "edit"]
