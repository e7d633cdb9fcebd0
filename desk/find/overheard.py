"""Sayings heard in part: their words in another order, with others between, or with some of them missing.

What was said word for word is found by `desk.find.thesaurus`; this knows only which words go together.
"""

from collections import defaultdict
from collections.abc import Container, Sequence
from heapq import nlargest
from math import log
from typing import NamedTuple

from desk.find.spelling import Word, agreement
from desk.find.thesaurus import Options, Thesaurus

ENOUGH = 0.55  # of what a saying tells; who said less did not mean it
MOST = 12  # sayings taken up
MOST_LETTERS = 6  # of a shorthand
LIGHT = 0.2  # what a faint word tells
PARTLY, SURE = 0.85, 2.0  # trust in what was heard in part; how soon it falls with what is missing

NOT_YET = (0.0, 0)


class Heard(NamedTuple):
    """Words of a query (their places) that make most of a saying, what it means, and how sure that is."""

    places: tuple[int, ...]
    meaning: tuple[str, ...]
    trust: float


class Overheard:
    """The sayings of a thesaurus by their words; built once, then only asked."""

    def __init__(self, thesaurus: Thesaurus) -> None:
        self._meanings = [meaning for _, meaning in thesaurus.sayings]
        self._spelled: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = defaultdict(list)
        self._at: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for number, (saying, meaning) in enumerate(thesaurus.sayings):
            spoken = tuple(word.spoken for word in saying)
            if 2 < len(saying) <= MOST_LETTERS or (len(saying) == 2 and spoken == meaning):
                self._spelled["".join(word.folded[0] for word in saying)].append((spoken, meaning))
            for word in dict.fromkeys(saying):
                self._at[word.folded].append((number, word.spoken))
        most = log(1 + len(self._meanings)) or 1.0
        self._told = {folded: log(1 + len(self._meanings) / len(at)) / most for folded, at in self._at.items()}
        for folded in self._told.keys() & thesaurus.faint:
            self._told[folded] *= LIGHT
        self._whole = [sum(self._told[word.folded] for word in set(saying)) for saying, _ in thesaurus.sayings]

    def spelled(self, letters: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
        """Sayings whose words begin with `letters`, with what each means; of two letters only what means itself."""
        return self._spelled.get(letters, [])

    def told(self, folded: str) -> float:
        """How much a word tells among the sayings: near 0 if most have it, 1 if one has; 0 if none."""
        return self._told.get(folded, 0.0)

    def heard(self, query: Sequence[Word], options: Sequence[Options], known: Container[str]) -> list[Heard]:
        """Sayings that two words or more of `query` make most of, surest first; `known` words mean themselves."""
        shares: dict[int, dict[str, tuple[float, int]]] = defaultdict(dict)
        for place, (word, forms) in enumerate(zip(query, options, strict=True)):
            for folded, trust in forms:
                for number, spoken in self._at.get(folded, ()):
                    told = self._told[folded] * trust * _meant(word, spoken, known)
                    if told > shares[number].get(spoken, NOT_YET)[0]:
                        shares[number][spoken] = (told, place)
        found: dict[tuple[tuple[int, ...], tuple[str, ...]], float] = {}
        for number, parts in shares.items():
            share = sum(told for told, _ in parts.values()) / self._whole[number]
            places = tuple(sorted({place for _, place in parts.values()}))
            if len(places) > 1 and share > ENOUGH:
                key = (places, self._meanings[number])
                found[key] = max(min(share, 1.0), found.get(key, 0.0))
        best = nlargest(MOST, found.items(), key=lambda each: each[1] * len(each[0][0]))
        return [Heard(places, meaning, PARTLY * share**SURE) for (places, meaning), share in best]


def _meant(word: Word, spoken: str, known: Container[str]) -> float:
    """How far a word with marks may be one of a saying with others; a known word is not."""
    if not word.accented or word.spoken == spoken:
        return 1.0
    return 0.0 if word.spoken in known else agreement(word.spoken, spoken)
