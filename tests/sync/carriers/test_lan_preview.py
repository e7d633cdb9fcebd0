"""What a neighbour would bring is told before it is taken in, and asking changes nothing."""

import pytest

from desk import store
from desk.cases import Case
from desk.counter import edit
from sync import log
from sync.carriers.lan_preview import preview
from sync.errors import Offline
from sync.jobs import run
from sync.reconcile import guard
from tests.sync.carriers.test_lan import Office, office, pcs  # noqa: F401
from tests.sync.offices import receive_case


def asked(office, n, other):  # noqa: F811
    """What one PC would bring to another, asked from a thread as the window does, while that one answers."""
    steps, bench, found = preview(office.desks[n], office.address(other)), office.bench, []
    bench.run(next(steps), lambda answer: found.append(_ended(steps, answer)), found.append)
    bench.work(20, lambda: bool(found))
    return found[0]


def _ended(steps, value):
    try:
        while True:
            value = steps.send(value)()
    except StopIteration as ended:
        return ended.value


def state(desk):
    """All that asking might change."""
    tables = ("change", "head", "segment", "aside", "conflict", "[case]", "mention", "merge")
    return [desk.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables], log.vector(desk.db)


def test_cases_that_would_need_a_decision_are_told_with_their_kind_and_nothing_is_taken_in(office):  # noqa: F811
    one, two, _ = office.desks
    ids = [receive_case(one, phone="0912000000") for _ in range(2)]
    office.meet(0, 1)
    for id in ids:
        one.do(lambda hand, id=id: edit(one.db, hand, id, {"phone": "0912000111"}))
        two.do(lambda hand, id=id: edit(two.db, hand, id, {"phone": "0912000222"}))
    for desk in (one, two):
        receive_case(desk, applicant_id="001199000123", birth_date="1999-01-01")
    before = state(one)
    offered = asked(office, 0, 1)
    found = offered.arriving
    assert (offered.device, found.cases, found.aside, offered.more) == (two.device.id, 3, 0, False)
    assert sorted(each.kind for each in found.questions) == ["field", "field", "twice"]
    assert {len(each.numbers) for each in found.questions} == {1, 2}
    assert state(one) == before
    office.meet(0, 1)
    assert asked(office, 0, 1).arriving.changes == 0
    assert len(store.select(one.db, Case)) == 4


def test_a_mass_change_is_told_as_what_would_be_set_aside(office, monkeypatch):  # noqa: F811
    one, two, _ = office.desks
    ids = [receive_case(one) for _ in range(4)]
    office.meet(0, 1)
    monkeypatch.setattr(guard, "limits", lambda: {"void": {"least": 3, "share": 0.0}})
    from sync.reconcile import deciding

    for id in ids:
        number = store.get(two.db, Case, id).number
        two.do(lambda hand, number=number: deciding.void(two, hand, number, "nhập thử"))
    found = asked(office, 0, 1).arriving
    assert (found.aside, found.questions) == (1, ())
    assert not guard.held(one.db)


def test_where_nobody_answers_that_is_said(pcs):  # noqa: F811
    with pytest.raises(Offline):
        run(preview(pcs[0], "127.0.0.1:9"))
