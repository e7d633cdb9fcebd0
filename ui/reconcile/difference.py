"""Where two texts differ, as spans of letters: for marking, not for merging."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import accumulate

Span = tuple[int, int]
PIECE = re.compile(r"\w+|\s+|[^\w\s]")
SENTENCE = 3
"""Blanks from which on a text is compared word by word."""

LONGEST = 2000
"""Letters compared at the most: beyond, the eye gains nothing and the machine gets slow."""


def added(before: str, after: str) -> list[Span]:
    """The parts of `after` that are not in `before`, in whole letters, near ones joined."""
    before, after = before[:LONGEST], after[:LONGEST]
    if not before or before == after:
        return []
    old, new = _pieces(before, after)
    starts = [0, *accumulate(map(len, new))]
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    found = [(starts[first], starts[last]) for kind, _, _, first, last in steps if kind in ("insert", "replace")]
    return _joined([(start, start + len(after[start:end].rstrip())) for start, end in found])


def _pieces(before: str, after: str) -> tuple[Sequence[str], Sequence[str]]:
    """What is compared: words where there are sentences, else letters and figures."""
    if min(before.count(" "), after.count(" ")) < SENTENCE:
        return before, after
    return PIECE.findall(before), PIECE.findall(after)


def _joined(spans: list[Span]) -> list[Span]:
    """Spans less than two letters apart as one."""
    found: list[Span] = []
    for start, end in spans:
        if found and start - found[-1][1] < 2:
            start = found.pop()[0]
        found.append((start, end))
    return found
