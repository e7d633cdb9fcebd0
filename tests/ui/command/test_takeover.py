"""A PC is dead, the province out of reach: a new one is enrolled, gets its data from a neighbour, and takes over."""

import time

import pytest

from desk import drafts
from desk.begun import LIES_OPEN
from tests.ui.command.test_enrol_near import NEW, new, office, province, serving  # noqa: F401

KIND = "SCT/BS"


@pytest.fixture
def dead(office):  # noqa: F811
    """The second PC of the office, with a case, a draft and a book, which the first one has heard of."""
    first, second = office
    first("book", "open", KIND)
    first("book", "handover", KIND, "2")
    with serving(second) as address:
        assert first("lan", "sync", address).status == 0
    second("book", "next", KIND, "--person", "Lê Văn Tám")
    second.number = second.receive()
    desk = second.opened()
    values = {"person": {"applicant_name": "Lý Văn Chín"}, "procedure": ["1.001193", "1"]}
    drafts.keep(desk.db, f"counter.{desk.by}", values, int(time.time()) - LIES_OPEN)
    desk.close()
    with serving(second) as address:
        assert first("lan", "sync", address).status == 0
    return second


def test_a_new_pc_goes_on_where_a_dead_one_stopped(office, dead, new):  # noqa: F811
    first, _ = office
    code = first("enrol", "invite", "--replaces", "02", json=True).data["code"]
    with serving(first) as address:
        asked = new(*NEW, "--invitation", code, "--lan", address, json=True).data["device"]
        assert first("enrol", "approve", asked).status == 0
        assert new("enrol", json=True).data["state"] == "enrolled"
        assert new("lan", "sync", json=True).status == 0
        would = new("takeover", "--dry-run", json=True).data
        taken = new("takeover", json=True).data
    assert {**would, "done": True} == taken
    assert (taken["pc"], taken["received"], taken["in_hand"]) == (2, [dead.number], [])
    assert [(b["kind"], b["next"]) for b in taken["books"]] == [(KIND, 2)]
    assert [d["name"] for d in taken["drafts"]] == ["Lý Văn Chín"]
    assert (taken["loss"]["last_number"], taken["loss"]["missing"]) == (dead.number, 0)
    assert new("book", "next", KIND, "--person", "Vũ Thị Mười", json=True).data["number"] == 2
    told = new("takeover", "2")
    assert (told.status, "MÁY-02" in told.err) == (1, True)
    said = new("takeover", "2", "--dry-run")
    assert dead.number in said.out
    again = new.receive(slip_number="02-00002-" + letter(2, 2))
    assert new.shown("02-00002-" + letter(2, 2))["number"] == again


def letter(pc, serial):
    from desk.numbers import Number

    return Number(pc, serial).letter


@pytest.mark.parametrize("words", [(), ("99",), ("1",), ("2", "--last", "nonsense"), ("2", "--last", "XX=3")])
def test_what_cannot_be_taken_over_is_refused(casedesk, words):
    assert casedesk("takeover", *words).status == 1
