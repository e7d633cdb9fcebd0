"""What people say and what procedures call it: everyday, old and abbreviated terms, question words, marks of variants.

The words are data in `resources/thesaurus`; this reads them and finds them in a query. It knows no procedure.
"""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from desk.find.spelling import Word, agreement, words

FOLDER = Path(__file__).resolve().parent.parent.parent / "resources" / "thesaurus"
UNFINISHED = 0.8  # trust in a saying whose last word is still being typed
IMPLIED = 0.6  # and in one that lacks words at its end
MOST_IMPLIED = 8

Options = Sequence[tuple[str, float]]  # folded words one typed word may be, with how far each is trusted


@dataclass(frozen=True)
class Span:
    """Words `start` to `end` (exclusive) of a query say `meaning`; () says nothing: a question word."""

    start: int
    end: int
    meaning: tuple[str, ...]
    trust: float


@dataclass
class _Node:
    """A place in the tree of sayings: where each next word leads, and what ends here, as (spoken words, meaning)."""

    after: dict[str, "_Node"] = field(default_factory=dict)
    ends: list[tuple[tuple[str, ...], tuple[str, ...]]] = field(default_factory=list)


@dataclass
class Thesaurus:
    """Sayings as a tree of folded words; `faint` words say little; `variants` mark a special form of a procedure."""

    faint: frozenset[str] = frozenset()
    variants: tuple[tuple[str, ...], ...] = ()
    vocabulary: set[str] = field(default_factory=set)
    spoken: set[str] = field(default_factory=set)
    _root: _Node = field(default_factory=_Node)

    def add(self, saying: str, meaning: tuple[str, ...]) -> None:
        """Teach that `saying` means the spoken words `meaning`, or nothing, if they are ()."""
        parts = words(saying)
        node = self._root
        for part in parts:
            self.vocabulary.add(part.folded)
            self.spoken.add(part.spoken)
            node = node.after.setdefault(part.folded, _Node())
        node.ends.append((tuple(part.spoken for part in parts), meaning))

    def spans(self, query: Sequence[Word], options: Sequence[Options], open_end: bool) -> list[Span]:
        """Every saying in `query`; `open_end`: its last word may be unfinished."""
        accented = any(word.accented for word in query)
        found: dict[tuple[int, int, tuple[str, ...]], float] = {}
        for start in range(len(query)):
            for end, node, path, trust in self._walk(options, start, open_end):
                for spoken, meaning in _ends(node, path, open_end and end == len(query)):
                    agreed = trust * _agreed(query[start:end], spoken, accented)
                    if len(spoken) > end - start:
                        agreed *= IMPLIED if any(word not in self.faint for word in spoken[: end - start]) else 0.0
                    key = (start, end, meaning)
                    if agreed > max(0.35, found.get(key, 0)):
                        found[key] = agreed
        return [Span(start, end, meaning, trust) for (start, end, meaning), trust in found.items()]

    def _walk(
        self, options: Sequence[Options], start: int, open_end: bool
    ) -> Iterator[tuple[int, _Node, int, float]]:
        """Every node reached from word `start`, as (end, node, words matched, trust)."""
        ahead = [(start, self._root, 0, 1.0)]
        while ahead:
            place, node, depth, trust = ahead.pop()
            if depth:
                yield place, node, depth, trust
            if place == len(options):
                continue
            for folded, trusted in options[place]:
                after = node.after.get(folded)
                if after and trust * trusted > 0.4:
                    ahead.append((place + 1, after, depth + 1, trust * trusted))
            if open_end and place == len(options) - 1:
                ahead.extend(_completed(node, options[place][0][0], place, depth, trust))


def _completed(
    node: _Node, typed: str, place: int, depth: int, trust: float
) -> Iterator[tuple[int, _Node, int, float]]:
    if depth or len(typed) > 2:
        for folded, after in node.after.items():
            if folded.startswith(typed) and folded != typed:
                told = 1.0 if depth else len(typed) / len(folded)
                yield place + 1, after, depth + 1, trust * UNFINISHED * told


def _ends(node: _Node, depth: int, open_end: bool) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """What ends at `node`, and, behind two words or more at an open end, what would end soon after."""
    yield from node.ends
    if not open_end or depth < 2:
        return
    ahead, given = list(node.after.values()), 0
    while ahead and given < MOST_IMPLIED:
        further = ahead.pop(0)
        ahead.extend(further.after.values())
        for spoken, meaning in further.ends:
            if meaning:
                given += 1
                yield spoken, meaning


def _agreed(typed: Sequence[Word], spoken: tuple[str, ...], accented: bool) -> float:
    """How far the marks of the words typed agree with a saying's; a lone word with other marks is another word."""
    agreed = 1.0
    for word, written in zip(typed, spoken, strict=False):
        if word.accented:
            agreed = min(agreed, agreement(word.spoken, written))
        elif accented and word.spoken != written:
            agreed = min(agreed, 0.9)
    return agreed if len(typed) > 1 or agreed >= 0.9 else agreed / 2


@cache
def published() -> Thesaurus:
    """The thesaurus of `resources/thesaurus`; raises KeyError, ValueError on data out of shape (a test keeps it out)."""
    found = Thesaurus()
    faint: list[str] = []
    variants: list[str] = []
    for path in sorted(FOLDER.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        faint += data.pop("faint", [])
        variants += data.pop("variants", [])
        for saying in data.pop("questions", []):
            found.add(saying, ())
        for meaning, sayings in data.pop("means", {}).items():
            for saying in sayings:
                found.add(saying, _spoken(meaning))
        if data:
            raise ValueError(f"{path.name}: {', '.join(data)}")
    found.faint = frozenset(form for phrase in faint for word in words(phrase) for form in (word.spoken, word.folded))
    found.variants = tuple(_spoken(mark) for mark in variants)
    return found


def _spoken(phrase: str) -> tuple[str, ...]:
    return tuple(word.spoken for word in words(phrase))
