"""Every word the catalogue or the thesaurus uses, and which of them a mistyped or unfinished word may be.

Owns spelling against known words; meaning and ranking are elsewhere.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable

from desk.find.spelling import LONGEST, Word, shortened, slip, sound, syllable, unkeyed

LIKE_SOUND = 0.65  # how far a word is trusted that sounds so


class Vocabulary:
    """Known words by their folded letters; built once, then only asked."""

    def __init__(self, folded_words: Iterable[str]) -> None:
        self._sorted = sorted(set(folded_words))
        self._known = frozenset(self._sorted)
        self._near: dict[str, list[str]] = defaultdict(list)
        self._alike: dict[str, list[str]] = defaultdict(list)
        for word in self._sorted:
            if len(word) > 1 and not word.isdigit():
                self._alike[sound(word)].append(word)
                for key in shortened(word):
                    self._near[key].append(word)

    def __contains__(self, folded: str) -> bool:
        return folded in self._known

    def starting(self, beginning: str) -> list[str]:
        """Known words that begin so and go on, in alphabetical order."""
        place = bisect_left(self._sorted, beginning)
        found = []
        while place < len(self._sorted) and self._sorted[place].startswith(beginning):
            if self._sorted[place] != beginning:
                found.append(self._sorted[place])
            place += 1
        return found

    def begins(self, beginning: str) -> bool:
        """Whether any known word begins so."""
        place = bisect_left(self._sorted, beginning)
        return place < len(self._sorted) and self._sorted[place].startswith(beginning)

    def corrections(self, folded: str) -> dict[str, float]:
        """Known words one slip or one way of speaking away, with how far each is trusted."""
        if len(folded) < 2 or folded.isdigit():
            return {}
        found = {word: LIKE_SOUND for word in self._alike.get(sound(folded), ()) if word != folded}
        if len(folded) > 2:
            for word in dict.fromkeys(word for key in shortened(folded) for word in self._near.get(key, ())):
                found[word] = max(slip(folded, word), found.get(word, 0.0))
            found = {word: trust for word, trust in found.items() if trust}
        return found

    def settled(self, word: Word, last: bool) -> list[Word]:
        """`word` as meant: keyboard leftovers written out, words run together cut apart, else as it is."""
        if word.folded in self._known:
            return [word]
        written = self._written(word, last)
        if written:
            return [written]
        if last and self.begins(word.folded):
            return [word]
        return [Word(part, part, word.start, word.end) for part in self._cut(word.folded)] or [word]

    def _written(self, word: Word, last: bool) -> Word | None:
        tone = word.spoken[-1] if word.spoken[-1] in "12345" and not word.spoken.isascii() else ""
        keyed = unkeyed(word.spoken.removesuffix(tone))
        if not keyed:
            return None
        spoken, folded = syllable(keyed)
        spoken += tone if spoken[-1] not in "12345" else ""
        fits = folded in self._known or (last and self.begins(folded) and len(folded) > 1)
        return Word(spoken, folded, word.start, word.end) if fits and folded else None

    def _cut(self, folded: str) -> list[str]:
        """Known words that, run together, give `folded`; the fewest; [] if there are none."""
        if not 5 <= len(folded) <= LONGEST:
            return []
        best: list[list[str] | None] = [[]] + [None] * len(folded)
        for end in range(2, len(folded) + 1):
            for start in range(max(0, end - 7), end - 1):
                head = best[start]
                part = syllable(folded[start:end])[1]
                if head is not None and part in self._known:
                    whole = [*head, part]
                    known = best[end]
                    if known is None or len(whole) <= len(known):
                        best[end] = whole
        return best[-1] or []
