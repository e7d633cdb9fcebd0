"""The words by which people compare keys: as many as they must be, none mistaken for another, none ever moved."""

from hashlib import sha256

from desk.text import fold
from resources import RESOURCES
from sync.keys import fingerprint


def test_no_two_words_are_one_without_their_marks():
    listed = (RESOURCES / "fingerprint.txt").read_text(encoding="utf-8").split()
    assert len(listed) == len({fold(word) for word in listed}) == 256


def test_the_list_never_changes_or_two_versions_would_not_say_the_same():
    listed = (RESOURCES / "fingerprint.txt").read_bytes().split()
    assert sha256(b" ".join(listed)).hexdigest()[:16] == "47e4b4e72ca60e79"


def test_other_keys_have_other_words():
    first, second = fingerprint.words(b"a" * 1248), fingerprint.words(b"b" * 1248)
    assert len(first.split()) == fingerprint.WORDS
    assert first != second
