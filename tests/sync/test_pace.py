"""How much is asked for at a time: some seconds of whatever line it is."""

from sync.pace import FIRST, LEAST, MOST, SECONDS, Pace


def test_a_fast_line_is_asked_for_much_and_a_slow_one_for_some_seconds_of_it():
    pace = Pace()
    assert pace.room == FIRST
    pace.measured(FIRST, 0.1)
    assert pace.room == MOST
    pace.measured(200_000, 20.0)
    assert pace.room == 10_000 * SECONDS
    pace.measured(200_000, 400.0)
    assert pace.room == LEAST


def test_a_small_answer_says_nothing_of_the_line():
    pace = Pace()
    pace.measured(300, 0.6)
    assert pace.room == FIRST
