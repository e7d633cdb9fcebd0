"""What a PC or a file would bring, in words: how much, and what of it people would have to decide."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from desk.words import text
from sync.carriers.bundle_in import Preview
from sync.reconcile.arriving import Question

if TYPE_CHECKING:
    from sync.carriers.lan_preview import Offered

MOST = 6
"""Numbers of cases named at the most."""


def of_file(found: Preview) -> Iterator[str]:
    """What a file would bring, in sentences; the first says how much."""
    writer = text("evidence.file_of", writer=found.writer or text("bundle.the_server"))
    yield from _said(writer, found.changes, found.aside, found.questions)


def of_pc(name: str, offered: "Offered") -> Iterator[str]:
    """What the PC of this name would bring, in sentences; the first says how much."""
    found = offered.arriving
    yield from _said(name, found.changes, found.aside, found.questions)
    if offered.more:
        yield text("evidence.arriving_more")


def _said(writer: str, changes: int, aside: int, questions: Sequence[Question] | None) -> Iterator[str]:
    if not changes and not aside:
        yield text("evidence.arriving_nothing", writer=writer)
        return
    yield text("evidence.arriving_new", writer=writer, changes=changes)
    if aside:
        yield text("evidence.arriving_aside", count=aside)
    yield from _to_decide(questions)


def _to_decide(questions: Sequence[Question] | None) -> Iterator[str]:
    if questions is None:
        yield text("evidence.arriving_many")
    elif not questions:
        yield text("evidence.arriving_free")
    else:
        yield text("bundle.preview_conflicts", count=len({each.numbers for each in questions}))
        kinds = Counter(text(f"disputes.kind.{each.kind}") for each in questions).most_common()
        yield text("evidence.arriving_kinds", kinds=", ".join(f"{kind}: {count}" for kind, count in kinds))
        yield text("evidence.arriving_cases", numbers=_named([" + ".join(each.numbers) for each in questions]))


def _named(numbers: Sequence[str]) -> str:
    different = [number for number in dict.fromkeys(numbers) if number]
    left = len(different) - MOST
    return ", ".join(different[:MOST]) + (text("evidence.arriving_others", count=left) if left > 0 else "")
