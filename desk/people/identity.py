"""The numbers that stand for people and enterprises: identity number, phone, enterprise code.

An identity number only warns, because old registers hold odd ones; the others are refused when they cannot be right.
"""

import re

from desk import Refused
from desk.text import clean

BIRTH_PROVINCES = frozenset(  # circular 59/2021/TT-BCA; kept after the mergers of 2025
    "001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 "
    "044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 "
    "089 091 092 093 094 095 096".split()
)
COUNTRIES = range(100, 400)  # births registered abroad

_MOBILE = re.compile(r"0[35789][0-9]{8}")
_LANDLINE = re.compile(r"02[0-9]{9}")
_FOREIGN = re.compile(r"\+(?!84)[1-9][0-9]{6,14}")
_ENTERPRISE = re.compile(r"([0-9]{10})-?([0-9]{3})?")
_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def check_id(number: str, birth_date: str = "", sex: str = "") -> tuple[str, ...]:
    """What is odd about an identity number: kinds of `card.warning.*`, empty when nothing is.

    12 digits: 3 province or country where the birth was registered, 1 century and sex, 2 year of birth, 6 others
    (decree 137/2015, article 13). `birth_date` is ISO, `sex` "male" or "female"; "" is not compared. The old number of
    9 digits is accepted.
    """
    if re.fullmatch(r"[0-9]{9}", number):
        return ()
    if not re.fullmatch(r"[0-9]{12}", number):
        return ("id_form",)
    odd = {
        "id_gender_mismatch": sex and sex != ("female" if int(number[3]) % 2 else "male"),
        "id_birth_year_mismatch": birth_date and birth_date[:4] != f"{19 + int(number[3]) // 2}{number[4:6]}",
        "id_province_unknown": number[:3] not in BIRTH_PROVINCES and int(number[:3]) not in COUNTRIES,
    }
    return tuple(kind for kind, found in odd.items() if found)


def check_phone(text: str) -> str:
    """A phone number as it is stored: "0912000417", "02083855123", foreign ones with +; "" for none.

    Raises Refused for what cannot be dialled.
    """
    number = re.sub(r"[ .()-]", "", clean(text))
    number = re.sub(r"^(?:\+|00)84(?:0?)(?=[0-9]{9,10}$)", "0", number)
    number = re.sub(r"^84(?=[35789][0-9]{8}$)", "0", number)
    if not number or any(form.fullmatch(number) for form in (_MOBILE, _LANDLINE, _FOREIGN)):
        return number
    raise Refused("identity.bad_phone", field="phone", phone=clean(text)[:40])


def check_enterprise_code(text: str) -> str:
    """An enterprise code as it is stored: 10 digits, and "-001" for a branch; "" for none.

    The tenth digit is 10 less the weighted sum of the others modulo 11. Raises Refused for a wrong form or digit.
    """
    written = clean(text).replace(" ", "")
    if not written:
        return ""
    match = _ENTERPRISE.fullmatch(written)
    if not match:
        raise Refused("identity.bad_enterprise_code", field="applicant_id", code=written[:40])
    code, branch = match.groups()
    if 10 - sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, code, strict=False)) % 11 != int(code[9]):
        raise Refused("identity.wrong_enterprise_digit", field="applicant_id", code=code)
    return f"{code}-{branch}" if branch else code
