"""The place of procedures: versions, differences, hints, imports with their report, what citizens are shown."""

import json
from dataclasses import replace

import pytest
from PySide6.QtCore import QProcess, Qt

from desk import Refused, words
from desk.procedures import catalogue
from desk.procedures.hints import Hint
from desk.store import select
from sync import audit
from tests.ui.desks import make_home, open_home
from tests.ui.seen import cut_off, unnamed
from ui.kit.empty_state import EmptyState
from ui.places import SPOTS
from ui.procedures.differences import AnyTwo, SideBySide
from ui.session import Session
from ui.workplace import Workplace

BIRTH = "1.001193"


@pytest.fixture
def work(tmp_path, show):
    desk = open_home(make_home(tmp_path / "home"))
    session = Session(desk)
    workplace = Workplace(session, [spot for spot in SPOTS if spot.key == "procedures"])
    show(workplace.window, 1366, 768)
    yield workplace
    workplace.close()
    session.close()


@pytest.fixture
def place(work):
    return work.place("procedures")


def birth(place):
    return place.session.desk.catalogue.in_force(BIRTH, place.session.desk.now().date())


def older_and_gone(place):
    now = birth(place)
    old = replace(now, version="2025-01", effective_from="2025-01-01", effective_to="2026-06-30", result="Trích lục")
    gone = replace(
        old, code="1.009999", short="Cấp lại sổ hộ khẩu", name="Cấp lại sổ hộ khẩu", effective_to="2025-01-01"
    )
    return [old, gone]


def written(tmp_path, procedures, *more):
    path = tmp_path / "danh-muc.json"
    path.write_text(json.dumps({**catalogue.write(procedures), "procedures": [
        *catalogue.write(procedures)["procedures"], *more]}), encoding="utf-8")  # fmt: skip
    return path


def read(place, path, qtbot):
    place.importing.report = None
    place.importing.read(path)
    qtbot.waitUntil(lambda: place.importing.report is not None)
    return place.importing.report


def brought_in(place, path, qtbot):
    report = read(place, path, qtbot)
    report.keep.click()
    qtbot.waitUntil(lambda: place._all is not None or not place._abolished())


def said(work):
    return work.window.notice.accessibleName()


def test_nothing_of_a_file_is_kept_before_its_report_was_confirmed(place, tmp_path, qtbot):
    path = written(tmp_path, older_and_gone(place), {"code": 7}, catalogue.to_json(older_and_gone(place)[0]))
    report = read(place, path, qtbot)
    assert len(place.session.desk.catalogue.versions(BIRTH)) == 1
    assert [line.cells[2].text for line in report.table.lines()] == ["Không nhập", "Không nhập"]
    report.keep.click()
    assert [each.version for each in place.session.desk.catalogue.versions(BIRTH)] == ["2026-07", "2025-01"]
    reread = catalogue.in_use(place.session.desk.db)
    assert {(each.code, each.version) for each in reread} == {
        (each.code, each.version) for each in place.session.desk.catalogue
    }
    trail = audit.trail(place.session.desk.db, "", 0, 2**40)
    assert ("import", path.name) in {(line.action, line.detail) for line in trail}


def test_a_published_file_is_repaired_with_a_remark_for_each_record(place, shared, qtbot):
    report = read(place, shared / "procedures_published_2026-07.json", qtbot)
    assert report.keep.text() == "Nhập 257 thủ tục"
    everything = len(report.table.lines())
    counts = {}
    for kind in ("out", "open", "repaired"):
        report.kinds.choose(kind)
        counts[kind] = len(report.table.lines())
    assert sum(counts.values()) == everything > 0
    report.keep.click()
    curated = catalogue.starter().in_force(BIRTH, place.session.desk.now().date())
    assert birth(place) == curated == catalogue.in_use(place.session.desk.db).versions(BIRTH)[0]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "không phải tệp danh mục"),
        (b"[]", "không phải tệp danh mục"),
        (b'{"format": "casedesk-catalogue", "version": 9}', "phiên bản 9"),
        (b"\xff\xfe\x00", "không phải tệp danh mục"),
    ],
)
def test_a_file_that_is_no_catalogue_is_refused_in_words(work, place, tmp_path, qtbot, content, words):
    path = tmp_path / "x.json"
    path.write_bytes(content)
    place.importing.read(path)
    qtbot.waitUntil(lambda: words in said(work))
    place.importing.read(tmp_path / "gone.json")
    qtbot.waitUntil(lambda: "Chưa mở được" in said(work))


def test_a_name_of_ten_megabytes_is_named_in_the_report_and_left_out(place, tmp_path, qtbot):
    records = [{"ma": "1.000001", "ten": "x" * 10_000_000}, {"ma": "1.000002", "ten": 5}, {"ma": "1.000003"}]
    path = tmp_path / "procedures_2026-08.json"
    path.write_text(json.dumps(records), encoding="utf-8")
    report = read(place, path, qtbot)
    assert report.table.lines()[0].cells[0].text == "1.000001"
    assert not report.keep.isEnabled()


def test_versions_are_shown_with_their_days_and_what_changed_side_by_side(place, tmp_path, qtbot):
    brought_in(place, written(tmp_path, older_and_gone(place)), qtbot)
    place.show_procedure(birth(place))
    assert place.versions.list.current() == "2026-07"
    place.compare("")
    [shown] = place.window().findChildren(SideBySide)
    words = [label.text() for label in shown.findChildren(object) if hasattr(label, "text")]
    assert "Trích lục" in words
    [any_two] = place.window().findChildren(AnyTwo)
    assert [choice.chosen() for choice in any_two.choices] == ["2025-01", "2026-07"]
    any_two.choices[0].choose("2026-07")
    assert any_two._inside.findChildren(EmptyState)
    place.show_version("2025-01")
    assert not place.versions.compare.isEnabled()


def test_an_abolished_procedure_is_found_and_marked_and_the_counter_is_not_offered_it(place, tmp_path, qtbot):
    brought_in(place, written(tmp_path, older_and_gone(place)), qtbot)
    place.search.search("1.009999")
    assert place.search.list.model().index(0).data(0x100).hint == "Đã bãi bỏ"
    assert [hit.procedure.code for hit in place.session.finder.search("1.009999", 5)] != ["1.009999"]
    place.show_procedure(place.session.desk.catalogue.versions("1.009999")[0])
    banner = [each.accessibleName() for each in place._area.widget().findChildren(object) if hasattr(each, "say")]
    assert any("hết hiệu lực" in words for words in map(str, banner))


def test_a_hint_is_written_written_anew_found_and_taken_back(place, qtbot):
    place.show_procedure(birth(place))
    place.session.finder  # noqa: B018 - made before the hint, as it is after the first search
    sheet = place.hints.open()
    sheet.keep.click()
    assert "Chưa ghi nội dung" in sheet.wrong.text()
    sheet.area.set_text("Hỏi chị Thúy về giấy zyxwv")
    with qtbot.waitSignal(place.session.finder_renewed):
        sheet.keep.click()
    [hint] = select(place.session.desk.db, Hint)
    assert place.session.finder.search("zyxwv", 3)[0].procedure.code == BIRTH
    sheet = place.hints.open(hint)
    sheet.area.set_text("Hỏi anh Mẫu")
    sheet.keep.click()
    [hint] = select(place.session.desk.db, Hint)
    assert hint.text == "Hỏi anh Mẫu"
    sheet = place.hints.open(hint)
    sheet.withdraw.click()
    assert "Ghi lý do" in sheet.reason.edit.accessibleDescription()
    sheet.reason.set_text("không còn đúng")
    sheet.withdraw.click()
    assert select(place.session.desk.db, Hint)[0].void_reason == "không còn đúng"


def test_the_web_page_and_the_sheets_are_made_beside_the_work(work, place, tmp_path, qtbot):
    publishing = place.publish()
    publishing.write(tmp_path)
    qtbot.waitUntil(lambda: (tmp_path / "index.html").exists() and "index.html" in said(work))
    assert "Đăng ký khai sinh" in (tmp_path / "index.html").read_text(encoding="utf-8")
    publishing = place.publish()
    publishing.field.choose(birth(place).field)
    publishing.show_board()
    from ui.preview import Preview

    qtbot.waitUntil(lambda: bool(work.window.findChildren(Preview)))
    assert work.window.findChildren(Preview)[0].pages_shown()


def test_a_folder_that_cannot_be_written_is_said(place, tmp_path, qtbot):
    (tmp_path / "index.html.part").mkdir()
    publishing = place.publish()
    publishing.write(tmp_path)
    qtbot.waitUntil(lambda: "Chưa lưu được" in publishing.said.text())


def test_the_kiosk_is_started_once_and_again_when_it_ended(work, place, qtbot, qapp):
    place.start_kiosk()
    kiosk = qapp.findChild(QProcess, "kiosk")
    place.start_kiosk()
    assert "đang chạy" in said(work)
    assert len(qapp.findChildren(QProcess, "kiosk")) == 1
    with qtbot.waitSignal(kiosk.finished):
        kiosk.terminate()
    assert "Chưa mở được" in said(work)
    place.start_kiosk()
    assert "Đã mở màn hình tra cứu" in said(work)
    for each in qapp.findChildren(QProcess, "kiosk"):
        each.terminate()
        each.waitForFinished()


def test_nothing_in_the_place_is_cut_off_or_nameless(work, place):
    place.show_procedure(birth(place))
    assert cut_off(work.window) == []
    assert unnamed(work.window) == []


def test_a_procedure_is_abolished_by_hand_taken_back_and_taken_up_again(place, qtbot):
    desk, today = place.session.desk, place.session.desk.now().date()
    place.search.search("khai sinh")
    place.show_procedure(birth(place))
    qtbot.keyClick(place.window(), Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    sheet = place.ending.sheet
    sheet.keep.click()
    assert sheet.basis.edit.accessibleDescription() != ""
    sheet.basis.set_text("QĐ 123/QĐ-UBND")
    sheet.keep.click()
    with pytest.raises(Refused):
        desk.catalogue.in_force(BIRTH, today)
    qtbot.waitUntil(lambda: place.versions.end.text() == words.text("abolishing.take_up"))
    place.ending.take_back()
    assert desk.catalogue.in_force(BIRTH, today)
    place.ending.ask(desk.catalogue.versions(BIRTH)[0])
    place.ending.sheet.basis.set_text("QĐ 124/QĐ-UBND")
    place.ending.sheet.keep.click()
    place.ending.ask(desk.catalogue.versions(BIRTH)[0])
    assert desk.catalogue.in_force(BIRTH, today).effective_to == ""
