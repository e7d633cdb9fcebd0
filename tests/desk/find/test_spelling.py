import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.find.spelling import agreement, slip, sound, syllable, unkeyed, words


@pytest.mark.parametrize(("one", "other"), [("hòa", "hoà"), ("KÝ", "kí"), ("quy", "qui"), ("thủy", "thuỷ")])
def test_two_ways_to_write_a_word_are_one_word(one, other):
    assert syllable(one) == syllable(other)


@pytest.mark.parametrize(("one", "other"), [("tử", "tư"), ("hộ", "hồ"), ("đất", "dất")])
def test_other_marks_are_another_word(one, other):
    assert syllable(one) != syllable(other)


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("ddawng", "đăng"), ("kys", "ký"), ("cuwowcs", "cước"), ("sinhf", "sình"), ("dangd", "đang"), ("tuwr", "tử"),
        ("d9a8ng", "đăng"), ("ky1", "ký"), ("tru7o7ng2", "trường"), ("ho65", "hộ"),
    ],
)  # fmt: skip
def test_keyboard_leftovers_become_the_word_meant(keys, word):
    assert syllable(unkeyed(keys)) == syllable(word)


def test_a_word_without_leftovers_has_none():
    assert unkeyed("khai") is None


def test_marks_agree_more_when_only_the_tone_differs():
    forms = [syllable(word)[0] for word in ("nghèo", "nghẻo", "hon", "hôn")]
    assert agreement(forms[0], forms[0]) == 1
    assert agreement(forms[0], forms[1]) > agreement(forms[2], forms[3])


@pytest.mark.parametrize(("one", "other"), [("khia", "khai"), ("doah", "doanh"), ("sinhh", "sinh"), ("kat", "kai")])
def test_one_slip_is_noticed_both_ways(one, other):
    assert slip(one, other)
    assert slip(other, one)


def test_two_slips_are_two():
    assert not slip("abc", "bcd")
    assert not slip("khai", "khai")


def test_words_that_sound_alike_share_a_sound():
    assert sound("tru") == sound("chu")
    assert sound("xay") == sound("say")
    assert sound("khai") != sound("hai")


@given(st.text(max_size=80))
def test_words_stand_where_they_say(text):
    for word in words(text):
        assert 0 <= word.start < word.end <= len(text)
