"""Syllables: how a Vietnamese word is cut out of a text, compared, and put right when keyboard or ear slipped.

Knows letters, tones and typing habits; knows no word of the language. What words mean belongs to `desk.find.thesaurus`.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from desk.text import TONES, fold

LONGEST = 24  # letters; what is longer is no syllable and is cut

_WORD = re.compile(r"[^\W_]+")
_LONE_I = re.compile(r"(?:^|[bcdđghklmnprstvx]|(?<=q)u)y$")  # ký and kí, quy and qui are one word


class Word(NamedTuple):
    """A syllable: `spoken` with its marks (tone last, as a digit), `folded` without, and where it stood in the text."""

    spoken: str
    folded: str
    start: int = 0
    end: int = 0

    @property
    def accented(self) -> bool:
        """Whether it carries any mark, so that other marks would be another word."""
        return self.spoken != self.folded


def words(text: str, most: int | None = None) -> list[Word]:
    """The words of `text` in order, at most `most` of them; positions count in the text as given."""
    found = []
    for match in _WORD.finditer(text):
        found.append(Word(*syllable(match[0][:LONGEST]), match.start(), match.end()))
        if most and len(found) == most:
            break
    return found


@lru_cache(maxsize=16384)
def syllable(raw: str) -> tuple[str, str]:
    """`raw` as (spoken, folded): "Hòa" and "hoà" are ("hoa1", "hoa"), "kí" and "ký" are ("ki4", "ki")."""
    if raw.isdigit():
        return (raw.lstrip("0") or "0",) * 2
    parts = unicodedata.normalize("NFD", raw.lower())
    tones = "".join(str(TONES.index(letter) + 1) for letter in parts if letter in TONES)
    letters = unicodedata.normalize("NFC", "".join(letter for letter in parts if letter not in TONES))
    if _LONE_I.search(letters):
        letters = letters[:-1] + "i"
    return letters + tones[:1], fold(letters)


def unspoken(spoken: str) -> Word:
    """The word whose spoken form this is."""
    return Word(spoken, spoken if spoken.isdigit() else fold(spoken.rstrip("12345")))


def agreement(typed: str, written: str) -> float:
    """How well marks agree of two spoken forms that fold alike: 1 alike, 0.8 another tone, 0.7 another letter."""
    if typed == written:
        return 1.0
    return 0.8 if typed.rstrip("12345") == written.rstrip("12345") else 0.7


_TELEX_PAIRS = {"aa": "â", "aw": "ă", "ee": "ê", "oo": "ô", "ow": "ơ", "uw": "ư", "dd": "đ"}
_TELEX_TONES = {"f": TONES[0], "r": TONES[1], "x": TONES[2], "s": TONES[3], "j": TONES[4]}
_VNI_MARKS = {"6": {"a": "â", "e": "ê", "o": "ô"}, "7": {"o": "ơ", "u": "ư"}, "8": {"a": "ă"}, "9": {"d": "đ"}}
_VNI_TONES = {"1": TONES[3], "2": TONES[0], "3": TONES[1], "4": TONES[2], "5": TONES[4]}
_VOWELS = "aăâeêioôơuưy"


def unkeyed(raw: str) -> str | None:
    """What the keys of `raw` would have written with Telex or VNI on ("ddawng", "d9a8ng": "đăng"); None if the same."""
    raw = unicodedata.normalize("NFC", raw.lower())
    by_number = raw[:1].isalpha() and any(letter in "123456789" for letter in raw)
    written = _from_vni(raw) if by_number else _from_telex(raw)
    return written if written != raw else None


def _from_telex(raw: str) -> str:
    letters: list[str] = []
    tone = ""
    for key in raw:
        last = letters[-1] if letters else ""
        if last + key in _TELEX_PAIRS:
            letters[-1] = _TELEX_PAIRS[last + key]
        elif key in _TELEX_TONES and any(letter in _VOWELS for letter in letters):
            tone = _TELEX_TONES[key]
        elif key not in "awedo" or not _mark_earlier(letters, key):
            letters.append(key)
    return _horned("".join(letters)) + tone


def _mark_earlier(letters: list[str], key: str) -> bool:
    """Apply a mark typed late ("dangd", "cuocw"); whether there was a letter that takes it."""
    for place in range(len(letters) - 2, -1, -1):
        marked = _TELEX_PAIRS.get(letters[place] + key)
        if marked and (key != "d" or place == 0) and letters[-1] not in _VOWELS:
            letters[place] = marked
            return True
    return False


def _from_vni(raw: str) -> str:
    letters: list[str] = []
    tone = ""
    for key in raw:
        if key in _VNI_TONES:
            tone = _VNI_TONES[key]
        elif key in _VNI_MARKS:
            for place in range(len(letters) - 1, -1, -1):
                if letters[place] in _VNI_MARKS[key]:
                    letters[place] = _VNI_MARKS[key][letters[place]]
                    break
        elif key != "0":
            letters.append(key)
    return _horned("".join(letters)) + tone


def _horned(letters: str) -> str:
    return letters.replace("uơ", "ươ").replace("ưo", "ươ") if letters not in ("huơ", "thuơ", "quơ") else letters


_SOUNDS = (  # what the ear of one region or another takes for the same, longest first
    (re.compile(r"^tr"), "ch"),
    (re.compile(r"^gi(?=[aeou])|^r"), "d"),
    (re.compile(r"^x"), "s"),
    (re.compile(r"^ngh"), "ng"),
    (re.compile(r"^gh"), "g"),
    (re.compile(r"^[kq]"), "c"),
    (re.compile(r"^f"), "ph"),
    (re.compile(r"^z|^j"), "d"),
    (re.compile(r"n[gh]$"), "n"),
    (re.compile(r"(?:ch|c)$"), "t"),
)


@lru_cache(maxsize=8192)
def sound(folded: str) -> str:
    """A key that words of like sound share: "truong", "chuon" and "truon" have one."""
    for pattern, heard in _SOUNDS:
        folded = pattern.sub(heard, folded)
    return folded


def shortened(folded: str) -> Iterator[str]:
    """`folded` itself and without each one of its letters: two words one slip apart share one of these."""
    yield folded
    for place in range(len(folded)):
        yield folded[:place] + folded[place + 1 :]


_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_BESIDE = {
    (one, other)
    for row, (keys, below) in enumerate(zip(_ROWS, (*_ROWS[1:], ""), strict=True))
    for place, key in enumerate(keys)
    for near in (keys[place + 1 : place + 2], below[max(place - 1, 0) : place + 1])
    for letter in near
    for one, other in ((key, letter), (letter, key))
}
DOUBLED, SWAPPED, BESIDE, SLIPPED = 0.85, 0.8, 0.75, 0.65  # how sure it is that the finger slipped so


def slip(typed: str, meant: str) -> float:
    """How likely one slip of the finger made `typed` of `meant`; 0 if it takes more than one, or none."""
    if abs(len(typed) - len(meant)) > 1 or typed == meant:
        return 0.0
    start = next((i for i, (x, y) in enumerate(zip(typed, meant, strict=False)) if x != y), min(len(typed), len(meant)))
    rest, other = typed[start:], meant[start:]
    if len(typed) > len(meant):
        doubled = start > 0 and rest[0] == typed[start - 1]
        return (DOUBLED if doubled else SLIPPED) if rest[1:] == other else 0.0
    if len(typed) < len(meant):
        return SLIPPED if other[1:] == rest else 0.0
    if rest[1:] == other[1:]:
        return BESIDE if (rest[0], other[0]) in _BESIDE else SLIPPED
    return SWAPPED if rest[:2] == other[1::-1] and rest[2:] == other[2:] else 0.0
