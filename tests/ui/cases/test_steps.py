"""A case is taken from step to step on its page, by who may; each test presses what an officer presses."""

from PySide6.QtCore import Qt

from desk import store
from desk.casework import work
from desk.casework.returning import Satisfaction
from desk.casework.steps import Handover
from desk.counter import move
from desk.officers.officer import Role
from tests.ui.cases.work import CTRL, at_work, case, do, officer, press, primary, procedure, sheet_of
from ui.casework.handing import HandSheet
from ui.casework.rating import RatingSheet
from ui.casework.result import ResultSheet
from ui.casework.returning import ReturnSheet


def test_a_case_goes_from_the_counter_to_the_citizen_with_f9(pc, id, qtbot):
    leader = officer(pc, "Phạm Văn An", Role.LEADER)
    press(qtbot, pc, Qt.Key.Key_F9)  # taken up
    assert case(pc, id).assignee == pc.desk.by
    press(qtbot, pc, Qt.Key.Key_F9)
    sheet = sheet_of(pc, HandSheet)
    sheet.takers._rows[leader].setChecked(True)
    press(qtbot, pc, Qt.Key.Key_F9)
    assert case(pc, id).assignee == leader
    assert [each.step for each in store.children(pc.desk.db, Handover, id)] == [1, 2]
    at_work(pc, leader, id)
    assert primary(pc).text() == "Ghi kết quả"
    press(qtbot, pc, Qt.Key.Key_F9)
    sheet = sheet_of(pc, ResultSheet)
    sheet.number.set_value("128/TLKS")
    press(qtbot, pc, Qt.Key.Key_F9)
    assert (case(pc, id).stage, case(pc, id).result_number) == ("done", "128/TLKS")
    press(qtbot, pc, Qt.Key.Key_F9)
    sheet_of(pc, ReturnSheet)
    press(qtbot, pc, Qt.Key.Key_F9)
    assert case(pc, id).stage == "returned"
    sheet_of(pc, RatingSheet)
    press(qtbot, pc, Qt.Key.Key_1)
    assert [each.score for each in store.children(pc.desk.db, Satisfaction, id)] == [3]


def test_only_officers_who_work_on_cases_are_offered_and_those_of_the_steps_role_first(pc, id, qtbot):
    officer(pc, "Bùi Văn Công", Role.IT)
    seconded = officer(pc, "Võ Thị Hạ", Role.SPECIALIST, until="2099-12-31")
    reception = officer(pc, "Đỗ Thị Nga", Role.RECEPTION)
    press(qtbot, pc, Qt.Key.Key_G, CTRL)
    sheet = sheet_of(pc, HandSheet)
    rows = sheet.takers._rows
    assert [each for each in rows if each in (seconded, reception)] == [seconded, reception]
    assert not any("Bùi" in row.text() for row in rows.values())
    assert "tăng cường đến 31/12" in rows[seconded].accessibleDescription()
    rows[seconded].setChecked(True)
    sheet.note.set_value("Kiểm tra giấy chứng sinh")
    press(qtbot, pc, Qt.Key.Key_F9)
    handed = store.children(pc.desk.db, Handover, id)[-1]
    assert (handed.taker, handed.step, handed.note) == (seconded, 1, "Kiểm tra giấy chứng sinh")
    assert "Võ Thị Hạ" in pc.cases.page._way.accessibleName()


def test_a_case_is_given_back_to_an_earlier_step(pc, id, qtbot):
    thuy = officer(pc, "Lê Thị Thúy", Role.SPECIALIST)
    for _ in range(2):
        do(pc, lambda h: work.hand_over(pc.desk.db, h, id, thuy, procedure(pc, id)))
    press(qtbot, pc, Qt.Key.Key_G, CTRL)
    sheet = sheet_of(pc, HandSheet)
    assert sheet.step.value() == "1"
    press(qtbot, pc, Qt.Key.Key_F9)
    assert store.children(pc.desk.db, Handover, id)[-1].step == 1


def test_a_role_that_may_not_sees_it_held_with_the_reason(pc, id, qtbot):
    clerk = officer(pc, "Đỗ Thị Nga", Role.RECEPTION)
    do(pc, lambda h: move(pc.desk.db, h, id, "process", None, pc.desk.calendar))
    at_work(pc, clerk, id)
    for name in ("finish", "stop"):
        deed = pc.cases.page.others.deed(name)
        assert deed.isVisible()
        assert not deed.isEnabled()
        assert "Việc này dành cho: chuyên môn, lãnh đạo" in deed.toolTip()
        assert deed.accessibleDescription() == deed.toolTip()
    press(qtbot, pc, Qt.Key.Key_K, CTRL)
    assert case(pc, id).stage == "in_process"


def test_who_does_not_hold_the_case_is_told_who_does(pc, id):
    thuy, clerk = officer(pc, "Lê Thị Thúy", Role.SPECIALIST), officer(pc, "Đỗ Thị Nga", Role.RECEPTION)
    do(pc, lambda h: work.hand_over(pc.desk.db, h, id, thuy, procedure(pc, id)))
    at_work(pc, clerk, id)
    assert not primary(pc).isVisible()
    assert "Lê Thị Thúy đang giữ hồ sơ" in pc.cases.page.next._lead.text()
    at_work(pc, thuy, id)
    assert primary(pc).text() == "Chuyển trình ký"
