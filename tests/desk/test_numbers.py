from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desk import Refused
from desk.numbers import LETTERS, LONGEST, Number, make, parse, portal, recognise

numbers = st.builds(Number, st.integers(1, 120), st.integers(1, 1_200_000))


def digit_slips(text):
    """Every text with one digit changed, and with two neighbouring digits (also across a dash) swapped."""
    places = [place for place, sign in enumerate(text) if sign.isdigit()]
    for place in places:
        yield from (text[:place] + digit + text[place + 1 :] for digit in "0123456789" if digit != text[place])
    for here, there in pairwise(places):
        signs = list(text)
        signs[here], signs[there] = signs[there], signs[here]
        if signs[here] != signs[there]:
            yield "".join(signs)


def test_a_number_is_pc_serial_and_check_letter():
    assert make(1, 562) == "01-00562-H"
    assert parse("01-00562-H") == Number(1, 562)


def test_the_letters_are_a_prime_number_and_none_is_read_as_a_digit():
    assert len(LETTERS) == len(set(LETTERS)) == 23
    assert not set(LETTERS) & set("IOQ")


def test_no_slip_of_a_digit_passes_for_any_small_number():
    for pc in (1, 2, 9, 10, 37, 99):
        for serial in (1, 12, 562, 9_999, 10_203, 99_999):
            assert [slip for slip in digit_slips(make(pc, serial)) if recognise(slip)] == []


@given(numbers)
def test_no_slip_of_a_digit_and_no_other_letter_passes(number):
    text = str(number)
    assert [slip for slip in digit_slips(text) if recognise(slip)] == []
    assert [letter for letter in LETTERS if recognise(text[:-1] + letter)] == [text[-1]]


@given(numbers)
@example(Number(100, 123_456))
def test_dictated_without_dashes_in_small_letters_or_with_blanks_it_is_the_same_number(number):
    pc, serial, letter = str(number).split("-")
    for said in (str(number).lower(), f" {pc} {serial} {letter} ", pc + serial + letter, f"{pc}–{serial}{letter}"):
        assert parse(said) == number
    assert parse(f"{int(pc)}-{int(serial)}-{letter}") == number


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "not_a_number"),
        ("khai sinh", "not_a_number"),
        ("H57.132-260804-0012", "not_a_number"),
        ("01-00562-O1", "not_a_number"),
        ("01-00562", "letter_missing"),
        ("01-00562-K", "letter_wrong"),
        ("01-00562-Q", "letter_wrong"),
        ("00-00000-A", "wrong_length"),
        ("562H", "wrong_length"),
        ("01-000562-H", "wrong_length"),
        ("٠١-٠٠٥٦٢-H", "not_a_number"),
    ],
)
def test_a_wrong_number_is_refused_with_what_is_wrong(text, wrong):
    with pytest.raises(Refused) as refused:
        parse(text)
    assert refused.value.key == f"numbers.{wrong}"
    assert str(refused.value)


def test_digits_that_read_two_ways_ask_for_the_dash():
    with pytest.raises(Refused, match="nhiều cách"):
        parse(str(Number(1023, 12345)).replace("-", ""))


@given(st.text())
@example("1" * 10_000)
@example("1-" * 10_000 + "H")
def test_any_text_is_a_number_or_refused(text):
    number = recognise(text)
    assert number is None or parse(str(number)) == number
    assert portal(text) is None or len(portal(text)) <= LONGEST


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("H57.132-260804-0012", "H57.132-260804-0012"),
        (" h57.132 - 260804 - 0012", "H57.132-260804-0012"),
        ("000.00.19.H47-260105-0001", "000.00.19.H47-260105-0001"),
        ("G15.123.45-260804-AB00127", "G15.123.45-260804-AB00127"),
        ("H57.132-261304-0012", None),
        ("H57.132-260804-012", None),
        ("01-00562-H", None),
        ("123-260804-0012", None),
        ("", None),
    ],
)
def test_the_portals_code_is_recognised(text, code):
    assert portal(text) == code
