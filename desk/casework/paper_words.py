"""Papers that were handed in later, in words: which, in what form, how many."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from desk.history import Written
from desk.words import known, text

ACTIONS = frozenset({"hand_in", "supplement"})
"""The actions with which papers come in after the case was received."""


def say_brought(written: Iterable[Written], name_of: Callable[[str], str]) -> str:
    """What one change noted of papers: "Giấy chứng sinh (bản chính); Tờ khai (bản chụp, 2 bản)"; "" for nothing.

    `name_of` tells the name of a paper from its record id, where the change itself does not.
    """
    papers: dict[str, dict[str, Any]] = {}
    for each in written:
        if each.kind == "paper":
            papers.setdefault(each.record, {})[each.field] = each.after
    return "; ".join(say_paper(values.get("name") or name_of(id), values) for id, values in papers.items())


def say_paper(name: str, values: Mapping[str, Any]) -> str:
    """A paper with its form and copies, as far as they are among the `values`."""
    form, copies = say_form(str(values.get("form") or "")), values.get("copies") or 1
    if not form:
        return text("papers.counted", name=name, count=copies)
    return text("papers.formed" if copies == 1 else "papers.formed_counted", name=name, form=form, count=copies)


def say_form(form: str) -> str:
    """A form within a sentence; one unknown here as it is."""
    said = text(key) if known(key := f"cases.form.{form}") else form
    return said[:1].lower() + said[1:]
