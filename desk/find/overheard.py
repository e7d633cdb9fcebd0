"""Sayings heard in part: their words in another order, with others between, or with some of them missing.

What was said word for word is found by `desk.find.thesaurus`; this knows only which words go together.
"""

from collections import defaultdict
from collections.abc import Container, Sequence
from functools import lru_cache
from heapq import nlargest
from math import log
from typing import NamedTuple

from desk.find.spelling import Word, agreement
from desk.find.thesaurus import Options, Phrase, Thesaurus

ENOUGH = 0.55  # of what a saying tells; who said less did not mean it
MOST = 8  # sayings taken up
MOST_LETTERS = 6  # of a shorthand
LIGHT = 0.2  # what a faint word tells
PARTLY, SURE = 0.85, 2.0  # trust in what was heard in part; how soon it falls with what is missing
KEYS = 2  # words of a saying that tell most; who says neither says less than enough
REMEMBERED = 64  # words

_Standing = list[tuple[int, str, float]]  # a saying, the word in it, how much that tells


class Heard(NamedTuple):
    """Words of a query (their places) that make most of a saying, what it means, and how sure that is."""

    places: tuple[int, ...]
    meaning: Phrase
    trust: float


class Overheard:
    """The sayings of a thesaurus by their words; words that are `known` mean themselves, not one with other marks."""

    def __init__(self, thesaurus: Thesaurus, known: Container[str]) -> None:
        self._known = known
        self._meanings = [meaning for _, _, meaning in thesaurus.sayings]
        self._spelled: dict[str, list[tuple[Phrase, Phrase]]] = defaultdict(list)
        self._at: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for number, (spoken, folded, meaning) in enumerate(thesaurus.sayings):
            if 2 < len(spoken) <= MOST_LETTERS or (len(spoken) == 2 and spoken == meaning):
                self._spelled["".join(word[0] for word in folded)].append((spoken, meaning))
            for word, said in dict(zip(spoken, folded, strict=True)).items():
                self._at[said].append((number, word))
        self._told = self._weighed(thesaurus.faint)
        self._whole: list[float] = []
        self._keys: list[Phrase] = []
        for spoken, folded, _ in thesaurus.sayings:
            told = {word: self._told[said] for word, said in zip(spoken, folded, strict=True)}
            self._whole.append(sum(told.values()))
            self._keys.append(tuple(nlargest(KEYS, told, key=told.__getitem__)))
        self._standing = lru_cache(maxsize=REMEMBERED)(self._found)

    def _weighed(self, faint: Container[str]) -> dict[str, float]:
        """How much each word tells: near 0 if most sayings have it, 1 if one has."""
        count = len(self._meanings)
        return {
            folded: log(1 + count / len(at)) / log(1 + count) * (LIGHT if folded in faint else 1.0)
            for folded, at in self._at.items()
        }

    def spelled(self, letters: str) -> list[tuple[Phrase, Phrase]]:
        """Sayings whose words begin with `letters`, with what each means; of two letters only what means itself."""
        return self._spelled.get(letters, [])

    def heard(self, query: Sequence[Word], options: Sequence[Options]) -> list[Heard]:
        """Sayings that two words or more of `query` make most of, surest first."""
        if len(query) < 2:
            return []
        standing = [
            self._standing(word.spoken, word.folded, tuple(forms)) for word, forms in zip(query, options, strict=True)
        ]
        shares: dict[int, dict[str, tuple[float, int]]] = {}
        for place, (keys, _) in enumerate(standing):
            for number, spoken, told in keys:
                parts = shares.setdefault(number, {})
                if spoken not in parts or told > parts[spoken][0]:
                    parts[spoken] = (told, place)
        for place, (_, others) in enumerate(standing):
            for number, spoken, told in others:
                known = shares.get(number)
                if known is not None and (spoken not in known or told > known[spoken][0]):
                    known[spoken] = (told, place)
        return self._surest(shares)

    def _found(self, spoken: str, folded: str, forms: Options) -> tuple[_Standing, _Standing]:
        """The sayings one typed word may stand in: those it is a key of, and the others."""
        found: tuple[_Standing, _Standing] = [], []
        typed = Word(spoken, folded)
        for form, trust in forms:
            for number, said in self._at.get(form, ()):
                told = self._told[form] * trust * self._meant(typed, said)
                if told:
                    found[said not in self._keys[number]].append((number, said, told))
        return found

    def _meant(self, word: Word, spoken: str) -> float:
        """How far a word with marks may be one of a saying with others; a known word is not."""
        if not word.accented or word.spoken == spoken:
            return 1.0
        return 0.0 if word.spoken in self._known else agreement(word.spoken, spoken)

    def _surest(self, shares: dict[int, dict[str, tuple[float, int]]]) -> list[Heard]:
        found: dict[tuple[tuple[int, ...], Phrase], float] = {}
        for number, parts in shares.items():
            if len(parts) > 1:
                share = sum(told for told, _ in parts.values()) / self._whole[number]
                places = {place for _, place in parts.values()} if share > ENOUGH else ()
                if len(places) > 1:
                    key = (tuple(sorted(places)), self._meanings[number])
                    found[key] = max(min(share, 1.0), found.get(key, 0.0))
        best = nlargest(MOST, found.items(), key=lambda each: each[1] * len(each[0][0]))
        return [Heard(places, meaning, PARTLY * share**SURE) for (places, meaning), share in best]
