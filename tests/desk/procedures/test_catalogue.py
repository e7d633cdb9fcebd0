import json
import re
import unicodedata
from dataclasses import replace
from datetime import date

import pytest

from desk import Refused
from desk.procedures import catalogue
from desk.procedures.catalogue import Catalogue, Difference, differences, starter
from desk.procedures.procedure import Fee, from_json, to_json
from desk.store import open_store
from desk.time.deadlines import Rule

from .test_procedure import procedure

EVERY = list(starter())
IDS = [each.code for each in EVERY]


@pytest.fixture
def db(tmp_path):
    db = open_store(tmp_path / "desk.db", bytes(32))
    yield db
    db.close()


def test_the_starter_holds_what_a_commune_needs():
    assert len(starter()) >= 60
    assert len(IDS) == len(set(IDS))
    fields = {each.field for each in EVERY}
    assert {"Hộ tịch", "Chứng thực", "Đất đai", "Giảm nghèo", "Đăng ký, quản lý cư trú", "Hoạt động xây dựng"} <= fields


@pytest.mark.parametrize("each", EVERY, ids=IDS)
def test_a_starter_procedure_stands_the_strict_reading_unchanged(each):
    assert from_json(json.loads(json.dumps(to_json(each)))) == each


@pytest.mark.parametrize("each", EVERY, ids=IDS)
def test_a_starter_procedure_is_clean_text(each):
    text = json.dumps(to_json(each), ensure_ascii=False)
    assert unicodedata.is_normalized("NFC", text)
    assert not [letter for letter in text if unicodedata.category(letter) in ("Cc", "Cf", "Co") or letter == "\u00a0"]
    assert not re.search(r"\.(docx?|pdf|xlsx?)\b", text)


@pytest.mark.parametrize("each", EVERY, ids=IDS)
def test_a_starter_procedure_is_complete(each):
    assert len(each.short) <= 60
    assert len(each.aliases) >= 3
    assert len(set(map(str.casefold, each.aliases))) == len(each.aliases)
    assert each.papers
    assert all(len(paper.name) <= 120 for paper in each.papers)
    assert each.about
    assert each.result
    assert each.legal
    assert each.fees
    assert each.limit_text
    assert "2026-07" in each.source
    assert [step.role for step in each.steps] == ["reception", "specialist", "leader", "reception"]
    assert each.steps[-1].hours == 0


def test_no_everyday_word_leads_to_two_starter_procedures():
    spoken = [alias.casefold() for each in EVERY for alias in each.aliases]
    assert len(spoken) == len(set(spoken))


def test_civil_status_without_a_stated_limit_is_done_the_same_day():
    birth = starter().in_force("1.001193", date(2026, 8, 1))
    assert birth.limit == Rule(
        "same_day", cutoff="15:00", supplement="restart", supplements_allowed=1, extensions_allowed=1
    )


def test_the_newest_version_in_force_counts_and_older_ones_stay():
    old, new, later = (
        procedure(version="2026-01", effective_from="2026-01-01"),
        procedure(version="2026-07"),
        procedure(version="2027-01", effective_from="2027-01-01"),
    )
    known = Catalogue([new, later, old])
    assert known.in_force(old.code, date(2026, 7, 1)) is new
    assert known.in_force(old.code, date(2026, 6, 30)) is old
    assert known.current(date(2027, 1, 1)) == (later,)
    assert known.get(old.code, "2026-01") is old
    assert known.versions(old.code) == (later, new, old)
    assert len(known) == 1


def test_a_procedure_that_ended_is_not_offered():
    ended = procedure(effective_to="2026-09-30")
    assert Catalogue([ended]).current(date(2026, 9, 30)) == (ended,)
    assert Catalogue([ended]).current(date(2026, 10, 1)) == ()


def test_an_unknown_procedure_or_version_is_refused_in_words():
    with pytest.raises(Refused, match=r"9\.999999"):
        starter().in_force("9.999999", date(2026, 8, 1))
    with pytest.raises(Refused, match="1999-01"):
        starter().get("1.001193", "1999-01")


def test_of_the_same_version_the_first_catalogue_counts():
    ours, theirs = procedure(short="ours"), procedure(short="theirs")
    assert (Catalogue([ours]) | Catalogue([theirs])).versions(ours.code) == (ours,)


def save(db, procedures):
    catalogue.put(db, catalogue.rows(procedures))


def test_imported_procedures_are_kept_in_the_file(db):
    kept = [procedure(), procedure(version="2026-08", effective_from="2026-08-01", limit=None)]
    save(db, kept)
    assert sorted(catalogue.load(db), key=lambda each: each.version) == kept


def test_a_newer_import_goes_before_the_starter_and_the_starter_before_the_same(db):
    same, newer = procedure(version="2026-07"), procedure(version="2026-08", effective_from="2026-08-01")
    save(db, [same, newer])
    used = catalogue.in_use(db)
    assert used.in_force("1.001193", date(2026, 7, 31)) == starter().get("1.001193", "2026-07")
    assert used.in_force("1.001193", date(2026, 8, 1)) == newer


def test_importing_again_replaces_the_version(db):
    save(db, [procedure(short="first")])
    save(db, [procedure(short="second")])
    assert [each.short for each in catalogue.load(db)] == ["second"]


def test_the_differences_of_two_versions_are_named():
    before = procedure()
    after = procedure(
        version="2026-08",
        papers=before.papers[:1],
        limit=Rule("working_days", 3),
        fees=(Fee("in_person", 9000, "bản", ""), before.fees[1]),
    )
    found = {each.field: each for each in differences(before, after)}
    assert set(found) == {"version", "limit", "papers.uy-quyen", "fees.in_person"}
    assert found["papers.uy-quyen"].after is None
    assert found["version"] == Difference("version", "2026-07", "2026-08")
    assert differences(before, before) == ()


def test_a_catalogue_file_survives_writing():
    assert catalogue.read(json.loads(json.dumps(catalogue.write(EVERY)))) == tuple(EVERY)


def test_a_catalogue_of_a_newer_format_is_refused():
    with pytest.raises(Refused, match="2"):
        catalogue.read({"format": "casedesk-catalogue", "version": 2, "procedures": []})


def test_a_clock_before_the_day_of_issue_finds_the_procedures_of_that_day():
    known = starter()
    assert known.precedes(date(2016, 1, 1))
    assert not known.precedes(date.fromisoformat(known.issued))
    assert known.current(date(2016, 1, 1)) == known.current(date.fromisoformat(known.issued))
    assert known.in_force("1.001193", date(1970, 1, 1)).version == "2026-07"


def test_a_procedure_that_is_to_come_is_not_in_force_before_its_day():
    [old] = [each for each in starter() if each.code == "1.001193"]
    later = replace(old, code="9.000001", effective_from="2027-01-01")
    used = starter() | Catalogue([later])
    assert used.issued == starter().issued
    with pytest.raises(Refused):
        used.in_force("9.000001", date(2016, 1, 1))
    assert used.in_force("9.000001", date(2027, 1, 1)) == later
