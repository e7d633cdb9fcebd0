"""Which letters of a name to mark for what was typed."""

from collections.abc import Container, Sequence
from functools import lru_cache

from desk.find.spelling import Word, words

Marks = tuple[tuple[int, int], ...]  # (start, end) in the text shown


def marked(text: str, wanted: Container[str]) -> Marks:
    """Where the `wanted` spoken words stand in `text`; neighbours become one mark."""
    return _joined(text, [(word.start, word.end) for word in _read(text) if word.spoken in wanted])


@lru_cache(maxsize=512)
def _read(text: str) -> tuple[Word, ...]:
    return tuple(words(text))


def highlight(text: str, query: str) -> Marks:
    """Where words of `text` begin as a word of `query` does, marks or no marks: for any list that is searched."""
    typed = {word.folded for word in words(query[:200], 16)}
    found = []
    for word in words(text):
        lengths = [len(folded) for folded in typed if word.folded.startswith(folded)]
        if lengths:
            found.append((word.start, min(word.end, word.start + max(lengths))))
    return _joined(text, found)


def _joined(text: str, ranges: Sequence[tuple[int, int]]) -> Marks:
    found: list[tuple[int, int]] = []
    for start, end in ranges:
        if found and not text[found[-1][1] : start].strip():
            start = found.pop()[0]
        found.append((start, end))
    return tuple(found)
