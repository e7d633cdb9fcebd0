"""What people say and what procedures call it: everyday, old and abbreviated terms, question words, marks of variants.

The words are data in `resources/thesaurus`; this reads them and finds them in a query. It knows no procedure.
"""

import tomllib
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from desk.find.spelling import Word, agreement, words
from resources import RESOURCES

FOLDER = RESOURCES / "thesaurus"
UNFINISHED = 0.8  # trust in a saying whose last word is still being typed
IMPLIED = 0.6  # and in one that lacks words at its end
LOOSE = 0.92  # in one with a faint word more or less; two at most
KNOWN_OTHERWISE = 0.6  # in other marks than those typed, where those typed make a word
MOST_IMPLIED = 8
MOST_WRITTEN = range(7)  # words that a shorthand may stand for, and one more

Phrase = tuple[str, ...]  # words: spoken or folded
Options = Sequence[tuple[str, float]]  # folded words one typed word may be, with how far each is trusted


class Span(NamedTuple):
    """Words `start` to `end` (exclusive) of a query say `meaning`; () says nothing: a question word."""

    start: int
    end: int
    meaning: tuple[str, ...]
    trust: float


@dataclass(slots=True)
class _Node:
    """A place in the tree of sayings: where each next word leads, and what ends here, as (spoken words, meaning)."""

    after: dict[str, "_Node"] = field(default_factory=dict)
    ends: tuple[tuple[Phrase, Phrase], ...] = ()
    light: dict[str, None] = field(default_factory=dict)  # next words that say so little that one may leave them out


_Pairs = tuple[tuple[int, int], ...]  # (word of the query, word of the saying) that were taken for the same


class _Step(NamedTuple):
    """A way into the tree: the word of the query that is next, the node, the saying's words so far, the trust."""

    place: int
    node: _Node
    depth: int
    trust: float
    pairs: _Pairs


@dataclass
class Thesaurus:
    """Sayings as a tree of folded words; `faint` words say little; `variants` mark a special form of a procedure."""

    faint: frozenset[str] = frozenset()
    variants: tuple[tuple[str, ...], ...] = ()
    vocabulary: set[str] = field(default_factory=set)
    spoken: set[str] = field(default_factory=set)
    sayings: list[tuple[Phrase, Phrase, Phrase]] = field(default_factory=list)  # spoken, folded, what it means
    shorthand: dict[str, tuple[str, ...]] = field(default_factory=dict)  # a saying of one word: its shortest meaning
    _root: _Node = field(default_factory=_Node)

    def add(self, saying: str, meaning: tuple[str, ...]) -> None:
        """Teach that `saying` means the spoken words `meaning`, or nothing, if they are ()."""
        parts = words(saying)
        spoken = tuple(part.spoken for part in parts)
        if meaning:
            self.sayings.append((spoken, tuple(part.folded for part in parts), meaning))
            if len(parts) == 1 < len(meaning) < len(self.shorthand.get(parts[0].folded, MOST_WRITTEN)):
                self.shorthand[parts[0].folded] = meaning
        node = self._root
        for part in parts:
            self.vocabulary.add(part.folded)
            self.spoken.add(part.spoken)
            if part.spoken in self.faint:
                node.light[part.folded] = None
            node = node.after.setdefault(part.folded, _Node())
        node.ends += ((spoken, meaning),)

    def spans(
        self, query: Sequence[Word], options: Sequence[Options], open_end: bool, known: Container[str] = ()
    ) -> list[Span]:
        """Every saying in `query`; `open_end`: its last word may be unfinished; `known`: words that mean themselves."""
        accented = any(word.accented for word in query)
        faint = [word.spoken in self.faint for word in query]
        found: dict[tuple[int, int, tuple[str, ...]], float] = {}
        for start in range(len(query)):
            for step in self._walk(options, faint, start, open_end):
                for spoken, meaning in _ends(step, open_end and step.place == len(query)):
                    trust = step.trust * _agreed(query, spoken, step.pairs, accented, known)
                    if len(spoken) > len(step.pairs) and all(spoken[at] in self.faint for _, at in step.pairs):
                        continue
                    if len(spoken) > step.depth:
                        trust *= IMPLIED
                    key = (start, step.place, meaning)
                    if trust > max(0.35, found.get(key, 0)):
                        found[key] = trust
        return [Span(start, end, meaning, trust) for (start, end, meaning), trust in found.items()]

    def _walk(self, options: Sequence[Options], faint: Sequence[bool], start: int, open_end: bool) -> Iterator[_Step]:
        """Every way into the tree from word `start`; inside a saying, faint words may be extra or left out."""
        ahead = [_Step(start, self._root, 0, 1.0, ())]
        while ahead:
            step = ahead.pop()
            place, node, depth, trust, pairs = step
            if pairs and pairs[-1][0] == place - 1:
                yield step
            if place == len(options):
                continue
            for folded, trusted in options[place]:
                after = node.after.get(folded)
                if after and trust * trusted > 0.4:
                    ahead.append(_Step(place + 1, after, depth + 1, trust * trusted, (*pairs, (place, depth))))
            if pairs and faint[place] and trust * LOOSE > 0.75:
                ahead.append(_Step(place + 1, node, depth, trust * LOOSE, pairs))
            if pairs and trust * LOOSE > 0.75:
                for folded in node.light:
                    ahead.append(_Step(place, node.after[folded], depth + 1, trust * LOOSE, pairs))
            if open_end and place == len(options) - 1:
                ahead.extend(_completed(step, options[place][0][0]))


def _completed(step: _Step, typed: str) -> Iterator[_Step]:
    """Where the unfinished word `typed` may lead."""
    place, node, depth, trust, pairs = step
    if depth or len(typed) > 2:
        for folded, after in node.after.items():
            if folded.startswith(typed) and folded != typed:
                told = 1.0 if depth else len(typed) / len(folded)
                yield _Step(place + 1, after, depth + 1, trust * UNFINISHED * told, (*pairs, (place, depth)))


def _ends(step: _Step, open_end: bool) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """What ends here, and, behind two words or more at an open end, what would end soon after."""
    if step.pairs[-1][1] == step.depth - 1:
        yield from step.node.ends
    if not open_end or len(step.pairs) < 2:
        return
    ahead, given = list(step.node.after.values()), 0
    while ahead and given < MOST_IMPLIED:
        further = ahead.pop(0)
        ahead.extend(further.after.values())
        for spoken, meaning in further.ends:
            if meaning:
                given += 1
                yield spoken, meaning


def _agreed(
    query: Sequence[Word], spoken: tuple[str, ...], pairs: _Pairs, accented: bool, known: Container[str]
) -> float:
    """How far the marks of the words typed agree with a saying's; a word known or alone was meant as it is."""
    agreed = 1.0
    for place, at in pairs:
        typed = query[place].spoken
        if query[place].accented and typed != spoken[at]:
            agreed = min(agreed, agreement(typed, spoken[at]) * (KNOWN_OTHERWISE if typed in known else 1.0))
        elif accented and typed != spoken[at]:
            agreed = min(agreed, 0.9)
    return agreed if len(pairs) > 1 or agreed >= 0.9 else agreed / 2


@cache
def published() -> Thesaurus:
    """The thesaurus of `resources/thesaurus`: all its files as one."""
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))]
    found = Thesaurus(faint=_forms(files), variants=tuple(_spoken(mark) for mark in _all(files, "variants")))
    for saying in _all(files, "questions"):
        found.add(saying, ())
    for data in files:
        for meaning, sayings in data.get("means", {}).items():
            for saying in (meaning, *sayings):
                found.add(saying, _spoken(meaning))
    return found


def _all(files: Sequence[Mapping[str, Any]], key: str) -> list[str]:
    return [phrase for data in files for phrase in data.get(key, [])]


def _forms(files: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """The faint words, with marks and, as they are often typed, without."""
    return frozenset(
        form for phrase in _all(files, "faint") for word in words(phrase) for form in (word.spoken, word.folded)
    )


def _spoken(phrase: str) -> tuple[str, ...]:
    return tuple(word.spoken for word in words(phrase))
