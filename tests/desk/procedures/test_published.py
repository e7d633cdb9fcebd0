import json
import unicodedata
from collections import Counter
from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import Refused
from desk.procedures import catalogue, published_text
from desk.procedures.procedure import Fee, from_json, to_json
from desk.procedures.published import Imported, import_published, read_file
from desk.procedures.published_text import Money
from desk.time.deadlines import Rule
from tests.source import SHARED

PUBLIC = SHARED / "procedures_published_2026-07.json"
with_public = pytest.mark.skipif(not PUBLIC.exists(), reason=f"no reference data at {PUBLIC}")

PLAIN = {
    "ma": "1.987654",
    "ten": "Thủ tục thử nghiệm",
    "linh_vuc": "Thử",
    "quyet_dinh": "12/QĐ-XYZ",
    "co_quan_thuc_hien": "UBND cấp xã",
    "cach_thuc": [{"hinh_thuc": "Trực tiếp", "thoi_gian": "3 Ngày làm việc", "phi_mo_ta": "Miễn phí"}],
    "thanh_phan_ho_so": [
        {"truong_hop": "--", "giay_to": [{"ten": "- Tờ khai;", "ban_chinh": 1, "ban_sao": 0, "la_ghi_chu": False}]}
    ],
    "ket_qua": [{"ten": "Giấy xác nhận", "ma": "KQ.1"}],
}


def record(**changes):
    return deepcopy(PLAIN) | changes


def way(limit="3 Ngày làm việc", fee="Miễn phí", channel="Trực tiếp"):
    return {"hinh_thuc": channel, "thoi_gian": limit, "phi_mo_ta": fee}


def paper(name="Tờ khai", original=1, copies=0, **more):
    return {"ten": name, "ban_chinh": original, "ban_sao": copies, "la_ghi_chu": False} | more


def group(*papers, when="--"):
    return {"truong_hop": when, "giay_to": list(papers)}


def one(data):
    """The procedure of one record and the kinds of its remarks."""
    imported = import_published([data], version="2026-08")
    (found,) = imported.procedures
    return found, [remark.kind for remark in imported.report]


def refused(data):
    """Why a record was left out."""
    imported = import_published([data, record(ma="1.111111")], version="2026-08")
    assert [each.code for each in imported.procedures] == ["1.111111"]
    (remark,) = imported.report
    assert remark.kind == "refused"
    assert imported.refused == (remark,)
    return remark.text


def test_a_flawless_record_is_imported_without_a_remark():
    found, kinds = one(PLAIN)
    assert kinds == []
    assert found.papers[0].name == "Tờ khai"
    assert found.limit == Rule("working_days", 3, supplement="subtract", supplements_allowed=1, extensions_allowed=1)
    assert found.fees == (Fee("in_person", 0, "", ""),)
    assert found.legal == ("Quyết định 12/QĐ-XYZ",)
    assert found.result == "Giấy xác nhận"
    assert (found.version, found.effective_from) == ("2026-08", "2026-08-01")


def test_decomposed_text_and_invisible_characters_are_repaired_and_said():
    found, kinds = one(record(ten=unicodedata.normalize("NFD", "Đăng ký\u200b thử\u00a0nghiệm")))
    assert found.name == "Đăng ký thử nghiệm"
    assert kinds == ["normalised"]


@pytest.mark.parametrize("lost", ["1", "3", "15"])
def test_a_limit_without_its_unit_is_left_open_and_said(lost):
    found, kinds = one(record(cach_thuc=[way(lost)]))
    assert found.limit is None
    assert f"“{lost}”" in found.limit_text
    assert kinds == ["limit_lost"]


def test_a_limit_the_program_knows_stands_in_for_one_without_a_unit():
    found, kinds = one(record(ma="1.001193", cach_thuc=[way("1")]))
    assert found.limit == catalogue.starter().get("1.001193", "2026-07").limit
    assert kinds == ["limit_known"]


def test_limits_that_differ_by_case_are_left_open_with_all_of_them_named():
    found, kinds = one(record(cach_thuc=[way("2 Ngày làm việc"), way("1 Giờ", channel="Trực tuyến")]))
    assert found.limit is None
    assert "2 Ngày làm việc; 1 Giờ" in found.limit_text
    assert kinds == ["limit_differs"]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("10 Ngày", ("calendar_days", 10)),
        ("8 Giờ", ("hours", 8)),
        (" 07  NGÀY làm việc ", ("working_days", 7)),
        ("Không có thông tin", "limit_missing"),
        ("", "limit_missing"),
        ("0", "limit_lost"),
        ("0 Ngày", "limit_unread"),
        ("2 Tháng", "limit_unread"),
        ("9999 Ngày", "limit_unread"),
        ("ba ngày", "limit_unread"),
        ("٣ Ngày", "limit_unread"),
    ],
)
def test_a_limit_is_read_or_its_trouble_named(text, read):
    assert published_text.limit(text) == read


def test_notes_among_the_papers_are_left_out_and_counted():
    papers = [
        group(paper(), paper("Đối chiếu bản chính", 0, 0, la_ghi_chu=True), paper("* Lưu ý: nộp sớm")),
        group(paper("Người nộp mang theo bút"), when="* Lưu ý :"),
    ]
    imported = import_published([record(thanh_phan_ho_so=papers)], version="2026-08")
    assert [each.name for each in imported.procedures[0].papers] == ["Tờ khai"]
    assert [(each.kind, each.text[:5]) for each in imported.report] == [("notes_left_out", "Bỏ 3 ")]


@pytest.mark.parametrize(
    ("stuck", "name"),
    [
        (
            "Tờ khai (Mẫu CT01 kèm Thông tư 53/2025/TT-BCA).1.MuCT01banhnh (5).doc",
            "Tờ khai (Mẫu CT01 kèm Thông tư 53/2025/TT-BCA)",
        ),
        ("- Đơn xin nhận;1.nxinnhn.doc", "Đơn xin nhận"),
        ("Đơn theo Nghị định số 258/2025/NĐ-CPMẫu số 01.docx", "Đơn theo Nghị định số 258/2025/NĐ-CP"),
        ("Đơn của hai người làm chứng.7.Tkhaing.doc", "Đơn của hai người làm chứng"),
        ("a) Phiếu (Mẫu 02)Mẫu 02 (TT14.2024.BCA).docx", "Phiếu (Mẫu 02)"),
    ],
)
def test_the_name_of_a_form_file_is_cut_off_a_paper(stuck, name):
    assert published_text.paper_name(stuck) == (name, "form_file_removed")


def test_a_form_file_that_cannot_be_told_apart_is_kept_and_said():
    assert published_text.paper_name("Đơn đề nghịdon.docx") == ("Đơn đề nghịdon.docx", "form_file_kept")


def test_a_paper_listed_twice_is_listed_once_but_kept_for_another_case():
    papers = [group(paper(), paper("TỜ KHAI")), group(paper(), when="Trường hợp ủy quyền:")]
    found, kinds = one(record(thanh_phan_ho_so=papers))
    assert [(each.key, each.when) for each in found.papers] == [("to-khai", ""), ("to-khai-2", "Trường hợp ủy quyền")]
    assert kinds == ["duplicate_paper", "papers_order"]


def test_a_heading_that_says_nothing_is_no_condition():
    for heading in ("* Giấy tờ phải nộp:", "--", "Thành phần hồ sơ:", ""):
        assert published_text.condition(heading) == ""


def test_a_year_run_into_the_number_of_copies_becomes_one():
    found, kinds = one(record(thanh_phan_ho_so=[group(paper(original=20251, copies=1))]))
    assert (found.papers[0].original, found.papers[0].copies) == (1, 1)
    assert kinds == ["counts_repaired"]


def test_the_same_code_again_is_left_out_and_said():
    imported = import_published([PLAIN, record(ten="Tên khác")], version="2026-08")
    assert [each.name for each in imported.procedures] == ["Thủ tục thử nghiệm"]
    assert [each.kind for each in imported.report] == ["duplicate"]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Miễn phí", Money(0)),
        ("Miễn phí06 ngày làm việc kể từ ngày nhận đủ", Money(0)),
        ("Miễn phí(Không có.)", Money(0, note="Không có.")),
        ("Miễn phí(Không thu lệ phí theo luật)", Money(0, note="Không thu lệ phí theo luật")),
        ("Miễn phí(Miễn lệ phí. Bản sao có thu)", Money(0, note="Miễn lệ phí. Bản sao có thu")),
        ("Miễn phí(Mức do HĐND tỉnh)", Money(None, note="Mức do HĐND tỉnh", trouble="fee_unstated")),
        ("Miễn phí(Miễn lệ phí cho hộ nghèo)", Money(None, note="Miễn lệ phí cho hộ nghèo", trouble="fee_unstated")),
        ("Miễn phí(Không quy định)", Money(None, note="Không quy định", trouble="fee_unstated")),
        ("2,000 Việt Nam Đồng(/trang)Tại xã", Money(2000, "trang", "", "", "2.000", "Việt Nam Đồng")),
        ("8,000 VNĐ", Money(8000, "", "", "", "8.000", "VNĐ")),
        (
            "10,000 Việt Nam Đồng(thu 10.000 đồng/lần)",
            Money(10000, "lần", "thu 10.000 đồng/lần", "", "10.000", "Việt Nam Đồng"),
        ),
        ("Không có thông tin- Nộp tại xã", Money(None, trouble="fee_missing")),
        ("", Money(None, trouble="fee_missing")),
        ("theo thỏa thuận", Money(None, note="theo thỏa thuận", trouble="fee_unread")),
    ],
)
def test_a_fee_is_read_as_far_as_it_is_certain(text, read):
    assert published_text.money(text) == read


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("5,000 Việt Nam Đồng(nộp trực tuyến thu 7.000 đồng/lần)", "fee_two"),
        ("50,000 VNĐ(Mức cụ thể do Hội đồng nhân dân tỉnh quyết định)", "fee_province"),
        ("700 VNĐ(Phí thẩm định)", "fee_small"),
        ("10 USD(/bản)", "fee_foreign"),
    ],
)
def test_an_amount_that_is_not_settled_is_left_open_with_its_words(text, trouble):
    found, kinds = one(record(cach_thuc=[way(fee=text)]))
    assert kinds == [trouble]
    assert found.fees[0].amount is None
    assert text.split()[0].replace(",", ".") in found.fees[0].note


def test_every_channel_keeps_its_own_fee():
    ways = [way(fee="20,000 VNĐ"), way(fee="10,000 VNĐ", channel="Trực tuyến"), way(channel="Bồ câu")]
    found, kinds = one(record(cach_thuc=ways))
    assert [(each.channel, each.amount) for each in found.fees] == [("in_person", 20000), ("online", 10000)]
    assert kinds == ["channel_unread", "fee_national"]


@pytest.mark.parametrize("field", ["linh_vuc", "cach_thuc", "thanh_phan_ho_so", "ket_qua", "quyet_dinh"])
@pytest.mark.parametrize("value", [7, {"a": 1}, True, [3, None, "x"]])
def test_a_field_of_a_wrong_type_is_left_out_and_said(field, value):
    assert "wrong_type" in one(record(**{field: value}))[1]


def test_a_missing_field_is_nothing_to_fail_on():
    found, kinds = one({"ma": "1.987654", "ten": "Thủ tục thử"})
    assert found.short == "Thử"
    assert kinds == ["limit_missing", "no_papers"]


def test_a_code_without_its_dot_is_repaired_and_said():
    found, kinds = one(record(ma="1987654"))
    assert found.code == "1.987654"
    assert kinds == ["code_repaired"]


def test_what_cannot_be_a_procedure_is_left_out_with_the_reason_and_the_rest_imported():
    assert "1.001193" in refused(record(ma="abc"))
    assert "1.001193" in refused(record(ma=None))
    assert "tên" in refused(record(ten="\u200b"))
    assert "tên" in refused(record(ten=["Đăng ký"]))
    assert "2000" in refused(record(ten="x" * 10_000_000))
    assert refused("not a record")
    assert refused(None)


def test_long_papers_are_cut_for_the_checklist_and_said():
    found, kinds = one(record(thanh_phan_ho_so=[group(paper("giấy " * 1000))]))
    assert len(found.papers[0].name) <= 400
    assert found.papers[0].name.endswith("…")
    assert kinds == ["text_cut"]


def test_a_list_without_end_is_cut_and_said():
    papers = [group(*(paper(f"Giấy {n}") for n in range(700)))]
    found, kinds = one(record(thanh_phan_ho_so=papers))
    assert len(found.papers) == 500
    assert kinds == ["list_cut", "papers_order"]


def test_an_imported_procedure_gets_the_words_people_use():
    found, _ = one(record(ma="1.004873", ten="Thủ tục cấp Giấy xác nhận tình trạng hôn nhân"))
    assert "giấy độc thân" in found.aliases
    other, _ = one(record(ma="1.014801", ten="Cấp, cấp lại Giấy xác nhận nuôi trồng thủy sản lồng bè"))
    assert "nuôi cá lồng bè" in other.aliases


def test_a_name_of_many_lines_gets_a_short_one():
    found, _ = one(record(ten="Thủ tục đăng ký (thực hiện tại cấp xã) " + "rất dài " * 20))
    assert len(found.short) <= 60
    assert found.short.startswith("Đăng ký rất dài")


names = st.sampled_from([*PLAIN, *PLAIN["cach_thuc"][0], *PLAIN["thanh_phan_ho_so"][0], "ban_chinh", "x"])
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
)


@with_public
def test_as_many_records_as_the_whole_country_has_are_imported():
    rows = json.loads(PUBLIC.read_text(encoding="utf-8"))
    every = [rows[n % len(rows)] | {"ma": f"8.{n:06}"} for n in range(2089)]
    assert len(import_published(every, version="2026-07").procedures) == 2089


@given(st.lists(st.dictionaries(st.sampled_from(list(PLAIN)), json_values) | json_values, max_size=4))
def test_no_json_at_all_breaks_the_import(records):
    imported = import_published([*records, PLAIN], version="2026-08")
    assert all(from_json(json.loads(json.dumps(to_json(each)))) == each for each in imported.procedures)
    assert len(imported.procedures) + len(imported.refused) <= len(records) + 1


@given(st.text())
def test_no_text_breaks_the_readers(text):
    published_text.paper_name(text)
    published_text.condition(text)
    published_text.limit(text)
    published_text.money(text)
    published_text.money("Miễn phí" + text)


def test_a_catalogue_file_of_ours_is_recognised(tmp_path):
    path = tmp_path / "danh-muc.json"
    path.write_text(json.dumps(catalogue.write(catalogue.starter())), encoding="utf-8")
    assert read_file(path) == Imported(tuple(catalogue.starter()), ())


def test_a_published_file_takes_its_version_from_its_name(tmp_path):
    path = tmp_path / "published_2026-09.json"
    path.write_text(json.dumps([PLAIN]), encoding="utf-8")
    assert read_file(path).procedures[0].version == "2026-09"


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\xff", b"[]", b"[1]", b"{}", b'{"procedures": 3}', b"[" * 100_000, b'"ma"', b"PK\x03\x04"],
)
def test_a_file_that_is_neither_is_refused_by_name(tmp_path, content):
    path = tmp_path / "anh.json"
    path.write_bytes(content)
    with pytest.raises(Refused, match=r"anh\.json"):
        read_file(path)


def test_a_file_that_is_not_there_is_refused_by_name(tmp_path):
    with pytest.raises(Refused, match=r"mat\.json"):
        read_file(tmp_path / "mat.json")


def test_our_own_file_keeps_its_sound_records_and_names_what_is_wrong_or_said_twice(tmp_path):
    data = catalogue.write(catalogue.starter())
    count = len(data["procedures"])
    data["procedures"][5]["fees"][0]["amount"] = "8.000"
    data["procedures"] += [data["procedures"][0], 7]
    path = tmp_path / "danh-muc.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    found = read_file(path)
    assert len(found.procedures) == count - 1
    assert [remark.kind for remark in found.report] == ["refused", "duplicate", "refused"]
    assert "fees[0].amount" in found.report[0].text and found.report[0].code == data["procedures"][5]["code"]


def test_a_version_that_is_no_date_is_refused():
    with pytest.raises(Refused):
        import_published([PLAIN], version="mới")


@with_public
def test_the_published_catalogue_is_imported_whole():
    imported = read_file(PUBLIC)
    assert len(imported.procedures) == 257
    assert imported.refused == ()
    assert {each.version for each in imported.procedures} == {"2026-07"}
    assert all(each.papers and each.aliases and each.short for each in imported.procedures)
    assert all(each.limit or each.limit_text for each in imported.procedures)


@with_public
def test_the_flaws_of_the_published_catalogue_are_repaired_or_said():
    imported = read_file(PUBLIC)
    kinds = Counter(remark.kind for remark in imported.report)
    expected = "normalised limit_lost limit_known limit_differs notes_left_out form_file_removed counts_repaired"
    expected += " papers_order fee_national"
    assert set(expected.split()) <= set(kinds)
    text = json.dumps([to_json(each) for each in imported.procedures], ensure_ascii=False)
    assert unicodedata.is_normalized("NFC", text)
    assert not [letter for letter in text if unicodedata.category(letter) == "Cf"]
    said = {remark.code for remark in imported.report if remark.kind == "form_file_kept"}
    assert {each.code for each in imported.procedures for p in each.papers if ".doc" in p.name} <= said


@with_public
def test_the_starter_states_codes_and_fields_as_published():
    published = {each.code: each for each in read_file(PUBLIC).procedures}
    ours = [each for each in catalogue.starter() if each.source.startswith("Cổng")]
    assert len(ours) >= 150
    assert {each.code for each in ours} <= set(published)
    assert [each.code for each in ours if each.field != published[each.code].field] == []


@with_public
def test_no_limit_of_the_starter_contradicts_the_published_one():
    published = {each.code: each for each in read_file(PUBLIC).procedures}
    for each in catalogue.starter():
        other = published.get(each.code)
        if each.limit and other and other.limit and "khác nhau" not in other.limit_text:
            assert (each.limit.unit, each.limit.amount) == (other.limit.unit, other.limit.amount), each.code


def test_the_words_for_other_procedures_are_short_and_add_to_the_starter():
    spoken = json.loads((catalogue.FOLDER.parent / "spoken.json").read_bytes())
    assert not [code for code in spoken if code in catalogue.starter()]
    for code, words in spoken.items():
        imported = one(record(ma=code))[0]
        assert (imported.short, list(imported.aliases)) == (words["short"], words["aliases"])
        assert imported.aliases
