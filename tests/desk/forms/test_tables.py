from dataclasses import replace

import pytest

from desk import Unusable
from desk.forms import Entered, Passed, control_pdf, register_pdf
from desk.forms.template import FOLDER
from tests.desk.forms.reading import read, words
from tests.desk.forms.test_slip import assert_nothing_is_lost_or_overlaps

AT = "2026-11-22T09:30"
WAY = (
    Passed("Nguyễn Thị Mai", "Lò Văn Tư", "2026-11-20T09:00", "Tiếp nhận", 0.5, "early", "đủ giấy tờ"),
    Passed("Lò Văn Tư", "Phạm Văn Đức", "2026-11-20T10:00"),
    Passed("Phạm Văn Đức", "Lê Thị Ễnh", "2026-11-23T16:00", "Thẩm định", 12, "late"),
)


def control(slip, way=WAY, **more):
    return control_pdf(slip, way, holder="Lê Thị Ễnh", stage="in_process", at=AT, **more)


def register(*entered, **more):
    more = {"office_name": "UBND xã Phú Lương", "first": "2026-02-01", "last": "2026-02-28", "at": AT, **more}
    return register_pdf(entered, **more)


def test_the_control_sheet_tells_who_had_the_case_how_long_and_who_has_it(slip):
    pdf = control(slip)
    assert_nothing_is_lost_or_overlaps(pdf)
    text = words(pdf)
    for said in (
        "PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ", "Mã hồ sơ: 01-00562-H", "ỦY BAN NHÂN DÂN XÃ PHÚ LƯƠNG",
        "Chủ hồ sơ: Nguyễn Thị Phượng", "Đăng ký khai sinh (1.001193)", "Người đang giữ hồ sơ: Lê Thị Ễnh",
        "Tình trạng: đang giải quyết", "Trước hạn", "Quá hạn", "0,5 giờ làm việc", "12 giờ làm việc", "đủ giấy tờ",
        "16:00", "23/11/2026", "In lúc 09:30 22/11/2026",
    ):  # fmt: skip
        assert said in text, said
    assert "Mã trên Cổng" not in text
    assert "Mã trên Cổng: H57.132-260804-0012" in words(control(replace(slip, portal_number="H57.132-260804-0012")))


def test_a_case_that_was_never_handed_on_has_a_sheet_too(slip):
    assert "PHIẾU KIỂM SOÁT" in words(control(slip, ()))


def test_a_long_way_goes_over_many_pages_with_its_heads(slip):
    pdf = control(slip, WAY * 30)
    assert_nothing_is_lost_or_overlaps(pdf)
    assert len(read(pdf)) > 3
    assert all("Bên giao" in page.text for page in read(pdf))


def test_the_register_follows_the_books_and_serials_that_the_slips_name(slip):
    late = replace(slip, number="01-00099-X", received_at="2026-02-04T10:00")
    other = replace(slip, number="02-00001-B", received_at="2026-02-03T10:00", received_from="Người Máy Hai")
    text = words(register(Entered(other), Entered(slip), Entered(late)))
    places = [text.index(said) for said in ("Quyển số 01/2026", "01-00099-X", "01-00562-H", "Quyển số 02/2026",
                                            "Người Máy Hai", "Cộng: 3 hồ sơ")]  # fmt: skip
    assert places == sorted(places)
    assert "Từ ngày 01/02/2026 đến ngày 28/02/2026" in text


def test_the_register_tells_how_each_case_ended(slip):
    entered = (
        Entered(slip, "UBND xã Phú Lương", "2026-02-09T15:00", "Lò Văn Tư", "counter", True),
        Entered(replace(slip, number="01-00563-G"), way="post", returned_to="Lê Ủy Quyền", returned_at=AT),
        Entered(replace(slip, number="01-00564-F"), stage="withdrawn", note="nhầm thủ tục"),
    )
    pdf = register(*entered)
    assert_nothing_is_lost_or_overlaps(pdf)
    text = words(pdf)
    for said in ("Trực tiếp", "Lò Văn Tư", "Đã ký nhận", "15:00", "09/02/2026", "Bưu chính", "Không ký tại chỗ",
                 "Đã rút hồ sơ:", "nhầm thủ tục", "0912 345 678"):  # fmt: skip
        assert said in text, said


def test_a_month_of_cases_closes_with_its_last_line_on_the_page(slip):
    for count in range(28, 36):
        pdf = register(*(Entered(replace(slip, number=f"01-{n:05}-A")) for n in range(1, count)))
        last = read(pdf)[-1].text
        assert "Cộng" in last
        assert f"{count - 1:05}" in last


def test_an_empty_register_says_so():
    assert "Cộng: 0 hồ sơ" in words(register())


def test_the_same_register_is_the_same_file(slip):
    assert register(Entered(slip)) == register(Entered(slip))


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("{giver}", "{taken_from}"), ("{holder}", "{password}"), ("share = 19", 'share = "19"'),
        ("share = 19", "share = 0"), ('align = "centre"', 'align = "left; drop"'), ("late =", "later ="),
        ("Trang {page}", "Trang {holder}"),
    ],
)  # fmt: skip
def test_a_column_an_office_wrote_wrongly_is_named_and_nothing_is_printed(slip, wrong, right):
    own = (FOLDER / "06.toml").read_text(encoding="utf-8")
    assert wrong in own
    with pytest.raises(Unusable, match=r"06\.toml"):
        control(slip, templates={"06": own.replace(wrong, right)})


def test_an_office_may_leave_a_column_out_and_rename_another(slip):
    own = (FOLDER / "06.toml").read_text(encoding="utf-8")
    notes = own.rindex("[[columns]]")
    text = words(control(slip, templates={"06": own[:notes].replace('"Bên giao"', '"Người giao"')}))
    assert "Người giao" in text
    assert "đủ giấy tờ" not in text


def test_braces_in_a_value_are_printed_as_they_are(slip):
    assert "{password}" in words(control(replace(slip, received_from="{password}")))
