"""A case worked on from its page by keyboard alone: from the counter to the citizen, with its waits and ways out.

Each test presses what an officer presses and reads what the log then holds.
"""

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication

from desk import store
from desk.cases import Case, PaperGiven, Print
from desk.casework import work
from desk.casework.apology import Extension
from desk.casework.clock import Suspension
from desk.casework.returning import Return, Satisfaction, Taker
from desk.casework.steps import Handover
from desk.counter import move
from desk.officers.officer import Role
from desk.scans import scanning
from desk.time.deadline_words import say_day
from sync import log
from sync.keys import accounts
from sync.paperwork import pinned
from tests.sync.offices import PASSWORD, receive_case
from tests.ui.seen import cut_off, unnamed
from ui.cases.casefile import read
from ui.cases.paper_line import PaperLine
from ui.cases.stages import way
from ui.casework.apologising import ApologySheet
from ui.casework.binding import BindSheet
from ui.casework.brought import BroughtSheet
from ui.casework.form_choice import FormSheet
from ui.casework.handing import HandSheet
from ui.casework.rating import RatingSheet
from ui.casework.reasons import ReasonSheet
from ui.casework.result import ResultSheet
from ui.casework.returning import ReturnSheet
from ui.preview import Preview
from ui.scans.preview_sheet import PreviewSheet

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fea735810000000049454e44ae426082"
)


@pytest.fixture
def id(pc):
    found = receive_case(pc.desk, phone="0912000417", applicant_id="072179004518", code="1.004884")
    pc.session.tell({("case", found)})
    pc.cases.show_case(found)
    return found


def officer(pc, name, *roles, until=""):
    change, _ = pc.desk.do(accounts.add(pc.desk.db, name, roles, PASSWORD, until=until))
    return next(edit.id for edit in change.edits if edit.kind == "officer")


def at_work(pc, who, id):
    """Another officer at this PC; the page as they see it."""
    pc.desk.by = who
    pc.cases.show_case(id)


def case(pc, id):
    return store.get(pc.desk.db, Case, id)


def procedure(pc, id):
    return pinned(pc.desk, case(pc, id))


def sheet_of(pc, kind):
    return next(each for each in pc.window.findChildren(kind) if each.isVisible())


def press(qtbot, pc, key, modifier=Qt.KeyboardModifier.NoModifier):
    QApplication.processEvents()
    pc.window.activateWindow()
    qtbot.waitUntil(pc.window.isActiveWindow)
    qtbot.keyClick(pc.window.focusWidget() or pc.window, key, modifier)


def do(pc, decide):
    pc.session.do(decide)


def moved(pc, id, *steps):
    for step in steps:
        reason = "Thiếu bản chính" if step in ("ask_supplement", "refuse", "stop", "withdraw") else ""
        do(pc, lambda h, s=step, r=reason: move(pc.desk.db, h, id, s, procedure(pc, id), pc.desk.calendar, r))


def last_action(pc, id):
    return log.history(pc.desk.db, id)[-1].change.action


def primary(pc):
    return pc.cases.page.next.primary


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


def test_every_form_opens_by_its_number_or_says_what_it_waits_for(pc, id, qtbot):
    press(qtbot, pc, Qt.Key.Key_P, CTRL | SHIFT)
    sheet = sheet_of(pc, FormSheet)
    assert {form for form, deed in sheet.deeds.items() if deed.isEnabled()} == {"01", "06"}
    assert "bổ sung" in sheet.deeds["02"].toolTip()
    press(qtbot, pc, Qt.Key.Key_6)
    assert sheet_of(pc, Preview).pages_shown()


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
