"""Texts that count: the word for one and the word for many."""

import pytest

from desk import words


@pytest.fixture
def english():
    words.use("en")
    yield
    words.use("vi")


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 cases"), (1, "1 case"), (2, "2 cases"), ("1", "1 case"), ("1,234", "1,234 cases")]
)
def test_one_is_one_and_all_else_is_many(english, count, said):
    assert words.text("list.count", count=count) == said


def test_vietnamese_has_one_form():
    assert words.text("list.count", count=1) == "1 hồ sơ"
