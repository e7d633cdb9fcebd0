"""Seeded stories of three PCs that work, part, meet bad lines and restart: all end the same, and nothing is lost."""

import random
from contextlib import suppress

import pytest

from desk import Refused, store
from desk.cases import Case, Move, Note, add_note
from desk.counter import case_here, edit, move, versions
from desk.lifecycle import ACTIONS, stage
from desk.lists import conflict_count
from sync import log
from sync.delivery import delivery
from sync.doctor import examine
from sync.errors import Offline
from sync.exchange import carrier_of, exchange
from sync.home import make, open_home
from sync.jobs import run
from sync.reconcile.deciding import settle
from tests.bench import people
from tests.proxy import Proxy
from tests.sync.offices import PASSWORD, receive_case

STEPS = 60


class Story:
    """What happens, drawn from one seed."""

    def __init__(self, seed, province, folder):
        self.chance, self.province, self.folder = random.Random(seed), province, folder
        self.homes = []
        for pc in province.provision(pcs=3):
            make(folder / pc.id, pc.file, f"Cán bộ {pc.file.pc}", PASSWORD)
            self.homes.append(folder / pc.id)
        self.desks = [open_home(home, PASSWORD) for home in self.homes]
        self.written = []  # (case, field, value) of every change that was accepted

    def step(self):
        desk = self.chance.choice(self.desks)
        act = self.chance.choices(
            [self.receive, self.correct, self.walk, self.remark, self.settle, self.exchange, self.restart],
            weights=[3, 6, 4, 2, 2, 5, 1],
        )[0]
        with suppress(Refused):
            act(desk)

    def case(self, desk):
        cases = store.select(desk.db, Case, "ORDER BY id")
        return self.chance.choice(cases) if cases else None

    def receive(self, desk):
        name = people.name(self.chance)
        self.written.append((receive_case(desk, name), "applicant_name", name))

    def correct(self, desk):
        if case := self.case(desk):
            field, value = self.chance.choice(
                [("phone", people.phone(self.chance)), ("note", people.remark(self.chance))]
            )
            desk.do(lambda hand: edit(desk.db, hand, case.id, {field: value}))
            self.written.append((case.id, field, value))

    def walk(self, desk):
        if (case := self.case(desk)) and (actions := [a for a in ACTIONS.values() if stage(case.state) in a.sources]):
            action = self.chance.choice(actions).name
            change, _ = desk.do(lambda hand: move(desk.db, hand, case.id, action, None, desk.calendar, "lý do"))
            self.written.append((case.id, "state", change.edits[0].fields["state"]))

    def remark(self, desk):
        if case := self.case(desk):
            text = people.remark(self.chance)
            desk.do(lambda hand: add_note(case, text, now=hand.at, new_id=hand.new_id, by=hand.by))

    def settle(self, desk):
        case = self.case(desk)
        if case and (open_ := versions(desk.db, case.id)):
            field = sorted(open_)[0]
            value = self.chance.choice(open_[field]).value
            desk.do(lambda hand: settle(desk, hand, "case", case.id, field, value, open_[field], "đã gọi"))

    def exchange(self, desk):
        line = self.chance.choice(
            [{}, {}, {"cut_up": self.chance.randrange(3000)}, {"cut_down": self.chance.randrange(3000)}]
        )
        with Proxy(self.province.address, **line) as proxy, suppress(Offline):
            self.carry(desk, proxy.address)

    def carry(self, desk, address):
        carrier = carrier_of(desk, address)
        try:
            return run(exchange(desk, carrier, batch=self.chance.choice([1, 7, 1000])))
        finally:
            carrier.close()

    def restart(self, desk):
        place = self.desks.index(desk)
        desk.close()
        self.desks[place] = open_home(self.homes[place], PASSWORD)

    def end(self):
        for desk in [*self.desks, *self.desks]:
            assert self.carry(desk, self.province.address).delivered

    def close(self):
        for desk in self.desks:
            desk.close()


def rows(desk):
    kinds = {kind: sorted(map(tuple, desk.db.execute(f"SELECT * FROM [{kind}]"))) for kind in store.KINDS}
    return kinds | {"conflict": sorted(map(tuple, desk.db.execute("SELECT * FROM conflict")))}


@pytest.mark.parametrize("seed", range(1, 5))
def test_all_pcs_end_with_the_same_records_and_no_value_is_lost(seed, province, tmp_path):
    print(f"seed {seed}")
    story = Story(seed, province, tmp_path)
    for _ in range(STEPS):
        story.step()
    story.end()
    one, *others = story.desks
    for desk in others:
        assert rows(desk) == rows(one)
        assert log.vector(desk.db) == log.vector(one.db)
    for desk in story.desks:
        assert delivery(desk).complete
        assert examine(desk).faults == ()
    for id, field, value in story.written:
        assert any(
            edit_.id == id and edit_.fields.get(field) == value
            for entry in log.history(one.db, id)
            for edit_ in entry.change.edits
        )
    assert len({case.number for case in store.select(one.db, Case)}) == len(store.select(one.db, Case))
    assert conflict_count(one.db) == len({row[0] for row in rows(one)["conflict"]})
    assert store.select(one.db, Note) or store.select(one.db, Move)
    assert case_here(one.db, story.written[0][0])
    story.close()
