import json
from dataclasses import replace
from pathlib import Path

import pytest

from desk import Refused, Unusable, words
from desk.cases import Case, CasePaper
from desk.forms import SlipPaper, slip_of, slip_pdf
from desk.forms.qr import read_statement
from desk.forms.slip import statement_of
from tests.desk.forms.reading import read
from tests.desk.forms.reading import words as printed_words
from tests.source import SHARED

PUBLISHED = SHARED / "procedures_published_2026-07.json"
SIZES = ("A5", "A4")


def assert_nothing_is_lost_or_overlaps(pdf):
    for page in read(pdf):
        for line in page.lines:
            assert line.left >= 0, line
            assert line.right <= page.width, line
            assert line.bottom >= 0, line
            assert line.top <= page.height, line
        for n, one in enumerate(page.lines):
            for other in page.lines[n + 1 :]:
                apart = (
                    min(one.right, other.right) - max(one.left, other.left) <= 0.5
                    or min(one.top, other.top) - max(one.bottom, other.bottom) <= 0.5
                )
                assert apart, (one, other)


@pytest.mark.parametrize("size", SIZES)
def test_every_field_stands_on_the_slip(slip, size):
    text = printed_words(slip_pdf(replace(slip, portal_number="H57.132-260804-0012", submitter="Lê Ủy Quyền"), size))
    for said in (
        "ỦY BAN NHÂN DÂN XÃ PHÚ LƯƠNG",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 01-00562-H",
        "Phú Lương, ngày 05 tháng 02 năm 2026",
        "H57.132-260804-0012",
        "Tiếp nhận hồ sơ của: Nguyễn Thị Phượng",
        "Người nộp hồ sơ: Lê Ủy Quyền",
        "Địa chỉ: Xóm 4, xã Phú Lương, tỉnh Thái Nguyên",
        "0912 345 678",
        "phuong@example.vn",
        "Nội dung yêu cầu giải quyết: Đăng ký khai sinh",
        "Tờ khai đăng ký khai sinh (01 bản chính)",
        "Giấy chứng sinh (02 bản sao)",
        "Thẻ căn cước (01 bản chính để đối chiếu, đã trả lại)",
        "2. Số lượng hồ sơ: 01 bộ",
        "3 ngày làm việc",
        "08 giờ 15 phút, ngày 05 tháng 02 năm 2026",
        "17 giờ 00 phút, ngày 09 tháng 3 năm 2026",
        "tại Trung tâm Phục vụ hành chính công",
        "quyển số: 01/2026",
        "Số thứ tự: 00562",
        "Hoàng Văn Ễnh",
        "Liên 1",
        "Liên 2",
    ):
        assert said in text, said


@pytest.mark.parametrize("size", SIZES)
def test_a_slip_prints_two_copies_that_fit(slip, size):
    pdf = slip_pdf(slip, size)
    assert len(read(pdf)) == {"A5": 2, "A4": 1}[size]
    assert_nothing_is_lost_or_overlaps(pdf)


@pytest.mark.parametrize("size", SIZES)
def test_thirty_papers_and_the_longest_name_flow_on(slip, size):
    papers = tuple(SlipPaper(f"Giấy số {n}: " + "bản sao trích lục " * (n % 7), "copy", n) for n in range(1, 31))
    pdf = slip_pdf(replace(slip, procedure_name="giao đất có thu tiền " * 44, papers=papers), size)
    assert_nothing_is_lost_or_overlaps(pdf)
    pages = read(pdf)
    assert len(pages) > 2
    assert all("Trang" in page.text for page in pages)
    text = " ".join(" ".join(page.text for page in pages).split())
    assert all(text.count(f"Giấy số {n}:") == 2 for n in range(1, 31))


@pytest.mark.parametrize("size", SIZES)
def test_a_name_without_blanks_of_ten_thousand_letters_is_printed_whole(slip, size):
    pdf = slip_pdf(replace(slip, received_from="Ễ" * 10_000), size)
    pages = read(pdf)
    assert sum(page.text.count("Ễ") for page in pages) == 2 * (
        2 * 10_000 + 1
    )  # two copies: named, and under the signature
    for page in pages:
        assert all(line.left >= 0 and line.right <= page.width and line.bottom >= 0 for line in page.lines)


def test_a_long_name_keeps_clear_of_what_stands_beside_it(slip):
    office = "phường " + "Trương Quang Trọng " * 30
    pdf = slip_pdf(replace(slip, office_name=office, phone="0" * 300, email="a" * 300, receiver="Lê " * 90), "A5")
    assert_nothing_is_lost_or_overlaps(pdf)


def test_markup_and_placeholders_in_a_name_are_printed_literally(slip):
    name = "<b>Lan</b> &amp; {number} %s </para> \\n"
    assert name in printed_words(slip_pdf(replace(slip, received_from=name)))


def test_characters_that_cannot_be_printed_leave_a_box_and_reordering_marks_leave_nothing(slip):
    text = printed_words(slip_pdf(replace(slip, received_from="La\x00n \u202eÁnh\n漢 \ud800")))
    assert "La□n Ánh □ □" in text


def test_a_composed_and_a_decomposed_name_print_the_same(slip):
    nfd = replace(slip, received_from="Nguye\u0302\u0303n Thi\u0323 Phu\u031bo\u031b\u0323ng")
    assert slip_pdf(nfd) == slip_pdf(slip)


def test_the_same_slip_gives_the_same_bytes_and_another_does_not(slip):
    assert slip_pdf(slip) == slip_pdf(slip)
    assert slip_pdf(slip) != slip_pdf(replace(slip, sets=2))


def test_a_draft_is_marked_and_promises_nothing(slip):
    draft = replace(slip, number="", draft=True)
    pdf = slip_pdf(draft)
    assert all("BẢN NHÁP" in page.text for page in read(pdf))
    assert "BẢN NHÁP" not in printed_words(slip_pdf(slip))
    assert len(pdf) < len(slip_pdf(slip))  # no code


def test_what_is_unknown_is_left_to_be_written_on(slip):
    text = printed_words(slip_pdf(replace(slip, address="", due_at="", limit="", limit_amount="")))
    assert "Địa chỉ: ....." in text
    assert "5. Thời gian trả kết quả hồ sơ: ....." in text


def test_the_slip_is_vietnamese_whatever_the_window_speaks(slip):
    before = slip_pdf(slip)
    spoken = words.language()
    words.use("en")
    try:
        assert slip_pdf(slip) == before
    finally:
        words.use(spoken)


def test_an_unknown_size_is_refused(slip):
    with pytest.raises(Refused, match="A3"):
        slip_pdf(slip, "A3")


def test_an_office_adapts_the_words(slip):
    ours = (Path(__file__).parents[3] / "resources" / "forms" / "01.toml").read_text(encoding="utf-8")
    adapted = ours.replace("TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG", "ĐIỂM TIẾP NHẬN SỐ 2")
    assert "ĐIỂM TIẾP NHẬN SỐ 2" in printed_words(slip_pdf(slip, templates={"01": adapted}))
    assert "ĐIỂM TIẾP NHẬN SỐ 2" not in printed_words(slip_pdf(slip, templates={}))


def test_an_office_writes_the_letterhead_of_all_its_forms(slip):
    own = {"letterhead": 'agency = "XÃ {office}"\nplace = "Mù Cang Chải, {day}"\ndesk = ""'}
    said = printed_words(slip_pdf(slip, templates=own))
    assert "Mù Cang Chải, ngày" in said and "XÃ " in said
    assert "TRUNG TÂM PHỤC VỤ" in said


@pytest.mark.parametrize("wrong", ['agency = "{phone}"', 'title = "x"', "agency = 7", "agency ="])
def test_a_letterhead_that_names_what_it_may_not_is_refused(slip, wrong):
    with pytest.raises(Unusable, match="letterhead"):
        slip_pdf(slip, templates={"letterhead": wrong})


@pytest.mark.parametrize(
    ("right", "wrong", "named"),
    [
        ('value = "{address}"', 'value = "{adress}"', "adress"),
        ('value = "{address}"', 'value = "{address', "line"),
        ("strong = true", 'strong = "yes"', "strong"),
        ('list = "papers"', 'list = "paper"', "paper"),
        ('when = "submitter"', 'when = "submiter"', "submiter"),
        ('form = "01"', 'frm = "01"', "frm"),
        ('draft = "BẢN NHÁP"', "", "draft"),
        ('seen = "bản', 'sen = "bản', "seen"),
        ("[letterhead]", "[[letterhead]]", "letterhead"),
    ],
)
def test_a_wrong_template_says_where_and_prints_nothing(slip, right, wrong, named):
    ours = (Path(__file__).parents[3] / "resources" / "forms" / "01.toml").read_text(encoding="utf-8")
    assert right in ours
    with pytest.raises(Unusable) as refusal:
        slip_pdf(slip, templates={"01": ours.replace(right, wrong)})
    assert named in str(refusal.value)
    assert "01.toml" in str(refusal.value)


def test_a_slip_is_made_of_a_case():
    case = Case(
        "abcdefgh.1", number="01-00562-H", office="09877", procedure="1.001193", procedure_name="Đăng ký khai sinh",
        applicant_name="Lan", received_at="2026-11-22T08:15", due_at="2026-11-23T17:00", sets=2, collect="post",
    )  # fmt: skip
    papers = [CasePaper("abcdefgh.2", name="Tờ khai"), CasePaper("abcdefgh.3", name="Giấy chứng sinh", form="missing")]
    slip = slip_of(case, papers, office_name="UBND xã Phú Lương", receiver="Hạnh", device="abcdefgh")
    assert slip.papers == (SlipPaper("Tờ khai"),)
    text = printed_words(slip_pdf(slip))
    assert "ỦY BAN NHÂN DÂN XÃ PHÚ LƯƠNG" in text
    assert "02 bộ" in text
    assert "qua dịch vụ bưu chính" in text
    assert "chứng sinh" not in text


def test_a_case_without_a_number_is_a_draft():
    case = Case("abcdefgh.1", applicant_name="Lan", received_at="2026-11-22T08:15")
    assert slip_of(case, [], office_name="xã Phú Lương").draft


def test_the_code_states_the_promise_and_is_signed(slip):
    signed = []
    slip_pdf(slip, sign=lambda said: signed.append(said) or bytes(64))
    assert signed == [statement_of(replace(slip, received_from="NGUYEN THI PHUONG")).signed]
    assert read_statement(signed[0].decode() + "/").due_at == slip.due_at


@pytest.mark.skipif(not PUBLISHED.exists(), reason=f"no published procedures at {PUBLISHED}")
@pytest.mark.parametrize("size", SIZES)
def test_the_longest_published_procedures_fit(slip, size):
    published = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    published = published if isinstance(published, list) else next(v for v in published.values() if isinstance(v, list))
    longest = sorted(published, key=lambda each: len(each["ten"]))[-3:]
    most = sorted(published, key=lambda each: sum(len(case["giay_to"]) for case in each["thanh_phan_ho_so"]))[-3:]
    for each in (*longest, *most):
        papers = tuple(SlipPaper(paper["ten"]) for case in each["thanh_phan_ho_so"] for paper in case["giay_to"])[:40]
        pdf = slip_pdf(replace(slip, procedure_name=each["ten"], papers=papers), size)
        assert_nothing_is_lost_or_overlaps(pdf)
