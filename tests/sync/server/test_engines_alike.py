"""Whatever comes, in whatever order, with whatever a damaged disk loses: the engines say the same."""

from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync import envelope
from sync.envelope import NOTHING_BEFORE, Header
from sync.frames import Partial
from sync.wire import Head
from tests.sync.server.test_engines import KEY, ONE, TWO, InAFile, InPostgres

OFFICES = (f"o{n}" for n in count())
DEVICES = (ONE, TWO)


def segments(office):
    """For each device a history, and what it sealed otherwise after it was put back to its beginning."""
    made = []
    for device in DEVICES:
        before = NOTHING_BEFORE
        for first in (1, 3, 5, 7):
            made.append(sealed(office, device, first, first + 1, before))
            before = made[-1].hash
        made.append(sealed(office, device, 3, 5, made[-4].hash))
        made.append(sealed(office, device, 6, 9, made[-1].hash))
    return made


def sealed(office, device, first, last, before):
    return envelope.parse(envelope.pack(Header(office, device, first, last, 1, bytes(12), before), b"x" * last, KEY))


device, few = st.sampled_from(DEVICES), st.lists(st.integers(0, 11), max_size=5)
many = st.sampled_from([[0, 1, 2, 3], [0, 1, 2, 3, 6, 7, 8, 9], [0, 4, 5], [4], [10], [1, 2]])
steps = st.one_of(
    st.tuples(st.just("take"), device, few | many),
    st.tuples(st.just("lose"), few),
    st.tuples(st.just("give_up"), device),
    st.tuples(st.just("hold"), device, few, st.booleans()),
    st.tuples(st.just("lacking"), st.dictionaries(device, st.integers(0, 9)), st.none() | st.integers(0, 900)),
)


class Played:
    """One engine, and what it says to each step."""

    def __init__(self, storage, office, known):
        self.storage, self.office, self.known = storage, office, known
        self.engine = storage.open()

    def play(self, step):
        name, *rest = step
        answer = getattr(self, name)(*rest)
        heads, beyond = self.engine.heads(self.office), [self.engine.beyond(self.office, by) for by in DEVICES]
        return answer, heads, beyond, self.lacking({}, None)

    def take(self, by, which):
        chosen = [self.known[n] for n in which]
        partial = Partial(bytes(32), 9, b"x" * len(which)) if which else None
        return self.engine.take(self.office, by, chosen, partial), self.engine.staged(self.office, by)

    def lose(self, which):
        for n in which:
            hash = self.storage.literal(self.known[n].hash)
            self.storage.sql(f"DELETE FROM segment WHERE office = '{self.office}' AND hash = {hash}")
        self.storage.close()
        self.storage.opened.clear()
        self.engine = self.storage.open()

    def give_up(self, device):
        self.engine.give_up(self.office, device)

    def hold(self, by, which, anew):
        self.engine.hold(self.office, by, [self.known[n].hash for n in which], anew=anew)

    def lacking(self, heads, most):
        asked = {device: Head(last, b"") for device, last in heads.items()}
        found = self.engine.lacking(self.office, asked, most)
        numbers = [stored.number for stored in found]
        assert numbers == sorted(set(numbers))
        return [(s.hash, s.size, self.engine.segment(self.office, s.number)) for s in found]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lost=st.sets(st.sampled_from([0, 1, 2, 3, 6, 7, 8]), max_size=3), story=st.lists(steps, max_size=8))
def test_the_engines_say_the_same(lost, story, cluster, database, tmp_path):
    office = next(OFFICES)
    known = segments(office)
    storages = [InAFile(tmp_path / "server.db"), InPostgres(cluster, database)]
    try:
        one, other = (Played(storage, office, known) for storage in storages)
        begun = [("take", ONE, [0, 1, 2, 3]), ("take", TWO, [6, 7, 8]), ("lose", sorted(lost))]
        for step in begun + story:
            assert one.play(step) == other.play(step), step
    finally:
        for storage in storages:
            storage.close()
