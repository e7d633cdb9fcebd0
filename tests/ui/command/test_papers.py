"""The papers of a case without a window: listed, handed in later, added, and told in the history."""

import pytest

from tests.ui.command.conftest import share

PAPERS = [{"key": "giay_chung_sinh", "form": "missing"}, {"name": "Giấy cam đoan", "form": "copy", "copies": 2}]


@pytest.fixture
def keys(casedesk):
    """The checklist of the procedure, as the command itself tells it."""
    return [paper["key"] for paper in casedesk("procedures", "search", "khai sinh", json=True).data[0]["papers"]]


@pytest.fixture
def number(casedesk, keys):
    return casedesk.receive(papers=[{"key": keys[0], "form": "missing"}, PAPERS[1]])


def listed(casedesk, number, *words):
    told = casedesk("case", "papers", number, *words, json=True)
    assert told.status == 0, told.err
    return told.data


def refused(casedesk, number, *words):
    told = casedesk("case", "papers", number, *words)
    assert told.out == ""
    assert "Traceback" not in told.err
    return told.status, told.err


def test_papers_are_listed_with_what_is_missing(casedesk, number, keys):
    found = listed(casedesk, number)
    assert [(paper["key"], paper["form"], paper["copies"]) for paper in found["papers"]] == [
        (keys[0], "missing", 1), ("", "copy", 2),
    ]  # fmt: skip
    assert found["awaited"][0]["id"] == found["papers"][0]["id"]
    assert found["noted"] == []
    told = casedesk("case", "papers", number)
    assert "còn thiếu" in told.out
    assert "Giấy cam đoan (bản chụp, 2 bản)" in told.out


def test_what_was_brought_is_noted_by_key_name_or_a_name_of_its_own(casedesk, number, keys):
    done = listed(casedesk, number, f"{keys[0]}=certified:2", "giay cam doan=original", "--extra", "Giấy ủy quyền=seen")
    forms = {paper["name"]: (paper["form"], paper["copies"]) for paper in done["papers"]}
    assert sorted(forms.values()) == [("certified", 2), ("original", 2), ("seen", 1)]
    assert forms["Giấy ủy quyền"] == ("seen", 1)
    assert len(done["noted"]) == 3
    assert keys[0] not in {paper["key"] for paper in done["awaited"]}
    page = casedesk("case", "show", number).out
    assert "đã nộp thêm: " in page
    assert "(sao chứng thực, 2 bản); Giấy cam đoan (bản chính); Giấy ủy quyền (xem, trả lại)" in page


def test_a_paper_of_the_checklist_that_the_case_had_not_is_added(casedesk, number, keys):
    done = listed(casedesk, number, f"{keys[-1]}=original")
    assert [paper["form"] for paper in done["papers"] if paper["key"] == keys[-1]] == ["original"]


def test_what_cannot_be_meant_is_refused_and_nothing_is_written(casedesk, number, keys):
    assert refused(casedesk, number, "Không có giấy này=original")[0] == 1
    assert refused(casedesk, number, f"{keys[0]}=missing")[0] == 1
    assert refused(casedesk, number, f"{keys[0]}=original:0")[0] == 1
    assert refused(casedesk, number, "giay cam doan=copy")[0] == 1
    for word in (keys[0], f"{keys[0]}=", "=original", f"{keys[0]}=copy:hai"):
        assert refused(casedesk, number, word)[0] == 2
    assert [paper["form"] for paper in listed(casedesk, number)["papers"]] == ["missing", "copy"]
    casedesk("case", "move", number, "withdraw", "--reason", "x")
    assert "đã rút" in refused(casedesk, number, f"{keys[0]}=original")[1]


def test_taking_it_back_leaves_the_paper_missing_and_the_added_one_gone(casedesk, number, keys):
    before = listed(casedesk, number)["papers"]
    listed(casedesk, number, f"{keys[0]}=original:3", "--extra", "Giấy ủy quyền=copy")
    assert casedesk("case", "undo", number).status == 0
    assert listed(casedesk, number)["papers"] == before


def test_two_pcs_that_took_the_same_paper_in_alike_have_no_conflict(casedesk, other, number, keys):
    share(casedesk, other)
    for pc in (casedesk, other):
        listed(pc, number, f"{keys[0]}=original")
    share(casedesk, other)
    for pc in (casedesk, other):
        assert pc("conflict", "list", json=True).data == []
        assert [paper["form"] for paper in listed(pc, number)["papers"]] == ["original", "copy"]
        assert pc.shown(number)["conflicts"] == []


def test_a_supplement_notes_the_papers_that_came_with_it(casedesk, number, keys):
    for action in ("process", "ask_supplement"):
        assert casedesk("case", "move", number, action, "--reason", "Thiếu giấy chứng sinh").status == 0
    extra = ("--extra", "Giấy xác nhận=copy:2")
    told = casedesk("case", "move", number, "supplement", f"{keys[0]}=original", *extra, json=True)
    assert told.status == 0, told.err
    forms = {
        paper["id"]: (paper["key"] or paper["name"], paper["form"]) for paper in listed(casedesk, number)["papers"]
    }
    assert {forms[id] for id in told.data["noted"]} == {(keys[0], "original"), ("Giấy xác nhận", "copy")}
    assert told.data["state"] == "in_process"


def test_papers_come_with_no_other_step(casedesk, number, keys):
    told = casedesk("case", "move", number, "process", f"{keys[0]}=original")
    assert (told.status, told.out) == (2, "")
    assert "casedesk case papers" in told.err
    assert [paper["form"] for paper in listed(casedesk, number)["papers"]] == ["missing", "copy"]
