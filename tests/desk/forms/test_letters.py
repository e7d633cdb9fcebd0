from dataclasses import replace

import pytest

from desk.forms import refusal_pdf, supplement_pdf
from tests.desk.forms.reading import read, words
from tests.desk.forms.test_slip import assert_nothing_is_lost_or_overlaps

AT = "2026-11-22T09:30"


@pytest.mark.parametrize("size", ["A5", "A4"])
def test_a_supplement_slip_says_what_to_complete_why_and_whom_to_ask(slip, size):
    items = ["Bản sao giấy chứng nhận kết hôn", "Ký tên vào tờ khai"]
    pdf = supplement_pdf(slip, items, at=AT, reason="Tờ khai chưa ký", contact="0208 123 456", size=size)
    assert_nothing_is_lost_or_overlaps(pdf)
    text = words(pdf)
    for said in (
        "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
        "Số: 01-00562-H",
        "ngày 22 tháng 11 năm 2026",
        "Hồ sơ của: Nguyễn Thị Phượng",
        "1) Bản sao giấy chứng nhận kết hôn",
        "2) Ký tên vào tờ khai",
        "Lý do: Tờ khai chưa ký",
        "0208 123 456",
        "NGƯỜI HƯỚNG DẪN",
        "Hoàng Văn Ễnh",
        "Liên 2",
    ):
        assert said in text, said


@pytest.mark.parametrize("size", ["A5", "A4"])
def test_a_refusal_slip_says_why(slip, size):
    pdf = refusal_pdf(slip, ["Thủ tục thuộc thẩm quyền của Sở Tư pháp"], at=AT, size=size)
    assert_nothing_is_lost_or_overlaps(pdf)
    text = words(pdf)
    assert "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ" in text
    assert "1) Thủ tục thuộc thẩm quyền của Sở Tư pháp" in text
    assert "NGƯỜI NỘP HỒ SƠ" in text
    assert "NGƯỜI TIẾP NHẬN HỒ SƠ" in text


def test_a_case_refused_before_it_had_a_number_leaves_room_for_one(slip):
    assert "Số: …………" in words(refusal_pdf(replace(slip, number=""), ["Không thuộc thẩm quyền"], at=AT))


def test_long_reasons_flow_on_to_more_pages(slip):
    pdf = refusal_pdf(slip, [f"Lý do {n}: " + "theo quy định của pháp luật " * 30 for n in range(20)], at=AT)
    assert_nothing_is_lost_or_overlaps(pdf)
    assert len(read(pdf)) > 4


def test_what_is_not_said_is_left_to_be_written(slip):
    text = words(supplement_pdf(slip, [], at=AT))
    assert "- ....." in text
    assert "Lý do: ....." in text
