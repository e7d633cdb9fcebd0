"""The search over all cases: by what it finds, and why it says it did."""

import pytest

from desk import drafts, lists
from desk.cases import Case
from desk.lists.drafted import drafted
from tests.desk.lists.conftest import NOW


def names(db, words, **asked):
    return [case.applicant_name for case in lists.page(db, "all", NOW, search=words, **asked)]


@pytest.mark.parametrize(
    "words",
    [
        "Phượng",
        "phuong",
        "PHUONG TRAN",
        "01-00562",
        "000.00.19",
        "0791 7900",
        "0912",
        "khai sinh",
        "xin gọi",
        "lan nop",
    ],
)
def test_a_case_is_found_by_anything_it_holds(db, put, words):
    put(
        applicant_name="Trần Thị Bích Phượng", number="01-00562-H", portal_number="000.00.19.H26-1", phone="0912000471",
        applicant_id="079179004518", procedure_name="Đăng ký khai sinh", note="Xin gọi trước",
        submitter_name="Lê Lan Nộp",
    )  # fmt: skip
    put(applicant_name="Hồ Thử")
    assert names(db, words) == ["Trần Thị Bích Phượng"]


def test_accents_that_fit_come_first_and_the_newest_before_the_older(db, put):
    for name in ("Lê Hương", "Lê Hưởng", "Lê Huong", "Lê Hương Hai"):
        put(applicant_name=name)
    assert names(db, "hương")[:2] == ["Lê Hương Hai", "Lê Hương"]
    assert len(names(db, "huong")) == 4


def test_a_single_letter_finds_words_that_begin_with_it_page_by_page(db, put):
    for name in ("Xa", "Bảo", "Xuân", "Xim"):
        put(applicant_name=name, procedure_name="", number="")
    assert names(db, "x") == ["Xim", "Xuân", "Xa"]
    assert names(db, "x", limit=1, offset=1) == ["Xuân"]


@pytest.mark.parametrize("words", ["", "  ", "…", "'; DROP", '"', "a" * 5000, "NEAR(", "AND OR NOT", "\x00", "*"])
def test_no_words_break_the_search(db, put, words):
    put(applicant_name="a" * 200)
    names(db, words)


def test_why_a_case_was_found(db):
    case = Case("a.1", applicant_name="Trần Bích Phượng", phone="0912000471", submitter_name="Lê Lan", note="gọi Lan")
    shown = ("Trần Bích Phượng", "01-00001-H")
    assert lists.why(db, case, "phuong", shown) == ("", "")
    assert lists.why(db, case, "phuong 0912", shown) == ("phone", "0912000471")
    assert lists.why(db, case, "0912 000", shown) == ("phone", "0912000471")
    assert lists.why(db, case, "lan", shown) == ("submitter_name", "Lê Lan")
    assert lists.why(db, case, "goi lan", shown) == ("note", "gọi Lan")
    assert lists.why(db, case, "khong co", shown) == ("", "")


def test_drafts_of_any_shape_are_read_or_passed_over(db):
    drafts.migrations.apply(db)
    bodies = {
        "counter.o.1": '{"person": {"applicant_name": "Bé"}}',
        "counter.o.1#2": '{"person": 5, "procedure": null}',
        "counter.o.2": "{}",
        "other.o.1": "{}",
    }
    for owner, body in bodies.items():
        db.execute("INSERT INTO draft (owner, at, body) VALUES (?, 1, ?)", [owner, body])
    assert {each.owner for each in drafted(db)} == {"counter.o.1", "counter.o.1#2", "counter.o.2"}
    assert {each.owner for each in drafted(db, "o.1")} == {"counter.o.1", "counter.o.1#2"}
    assert [each.name for each in drafted(db, search="be")] == ["Bé"]
