"""Two PCs write the same field: both values are shown, and one choice ends it."""

import pytest

from tests.ui.command.conftest import share


@pytest.fixture
def number(casedesk, other):
    """A case whose phone was changed on both PCs."""
    number = casedesk.receive(phone="0900")
    share(casedesk, other)
    assert casedesk("case", "edit", number, "phone=0901").status == 0
    assert other("case", "edit", number, "phone=0902").status == 0
    share(casedesk, other)
    return number


def test_both_versions_are_listed_with_who_and_where(casedesk, other, number):
    for command in (casedesk, other):
        (conflict,) = command("conflict", "list", json=True).data
        assert (conflict["number"], conflict["field"], conflict["ancestor"]) == (number, "phone", "0900")
        assert [v["n"] for v in conflict["versions"]] == [1, 2]
        assert {(v["value"], v["device"]) for v in conflict["versions"]} == {("0901", "MÁY-01"), ("0902", "MÁY-02")}
        assert all(set(v) >= {"by", "at"} for v in conflict["versions"])
    assert casedesk.shown(number)["conflicts"] == casedesk("conflict", "list", json=True).data
    assert "0901" in casedesk("conflict", "list").out


def test_a_version_is_chosen_with_a_reason_and_holds_everywhere(casedesk, other, number):
    versions = casedesk("conflict", "list", json=True).data[0]["versions"]
    assert casedesk("conflict", "settle", number, "phone", "--version", 1).status == 1
    assert casedesk("conflict", "settle", number, "phone", "--version", 3, "--reason", "gọi thử").status == 1
    told = casedesk("conflict", "settle", number, "phone", "--version", 1, "--reason", "gọi thử", json=True)
    assert (told.status, told.data["value"]) == (0, versions[0]["value"])
    share(casedesk, other)
    assert other("conflict", "list", json=True).data == []
    assert other.shown(number)["fields"]["phone"] == versions[0]["value"]
    assert other.shown(number)["history"][-1]["reason"] == "gọi thử"


def test_a_value_of_its_own_may_settle_it(casedesk, number):
    assert casedesk("conflict", "settle", number, "phone", "--value", "0903", "--reason", "số mới").status == 0
    assert casedesk.shown(number)["fields"]["phone"] == "0903"
    assert casedesk("conflict", "settle", number, "phone", "--value", "0904", "--reason", "nữa").status == 1


def test_a_field_in_conflict_is_settled_not_edited(casedesk, number):
    assert casedesk("case", "edit", number, "phone=0905").status == 1


def test_states_that_went_different_ways_are_settled_by_the_stage_meant(casedesk, other):
    number = casedesk.receive()
    share(casedesk, other)
    casedesk("case", "move", number, "refuse", "--reason", "ngoài thẩm quyền")
    other("case", "move", number, "process")
    share(casedesk, other)
    (conflict,) = casedesk("conflict", "list", json=True).data
    assert {v["value"] for v in conflict["versions"]} == {"refused", "in_process"}
    assert casedesk("conflict", "settle", number, "state", "--value", "refused", "--reason", "đúng vậy").status == 0
    assert casedesk.shown(number)["fields"]["state"] == "refused"
