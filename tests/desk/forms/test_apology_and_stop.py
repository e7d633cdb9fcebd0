from dataclasses import replace

import pytest

from desk.forms import apology_pdf, stop_pdf
from tests.desk.forms.reading import words
from tests.desk.forms.test_slip import assert_nothing_is_lost_or_overlaps

AT = "2026-11-22T09:30"


@pytest.mark.parametrize("size", ["A5", "A4"])
def test_an_apology_says_what_was_promised_why_it_failed_and_the_new_date(slip, size):
    pdf = apology_pdf(
        slip, was_due="2026-11-20T17:30", new_due="2026-11-27T10:00", reason="Hệ thống ngừng hai ngày", at=AT,
        contact="0208 123 456", size=size,
    )  # fmt: skip
    assert_nothing_is_lost_or_overlaps(pdf)
    text = words(pdf)
    for said in (
        "VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN", "Mã hồ sơ: 01-00562-H", "Kính gửi: Nguyễn Thị Phượng",
        "Đăng ký khai sinh", "17 giờ 30 phút, ngày 20 tháng 11 năm 2026", "Hệ thống ngừng hai ngày", "xin lỗi",
        "10 giờ 00 phút, ngày 27 tháng 11 năm 2026", "0208 123 456", "Bản lưu",
    ):  # fmt: skip
        assert said in text, said


@pytest.mark.parametrize("size", ["A5", "A4"])
def test_a_notice_of_stopping_says_since_when_why_and_at_whose_wish(slip, size):
    def printed(*, withdrawn):
        return stop_pdf(
            replace(slip, portal_number="H57.132-260804-0012"), reason="Nhầm thủ tục", stopped_at=AT,
            withdrawn=withdrawn, at=AT, size=size,
        )  # fmt: skip

    assert_nothing_is_lost_or_overlaps(printed(withdrawn=True))
    text = words(printed(withdrawn=True))
    for said in ("THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ", "H57.132-260804-0012", "Theo đề nghị của người nộp hồ sơ",
                 "09 giờ 30 phút, ngày 22 tháng 11 năm 2026", "Nhầm thủ tục"):  # fmt: skip
        assert said in text, said
    assert "Theo quy định" in words(printed(withdrawn=False))
