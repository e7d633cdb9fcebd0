"""Who may settle what: the program's own rules, and those an office lays down."""

from dataclasses import replace

import pytest

from desk import Refused
from desk.officers.officer import Role
from desk.reconcile.deciders import POLICY, in_force, lay_down
from desk.reconcile.kept import Policy

NOBODY = {"author": False, "assignee": False}


def test_typing_is_for_those_concerned_the_rest_for_a_leader_or_it():
    now = in_force(None)
    assert now.may("typing", {Role.RECEPTION}, **NOBODY)
    assert now.may("typing", (), author=True, assignee=False)
    for care in ("identity", "money", "law", "number"):
        assert not now.may(care, {Role.RECEPTION, Role.SPECIALIST}, author=True, assignee=True)
        assert now.may(care, {Role.LEADER}, **NOBODY) and now.may(care, {Role.IT}, **NOBODY)


def test_a_refusal_names_who_may():
    with pytest.raises(Refused) as refused:
        in_force(None).demand("fee", "money", {Role.RECEPTION}, **NOBODY)
    assert "lãnh đạo" in str(refused.value)


def laid(**values):
    change = lay_down(None, values, ["phone", "fee"], by="a.1")
    return replace(Policy(POLICY), **change.edits[0].fields)


def test_an_office_lays_down_its_own_and_the_rest_stays():
    now = in_force(laid(money="reception  leader", two="phone"))
    assert now.may("money", {Role.RECEPTION}, **NOBODY)
    assert not now.may("identity", {Role.RECEPTION}, **NOBODY)
    assert now.two == {"phone"}


@pytest.mark.parametrize(
    "values", [{"money": ""}, {"money": "mayor"}, {"two": "shoe_size"}, {"id": "x"}, {"typing": "  "}]
)
def test_a_policy_nobody_could_follow_is_refused(values):
    with pytest.raises(Refused):
        laid(**values)


def test_laying_down_what_holds_already_is_refused():
    held = laid(money="leader")
    with pytest.raises(Refused):
        lay_down(held, {"money": "leader"}, ["phone"], by="a.1")
