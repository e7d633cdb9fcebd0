"""The result goes out: by post, against a signature, and the citizen says how the service was; bound to the portal."""

import pytest
from PySide6.QtCore import Qt

from desk import store
from desk.casework import work
from desk.casework.returning import Return, Satisfaction
from tests.sync.offices import receive_case
from tests.ui.cases.work import CTRL, case, do, moved, press, sheet_of
from ui.casework.binding import BindSheet
from ui.casework.rating import RatingSheet
from ui.casework.returning import ReturnSheet


def test_the_portals_number_is_bound_once_and_another_cases_is_refused(pc, id, qtbot):
    other = receive_case(pc.desk, name="Nguyễn Văn Bình")
    do(pc, lambda h: work.bind(pc.desk.db, h, other, "H57.132-260804-0012"))
    press(qtbot, pc, Qt.Key.Key_B, CTRL)
    sheet = sheet_of(pc, BindSheet)
    for wrong, said in (("abc", "không phải mã hồ sơ"), ("H57.132-260804-0012", case(pc, other).number)):
        sheet.number.set_value(wrong)
        press(qtbot, pc, Qt.Key.Key_F9)
        assert said in sheet.notice.accessibleName()
    sheet.number.set_value("H57.132-260804-0013")
    press(qtbot, pc, Qt.Key.Key_F9)
    assert case(pc, id).portal_number == "H57.132-260804-0013"
    assert pc.cases.page._facts._facts["portal_number"].text() == "H57.132-260804-0013"


def test_a_result_goes_by_post_to_somebody_else(pc, id, qtbot):
    moved(pc, id, "process", "finish")
    press(qtbot, pc, Qt.Key.Key_F9)
    sheet = sheet_of(pc, ReturnSheet)
    sheet.way.choose("post")
    sheet.name.edit.selectAll()
    qtbot.keyClicks(sheet.name.edit, "Le Van Cuong")
    assert sheet.person_id.value() == ""
    sheet.person_id.set_value("072179009999")
    sheet.parcel.set_value("RB123456789VN")
    assert not sheet.signed.isVisible()
    press(qtbot, pc, Qt.Key.Key_F9)
    given = store.children(pc.desk.db, Return, id)[0]
    assert (given.name, given.person_id, given.way, given.parcel, given.signed) == (
        "Le Van Cuong", "072179009999", "post", "RB123456789VN", 0
    )  # fmt: skip
    press(qtbot, pc, Qt.Key.Key_Escape)
    assert store.children(pc.desk.db, Satisfaction, id) == []
    pc.cases.page.others.deed("rate").click()
    sheet_of(pc, RatingSheet).faces[-1].click()
    assert [each.score for each in store.children(pc.desk.db, Satisfaction, id)] == [1]


@pytest.mark.parametrize("signed", [True, False])
def test_who_takes_a_result_at_the_counter_signs_for_it_or_not(pc, id, qtbot, signed):
    moved(pc, id, "process", "finish")
    press(qtbot, pc, Qt.Key.Key_F9)
    sheet_of(pc, ReturnSheet).signed.setChecked(signed)
    press(qtbot, pc, Qt.Key.Key_F9)
    given = store.children(pc.desk.db, Return, id)[0]
    assert (given.name, given.person_id, given.way, given.signed) == (
        "Trần Thị Bích Phượng", "072179004518", "counter", int(signed)
    )  # fmt: skip


def test_what_the_citizen_taps_on_their_own_screen_puts_the_question_away(pc, id, qtbot):
    moved(pc, id, "process", "finish")
    press(qtbot, pc, Qt.Key.Key_F9)
    with qtbot.waitSignal(pc.session.served) as served:
        press(qtbot, pc, Qt.Key.Key_F9)
    assert served.args == [id]
    sheet = sheet_of(pc, RatingSheet)
    do(pc, lambda h: work.rate(pc.desk.db, h, id, 2))
    assert not sheet.isVisible()
