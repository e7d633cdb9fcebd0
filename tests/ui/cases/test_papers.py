"""Papers brought after a case was received: with a supplement or by themselves, by keyboard and by click."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desk import store
from desk.cases import Case, CasePaper, PaperGiven
from desk.counter import move
from sync import log
from sync.paperwork import pinned
from tests.sync.offices import receive_case
from tests.ui.seen import cut_off, unnamed
from tests.ui.workplaces import exchange
from ui.cases.paper_line import PaperLine
from ui.casework.brought import BroughtSheet

CTRL = Qt.KeyboardModifier.ControlModifier
PAPERS = (PaperGiven("Giấy chứng sinh", "missing"), PaperGiven("Tờ khai", "copy"), PaperGiven("Hộ chiếu", "missing"))


@pytest.fixture
def id(pc):
    found = receive_case(pc.desk, code="1.004884", papers=PAPERS)
    pc.session.tell({("case", found)})
    pc.cases.show_case(found)
    return found


def press(qtbot, pc, key, modifier=Qt.KeyboardModifier.NoModifier):
    QApplication.processEvents()
    pc.window.activateWindow()
    qtbot.waitUntil(pc.window.isActiveWindow)
    qtbot.keyClick(pc.window.focusWidget() or pc.window, key, modifier)


def sheet(pc):
    return next(each for each in pc.window.findChildren(BroughtSheet) if each.isVisible())


def forms(pc, id):
    return {paper.name: paper.form for paper in store.children(pc.desk.db, CasePaper, id)}


def stage(pc, id):
    return store.get(pc.desk.db, Case, id).stage


def ask(pc, id, reason="Giấy chứng sinh; Chữ ký"):
    procedure = pinned(pc.desk, store.get(pc.desk.db, Case, id))
    pc.session.do(lambda h: move(pc.desk.db, h, id, "ask_supplement", procedure, pc.desk.calendar, reason))


def row(pc, name):
    return next(each for each in sheet(pc).rows.values() if each.paper.name == name)


def lines(pc):
    QApplication.processEvents()
    return {line._paper.name: line for line in pc.cases.page._facts.findChildren(PaperLine) if not line.isHidden()}


def told(pc):
    return pc.cases.page.history.shown()[0].deed


def test_papers_that_come_with_a_supplement_are_ticked_in_its_sheet(pc, id, qtbot):
    ask(pc, id)
    press(qtbot, pc, Qt.Key.Key_F9)
    QApplication.processEvents()
    assert cut_off(sheet(pc)) == []
    assert unnamed(sheet(pc)) == []
    assert row(pc, "Giấy chứng sinh").box.hasFocus()
    press(qtbot, pc, Qt.Key.Key_Space)
    row(pc, "Giấy chứng sinh").form.choose("certified")
    press(qtbot, pc, Qt.Key.Key_F9)
    assert stage(pc, id) == "in_process"
    assert forms(pc, id) == {"Giấy chứng sinh": "certified", "Tờ khai": "copy", "Hộ chiếu": "missing"}
    assert log.history(pc.desk.db, id)[-1].change.action == "supplement"
    assert told(pc) == "nhận bổ sung: Giấy chứng sinh (sao chứng thực)"


def test_a_supplement_is_received_without_a_paper(pc, id, qtbot):
    ask(pc, id, "Chữ ký")
    press(qtbot, pc, Qt.Key.Key_F9)
    press(qtbot, pc, Qt.Key.Key_F9)
    assert (stage(pc, id), forms(pc, id)["Hộ chiếu"]) == ("in_process", "missing")
    assert told(pc) == "nhận bổ sung"


def test_a_click_on_a_missing_paper_notes_that_it_is_here_and_undo_takes_it_back(pc, id, qtbot):
    assert not lines(pc)["Tờ khai"].isEnabled()
    qtbot.mouseClick(lines(pc)["Hộ chiếu"], Qt.MouseButton.LeftButton)
    assert row(pc, "Hộ chiếu").box.isChecked()
    assert not row(pc, "Giấy chứng sinh").box.isChecked()
    row(pc, "Hộ chiếu").copies.set_text("2")
    press(qtbot, pc, Qt.Key.Key_F9)
    assert forms(pc, id)["Hộ chiếu"] == "original"
    assert told(pc) == "đã nộp thêm: Hộ chiếu (bản chính, 2 bản)"
    assert not lines(pc)["Hộ chiếu"].isEnabled()
    assert pc.window.focusWidget() is pc.cases.page._facts.hand_in
    press(qtbot, pc, Qt.Key.Key_Z, CTRL)
    assert forms(pc, id)["Hộ chiếu"] == "missing"


def test_another_paper_is_added_by_keyboard_and_nothing_new_is_refused(pc, id, qtbot):
    press(qtbot, pc, Qt.Key.Key_N, CTRL)
    press(qtbot, pc, Qt.Key.Key_F9)
    assert sheet(pc).notice.isVisible()
    sheet(pc).extra.set_value("Văn bản ủy quyền")
    sheet(pc).extra_form.set_value("copy")
    press(qtbot, pc, Qt.Key.Key_F9)
    assert forms(pc, id)["Văn bản ủy quyền"] == "copy"
    assert told(pc) == "đã nộp thêm: Văn bản ủy quyền (bản chụp)"


def test_a_number_of_copies_that_is_none_is_refused(pc, id, qtbot):
    pc.cases.doing.do("hand_in", id)
    for each in sheet(pc).rows.values():
        each.box.setChecked(True)
        each.copies.set_text("x")
    press(qtbot, pc, Qt.Key.Key_F9)
    assert sheet(pc).notice.isVisible()
    assert forms(pc, id)["Hộ chiếu"] == "missing"


def test_a_case_that_has_ended_takes_no_more_papers(pc, id, qtbot):
    procedure = pinned(pc.desk, store.get(pc.desk.db, Case, id))
    pc.session.do(lambda h: move(pc.desk.db, h, id, "withdraw", procedure, pc.desk.calendar, "Nhầm thủ tục"))
    assert not pc.cases.page._facts.hand_in.isVisible()
    assert not lines(pc)["Hộ chiếu"].isEnabled()
    pc.cases.doing.do("hand_in", id)
    assert "không nhận thêm giấy tờ" in pc.window.notice.accessibleName()


def test_a_sheet_opened_again_follows_what_another_pc_took_in(pcs, qtbot):
    one, two = pcs
    id = receive_case(one.desk, code="1.004884", papers=PAPERS)
    two.receive(list(log.everything(one.desk.db)))
    for pc in pcs:
        pc.cases.show_case(id)
    one.cases.doing.do("hand_in", id)
    row(one, "Giấy chứng sinh").box.setChecked(True)
    press(qtbot, one, Qt.Key.Key_Escape)
    two.cases.doing.do("hand_in", id)
    for name in ("Hộ chiếu", "Giấy chứng sinh"):
        row(two, name).box.setChecked(True)
    press(qtbot, two, Qt.Key.Key_F9)
    exchange(one.desk, two.desk)
    one.cases.show_case(id)
    one.cases.doing.do("hand_in", id)
    assert {"Hộ chiếu", "Giấy chứng sinh"}.isdisjoint({each.paper.name for each in sheet(one).rows.values()})
