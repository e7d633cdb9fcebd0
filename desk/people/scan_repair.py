"""Scans that arrived garbled: by Caps Lock, a wrong character set or an input method that was running.

Each function gives the text back repaired only where one reading is certain; what the fields mean is the card's.
"""

import re
import unicodedata

from desk.find.spelling import unkeyed
from desk.text import TONES, fold

_MOJIBAKE = re.compile(
    "á[º»]|Ä[\u0080-\u00bf‘’“”•–—˜™š›œžŸ]|Æ[\u0080-\u00bf]|Ã[\u0080-\u00bf]"
)  # UTF-8 read as Windows-1252
_LOST = re.compile(r"\ufffd|\w\?|\?\w")
_ONSET = "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
_SYLLABLE = re.compile(f"{_ONSET}(?!.*(?:aa|ee|oo|ii|uu|yy))[aăâeêioôơuưy]{{1,3}}(?:ch|ng|nh|[cmnpt])?")
_WORD = re.compile(r"[^\W_]+")
_RISING = re.compile("^(?:qu|gi(?=[aăâeêoôơuư]))?")
_DIGIT_KEYS = frozenset("ăâêôđ0123456789")  # with the tones: the digit row of Windows' "Vietnamese" layout
_TONELESS = dict.fromkeys(map(ord, TONES))


def from_utf8_misread(text: str) -> tuple[str, bool]:
    """`text` with UTF-8 that was read as Windows-1252 put right, and whether any character is (still or was) wrong."""
    if not _MOJIBAKE.search(text):
        return text, bool(_LOST.search(text))
    try:
        return b"".join(_byte(letter) for letter in text).decode("utf-8"), True
    except UnicodeError:
        return text, True


def from_caps_lock(text: str) -> str:
    """`text` with upper and lower case exchanged where every word starts small and goes on in capitals."""
    words = [word for word in _WORD.findall(text) if len(word) > 1 and word.isalpha()]
    inverted = bool(words) and all(word[0].islower() and word[1:].isupper() for word in words)
    return text.swapcase() if inverted else text


def digits_became_letters(text: str) -> bool:
    """Whether `text` can be digits typed on the "Vietnamese" layout of Windows, where the digit row has ă â ê ô đ."""
    letters = unicodedata.normalize("NFC", unicodedata.normalize("NFD", text.lower()).translate(_TONELESS))
    return bool(text) and not text.isdigit() and set(letters) <= _DIGIT_KEYS


def keyed(text: str) -> int:
    """How many words of `text` are the keys of Vietnamese words ("Nguyeenx", "D9o64") and can be nothing else."""
    return sum(from_keys(word) != word for word in _WORD.findall(text))


def from_keys(text: str) -> str:
    """`text` with such words written out; all others as they are."""
    return _WORD.sub(lambda match: _written(match[0]), text)


def _byte(letter: str) -> bytes:
    try:
        return letter.encode("cp1252")
    except UnicodeEncodeError:
        return letter.encode("latin-1")


def _written(word: str) -> str:
    if not word.isascii() or word.isdigit() or len(word) > 12 or _SYLLABLE.fullmatch(word.lower()):
        return word
    spelled = unkeyed(word)
    letters = (spelled or "").rstrip(TONES)
    if not spelled or fold(spelled) == spelled or not _SYLLABLE.fullmatch(letters):
        return word
    written = _toned(letters, spelled[len(letters) :])
    return (
        written.upper() if word.isupper() and len(word) > 2 else written.capitalize() if word[0].isupper() else written
    )


def _toned(letters: str, tone: str) -> str:
    """`letters` with the tone over the vowel that carries it."""
    start = _RISING.match(letters).end()  # type: ignore[union-attr]  # matches the empty start too
    vowels = [place for place in range(start, len(letters)) if letters[place] in "aăâeêioôơuưy"]
    marked = [place for place in vowels if letters[place] in "ăâêôơư"]
    middle = len(vowels) == 3 or (len(vowels) == 2 and letters[-1] not in "aăâeêioôơuưy")
    place = marked[-1] if marked else vowels[1 if middle else 0]
    return unicodedata.normalize("NFC", letters[: place + 1] + tone + letters[place + 1 :])
