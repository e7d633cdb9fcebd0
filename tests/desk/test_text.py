import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.text import clean, fold, name_key, sort_key

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
anything = st.text(st.characters(exclude_categories=()))
vietnamese = st.text(st.sampled_from("aàảãáạăằẳẵắặâầẩẫấậđĐeéêệiịoôơớuưữyỵ NGHbc"))


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Nguyễn\u00a0\u00a0Văn  A ", "Nguyễn Văn A"),
        ("\ufeffTrần\u200b Thị\u200e", "Trần Thị"),
        (unicodedata.normalize("NFD", "Phường Mỹ Lệ"), "Phường Mỹ Lệ"),
        ("xã\r\n\tTân\x00 Mẫu", "xã Tân Mẫu"),
        ("a\u200b\u0301", "á"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("", ""),
    ],
)
def test_what_is_typed_is_stored_clean(typed, stored):
    assert clean(typed) == stored


@given(anything)
def test_clean_text_is_stable_composed_visible_and_can_be_written_to_a_file(text):
    stored = clean(text)
    assert clean(stored) == stored
    assert unicodedata.is_normalized("NFC", stored)
    assert stored == stored.strip()
    assert "  " not in stored
    stored.encode()


@pytest.mark.parametrize(
    ("text", "searched"),
    [("Đăng ký khai SINH", "dang ky khai sinh"), ("Ưỡn ẹo, ỷ lại", "uon eo, y lai"), ("Ünïcôde Å", "unicode a")],
)
def test_searching_knows_no_diacritics_no_case_and_no_crossed_d(text, searched):
    assert fold(text) == searched


@given(vietnamese)
def test_vietnamese_folds_to_plain_letters_however_it_is_composed(text):
    assert fold(text).isascii()
    assert fold(unicodedata.normalize("NFD", text)) == fold(text) == fold(text.upper())


@given(anything)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    "in_order",
    [
        list(LETTERS),
        ["ba", "bà", "bả", "bã", "bá", "bạ", "ban", "bàn", "băn", "bân"],
        ["An", "An Bình", "An Ninh", "Án An", "Ăn", "Ân"],
        ["da", "dz", "đa", "e", "ê"],
        ["hoa", "hòa An", "hoà Bình", "hoá", "hóc"],
    ],
)
def test_lists_stand_in_the_order_of_the_dictionary(in_order):
    shuffled = random.Random(7).sample(in_order, len(in_order))
    assert sorted(shuffled, key=sort_key) == in_order


@given(vietnamese)
def test_case_composition_and_blanks_do_not_change_the_place_in_a_list(text):
    assert sort_key(text.upper()) == sort_key(text) == sort_key(unicodedata.normalize("NFD", f" {text}\u200b"))


def test_people_are_listed_by_given_name_then_family_name():
    people = ["Trần Văn An", "Bùi Thị Ánh", "Lê Ánh", "Đỗ Bình", "Lê Thị Bình", "Nguyễn Đức"]
    assert sorted(random.Random(7).sample(people, len(people)), key=name_key) == people
