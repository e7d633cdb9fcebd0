"""Commands that need no case: procedures, deadlines, identity cards."""

import json

import pytest

from tests.ui.command.conftest import BIRTH


def test_a_procedure_is_found_as_people_say_it_without_a_home(casedesk, tmp_path, monkeypatch):
    monkeypatch.delenv("CASEDESK_PASSWORD")
    told = casedesk("--home", tmp_path / "nowhere", "procedures", "search", "khai sinh", "--limit", "3", json=True)
    assert told.status == 0
    assert len(told.data) <= 3
    assert BIRTH in [hit["code"] for hit in told.data]
    assert {"code", "name", "short", "papers"} <= set(told.data[0])


def test_queries_are_answered_one_list_for_each_line(casedesk):
    file = casedesk.file("khai sinh\n\nkết hôn\n", "queries.txt")
    found = casedesk("procedures", "search", "--queries", file, "--limit", "2", json=True).data
    assert [bool(hits) for hits in found] == [True, False, True]
    assert casedesk("procedures", "search").status == 2


def test_a_query_needs_no_quotation_marks(casedesk):
    quoted = casedesk("procedures", "search", "kết hôn", "--limit", "3", json=True).data
    assert casedesk("procedures", "search", "kết", "--limit", "3", "hôn", json=True).data == quoted


def test_published_procedures_are_imported_and_used(casedesk, shared):
    told = casedesk("procedures", "import", shared / "procedures_published_2026-07.json", json=True)
    assert told.data["imported"] > 200
    assert told.status == (1 if told.data["refused"] else 0)
    assert all({"code", "kind", "text"} <= set(remark) for remark in told.data["report"])
    known = {case["code"] for case in casedesk("procedures", "search", "đất", "--limit", "50", json=True).data}
    assert known


@pytest.mark.parametrize("content", ["", "{}", "[1, 2]", '{"format": "casedesk-catalogue", "version": 99}'])
def test_a_catalogue_that_is_none_is_refused(casedesk, content):
    told = casedesk("procedures", "import", casedesk.file(content))
    assert (told.status, "Traceback" in told.err) == (1, False)


def test_a_due_date_is_counted_and_explained(casedesk):
    rule = '{"unit": "working_days", "amount": 3}'
    told = casedesk("deadline", "--rule", rule, "--received-at", "2026-03-02T09:00", json=True)
    assert told.data["due_at"] == "2026-03-05T17:30"
    assert [day["n"] for day in told.data["days"] if day["kind"] == "counted"] == [1, 2, 3]
    paused = ["--rule", '{"unit": "working_days", "amount": 3, "supplement": "restart"}', "--received-at"]
    paused += ["2026-03-02T09:00", "--pause", "2026-03-03T09:00", "2026-03-10T09:00"]
    assert casedesk("deadline", *paused, json=True).data["due_at"] == "2026-03-13T17:30"


@pytest.mark.parametrize("rule", ["", "3", "{}", '{"unit": "moons"}', '{"unit": "hours", "amount": "many"}'])
def test_a_rule_that_is_none_is_refused(casedesk, rule):
    told = casedesk("deadline", "--rule", rule, "--received-at", "2026-03-02T09:00")
    assert (told.status, "Traceback" in told.err) == (1, False)


def test_the_public_deadlines_are_right(casedesk, shared):
    told = casedesk("deadline", "--cases", shared / "deadlines_public.json", json=True)
    assert [each["id"] for each in told.data if not each["right"]] == []
    assert told.status == 0
    assert {each["due_at"] == each["expected"] for each in told.data} == {True}


def test_a_card_is_read_and_what_is_none_is_named(casedesk, shared):
    cases = json.loads((shared / "cccd_public.json").read_text(encoding="utf-8"))["cases"]
    for case in cases:
        told = casedesk("card", case["raw"], json=True)
        assert told.data["ok"] == (told.status == 0)
        if case.get("ok") and "alt" not in case:
            assert told.data["ok"], case["id"]
    assert casedesk("card", "https://example.vn", json=True).data["error"] == "url"
