import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desk import words
from desk.people.identity_card import ERRORS, WARNINGS, Card, CardError, read_card
from tests.source import SHARED

TODAY = date(2026, 11, 20)
NAMES = {
    "so_dinh_danh": "id",
    "cmnd_cu": "old_id",
    "ho_ten": "name",
    "ngay_sinh": "birth_date",
    "gioi_tinh": "sex",
    "noi_thuong_tru": "address",
    "ngay_cap": "issued",
}
SEXES = {"Nam": "male", "Nữ": "female"}

SCAN = "072179999918|290999918|Trần Thị Bích Mẫu|14081979|Nữ|Tổ 4, phường Thử, tỉnh Tây Ninh|02032022"
CARD = Card(
    id="072179999918",
    old_id="290999918",
    name="Trần Thị Bích Mẫu",
    birth_date="1979-08-14",
    sex="female",
    address="Tổ 4, phường Thử, tỉnh Tây Ninh",
    issued="2022-03-02",
    rest=(),
    warnings=(),
)


def scan(**changed):
    """SCAN with fields replaced, by their place: scan(f3="15131979")."""
    fields = SCAN.split("|")
    for place, value in changed.items():
        fields[int(place[1:])] = value
    return "|".join(fields)


def outcome(payload, today=TODAY):
    try:
        return read_card(payload, today)
    except CardError as error:
        return error


def test_every_published_case_is_right():
    if not (file := SHARED / "cccd_public.json").exists():
        pytest.skip(f"reference data is not here: {file}")
    data = json.loads(file.read_text(encoding="utf-8"))
    for case in data["cases"]:
        payload = bytes.fromhex(case["raw_utf8_hex"])
        for form in (payload, payload.decode()):
            assert as_expected(outcome(form, date.fromisoformat(data["today"])), case["expect"]), case["id"]


def as_expected(found, expect):
    if isinstance(found, CardError):
        return found.kind == expect["error"] and found.number == expect["fields"].get("so_dinh_danh", "")
    fields = {NAMES[name]: SEXES.get(value, value) or "" for name, value in expect["fields"].items()}
    same = all(getattr(found, name).casefold() == value.casefold() for name, value in fields.items())
    return (
        expect["ok"]
        and same
        and set(expect["warnings"]) <= set(found.warnings)
        and not (expect["no_warnings"] and found.warnings)
    )


def test_a_card_is_read_whole():
    assert read_card(SCAN, TODAY) == CARD
    assert read_card(SCAN.encode(), TODAY) == CARD
    assert read_card(f"\ufeff {SCAN}\r\n", TODAY) == CARD


def test_what_follows_the_seventh_field_is_kept_apart():
    assert read_card(f"{SCAN}||Cha|Mẹ", TODAY) == replace(CARD, rest=("", "Cha", "Mẹ"))


@pytest.mark.parametrize(
    ("payload", "kind"),
    [
        ("", "empty"),
        (" \r\n\u200b", "empty"),
        ("https://dichvucong.gov.vn/x|y", "url"),
        ("WWW.GOV.VN", "url"),
        ("GD4019999999901|4e677579e1bb856e2056c4836e|01/01/1990|1|-|-", "bhyt_card"),
        ("9999999901|4e677579e1bb856e2056c4836e|01/01/1990|1|-|-|x", "bhyt_card"),
        ("WIFI:S:office;T:WPA;P:1;;", "not_cccd"),
        ("a|b|c|d|e|f|g", "not_cccd"),
        ("12345", "not_cccd"),
        (SCAN[:30], "truncated"),
        ("072179999918|", "truncated"),
        (scan(f0="07217999991"), "bad_id"),
        (scan(f0="07217999991x"), "bad_id"),
        ("072179999918", "number_only"),
        (scan(f0="đ̃âặ̣̣̣̣̃ắ"), "ime_mangled"),
        ("1" * 1_000_000, "not_cccd"),
    ],
)
def test_what_is_no_card_is_told_apart(payload, kind):
    with pytest.raises(CardError) as error:
        read_card(payload, TODAY)
    assert error.value.kind == kind
    assert str(error.value)


def test_a_number_alone_is_offered():
    assert outcome(" 072179999918\r").number == "072179999918"
    assert outcome(SCAN[:30]).number == ""


@pytest.mark.parametrize(
    ("payload", "changed"),
    [
        (scan(f3="30021979"), {"birth_date": "", "warnings": ("bad_birth_date",)}),
        (scan(f3="14082027"), {"birth_date": "", "warnings": ("bad_birth_date",)}),
        (scan(f6="31022022"), {"issued": "", "warnings": ("bad_issue_date",)}),
        (scan(f6="02032030"), {"issued": "", "warnings": ("bad_issue_date",)}),
        (scan(f6=""), {"issued": "", "warnings": ("missing_issue_date",)}),
        (SCAN.rpartition("|")[0], {"issued": "", "warnings": ("missing_issue_date",)}),
        (scan(f4="N"), {"sex": "", "warnings": ("bad_gender",)}),
        (scan(f4="Nam"), {"sex": "male", "warnings": ("id_gender_mismatch",)}),
        (scan(f3="14081978"), {"birth_date": "1978-08-14", "warnings": ("id_birth_year_mismatch",)}),
        (scan(f0="073179999918"), {"id": "073179999918", "warnings": ("id_province_unknown",)}),
        (scan(f1="abc"), {"old_id": ""}),
        (scan(f2="Tr?n Th? M?u"), {"name": "Tr?n Th? M?u", "warnings": ("encoding",)}),
        (scan(f2="Tr\ufffdn Mẫu"), {"name": "Tr\ufffdn Mẫu", "warnings": ("encoding",)}),
    ],
)
def test_an_odd_card_is_read_with_a_warning(payload, changed):
    assert read_card(payload, TODAY) == replace(CARD, **changed)


@pytest.mark.parametrize(
    "payload",
    [
        scan(f2="Traanf Thij Bichs Maaux", f4="Nuwx", f5="Toor 4, phuwowngf Thuwr, tinhr Taay Ninh"),
        scan(f2="Tra62n Thi5 Bi1ch Ma64u", f4="Nu74", f5="To63 4, phu7o72ng Thu73, ti3nh Ta6y Ninh"),
    ],
)
def test_the_keys_of_telex_or_vni_are_written_out_with_a_warning(payload):
    assert read_card(payload, TODAY) == replace(CARD, warnings=("ime_mangled",))


def test_caps_lock_and_a_wrong_character_set_are_put_right():
    assert read_card(SCAN.swapcase(), TODAY).name == CARD.name
    assert read_card(SCAN.encode().decode("latin-1"), TODAY) == replace(CARD, warnings=("encoding",))


@pytest.mark.parametrize("name", ["H'Wer Niê", "Y Jut Ksor", "K'Brêu", "Rơ Châm H'Yéo", "Đinh Xoong", "Lò Thị Oong"])
def test_names_of_every_people_are_left_as_they_are(name):
    assert read_card(scan(f2=name), TODAY) == replace(CARD, name=name)
    assert read_card(scan(f2=name, f5="Buon Jrai, Dak Lak"), TODAY).warnings == ()


pieces = st.lists(
    st.text(max_size=20) | st.sampled_from([*SCAN.split("|"), "ăđ́", "Nuwx", "0000000000", "Ã¡º"]), max_size=9
)


@given(st.text() | st.binary() | pieces.map("|".join))
@example("|" * 1_000_000)
@example(b"\xff" * 1_000_000)
@example("|||||||||")
@example("0721799\ud80099918|||||||")
@example(scan(f2="a" * 3000 + "1", f5="w" * 900))
def test_whatever_is_scanned_is_a_card_or_a_named_error(payload):
    found = outcome(payload)
    if isinstance(found, CardError):
        assert found.kind in ERRORS
    else:
        assert set(found.warnings) <= set(WARNINGS)


def test_every_error_and_warning_has_its_words():
    keys = [f"card.error.{kind}" for kind in ERRORS] + [f"card.warning.{kind}" for kind in (*WARNINGS, "id_form")]
    for language in words.LANGUAGES:
        assert set(keys) <= set(words.catalogue(language))
