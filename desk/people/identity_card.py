"""The QR code of the identity card, as a scanner types it: read, checked, and told apart from everything else.

`number|old number|name|ddMMyyyy|Nam or Nữ|residence|ddMMyyyy of issue`; six fields are enough, what follows the seventh
is kept apart. Mismatches warn and never block. Keeps nothing: a payload is personal data and no error repeats it.
"""

import re
from dataclasses import dataclass
from datetime import date

from desk import Refused
from desk.people.identity import check_id
from desk.people.scan_repair import digits_became_letters, from_caps_lock, from_keys, from_utf8_misread, keyed
from desk.text import clean, fold

ERRORS = ("empty", "url", "bhyt_card", "not_cccd", "truncated", "bad_id", "number_only", "ime_mangled")
WARNINGS = (
    "ime_mangled",
    "encoding",
    "bad_birth_date",
    "bad_issue_date",
    "missing_issue_date",
    "bad_gender",
    "id_gender_mismatch",
    "id_birth_year_mismatch",
    "id_province_unknown",
)
LONGEST = 4096  # characters; a QR code holds fewer
FEWEST_FIELDS, KNOWN_FIELDS = 6, 7
OLDEST_BIRTH, OLDEST_CARD = date(1900, 1, 1), date(2016, 1, 1)

_ID = re.compile(r"[0-9]{12}")
_URL = re.compile(r"[a-z][a-z0-9+.-]*://|www\.", re.IGNORECASE)
_INSURED = re.compile(r"[A-Z]{2}[0-9]{13}|[0-9]{10}", re.IGNORECASE)
_HEX_NAME = re.compile(r"(?:[0-9a-f]{2}){7,}", re.IGNORECASE)
_DATE = re.compile(r"([0-9]{2})[/-]?([0-9]{2})[/-]?([0-9]{4})")
_NOT_IN_A_NAME = re.compile(r"[^\w\s'’.,()-]|_")
_DIGIT_IN_A_WORD = re.compile(r"[^\W\d_][0-9]")


@dataclass(frozen=True)
class Card:
    """What one card says. Dates ISO, `sex` "male" or "female"; "" where the card is silent or unreadable.

    `rest` holds fields after the seventh as they are; `warnings` are kinds of `WARNINGS`.
    """

    id: str
    old_id: str
    name: str
    birth_date: str
    sex: str
    address: str
    issued: str
    rest: tuple[str, ...]
    warnings: tuple[str, ...]


class CardError(Refused):
    """The scan is no identity card to fill a form from. `kind` is one of `ERRORS`.

    `number` is the identity number when the scan held nothing else, and may be offered.
    """

    def __init__(self, kind: str, number: str = "") -> None:
        super().__init__(f"card.error.{kind}", field="applicant_id")
        self.kind, self.number = kind, number


def read_card(payload: str | bytes, today: date) -> Card:
    """The card in one scan. Raises CardError, and nothing else whatever the payload."""
    text, wrong_letters = _decoded(payload)
    fields = [clean(field) for field in clean(text).split("|")]
    _turn_away(clean(text), fields)
    return _card(fields, today, wrong_letters)


def _decoded(payload: str | bytes) -> tuple[str, bool]:
    if len(payload) > LONGEST:
        raise CardError("not_cccd")
    text = payload.decode("utf-8", errors="replace") if isinstance(payload, bytes) else payload
    return from_utf8_misread(text)


def _turn_away(text: str, fields: list[str]) -> None:
    """Raise CardError for everything that is no whole card."""
    number = fields[0]
    if not text:
        raise CardError("empty")
    if _URL.match(text):
        raise CardError("url")
    insured = _INSURED.fullmatch(number)
    if insured and (not number.isdigit() or (len(fields) > 1 and _HEX_NAME.fullmatch(fields[1]))):
        raise CardError("bhyt_card")
    if len(fields) == 1 and _ID.fullmatch(text.replace(" ", "")):
        raise CardError("number_only", text.replace(" ", ""))
    if len(fields) > 1 and digits_became_letters(number):
        raise CardError("ime_mangled")
    if len(fields) < FEWEST_FIELDS:
        raise CardError("truncated" if len(fields) > 1 and _ID.fullmatch(number) else "not_cccd")
    if not _ID.fullmatch(number):
        raise CardError("bad_id" if _sex(from_keys(fields[4])) or _DATE.fullmatch(fields[3]) else "not_cccd")


def _card(fields: list[str], today: date, wrong_letters: bool) -> Card:
    number, old, name, born, sex, address, *after = fields
    name, sex, address, mangled = _put_right(name, sex, address)
    birth_date = _day(born, OLDEST_BIRTH, today)
    issued = _day(after[0], OLDEST_CARD, today) if after else ""
    known_sex = _sex(sex)
    found = {
        "ime_mangled": mangled,
        "encoding": wrong_letters or bool(_NOT_IN_A_NAME.search(name)),
        "bad_birth_date": not birth_date,
        "missing_issue_date": not after or not after[0],
        "bad_issue_date": bool(after and after[0]) and (not issued or issued < birth_date),
        "bad_gender": not known_sex,
    }
    warnings = [kind for kind, is_so in found.items() if is_so]
    return Card(
        id=number,
        old_id=old if re.fullmatch(r"[0-9]{9}|[0-9]{12}", old) else "",
        name=name,
        birth_date=birth_date,
        sex=known_sex,
        address=address,
        issued="" if "bad_issue_date" in warnings else issued,
        rest=tuple(after[KNOWN_FIELDS - FEWEST_FIELDS :]),
        warnings=(*warnings, *check_id(number, birth_date, known_sex)),
    )


def _put_right(name: str, sex: str, address: str) -> tuple[str, str, str, bool]:
    """Name, sex and address as the card has them, and whether an input method had garbled them."""
    name, sex, address = from_caps_lock(name), from_caps_lock(sex), from_caps_lock(address)
    digits = bool(_DIGIT_IN_A_WORD.search(name))
    whole = f"{name} {address}"
    keys = whole.isascii() and keyed(whole) >= 2
    if not (digits or keys or (not _sex(sex) and keyed(sex))):
        return name, sex, address, False
    return from_keys(name), from_keys(sex), from_keys(address), True


def _sex(text: str) -> str:
    return {"nam": "male", "nu": "female"}.get(fold(text), "")


def _day(text: str, earliest: date, latest: date) -> str:
    """`ddMMyyyy` as ISO, "" when there is no such day between `earliest` and `latest`."""
    if not (match := _DATE.fullmatch(text)):
        return ""
    day, month, year = map(int, match.groups())
    try:
        found = date(year, month, day)
    except ValueError:
        return ""
    return found.isoformat() if earliest <= found <= latest else ""
