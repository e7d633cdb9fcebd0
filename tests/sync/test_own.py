"""The office's own days and words reach every PC, whichever wrote them."""

from datetime import date

from desk.time import own_days
from sync import own
from tests.sync.offices import open_pcs
from tests.ui.workplaces import exchange

DAY = date(2026, 12, 1)


def test_days_of_one_pc_count_at_the_other_and_the_later_writing_wins_whatever_the_clock(tmp_path):
    first, second = open_pcs(tmp_path, 2)
    first.do(own.keep_days(first, own_days.nothing().having(DAY, "Lễ hội", works=False)))
    assert second.calendar.works(DAY)
    exchange(first, second)
    second.took_in({("ownfile", "x")})
    assert not second.calendar.works(DAY)
    second.clock = lambda: 0.0  # a clock of 1970
    second.do(own.keep_days(second, own.days(second).without(DAY)))
    exchange(first, second)
    first.took_in({("ownfile", "x")})
    assert first.calendar.works(DAY) and second.calendar.works(DAY)
    for desk in (first, second):
        desk.close()


def test_two_writings_at_once_are_the_same_at_both_pcs(tmp_path):
    first, second = open_pcs(tmp_path, 2)
    for desk, name in ((first, "một"), (second, "hai")):
        desk.do(own.keep_days(desk, own_days.nothing().having(DAY, name, works=False)))
    exchange(first, second)
    assert own.days(first) == own.days(second)
    for desk in (first, second):
        desk.close()
