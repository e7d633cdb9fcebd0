import tomllib
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.find import Finder, highlight
from desk.procedures import catalogue
from desk.procedures.procedure import Procedure

BLANK = Procedure("", "1", "", "", (), "", (), None, "", (), "", (), (), "", "", "", False, "", "")
NAMES = {
    "1.001193": "Thủ tục đăng ký khai sinh",
    "2.000528": "Thủ tục đăng ký khai sinh có yếu tố nước ngoài",
    "1.003583": "Thủ tục đăng ký khai sinh lưu động",
    "1.000110": "Thủ tục đăng ký khai sinh có yếu tố nước ngoài tại khu vực biên giới",
    "1.004884": "Thủ tục đăng ký lại khai sinh",
    "1.000656": "Thủ tục đăng ký khai tử",
    "9.000001": "Khai tư liệu đầu tư",
    "1.000894": "Thủ tục đăng ký kết hôn",
    "2.000806": "Thủ tục đăng ký kết hôn có yếu tố nước ngoài",
    "1.004873": "Thủ tục cấp Giấy xác nhận tình trạng hôn nhân",
    "1.004222": "Đăng ký thường trú",
    "1.003197": "Xóa đăng ký thường trú",
    "1.004194": "Đăng ký tạm trú",
    "2.000815": "Chứng thực bản sao từ bản chính giấy tờ, văn bản",
    "1.014063": "Cấp đổi thẻ căn cước",
    "1.014064": "Cấp lại thẻ căn cước",
    "1.001612": "Đăng ký thành lập hộ kinh doanh",
    "1.001266": "Chấm dứt hoạt động hộ kinh doanh",
}
PLAIN = [replace(BLANK, code=code, name=name) for code, name in NAMES.items()]
STARTER = list(catalogue.starter())
QUERIES = tomllib.loads((Path(__file__).parent / "queries.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def finder():
    return Finder(PLAIN)


@pytest.fixture(scope="module")
def starter():
    return Finder(STARTER)


def first(finder, query):
    hits = finder.search(query)
    return hits[0].procedure.code if hits else None


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("khai sinh", "1.001193"),
        ("khai sinh nước ngoài", "2.000528"),
        ("khai sinh lưu động", "1.003583"),
        ("khai sinh biên giới", "1.000110"),
        ("dang ky lai khai sinh", "1.004884"),
        ("giấy độc thân", "1.004873"),
        ("báo tử", "1.000656"),
        ("sao y", "2.000815"),
        ("dkkh", "1.000894"),
        ("đăng kí két hon", "1.000894"),
        ("ddawng kys keets hoon", "1.000894"),
        ("d9a8ng ky1 khai tu73", "1.000656"),
        ("dangkykhaisinh", "1.001193"),
        ("đăng ký kết hôn cần giấy tờ gì", "1.000894"),
        ("sổ hộ khẩu", "1.004222"),
        ("xóa hộ khẩu", "1.003197"),
        ("mất cccd", "1.014064"),
        ("chứng minh nhân dân hết hạn", "1.014063"),
        ("1.001193", "1.001193"),
        ("1193", "1.001193"),
        ("mã thủ tục 2.000815", "2.000815"),
    ],
)
def test_what_people_say_finds_the_procedure(finder, query, code):
    assert first(finder, query) == code


def test_marks_typed_tell_apart_what_folds_alike(finder):
    assert first(finder, "khai tử") == "1.000656"
    assert first(finder, "khai tư") == "9.000001"


@pytest.mark.parametrize("query", ["khai sinh", "giấy khai sinh", "đăng ký kết hôn", "giấy độc thân", "tạm trú"])
def test_every_keystroke_of_a_query_has_an_answer(finder, query):
    assert all(finder.search(query[:end]) for end in range(2, len(query) + 1))


@pytest.mark.parametrize("query", ["khai s", "khai si", "kha si", "khai sin", "khai sinh"])
def test_a_name_is_found_before_it_is_typed_out(finder, query):
    assert first(finder, query) == "1.001193"


def test_of_several_versions_the_newest_is_shown_and_old_names_still_find_it():
    old = replace(BLANK, code="1.1", version="2025-07", name="Cấp giấy phép karaoke", aliases=("hát cho nhau nghe",))
    new = replace(BLANK, code="1.1", version="2026-01", name="Chấp thuận dịch vụ ca hát")
    for versions in ([old, new], [new, old]):
        hits = Finder(versions).search("karaoke")
        assert [hit.procedure for hit in hits] == [new]


def test_aliases_and_notes_of_the_office_find_a_procedure():
    procedure = replace(BLANK, code="1.1", name="Xác nhận nguồn gốc", aliases=("giấy sổ tay",))
    finder = Finder([procedure, replace(BLANK, code="1.2", name="Khai báo")], notes={"1.2": "hỏi thêm sơ đồ ao"})
    assert first(finder, "giấy sổ tay") == "1.1"
    assert first(finder, "sơ đồ ao") == "1.2"


def test_a_variant_nobody_asked_for_comes_after_the_plain_form():
    special = replace(BLANK, code="1.1", name="Cấp sổ theo dõi", special=True)
    plain = replace(BLANK, code="1.2", name="Cấp sổ theo dõi")
    assert first(Finder([special, plain]), "sổ theo dõi") == "1.2"


def test_marks_cover_the_words_that_matched(finder):
    hit = finder.search("khai sinh")[0]
    assert [hit.shown[start:end] for start, end in hit.marks] == ["khai sinh"]


def test_the_parts_of_a_score_add_up(finder):
    for hit in finder.search("đăng ký khai sinh"):
        assert sum(hit.why.values()) == pytest.approx(hit.score)


def test_nothing_typed_and_nothing_meant_find_nothing(finder):
    assert all(finder.search(query) == [] for query in ("", "   ", "?!", "🙂", "\x00", "qwxzqwxz"))


def test_an_empty_catalogue_answers():
    assert Finder([]).search("khai sinh") == []


def test_the_limit_is_kept(finder):
    assert len(finder.search("đăng ký", limit=3)) == 3


@pytest.mark.parametrize("kind", QUERIES)
def test_the_starter_catalogue_answers_our_own_queries(starter, kind):
    codes = {procedure.code for procedure in STARTER}
    asked = [(query, right) for query, right in QUERIES[kind].items() if codes.issuperset(right)]
    missed = [
        query
        for query, right in asked
        if not {hit.procedure.code for hit in starter.search(query)[:3]}.intersection(right)
    ]
    assert len(missed) <= 0.03 * len(asked), missed


@pytest.mark.parametrize(
    "query",
    ["a" * 10_000, "khai " * 2_000, "1.0" * 3_000, "\x00\x1f" * 5_000, "👩🏽" * 2_000, "\ud800", "sf" * 5_000],
)
def test_hostile_queries_are_answered(starter, query):
    starter.search(query)


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=60) | st.text("aăâeêioôơuưydđkhsc ̣́679.", max_size=40))
def test_any_text_is_answered_the_same_twice(query):
    finder = Finder(PLAIN) if not CACHE else CACHE[0]
    CACHE[:] = [finder]
    hits = finder.search(query)
    assert hits == finder.search(query)
    assert all(0 <= start < end <= len(hit.shown) for hit in hits for start, end in hit.marks)


CACHE = []


@given(st.text(max_size=200), st.text(max_size=30))
def test_highlights_lie_inside_the_text_and_apart(text, query):
    marks = highlight(text, query)
    assert all(0 <= start < end <= len(text) for start, end in marks)
    assert all(before[1] < after[0] for before, after in pairwise(marks))


def test_highlights_ignore_marks_and_case():
    text = "Đăng ký Khai sinh cho Nguyễn Thị Sinh"
    assert [text[start:end] for start, end in highlight(text, "sinh nguy")] == ["sinh", "Nguy", "Sinh"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("hôn nhân tình trạng xin xác nhận", "1.004873"),
        ("con gái vừa sinh ở bệnh viện", "1.001193"),
        ("dk hkd", "1.001612"),
        ("căn cước công dânn hết hạnn", "1.014063"),
    ],
)
def test_what_is_said_in_part_or_by_initials_is_understood(finder, query, code):
    assert first(finder, query) == code


def test_initials_nobody_listed_are_guessed(starter):
    assert first(starter, "gh gpxd") == "1.013227"


def test_a_number_beside_letters_is_no_code(starter):
    assert first(starter, "lên thổ cư 100m2") == "1.013949"


def test_queries_nobody_looked_at_are_answered(starter):
    kinds = tomllib.loads((Path(__file__).parent / "unseen.toml").read_text(encoding="utf-8"))
    known = {each.code for each in STARTER}
    asked = {query: known & set(codes) for rows in kinds.values() for query, codes in rows.items()}
    told = [first(starter, query) in codes for query, codes in asked.items() if codes]
    assert sum(told) / len(told) > 0.9
