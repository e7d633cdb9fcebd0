"""Several cases in one command: each is done or refused for itself, and neither is ever left unsaid."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from desk import Refused, Spoken
from ui.command.answer import Answer, Lines

Done = dict[str, Any]


def each(items: Iterable[Any], do: Callable[[Any], Done]) -> Iterator[Done]:
    """What became of each item: what `do` answers, or why it was refused.

    Where the surroundings fail, such as a full disk, the items after that are not tried and say the same.
    """
    failed: Spoken | None = None
    for place, item in enumerate(items, start=1):
        try:
            if failed is None:
                yield do(item)
                continue
            reason: Spoken = failed
        except Refused as refusal:
            reason = refusal
        except Spoken as failure:
            reason = failed = failure
        yield {"item": place, "refused": str(reason), "field": getattr(reason, "field", None)}


def refused(done: Done) -> bool:
    """Whether an item of the list was refused."""
    return "refused" in done


def answered(results: Iterable[Done], spoken: Callable[[Done], Lines]) -> Answer:
    """The results of a list as one answer, its refusals on stderr too."""
    found = list(results)
    bad = [f"{done['item']}: {done['refused']}" for done in found if refused(done)]

    def lines() -> Lines:
        for done in found:
            if not refused(done):
                yield from spoken(done)

    return Answer(found, lines, status=1 if bad else 0, errors=bad)
