"""A part of the histories in every run of the suite; `python -m tests.simulation` plays as many as one likes.

160 histories of 24 steps here. They notice, each within the first 60 seeds, that

    chain_not_checked                       a segment is taken in wherever its numbers fit
    delivered_once_named                    delivered is what a receipt names, under whatever hash
    delivered_once_sent                     delivered is what was sealed
    cover_forgotten                         a version is forgotten to have been seen
    last_to_come_wins                       a field is what came last
    ids_kept                                two sides of a fork share the ids of their records
    line_not_written                        the side of a fork that gives way is dropped
    lines_of_the_other_side_not_unfolded    what an earlier fork carried is not read
    line_carried_by_its_first_segment       of a long side only the beginning is carried
    shared_beginnings_told_twice            what two clones have in common is doubled
    segment_kept_before_its_changes         a cut leaves a segment without its changes
    unsealed_overwritten                    a change not sealed yet gives way to what came for its place
    numbers_not_raised                      numbers that came back after a restore are given out again
"""

import pytest

from tests.simulation import mutations
from tests.simulation.history import play

CHUNKS, EACH = 20, 8


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_every_history_ends_alike_everywhere_and_loses_nothing(chunk):
    for seed in range(chunk * EACH, (chunk + 1) * EACH):
        try:
            play(seed)
        except Exception as error:
            pytest.fail(f"seed {seed} (python -m tests.simulation --seed {seed} --runs 1 -v): {error!r}")


NOTICED = {
    "cover_forgotten": 2, "delivered_once_sent": 1, "unsealed_overwritten": 2, "chain_not_checked": 3,
    "last_to_come_wins": 3, "line_not_written": 5,
}  # fmt: skip
"""Mutations, and the seed of a history that notices."""


@pytest.mark.parametrize("name", NOTICED)
def test_a_program_that_was_broken_is_noticed(name):
    def some():
        for seed in range(NOTICED[name], NOTICED[name] + 8):
            play(seed)

    with getattr(mutations, name)(), pytest.raises(Exception):  # noqa: B017, PT011 - whatever it stumbles over
        some()


def test_the_same_seed_is_the_same_history():
    told = [[], []]
    for lines in told:
        play(77, lines.append)
    assert told[0] == told[1]
    assert len(told[0]) > 24
