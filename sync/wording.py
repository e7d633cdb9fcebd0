"""Texts as words: each word of a body once, each text one character a word. Knows the tables of `codec`, no changes.

    table   as `codec` makes it, but for columns of texts:
            [WORDS, texts]            the column's texts with a zero character between each two; in them stands for each
                                      word the character of its place: U+0001 for the first, surrogates left out
            [FOLLOWS, place, texts]   a column that says nothing of its own: each value there is to be one here, always
                                      the same; texts of these as above, in the order in which theirs first come up
            and at its end the words, with a zero character between each two

A word is a run of letters with the space before it, one or two digits, or any one other character, so that the names,
dates and numbers of an office come to a few hundred of them.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

WORDS, FOLLOWS = 3, 4
WORD = re.compile(r"\0| ?[^\W\d_]+|\d{1,2}|[\W_]")
END = "\0"
FREQUENT = 127
"""Words with a character of one byte: the most frequent; the others stand in alphabetical order, which packs well."""

SURROGATES = range(0xD800, 0xE000)
FEWER = 1.5
"""A column follows another where that one has at most one different value in so many."""

Table = list[Any]


def into_words(table: Table, plain: int) -> Table:
    """A table whose columns of texts, those marked `plain`, are written as words."""
    *rest, columns = table
    pieces, counts = [], Counter[str]()
    for column in _followed(rest[3], columns, plain):
        if column[0] in (WORDS, FOLLOWS):
            column[-1] = WORD.findall(END.join(column[-1]))
            counts.update(column[-1])
        pieces.append(column)
    del counts[END]
    words = _ordered(counts)
    marks = {word: _mark(place) for place, word in enumerate(words, 1)} | {END: END}
    written = [[*c[:-1], "".join(map(marks.__getitem__, c[-1]))] if c[0] in (WORDS, FOLLOWS) else c for c in pieces]
    return [*rest, written, END.join(words)]


def out_of_words(table: Table, plain: int, largest: int) -> Table:
    """What `into_words` was given. Raises ValueError for texts of more than `largest` characters, and what `codec`
    takes for malformed for any other shape."""
    *rest, columns, listed = table
    words = {_mark(place): word for place, word in enumerate(listed.split(END), 1)} | {END: END}
    found: list[list[Any]] = []
    for column in columns:
        if column[0] in (WORDS, FOLLOWS):
            texts, largest = _texts(column[-1], words, largest)
            column = [plain, texts if column[0] == WORDS else _following(found[column[1]][1], texts)]
        found.append(column)
    return [*rest, found]


def _followed(shapes: Sequence[Any], columns: Sequence[list[Any]], plain: int) -> Iterator[list[Any]]:
    """The columns, those of texts marked as such, and those that another one tells shortened to what it does not."""
    telling: list[tuple[tuple[Any, ...], int, list[str]]] = []
    for place, (beside, column) in enumerate(zip(_beside(shapes), columns, strict=True)):
        if column[0] != plain or not all(type(value) is str and END not in value for value in column[1]):
            yield column
            continue
        for other, at, values in telling:
            if other == beside and (told := _told(values, column[1])) is not None:
                yield [FOLLOWS, at, told]
                break
        else:
            telling.append((beside, place, column[1]))
            yield [WORDS, column[1]]


def _beside(shapes: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    """For each column which shapes of an edit have it: those of two columns with the same ones stand side by side."""
    found: dict[tuple[str, str], list[int]] = {}
    for place, (kind, names) in enumerate(shapes):
        for name in names:
            found.setdefault((kind, name), []).append(place)
    return map(tuple, found.values())


def _told(values: Sequence[str], others: Sequence[str]) -> list[str] | None:
    """What each different value comes with, in their order; None where that is not always the same, or saves little."""
    told: dict[str, str] = {}
    if any(told.setdefault(value, other) != other for value, other in zip(values, others, strict=True)):
        return None
    return list(told.values()) if len(told) * FEWER <= len(values) else None


def _following(values: Sequence[Any], told: Sequence[str]) -> list[str]:
    pairs = dict(zip(dict.fromkeys(values), told, strict=True))
    return [pairs[value] for value in values]


def _ordered(counts: Counter[str]) -> list[str]:
    listed = [word for word, _ in counts.most_common()]
    return listed[:FREQUENT] + sorted(listed[FREQUENT:])


def _mark(place: int) -> str:
    return chr(place if place < SURROGATES.start else place + len(SURROGATES))


def _texts(written: str, words: dict[str, str], largest: int) -> tuple[list[str], int]:
    """The texts, and how many characters are left of the `largest` number. Raises ValueError where they do not do."""
    most = len(written) * max(map(len, words.values()))
    if most > largest and sum(count * len(words[mark]) for mark, count in Counter(written).items()) > largest:
        raise ValueError("too many texts")
    text = "".join(map(words.__getitem__, written))
    return text.split(END), largest - len(text)
