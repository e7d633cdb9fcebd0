"""Turns texts into rows of placed words: wraps, aligns, sets columns side by side. Knows no form and no page.

All lengths are points. A row is the smallest thing a page break may not cut, so nothing is ever clipped: a text of any
length becomes more rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Literal

from desk.forms.fonts import Face, Faces

Align = Literal["left", "centre", "right"]
Word = tuple[Face, str]
LEADING = 1.3  # stacked marks (Ễ) touch the line above below this
DOTS = "."
FEW = 6  # lines that are worth balancing


@dataclass(frozen=True)
class Run:
    """Words of one face on one line; `x` from the text's left edge, `y` from the row's top to the baseline."""

    x: float
    y: float
    text: str
    face: Face
    size: float


@dataclass(frozen=True)
class Row:
    """One line of the form. `rules` are lines under nothing, by both ends; `code` is the width of a QR code that
    hangs from the row's top at the right; `keep` ties the row to the one after it."""

    height: float
    runs: tuple[Run, ...] = ()
    rules: tuple[tuple[float, float], ...] = ()
    keep: bool = False
    code: float = 0.0


@dataclass(frozen=True)
class Span:
    """Words in one face."""

    text: str
    face: Face = "regular"


@dataclass(frozen=True)
class Box:
    """Where a paragraph stands: left edge, width, size of type, how it is aligned, `hang` of its later lines."""

    x: float
    width: float
    size: float
    align: Align = "left"
    hang: float = 0.0


def paragraph(faces: Faces, spans: Sequence[Span], box: Box, *, blank: bool = False) -> list[Row]:
    """Rows of one paragraph; `blank` fills its last line with dots to be written on. Nothing to say, no rows."""
    words = [(span.face, word) for span in spans for word in faces.printable(span.text).split(" ") if word]
    lines = _balanced(faces, words, box) if box.align == "centre" else _lines(faces, words, box)
    rows = [_row(faces, line, box, later=n > 0) for n, line in enumerate(lines)]
    if blank and rows:
        rows[-1] = _dotted(faces, rows[-1], box)
    return rows


def _lines(faces: Faces, words: Sequence[Word], box: Box) -> list[list[Word]]:
    space = faces.width(" ", "regular", box.size)
    lines: list[list[Word]] = []
    room = 0.0
    for face, word in _broken(faces, words, box):
        width = faces.width(word, face, box.size)
        if lines and width + space <= room:
            room -= width + space
            lines[-1].append((face, word))
        else:
            room = box.width - (box.hang if lines else 0.0) - width
            lines.append([(face, word)])
    return lines


def _balanced(faces: Faces, words: Sequence[Word], box: Box) -> list[list[Word]]:
    """Lines of about equal length, no more of them than needed."""
    lines = _lines(faces, words, box)
    narrow = replace(box, width=box.width * 0.97)
    while 1 < len(lines) < FEW and len(tried := _lines(faces, words, narrow)) == len(lines):
        lines, narrow = tried, replace(narrow, width=narrow.width * 0.97)
    return lines


def _broken(faces: Faces, words: Iterable[Word], box: Box) -> Iterable[Word]:
    """The words, those wider than a line cut into pieces that fill one."""
    widest = box.width - box.hang
    for face, word in words:
        start, used = 0, 0.0
        for at, letter in enumerate(word):
            width = faces.width(letter, face, box.size)
            if used + width > widest and at > start:
                yield face, word[start:at]
                start, used = at, 0.0
            used += width
        yield face, word[start:]


def _row(faces: Faces, line: Sequence[Word], box: Box, *, later: bool) -> Row:
    runs: list[Run] = []
    x = 0.0
    for face, text in _joined(line):
        runs.append(Run(x, box.size, text, face, box.size))
        x += faces.width(text + " ", face, box.size)
    used = x - faces.width(" ", runs[-1].face, box.size)
    room = box.width - used
    shift = {"left": box.hang if later else 0.0, "centre": room / 2, "right": room}[box.align]
    return Row(box.size * LEADING, tuple(replace(run, x=box.x + shift + run.x) for run in runs))


def _joined(line: Sequence[Word]) -> list[Word]:
    """Neighbours of one face as one text."""
    joined: list[Word] = []
    for face, word in line:
        if joined and joined[-1][0] == face:
            joined[-1] = (face, f"{joined[-1][1]} {word}")
        else:
            joined.append((face, word))
    return joined


def _dotted(faces: Faces, row: Row, box: Box) -> Row:
    last = row.runs[-1]
    start = last.x + faces.width(last.text + " ", last.face, last.size)
    dots = int((box.x + box.width - start) / faces.width(DOTS, "regular", box.size))
    return replace(row, runs=(*row.runs, Run(start, box.size, DOTS * dots, "regular", box.size))) if dots > 0 else row


def rule(x: float, width: float, height: float) -> Row:
    """A thin line of `width` in a row of `height`."""
    return Row(height, rules=((x, x + width),))


def gap(height: float) -> Row:
    """An empty row."""
    return Row(height)


def columns(*sides: Sequence[Row]) -> list[Row]:
    """Rows of columns set side by side, line by line; each column keeps the x it was set at."""
    return [_merged([row for row in rows if row is not None]) for rows in zip_longest(*sides)]


def _merged(rows: Sequence[Row]) -> Row:
    return Row(
        max(row.height for row in rows),
        tuple(run for row in rows for run in row.runs),
        tuple(line for row in rows for line in row.rules),
        any(row.keep for row in rows),
    )


def kept(rows: Sequence[Row], *, with_next: bool = False) -> list[Row]:
    """The rows tied together, and to what follows when `with_next`."""
    return [replace(row, keep=with_next or n < len(rows) - 1) for n, row in enumerate(rows)]


def height(rows: Iterable[Row]) -> float:
    """How tall the rows stand on each other."""
    return sum(row.height for row in rows)


def pages(rows: Sequence[Row], first: float, later: float) -> list[list[Row]]:
    """The rows dealt onto pages, the first with `first` room, the others with `later`.

    Tied rows stay on one page when they fit on one at all; a row taller than a page stands on one of its own.
    """
    dealt: list[list[Row]] = [[]]
    for group in _groups(rows, min(first, later)):
        room = first if len(dealt) == 1 else later
        if dealt[-1] and height(dealt[-1]) + height(group) > room:
            dealt.append([])
        dealt[-1] += group
    return dealt


def _groups(rows: Sequence[Row], room: float) -> Iterable[list[Row]]:
    group: list[Row] = []
    for row in rows:
        group.append(row)
        if not row.keep:
            yield from [group] if height(group) <= room else [[each] for each in group]
            group = []
    if group:
        yield group
