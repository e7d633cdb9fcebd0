"""Vietnamese text as people type, paste and scan it: cleaned, folded for searching, put in order.

Knows letters and tones; knows nothing of the words the window shows (`desk.words`) nor of the index (the store's).
"""

import re
import unicodedata

TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng: the order of the dictionary

_INVISIBLE = re.compile(  # control characters, soft hyphen, zero width, direction marks, BOM, lone surrogates
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
_VIETNAMESE = "aăâeêioôơuưy"
_PLAIN = {
    ord(unicodedata.normalize("NFC", letter + tone)): unicodedata.normalize("NFD", letter)[0]
    for letter in _VIETNAMESE
    for tone in ("", *TONES)
} | {ord("đ"): "d"}
_MARKED = {"ă": "a{", "â": "a|", "đ": "d{", "ê": "e{", "ô": "o{", "ơ": "o|", "ư": "u{"}  # "{" and "|" come after "z"
_RANK = {ord(letter): place for letter, place in _MARKED.items()}
_TONELESS = dict.fromkeys(map(ord, TONES))
_NO_TONE = "\x02"
_TONE_RANK = {tone: chr(rank) for rank, tone in enumerate(TONES, start=3)}


def clean(text: str) -> str:
    """`text` as it is stored: NFC, nothing invisible, every run of blanks or line ends one blank, none at the ends.

    Invisible are control characters, zero width and direction marks, BOM, soft hyphen, and lone surrogates, which no
    file could hold. Cleaning twice changes nothing.
    """
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return " ".join(text.split())


def fold(text: str) -> str:
    """Clean `text` as it is searched: lower case, no diacritics, đ as d ("Đăng ký" is "dang ky")."""
    plain = text.lower().translate(_PLAIN)
    if plain.isascii():
        return plain
    letters = (letter for letter in unicodedata.normalize("NFD", plain) if unicodedata.category(letter) != "Mn")
    return unicodedata.normalize("NFC", "".join(letters))


def sort_key(text: str) -> str:
    """A text that sorts, letter by letter and in SQLite too, where a Vietnamese dictionary puts `text`.

    Syllable after syllable: first by the alphabet (a ă â b c d đ e ê ...), then by tone (none, huyền, hỏi, ngã, sắc,
    nặng). Case does not count, nor on which vowel the tone is written ("hoà", "hòa").
    """
    return " ".join(_syllable_key(syllable) for syllable in clean(text).lower().split())


def name_key(full_name: str) -> str:
    """The sort key of a person: by given name (the last word), then family name, then middle names."""
    words = full_name.split()
    return sort_key(" ".join(words[-1:] + words[:-1]))


def _syllable_key(syllable: str) -> str:
    parts = unicodedata.normalize("NFD", syllable)
    tones = "".join(_TONE_RANK[letter] for letter in parts if letter in _TONE_RANK)
    letters = unicodedata.normalize("NFC", parts.translate(_TONELESS))
    return letters.translate(_RANK) + (tones or _NO_TONE)
