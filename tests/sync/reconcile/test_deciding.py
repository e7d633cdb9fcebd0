"""Settling between real PCs: alike is no conflict, differently is one, once; nothing unseen is ever hidden."""

import random

import pytest

from desk import Refused, store
from desk.cases import Case
from desk.counter import edit, versions
from desk.officers.officer import Role, appoint
from desk.reconcile import disputes
from desk.record import Change, Edit, Entry
from sync import log
from sync.reconcile.contest import contest
from sync.reconcile.deciding import settle
from sync.reconcile.patterns import dry, patterns, take_back, taking
from sync.reconcile.patterns import settle as settle_many
from tests.sync.offices import open_pcs, receive_case


@pytest.fixture
def pcs(tmp_path):
    found = open_pcs(tmp_path, 3)
    share(found)
    yield found
    for desk in found:
        desk.close()


def share(desks, rng=None):
    """Every PC gets what the others hold, in whatever order `rng` makes of it."""
    held = [entry for desk in desks for entry in log.everything(desk.db)]
    for desk in desks:
        if rng:
            rng.shuffle(held)
        log.receive(desk.db, held)


def written_apart(pcs, field="phone", values=("0912000111", "0912000222", "0912000333")):
    id = receive_case(pcs[0], phone="0912000000")
    share(pcs)
    for desk, value in zip(pcs, values, strict=True):
        desk.do(lambda hand, desk=desk, value=value: edit(desk.db, hand, id, {field: value}))
    share(pcs)
    return id


def settled(desk, id, value, field="phone"):
    seen = versions(desk.db, id)[field]
    desk.do(lambda hand: settle(desk, hand, "case", id, field, value, seen, "đã gọi"))


def open_on(desk, id):
    return versions(desk.db, id)


def test_two_people_settling_alike_make_no_conflict(pcs):
    id = written_apart(pcs)
    settled(pcs[0], id, "0912000222")
    settled(pcs[1], id, "0912000222")
    share(pcs)
    assert [open_on(desk, id) for desk in pcs] == [{}, {}, {}]


def test_settling_differently_makes_one_conflict_between_the_settlements_once(pcs):
    id = written_apart(pcs)
    settled(pcs[0], id, "0912000111")
    settled(pcs[1], id, "0912000222")
    share(pcs)
    for desk in pcs:
        assert [version.value for version in open_on(desk, id)["phone"]] in (
            ["0912000111", "0912000222"],
            ["0912000222", "0912000111"],
        )
    settled(pcs[2], id, "0912000333")
    share(pcs)
    assert [open_on(desk, id) for desk in pcs] == [{}, {}, {}]
    assert {store.get(desk.db, Case, id).phone for desk in pcs} == {"0912000333"}


def test_a_settlement_hides_nothing_its_author_had_not_seen(pcs):
    one, two, _ = pcs
    id = written_apart(pcs)
    seen = open_on(one, id)["phone"]
    two.do(lambda hand: Change("edit", (Edit("case", id, {"phone": "0912000999"}),), hand.by))
    settled(one, id, "0912000111")
    share(pcs)
    for desk in pcs:
        assert {version.value for version in open_on(desk, id)["phone"]} == {"0912000111", "0912000999"}
    with pytest.raises(Refused) as refused:
        one.do(lambda hand: settle(one, hand, "case", id, "phone", "0912000111", seen, "đã gọi"))
    assert refused.value.key == "cases.changed_meanwhile"


@pytest.mark.parametrize("seed", range(6))
def test_decisions_end_the_same_on_every_pc_in_whatever_order_they_arrive(pcs, seed):
    rng = random.Random(seed)
    ids = [written_apart(pcs) for _ in range(2)]
    for _ in range(8):
        desk, id = rng.choice(pcs), rng.choice(ids)
        if held := open_on(desk, id):
            settled(desk, id, rng.choice(held["phone"]).value)
        else:
            value = f"0912{rng.randrange(10**6):06}"
            desk.do(lambda hand, desk=desk, id=id, value=value: edit(desk.db, hand, id, {"phone": value}))
        if rng.random() < 0.4:
            share(rng.sample(pcs, 2), rng)
    share(pcs, rng)
    share(pcs, rng)
    states = [[(store.get(desk.db, Case, id), open_on(desk, id)) for id in ids] for desk in pcs]
    assert states[0] == states[1] == states[2]
    waiting = [sorted(each.key for each in disputes.registers(desk.db)) for desk in pcs]
    assert waiting[0] == waiting[1] == waiting[2]


def test_many_settled_in_one_stroke_leave_alone_what_came_in_after_the_dry_run(pcs):
    one, two, _ = pcs
    ids = [written_apart(pcs) for _ in range(3)]
    ((pattern, found),) = patterns(one, disputes.registers(one.db)).items()
    assert (pattern.field, pattern.cause, len(pattern.pcs), len(found)) == ("phone", "at_once", 3, 3)
    outcomes = dry(one, found, taking(one, "pc:MÁY-02"))
    two.do(lambda hand: Change("edit", (Edit("case", ids[1], {"phone": "0912000999"}),), hand.by))
    share(pcs)
    left = {outcome.case.id: why for outcome, why in settle_many(one, outcomes, "máy 02 gọi sau", "g.1")}
    assert [bool(left[id]) for id in ids] == [False, True, False]
    assert sum(not why for _, why in take_back(one, "g.1", "nhầm")) == 2


def test_who_may_not_decide_is_told_who_may_and_nothing_is_written(pcs):
    one, two, three = pcs
    id = written_apart(pcs, "applicant_name", ("Lan", "Lan Anh", "Lan Hương"))
    edits = (Edit("officer", "x.1", {"name": "Mai", "roles": str(Role.RECEPTION)}),)
    one.do(lambda hand: appoint("Mai", [Role.RECEPTION], new_id=hand.new_id(), by=hand.by, more=edits))
    one.by = "x.1"
    before = log.vector(one.db)
    with pytest.raises(Refused) as refused:
        settled(one, id, "Lan", "applicant_name")
    assert refused.value.key == "disputes.not_yours"
    assert log.vector(one.db) == before
    assert two.by != three.by


def test_a_role_changed_in_two_places_waits_for_an_administrator(pcs):
    one, two, _ = pcs
    officer = one.by
    one.do(lambda hand: Change("set_roles", (Edit("officer", officer, {"roles": "leader admin"}),), hand.by))
    two.do(lambda hand: Change("set_roles", (Edit("officer", officer, {"roles": "reception"}),), hand.by))
    share(pcs)
    (found,) = disputes.registers(two.db)
    assert (found.kind, found.field) == (disputes.Kind.OFFICER, "roles")
    held = disputes.versions(two.db, "officer", officer)["roles"]
    two.do(lambda hand: settle(two, hand, "officer", officer, "roles", "leader admin", held, "theo quyết định"))
    share(pcs)
    assert [disputes.registers(desk.db) for desk in pcs] == [[], [], []]


def test_five_hundred_versions_and_a_text_of_a_megabyte_are_listed_and_settled(pcs):
    one = pcs[0]
    id = receive_case(one, phone="0912000000")
    seen, at = log.vector(one.db), int(one.clock())
    texts = ["x" * 1_000_000, *(f"ghi chú {n}" for n in range(1, 500))]
    edits = [Change("edit", (Edit("case", id, {"note": written}),), "x.1") for written in texts]
    log.receive(one.db, [Entry(f"pc{n:06}", 1, seen, 9, at, None, edit) for n, edit in enumerate(edits)])
    held = versions(one.db, id)["note"]
    assert len(held) == 500
    assert len(contest(one, id, "note").contenders) == 500
    settled(one, id, texts[0], "note")
    assert versions(one.db, id) == {}
    assert store.get(one.db, Case, id).note == texts[0]


def test_a_stage_and_an_officer_unknown_here_are_told_as_they_are(pcs):
    one = pcs[0]
    id = receive_case(one)
    seen, at = log.vector(one.db), int(one.clock())
    paths = ("received>archived", "received>withdrawn")
    log.receive(
        one.db,
        [
            Entry(
                f"pc{n:06}", 1, seen, 9, at, None, Change("archive", (Edit("case", id, {"state": path}),), "nobody.1")
            )
            for n, path in enumerate(paths)
        ],
    )
    settled(one, id, "archived", "state")
    assert store.get(one.db, Case, id).stage == "archived"


def test_a_scan_that_its_author_added_beside_a_value_is_named_with_it(pcs):
    one, two, _ = pcs
    id = written_apart(pcs)
    row = {"case_id": id, "name": "Tờ khai, trang 1"}
    two.do(lambda hand: Change("add_scan", (Edit("scan", hand.new_id(), row),), hand.by))
    share(pcs)
    found = contest(one, id, "phone")
    beside = {origin.pc: origin.scans for each in found.contenders for origin in each.origins}
    assert beside == {"MÁY-01": (), "MÁY-02": ("Tờ khai, trang 1",), "MÁY-03": ()}
