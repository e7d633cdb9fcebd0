"""`casedesk procedures hint | show | diff`: the office's own know-how, and what the catalogue says."""

import dataclasses
import json

from desk.procedures import catalogue
from tests.ui.command.conftest import BIRTH, share

HINT = "Trạm y tế xã bên nghỉ chiều thứ Sáu, hẹn sáng thứ Hai"


def test_a_hint_is_shared_shown_and_found_by_its_words(casedesk, other):
    assert casedesk("procedures", "hint", "add", BIRTH, HINT).status == 0
    share(casedesk, other)
    [hint] = other("procedures", "show", BIRTH, json=True).data["hints"]
    assert (hint["text"], hint["by"], hint["only_me"]) == (HINT, "Nguyễn Thị Mai", False)
    assert HINT in other("procedures", "show", BIRTH).out
    codes = [hit["code"] for hit in other("procedures", "search", "trạm y tế xã bên nghỉ chiều", json=True).data]
    assert codes[0] == BIRTH


def test_a_personal_hint_is_shown_to_its_officer_only(casedesk, monkeypatch):
    casedesk("procedures", "hint", "add", BIRTH, "việc riêng", "--only-me")
    monkeypatch.setenv("CASEDESK_NEW_PASSWORD", "Mat-khau-2-thu")
    assert casedesk("officer", "add", "Lê Văn Hai").status == 0
    monkeypatch.setenv("CASEDESK_PASSWORD", "Mat-khau-2-thu")
    assert casedesk("procedures", "hint", "list", "--officer", "Lê Văn Hai", json=True).data == []
    monkeypatch.setenv("CASEDESK_PASSWORD", "mat-khau-thu")
    [hint] = casedesk("procedures", "hint", "list", json=True).data
    assert hint["only_me"]


def test_a_hint_is_taken_back_with_a_reason(casedesk):
    casedesk("procedures", "hint", "add", BIRTH, HINT)
    [hint] = casedesk("procedures", "hint", "list", BIRTH, json=True).data
    assert casedesk("procedures", "hint", "void", hint["id"]).status == 1
    assert casedesk("procedures", "hint", "void", hint["id"], "--reason", "hết đúng").status == 0
    assert casedesk("procedures", "hint", "void", hint["id"], "--reason", "lại").status == 1
    assert casedesk("procedures", "hint", "list", json=True).data == []


def test_a_hint_without_words_or_procedure_is_refused(casedesk):
    for code, text in ((BIRTH, "  "), (BIRTH, "a" * 5000), ("9.999999", HINT)):
        assert casedesk("procedures", "hint", "add", code, text).status == 1
    assert casedesk("procedures", "hint", "void", "nothing.1", "--reason", "x").status == 1


def test_a_procedure_is_shown_without_a_home(casedesk, tmp_path, monkeypatch):
    monkeypatch.delenv("CASEDESK_PASSWORD")
    told = casedesk("--home", tmp_path / "nowhere", "procedures", "show", BIRTH)
    assert told.status == 0 and "Giấy chứng sinh" in told.out
    assert casedesk("--home", tmp_path / "nowhere", "procedures", "show", "9.9").status == 1


def test_two_versions_are_compared(casedesk):
    before = next(each for each in catalogue.starter() if each.code == BIRTH)
    paper = dataclasses.replace(before.papers[0], copies=3)
    after = dataclasses.replace(
        before, version="2026-09", effective_from="2026-09-01", papers=(paper, *before.papers[2:]), result="Giấy mới"
    )
    file = casedesk.file(json.dumps(catalogue.write([after]), ensure_ascii=False))
    assert casedesk("procedures", "import", file).status == 0
    found = casedesk("procedures", "diff", BIRTH, before.version, "2026-09", json=True).data
    assert {"result", f"papers.{paper.key}", f"papers.{before.papers[1].key}"} <= {each["field"] for each in found}
    said = casedesk("procedures", "diff", BIRTH, before.version, "2026-09").out
    assert "Giấy mới" in said and "3 bản sao" in said
    assert casedesk("procedures", "diff", BIRTH, before.version, before.version).out.strip() == "Hai bản giống nhau."
    assert len(casedesk("procedures", "show", BIRTH, json=True).data["versions"]) == 2
    assert casedesk("procedures", "diff", BIRTH, "1999-01", "2026-09").status == 1
