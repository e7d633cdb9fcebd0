"""The office's own files: the highest number counts, whatever the order and the clocks."""

from itertools import permutations

import pytest

from desk import Refused
from desk.own.own_file import SIZE_LIMIT, OwnFile, in_force, keep


def test_the_highest_number_counts_in_any_order():
    files = [OwnFile("a.1", "calendar", 1, "x", at="2030"), OwnFile("b.1", "calendar", 2, "y", at="2020"),
             OwnFile("c.9", "calendar", 2, "z")]  # fmt: skip
    assert {in_force(order)["calendar"].text for order in permutations(files)} == {"z"}


def test_each_writing_follows_the_highest_its_author_saw():
    known = [OwnFile("a.1", "calendar", 4), OwnFile("a.2", "calendar", 7)]
    change = keep("calendar", "x", known, at="2026-11-20T08:00", new_id=lambda: "b.1", by="b.1")
    assert change.edits[0].fields["n"] == 8


def test_a_number_that_is_none_counts_least():
    files = [OwnFile("a.1", "calendar", "nhiều", "x"), OwnFile("a.0", "calendar", 1, "y")]
    assert in_force(files)["calendar"].text == "y"


def test_a_file_without_end_is_refused():
    with pytest.raises(Refused):
        keep("calendar", "x" * (SIZE_LIMIT + 1), [], at="", new_id=lambda: "a", by="a")
