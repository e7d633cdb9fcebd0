from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import Refused
from desk.forms.qr import PLAIN, Statement, matrix, plain_name, read_statement, statement

SAID = Statement(
    "09877", "01-00562-H", "2026-11-22T08:15", "2026-11-25T17:00", "1.001193", "Nguyễn Thị Phượng", "abcdefgh"
)
CENTURIES = datetime(1900, 1, 1), datetime(2199, 12, 31)
TIMES = st.datetimes(*CENTURIES).map(lambda at: at.isoformat(timespec="minutes")) | st.just("")
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def test_a_statement_is_compact_and_alphanumeric():
    text = statement(SAID, lambda said: bytes(64))
    assert text.startswith("CD1/09877/01-00562-H/202611220815/202611251700/1.001193/NGUYEN THI PHUONG/ABCDEFGH/")
    assert set(text) <= set(PLAIN) | set("/%")
    assert len(matrix(text)) <= 57  # version 10: modules of half a millimetre on 27 mm


def test_a_statement_reads_back_with_its_signature():
    signature = bytes(range(64))
    said = read_statement(statement(SAID, lambda _: signature))
    assert said.name == "NGUYEN THI PHUONG"
    assert (said.number, said.due_at, said.device) == (SAID.number, SAID.due_at, SAID.device)
    assert said.signature == signature
    assert statement(SAID, lambda bytes_signed: signature).encode().startswith(said.signed + b"/")


@given(WORDS, WORDS, TIMES, TIMES, WORDS, WORDS)
def test_any_values_read_back(office, number, received_at, due_at, procedure, name):
    said = Statement(office, number, received_at, due_at, procedure, plain_name(name))
    text = statement(said)
    assert set(text) <= set(PLAIN) | set("/%")
    if len(text) <= 1200:
        assert read_statement(text) == said


@given(st.text(max_size=300) | st.text("CD1/0123456789ABC%=. ", max_size=300))
def test_hostile_text_is_refused_or_read_exactly(text):
    try:
        said = read_statement(text)
    except Refused:
        return
    assert statement(said) == text.strip("\r\n\t ")


@given(st.data())
def test_one_changed_letter_is_refused_or_changes_what_is_signed(data):
    text = statement(SAID, lambda said: bytes(range(64)))
    at = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.sampled_from(PLAIN + "/%").filter(lambda each: each != text[at]))
    try:
        said = read_statement(text[:at] + letter + text[at + 1 :])
    except Refused:
        return
    right = read_statement(text)
    assert (said.signed, said.signature) != (right.signed, right.signature)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("CD2/anything", "mới hơn"),
        ("https://example.vn/CD1/", "trọn mã"),
        ("", "trọn mã"),
        ("CD1/" + "A" * 5000, "trọn mã"),
        ("001095012345|012345678|Nguyễn Văn A|01011995|Nam|Hà Nội|01012021", "trọn mã"),
    ],
)
def test_a_foreign_code_is_refused_in_words(text, said):
    with pytest.raises(Refused, match=said):
        read_statement(text)


@pytest.mark.parametrize("bad", ["zzz", "2026-02-31T10:00", "now", "2026-13-01T00:00"])
def test_a_time_that_another_program_wrote_and_is_none_is_left_out(bad):
    said = read_statement(statement(Statement("00562", "01-00562-H", bad, bad, "1.001193", "LAN")))
    assert (said.received_at, said.due_at) == ("", "")
