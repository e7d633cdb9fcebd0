"""Reading the free text of published procedures: names of papers, time limits, fees. Pure functions over one text each.

Published text carries form-file names, amounts that contradict their notes and limits without a unit. What can be read
with certainty is read; the rest is named by a kind (`procedures.remark.<kind>`) and left open, never guessed.
"""

import re
from dataclasses import dataclass

from desk.text import clean, fold

SHORTEST_FEE = 1000
"""VND; below it a stated amount has lost its thousands."""

_FILE = r"\.(?:docx?|pdf|xlsx?|rtf|zip|rar|jpe?g|png)"
_FILE_END = re.compile(_FILE + r"\s*$", re.IGNORECASE)
_FILE_BRACKET = re.compile(r"\s*\([^()]{0,60}\)(?=\.\w{2,4}\s*$)")
_FORM_FILE = (
    re.compile(r"^(.*[);])[^);/]{0,120}$"),  # after the sentence: "... (Mẫu CT01).1.MuCT01.doc"
    re.compile(r"^(.*?)\.(?:\d+\.)?(?=\S)[^/.]{1,120}\.\w{2,4}\s*$"),  # after a full stop without a blank
    re.compile(r"^(.*\w)(?=(?:Mẫu|Mau|Mu|Phụ lục|Giấy|Đơn|Danh|Bản)[^/]{0,120}$)"),  # in the middle of a word
)
_BULLET = re.compile(r"^(?:[-+*•–]|\(?[0-9ivx]{1,4}\)|\d{1,2}[.)](?=\s)|[a-zđ]\))\s*")
_NOTE = re.compile(r"(?:lưu ý|ghi chú)\b", re.IGNORECASE)
_LIMIT = re.compile(r"([0-9]{1,4})\s*(.*)")
_UNITS = {"ngay lam viec": "working_days", "ngay": "calendar_days", "gio": "hours", "gio lam viec": "hours"}
_AMOUNT = re.compile(r"([0-9][0-9.,]{0,15})\s*(Việt Nam Đồng|VNĐ|đồng|USD)(.*)", re.IGNORECASE)
_PER = re.compile(r"/\s*(trang|bản|lần|thẻ|văn bản|giao dịch|di chúc|trường hợp|người|hồ sơ|xe)\b", re.IGNORECASE)
_MONEY = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d{4,9})\s*(?:đồng|đ|VNĐ)(?!\w)", re.IGNORECASE)
_PROVINCE = re.compile(r"hội đồng nhân dân|hđnd|(?:ủy|uỷ) ban nhân dân cấp tỉnh", re.IGNORECASE)
_FREE_NOTE = re.compile(
    r"\W*(?:không(?: có)?\W*$|không thu\b|miễn lệ phí(?! cho| đối với)|miễn phí\W*$|phí cấp bản sao)", re.IGNORECASE
)


@dataclass(frozen=True)
class Money:
    """A published fee as far as it can be read; `trouble` names what could not ("" = nothing)."""

    amount: int | None
    per: str = ""
    note: str = ""
    trouble: str = ""
    stated: str = ""
    currency: str = ""


def paper_name(text: str) -> tuple[str, str]:
    """The name of a paper without bullet and form file, and what happened: "", "form_file_removed" or "_kept"."""
    name = clean(text)
    if not _FILE_END.search(name):
        return _without_bullet(name), ""
    bare = _FILE_BRACKET.sub("", name)
    for pattern in _FORM_FILE:
        if cut := pattern.match(bare):
            return _without_bullet(cut[1]), "form_file_removed"
    return _without_bullet(name), "form_file_kept"


def _without_bullet(name: str) -> str:
    while (shorter := _BULLET.sub("", name, count=1)) != name:
        name = shorter
    return name.rstrip(" ;:,")


def is_note(text: str) -> bool:
    """Whether an entry among the papers is a remark to the reader, not a paper."""
    return bool(_NOTE.match(_without_bullet(clean(text))))


def condition(text: str) -> str:
    """When a group of papers is asked for; "" for headings that say nothing, such as "papers to hand in"."""
    words = _without_bullet(clean(text)).strip("- .")
    plain = fold(words)
    empty = ("giay to phai", "thanh phan ho so", "bao gom", "ho so gom", "nguoi yeu cau chung thuc")
    return "" if plain.startswith(empty) or not plain else words


def limit(text: str) -> tuple[str, int] | str:
    """Unit and amount of a published limit; or the kind of trouble: limit_missing, limit_lost or limit_unread."""
    plain = fold(clean(text))
    if plain in ("", "khong co thong tin", "--"):
        return "limit_missing"
    found = _LIMIT.fullmatch(plain)
    if found is None:
        return "limit_unread"
    amount, unit = int(found[1]), found[2].strip()
    if not unit:
        return "limit_lost"
    if unit not in _UNITS or not 0 < amount <= 3650:
        return "limit_unread"
    return _UNITS[unit], amount


def money(text: str) -> Money:
    """A published fee: "10,000 Việt Nam Đồng(/bản) ...", "Miễn phí(...)...", "Không có thông tin..."."""
    words = clean(text)
    if not words or fold(words).startswith("khong co thong tin"):
        return Money(None, trouble="fee_missing")
    if fold(words).startswith("mien phi"):
        return _free(words[len("miễn phí") :])
    found = _AMOUNT.match(words)
    if found is None:
        return Money(None, note=words, trouble="fee_unread")
    return _stated(found[1], found[2], found[3].strip())


def _free(rest: str) -> Money:
    note = _inner(rest)
    if not note or _FREE_NOTE.match(note):
        return Money(0, note=note)
    return Money(None, note=note, trouble="fee_unstated")


def _stated(digits: str, currency: str, rest: str) -> Money:
    amount = int(re.sub(r"\D", "", digits))
    note = _inner(rest)
    said = _PER.search(rest)
    per = said[1].lower() if said else ""
    named = {int(each.replace(".", "")) for each in _MONEY.findall(note)}
    trouble = (
        "fee_foreign"
        if currency.upper() == "USD"
        else "fee_small"
        if 0 < amount < SHORTEST_FEE
        else "fee_province"
        if _PROVINCE.search(note)
        else "fee_two"
        if named and amount not in named
        else ""
    )
    stated = f"{amount:,}".replace(",", ".")
    return Money(None if trouble else amount, per, "" if note.startswith("/") else note, trouble, stated, currency)


def _inner(rest: str) -> str:
    """The text in the bracket that opens `rest`; "" when it opens with none. Brackets inside stay in pairs."""
    if not rest.lstrip().startswith("("):
        return ""
    depth = 0
    for place, letter in enumerate(rest):
        depth += (letter == "(") - (letter == ")")
        if depth == 0 and letter == ")":
            return rest[:place].lstrip()[1:].strip("( -")
    return rest.lstrip()[1:].strip("( -")
