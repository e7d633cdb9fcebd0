"""Where two texts differ, as spans of letters: for marking, not for merging."""

from difflib import SequenceMatcher

Span = tuple[int, int]
LONGEST = 2000
"""Letters compared at the most: beyond, the eye gains nothing and the machine gets slow."""


def added(before: str, after: str) -> list[Span]:
    """The parts of `after` that are not in `before`, in whole letters, near ones joined."""
    before, after = before[:LONGEST], after[:LONGEST]
    if not before or before == after:
        return []
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return _joined([(start, end) for kind, _, _, start, end in steps if kind in ("insert", "replace")])


def _joined(spans: list[Span]) -> list[Span]:
    """Spans less than two letters apart as one."""
    found: list[Span] = []
    for start, end in spans:
        if found and start - found[-1][1] < 2:
            start = found.pop()[0]
        found.append((start, end))
    return found
