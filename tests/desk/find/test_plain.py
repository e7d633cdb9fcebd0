"""What answers before the index is made: every word of a name, whatever the marks, the shortest name first."""

from datetime import date

import pytest

from desk.find import Plain
from desk.procedures.catalogue import starter


@pytest.fixture(scope="module")
def plain():
    return Plain(starter().current(date(2026, 11, 20)))


def test_every_word_typed_is_in_what_is_found(plain):
    found = plain.search("dang ky khai sinh")
    assert found
    assert found[0].shown == "Đăng ký khai sinh"
    assert all("khai sinh" in f"{hit.procedure.short} {hit.procedure.name}".lower() for hit in found)


def test_a_word_may_be_unfinished_and_marked(plain):
    assert plain.search("khai si")[0].procedure in [hit.procedure for hit in plain.search("khai sinh")]
    assert plain.search("chứng th")[0].marks


def test_a_code_is_found(plain):
    assert plain.search("1.001193")[0].procedure.code == "1.001193"


@pytest.mark.parametrize("query", ["", "   ", "…", "không có thủ tục nào như vậy"])
def test_nothing_is_found_for_nothing(plain, query):
    assert plain.search(query) == []
