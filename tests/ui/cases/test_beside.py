"""What stands beside the steps of a case: forms, scans, papers, its way; all of it whole and with its keys."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication

from desk.cases import PaperGiven
from desk.casework import work
from desk.casework.returning import Taker
from desk.counter import move
from desk.officers.officer import Role
from desk.scans import scanning
from tests.sync.offices import receive_case
from tests.ui.cases.work import CTRL, PNG, SHIFT, do, moved, officer, press, procedure, sheet_of
from tests.ui.seen import cut_off, unnamed
from ui.cases.casefile import read
from ui.cases.paper_line import PaperLine
from ui.cases.stages import way
from ui.casework.form_choice import FormSheet
from ui.casework.result import ResultSheet
from ui.preview import Preview
from ui.scans.preview_sheet import PreviewSheet


def test_every_form_opens_by_its_number_or_says_what_it_waits_for(pc, id, qtbot):
    press(qtbot, pc, Qt.Key.Key_P, CTRL | SHIFT)
    sheet = sheet_of(pc, FormSheet)
    assert {form for form, deed in sheet.deeds.items() if deed.isEnabled()} == {"01", "06"}
    assert "bổ sung" in sheet.deeds["02"].toolTip()
    press(qtbot, pc, Qt.Key.Key_6)
    assert sheet_of(pc, Preview).pages_shown()


def test_files_dropped_on_the_page_and_the_results_file_become_scans(pc, id, qtbot, tmp_path):
    path = tmp_path / "to khai.png"
    path.write_bytes(PNG)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(300, 300), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    pc.cases.page.dropEvent(event)
    qtbot.waitUntil(lambda: len(scanning.of_case(pc.desk.db, id)) == 1, timeout=10_000)
    qtbot.waitUntil(lambda: "1" in pc.cases.page._parts._group.button(1).text())
    assert pc.cases.page.scans.isVisible()
    result = tmp_path / "128-TLKS.png"
    result.write_bytes(PNG + b"\0")
    do(pc, lambda h: move(pc.desk.db, h, id, "process", None, pc.desk.calendar))
    press(qtbot, pc, Qt.Key.Key_K, CTRL)
    sheet_of(pc, ResultSheet).attach([result])
    press(qtbot, pc, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: len(scanning.of_case(pc.desk.db, id)) == 2, timeout=10_000)
    assert scanning.of_case(pc.desk.db, id)[1].name == "128-TLKS"


def test_a_paper_tells_of_its_scans_and_a_click_shows_them(pc, qtbot, tmp_path):
    given = [PaperGiven("Tờ khai", key="to-khai"), PaperGiven("Giấy chứng sinh", "seen", key="chung-sinh")]
    id = receive_case(pc.desk, papers=given)
    pc.cases.show_case(id)
    path = tmp_path / "to khai.png"
    path.write_bytes(PNG)
    pc.cases.page.scans.take([path])
    qtbot.waitUntil(lambda: len(scanning.of_case(pc.desk.db, id)) == 1, timeout=10_000)
    scan = scanning.of_case(pc.desk.db, id)[0]
    do(pc, lambda h: scanning.attach(pc.desk.db, h, scan.id, "to-khai"))
    QApplication.processEvents()
    lines = [each for each in pc.cases.page._facts.findChildren(PaperLine) if not each.isHidden()]
    with_scan, without = (next(each for each in lines if name in each.accessibleName()) for name in ("Tờ khai", "Giấy"))
    assert "1 bản quét" in with_scan.accessibleName()
    assert not without.isEnabled()
    pc.cases.page._parts.choose("facts")
    QApplication.processEvents()
    with_scan.click()
    assert sheet_of(pc, PreviewSheet).isVisible()


def test_the_way_tells_how_each_step_was_kept(pc, id):
    thuy = officer(pc, "Lê Thị Thúy", Role.SPECIALIST)
    do(pc, lambda h: work.hand_over(pc.desk.db, h, id, thuy, procedure(pc, id)))
    stops = pc.cases.page._way._stops
    assert [stop.state for stop in stops] == ["done", "now", "ahead", "ahead"]
    assert stops[0].said.endswith("hạn")
    assert stops[1].caption == "Lê Thị Thúy · 28 giờ"
    moved(pc, id, "finish")
    assert [stop.state for stop in pc.cases.page._way._stops] == ["done", "done", "done", "now"]
    do(pc, lambda h: work.give_back(pc.desk.db, h, id, Taker()))
    assert {stop.state for stop in pc.cases.page._way._stops} == {"done"}


@pytest.mark.parametrize(
    ("steps", "states"),
    [
        ((), ["now", "ahead", "ahead", "ahead"]),
        (("process",), ["done", "now", "ahead", "ahead"]),
        (("process", "ask_supplement"), ["done", "done", "now", "ahead", "ahead"]),
        (("process", "refuse"), ["done", "done", "stopped"]),
        (("process", "finish", "return"), ["done", "done", "done", "done"]),
    ],
)
def test_without_known_steps_the_way_is_the_path_walked(pc, id, steps, states):
    moved(pc, id, *steps)
    file = replace(read(pc.desk, id), procedure=None)
    assert [stop.state for stop in way(file, pc.desk)] == states


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (960, 540)])
@pytest.mark.parametrize("steps", [(), ("process",), ("ask_supplement",), ("process", "finish"), ("refuse",)])
def test_nothing_is_cut_off_at_any_stage(pc, id, steps, size):
    pc.window.resize(*size)
    moved(pc, id, *steps)
    QApplication.processEvents()
    assert cut_off(pc.cases.page) == []
    assert unnamed(pc.cases.page) == []


def test_every_key_of_the_page_has_its_words(pc, id):
    keys = pc.cases.page.keys()
    assert len({words for _, words in keys}) == len(keys)
    assert all(words and not words.startswith("casework.") for _, words in keys)
