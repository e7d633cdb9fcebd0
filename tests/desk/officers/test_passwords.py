"""Passwords: eight characters of four kinds, not one's name, not the old one."""

import pytest

from desk import Refused
from desk.officers import passwords


@pytest.mark.parametrize(
    ("password", "lacking"),
    [
        ("Mot-cua-2026", []),
        ("Đường-Láng1", []),
        ("Mot-1", ["length"]),
        ("MOT-CUA-2026", ["small"]),
        ("mot-cua-2026", ["capital"]),
        ("Mot-cua-moi", ["digit"]),
        ("Motcua2026", ["sign"]),
        ("Mot cua 2026", ["sign"]),
        ("", ["length", "small", "capital", "digit", "sign"]),
    ],
)
def test_what_a_password_lacks_is_named(password, lacking):
    assert passwords.lacks(password) == lacking


def test_a_weak_password_is_refused_with_what_it_lacks():
    with pytest.raises(Refused, match="ít nhất 8 ký tự, một chữ số") as refusal:
        passwords.demand("Mot-cua")
    assert refusal.value.field == "password"


def test_a_password_that_holds_the_name_is_refused_however_it_is_written():
    with pytest.raises(Refused, match="họ tên"):
        passwords.demand("LeVanTam-1945", "Lê Văn Tám")


def test_the_password_in_use_is_no_new_one():
    with pytest.raises(Refused, match="trùng"):
        passwords.demand("Mot-cua-2026", before="Mot-cua-2026")
