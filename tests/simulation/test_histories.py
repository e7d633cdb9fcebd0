"""A part of the histories in every run of the suite; `python -m tests.simulation` plays as many as one likes.

What the histories would notice is in `mutations`; `python -m tests.simulation --mutations` tells how soon.
"""

import json
import os
from collections import Counter

import pytest

from tests.simulation import tokens
from tests.simulation.fate import Fate, ruled_by
from tests.simulation.history import FATES, play, template
from tests.simulation.lies import LIES
from tests.simulation.mutations import MUTATIONS
from tests.simulation.world import OFFICE, World

CHUNKS, EACH = 50, 40
MANY = 400
"""Histories within which a broken program is noticed; mostly in far fewer."""
BESIDES = {
    "lan_in_dispute", "stick_lost", "lines", "conflicts", "successors", "set_aside_for_good", "told_fork", "told_stray",
}  # fmt: skip
AWAITED = {each.__name__ for each in (*FATES, *LIES)} | BESIDES
"""What comes about in these histories: what never does would prove nothing."""


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_every_history_ends_alike_everywhere_and_loses_nothing_and_all_that_may_happen_does(chunk, noted):
    happened = Counter()
    for seed in range(chunk * EACH, (chunk + 1) * EACH):
        happened.update(told(seed))
    (noted / f"{chunk}.json").write_text(json.dumps([name for name, times in happened.items() if times]))
    chunks = list(noted.glob("*.json"))
    if len(chunks) == CHUNKS:  # the last one looks at all
        assert AWAITED - {name for each in chunks for name in json.loads(each.read_text())} == set()


@pytest.fixture
def noted(tmp_path_factory):
    """Where chunks note what happened, whichever process plays them."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "histories"
    folder.mkdir(exist_ok=True)
    return folder


def told(seed):
    try:
        return play(seed)
    except BaseException as error:
        how = f"python -m tests.simulation --seed {seed} --runs 1 -v"
        pytest.fail(f"seed {seed} ({how}): {type(error).__name__}: {str(error)[:500]}")


NOTICED = (
    "cover_forgotten", "delivered_once_sealed", "last_to_come_wins", "line_not_written", "statements_not_heard",
)  # fmt: skip
"""Mutations that a few histories are enough to notice; the command looks at all of them."""


@pytest.mark.parametrize("name", NOTICED)
def test_a_program_that_was_broken_is_noticed(name):
    def some():
        for seed in range(MANY):
            play(seed)

    template()  # not by a broken program
    with MUTATIONS[name](), pytest.raises(BaseException):  # noqa: B017, PT011 - whatever it stumbles over
        some()


def test_the_same_seed_is_the_same_history():
    told = [[], []]
    for lines in told:
        play(77, lines.append, steps=24)
    assert told[0] == told[1]
    assert len(told[0]) > 24


def test_what_is_sought_is_read_of_every_pc_that_anybody_knows(tmp_path):
    """A delegate takes a PC in, is put back to before that, and takes another one in: nobody's roster has both."""
    made = template()
    with ruled_by(Fate(1)) as fate:
        world = World(made, tmp_path, fate, 2)
        delegate, _ = world.pcs
        with world.server.province(OFFICE) as hand:
            hand.delegate(delegate.desk.device.id, range(40, 60))
        world.exchange(delegate)
        world.back_up(delegate)
        forgotten = world.enrol(delegate)
        world.restore(delegate, delegate.backups[0])
        new = world.enrol(delegate)
        known = tokens.ring(world).members
        world.close()
    assert {forgotten.desk.device.id, new.desk.device.id} <= known.keys()
