"""Ctrl+Z takes the last action back, and says what it was or why it stays."""

from PySide6.QtCore import Qt

from sync import log
from tests.ui.cases.work import CTRL, case, last_action, moved, press, sheet_of
from ui.preview import Preview


def test_ctrl_z_takes_the_last_action_back_and_says_what_it_was(pc, id, qtbot):
    line = pc.cases.page.undo
    assert not line.button.isEnabled()
    assert "số đã cấp" in line.button.toolTip()
    press(qtbot, pc, Qt.Key.Key_F9)
    assert line.button.isEnabled()
    assert "chuyển bước" in line._about.text()
    press(qtbot, pc, Qt.Key.Key_Z, CTRL)
    assert (case(pc, id).stage, case(pc, id).assignee, last_action(pc, id)) == ("received", "", "undo")


def test_what_was_printed_is_not_taken_back(pc, id, qtbot):
    moved(pc, id, "process")
    press(qtbot, pc, Qt.Key.Key_P, CTRL)
    sheet_of(pc, Preview).saved.emit("somewhere.pdf")
    line = pc.cases.page.undo
    assert not line.button.isEnabled()
    assert "đã in mẫu" in line._about.text()


def test_once_delivered_the_line_says_that_it_stays(pc, id, qtbot, monkeypatch):
    press(qtbot, pc, Qt.Key.Key_F9)
    line = pc.cases.page.undo
    assert line.button.isEnabled()
    last = log.vector(pc.desk.db)[pc.desk.device.id]
    monkeypatch.setattr("sync.delivery.proven", lambda db, device: last)
    pc.session.syncing.told.emit(pc.session.syncing.delivery)
    assert not line.button.isEnabled()
    assert "đã gửi tới tỉnh" in line._about.text()
    press(qtbot, pc, Qt.Key.Key_Z, CTRL)
    assert last_action(pc, id) == "handover"


def test_undo_is_offered_at_the_foot_where_no_page_offers_it(pc, id, qtbot):
    pc.cases.show_list()
    pc.cases.doing.do("take", id)
    assert case(pc, id).stage == "in_process"
    press(qtbot, pc, Qt.Key.Key_Z, CTRL)
    assert (case(pc, id).stage, last_action(pc, id)) == ("received", "undo")
