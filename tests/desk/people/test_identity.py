import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import Refused
from desk.people.identity import check_enterprise_code, check_id, check_phone


@pytest.mark.parametrize(
    ("number", "birth_date", "sex", "odd"),
    [
        ("079184999902", "1984-02-29", "female", ()),
        ("048205999903", "2005-12-31", "male", ()),
        ("079184999902", "", "", ()),
        ("191999904", "1984-02-29", "male", ()),
        ("079184999902", "1984-02-29", "male", ("id_gender_mismatch",)),
        ("079184999902", "2084-02-28", "female", ("id_birth_year_mismatch",)),
        ("003184999902", "", "", ("id_province_unknown",)),
        ("999184999902", "", "", ("id_province_unknown",)),
        ("131184999902", "", "", ()),
        ("07918499990", "", "", ("id_form",)),
        ("٠٧٩١٨٤٩٩٩٩٠٢", "", "", ("id_form",)),
        ("", "", "", ("id_form",)),
    ],
)
def test_an_identity_number_only_warns(number, birth_date, sex, odd):
    assert check_id(number, birth_date, sex) == odd


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0912 000 417", "0912000417"),
        ("0912.000-417", "0912000417"),
        ("+84 912 000 417", "0912000417"),
        ("+84 (0)912 000 417", "0912000417"),
        ("84912000417", "0912000417"),
        ("0084912000417", "0912000417"),
        ("(0208) 3855 123", "02083855123"),
        ("+84 208 3855 123", "02083855123"),
        ("+82 2 2100 2114", "+82221002114"),
        ("", ""),
    ],
)
def test_a_phone_number_is_stored_in_one_form(typed, stored):
    assert check_phone(typed) == stored


@pytest.mark.parametrize("typed", ["091200041", "09120004170", "0112345678", "không có", "+840", "0912000417x"])
def test_a_phone_number_that_cannot_be_dialled_is_refused(typed):
    with pytest.raises(Refused) as refused:
        check_phone(typed)
    assert refused.value.field == "phone"


@given(st.text())
def test_a_stored_phone_number_stays_as_it_is(text):
    try:
        number = check_phone(text)
    except Refused:
        return
    assert check_phone(number) == number


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("0100109106", "0100109106"), (" 0100 109 106 ", "0100109106"), ("0100109106001", "0100109106-001"), ("", "")],
)
def test_an_enterprise_code_carries_its_check_digit(typed, stored):
    assert check_enterprise_code(typed) == stored


@given(st.integers(0, 9), st.integers(0, 9))
def test_one_wrong_digit_of_an_enterprise_code_is_refused(place, digit):
    right = "0100109106"
    wrong = right[:place] + str(digit) + right[place + 1 :]
    if wrong == right:
        assert check_enterprise_code(wrong) == right
    else:
        with pytest.raises(Refused, match="mười"):
            check_enterprise_code(wrong)


@pytest.mark.parametrize("typed", ["010010910", "0100109106-01", "mã số"])
def test_an_enterprise_code_of_another_form_is_refused(typed):
    with pytest.raises(Refused):
        check_enterprise_code(typed)
