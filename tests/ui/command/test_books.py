"""`casedesk book` on two PCs of an office that meet now and then."""

import pytest

from tests.desk.forms.reading import words
from tests.ui.command.conftest import share

BOOK = "SCT/BS"


@pytest.fixture
def opened(casedesk):
    told = casedesk("book", "open", BOOK, json=True)
    assert (told.status, told.data["kind"], told.data["next"]) == (0, BOOK, 1)
    return casedesk


def numbered(command, *more):
    return command("book", "next", BOOK, "--person", "Trần Thị Bé", *more, json=True)


def test_numbers_are_given_one_after_the_other_and_written_as_they_are_stamped(opened):
    told = opened("book", "next", "bs", "--person", "Trần Thị Bé", "--subject", "Bằng tốt nghiệp", "--fee", "8000")
    assert told.status == 0 and "01, quyển số 01/" in told.out and "-SCT/BS" in told.out
    assert numbered(opened).data["number"] == 2


def test_a_case_fills_in_its_line_and_tells_of_it_in_its_history(opened):
    number = opened.receive(procedure="2.000815")
    told = numbered(opened, "--case", number)
    assert told.data["person"] == "Trần Thị Bé"
    assert "vào sổ chứng thực" in opened("case", "show", number).out


def test_the_other_pc_is_told_who_holds_the_book_until_numbers_are_set_aside_for_it(opened, other):
    share(opened, other)
    told = numbered(other)
    assert (told.status, "MÁY-01" in told.err) == (1, True)
    assert other("book", "open", BOOK).status == 1
    assert opened("book", "reserve", BOOK, "MÁY-02", "5", json=True).data == {"first": 1, "last": 5, "pc": "MÁY-02"}
    assert numbered(opened).data["number"] == 6
    share(opened, other)
    assert numbered(other).data["number"] == 1
    assert other("book", "void", BOOK, "--rest", "--reason", "không dùng đến").status == 0
    share(opened, other)
    [book] = opened("book", "list", json=True).data
    assert (book["given"], book["void"], book["missing"], book["twice"], book["aside"]) == (2, 4, [], [], [])


def test_a_book_goes_to_another_pc_and_is_closed_there(opened, other):
    numbered(opened)
    assert opened("book", "handover", BOOK, "2").status == 0
    assert numbered(opened).status == 1
    share(opened, other)
    assert numbered(other).data["number"] == 2
    assert other("book", "void", BOOK, "2", "--reason", "viết hỏng").status == 0
    assert other("book", "close", BOOK, "--reason", "sáp nhập", json=True).data["given"] == 1
    assert numbered(other).status == 1
    assert "khóa ngày" in other("book", "list").out


def test_the_printed_book_has_a_line_for_every_number(opened, tmp_path):
    numbered(opened, "--subject", "Bằng tốt nghiệp trung học phổ thông")
    opened("book", "reserve", BOOK, "2", "3")
    opened("book", "void", BOOK, "5", "--reason", "giấy kẹt máy in")
    assert opened("book", "print", BOOK, "--pdf", tmp_path / "so.pdf").status == 0
    said = words((tmp_path / "so.pdf").read_bytes())
    for part in ("SỔ CHỨNG THỰC BẢN SAO", "XÃ PHÚ LƯƠNG", "Trần Thị Bé", "02–04", "HỦY: giấy kẹt máy in", "Trang 1/1"):
        assert part in said


@pytest.mark.parametrize(
    "words_given",
    [
        ("next", "SCT/XX", "--person", "A"), ("next", BOOK), ("void", BOOK, "7", "--reason", "x"), ("void", BOOK, "1"),
        ("reserve", BOOK, "9", "1"), ("reserve", BOOK, "2", "0"), ("reserve", BOOK, "2", "999999"),
        ("handover", BOOK, "1"), ("close", BOOK), ("open", BOOK), ("open", BOOK, "--year", "-5"),
        ("next", BOOK, "--person", "A", "--copies", "-1"), ("print", BOOK, "--pdf", "/nowhere/so.pdf"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_refused_in_words(opened, words_given):
    told = opened("book", *words_given)
    assert told.status == 1 and told.err.strip() and "Traceback" not in told.err


def test_void_needs_to_know_which_numbers(opened):
    assert opened("book", "void", BOOK, "--reason", "x").status == 2
    assert opened("book", "void", BOOK, "--rest", "--reason", "x").status == 1


def test_who_does_not_work_on_cases_does_not_read_the_book(opened, tmp_path, monkeypatch):
    monkeypatch.setenv("CASEDESK_NEW_PASSWORD", "Mat-khau-2-thu")
    assert opened("officer", "add", "Lê Văn Hai", "--role", "it").status == 0
    monkeypatch.setenv("CASEDESK_PASSWORD", "Mat-khau-2-thu")
    monkeypatch.setenv("CASEDESK_NEW_PASSWORD", "Mat-khau-3-thu")
    opened("officer", "password", "--officer", "Lê Văn Hai")
    monkeypatch.setenv("CASEDESK_PASSWORD", "Mat-khau-3-thu")
    told = opened("book", "print", BOOK, "--pdf", tmp_path / "so.pdf", "--officer", "Lê Văn Hai")
    assert told.status == 1 and told.err.strip() and not (tmp_path / "so.pdf").exists()
    assert opened("book", "next", BOOK, "--person", "A", "--officer", "Lê Văn Hai").status == 1
    assert opened("book", "list", "--officer", "Lê Văn Hai").status == 0
