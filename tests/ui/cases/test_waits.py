"""A case stands still or ends early: suspended, waiting for papers or a fee, promised anew, stopped."""

import pytest
from PySide6.QtCore import Qt

from desk import store
from desk.cases import Print
from desk.casework.apology import Extension
from desk.casework.clock import Suspension
from desk.officers.officer import Role
from desk.time.deadline_words import say_day
from tests.ui.cases.work import CTRL, at_work, case, moved, officer, press, primary, sheet_of
from ui.casework.apologising import ApologySheet
from ui.casework.brought import BroughtSheet
from ui.casework.reasons import ReasonSheet
from ui.preview import Preview


def test_the_clock_is_suspended_with_a_reason_and_goes_on(pc, id, qtbot):
    press(qtbot, pc, Qt.Key.Key_U, CTRL)
    sheet = sheet_of(pc, ReasonSheet)
    press(qtbot, pc, Qt.Key.Key_F9)
    assert sheet.notice.isVisible()
    sheet.reason.set_value("Chờ giám định")
    press(qtbot, pc, Qt.Key.Key_F9)
    assert [each.reason for each in store.children(pc.desk.db, Suspension, id)] == ["Chờ giám định"]
    page = pc.cases.page
    assert page._due._left.text() == "Đang tạm dừng thời hạn"
    assert primary(pc).text() == "Tính tiếp thời hạn"
    assert "tạm dừng" in page.next._keyed["ask_supplement"].toolTip()
    press(qtbot, pc, Qt.Key.Key_F9)
    assert all(each.until for each in store.children(pc.desk.db, Suspension, id))


def test_a_supplement_is_asked_for_and_received_and_the_second_is_a_leaders(pc, id, qtbot):
    thuy = officer(pc, "Lê Thị Thúy", Role.SPECIALIST)
    moved(pc, id, "ask_supplement")
    assert pc.cases.page._due._facts["waits"].text().startswith("từ ")
    assert primary(pc).text() == "Đã nhận bổ sung"
    press(qtbot, pc, Qt.Key.Key_F9)
    sheet_of(pc, BroughtSheet)
    press(qtbot, pc, Qt.Key.Key_F9)
    assert case(pc, id).stage == "in_process"
    me = pc.desk.by
    at_work(pc, thuy, id)
    button = pc.cases.page.next._keyed["ask_supplement"]
    assert not button.isEnabled()
    assert "Chỉ lãnh đạo" in button.toolTip()
    at_work(pc, me, id)
    assert button.isEnabled()
    press(qtbot, pc, Qt.Key.Key_F7)
    assert sheet_of(pc, ReasonSheet).reason.isVisible()


def test_a_fee_is_asked_for_and_paid(pc, id, qtbot):
    pc.cases.page.others.deed("ask_payment").click()
    assert case(pc, id).stage == "waiting_payment"
    press(qtbot, pc, Qt.Key.Key_F9)
    assert case(pc, id).stage == "in_process"


def test_an_apology_gives_a_new_date_and_opens_its_form(pc, id, qtbot):
    press(qtbot, pc, Qt.Key.Key_H, CTRL)
    sheet = sheet_of(pc, ApologySheet)
    press(qtbot, pc, Qt.Key.Key_F9)
    assert sheet.notice.isVisible()
    sheet._choose(say_day(sheet._days[0]))
    sheet.cells["reason"].set_value("Chờ xác minh")
    before = case(pc, id).due_at
    press(qtbot, pc, Qt.Key.Key_F9)
    assert case(pc, id).due_at > before
    assert [each.was_due for each in store.children(pc.desk.db, Extension, id)] == [before]
    preview = sheet_of(pc, Preview)
    assert preview.pages_shown()
    preview.saved.emit("somewhere.pdf")
    assert [each.form for each in store.children(pc.desk.db, Print, id)] == ["04"]
    assert not pc.cases.page.others.deed("apologise").isEnabled()


@pytest.mark.parametrize(("action", "stage"), [("stop", "stopped"), ("withdraw", "withdrawn")])
def test_a_case_is_stopped_or_withdrawn_and_form_05_opens(pc, id, qtbot, action, stage):
    pc.cases.page.others.deed(action).click()
    sheet_of(pc, ReasonSheet).reason.set_value("Người nộp đề nghị")
    press(qtbot, pc, Qt.Key.Key_F9)
    assert case(pc, id).stage == stage
    assert sheet_of(pc, Preview).pages_shown()
