"""The page of one case: facts, history, the way on, corrections in place; and what a newer version wrote."""

import pytest
from PySide6.QtCore import Qt

from desk import store
from desk.cases import Case, Note, Print, add_note, printed
from desk.counter import case_here, edit, move
from desk.record import Change, Edit
from sync import log
from tests.sync.offices import receive_case
from tests.ui.seen import cut_off, unnamed
from tests.ui.workplaces import exchange
from ui.cases import happened
from ui.cases.casefile import read
from ui.cases.correcting import CorrectionSheet
from ui.casework.asking import CaseSheet
from ui.casework.reasons import FORMS, ReasonSheet
from ui.casework.result import ResultSheet
from ui.casework.returning import ReturnSheet
from ui.preview import Preview


@pytest.fixture
def id(pc):
    found = receive_case(pc.desk, phone="0912000417", applicant_id="072179004518")
    pc.session.tell({("case", found)})
    pc.cases.show_case(found)
    return found


def case(pc, id):
    return store.get(pc.desk.db, Case, id)


def sheet_of(pc, kind):
    """The sheet on show."""
    return next(each for each in pc.window.findChildren(kind) if each.isVisible())


def press(qtbot, pc, key, modifier=Qt.KeyboardModifier.NoModifier):
    pc.window.activateWindow()
    qtbot.waitUntil(pc.window.isActiveWindow)
    qtbot.keyClick(pc.window.focusWidget() or pc.window, key, modifier)


def test_the_page_shows_who_what_and_when(pc, id):
    page = pc.cases.page
    assert page._facts._name.text() == "Trần Thị Bích Phượng"
    assert page._facts._facts["phone"].text() == "0912 000 417"
    assert page._facts._facts["applicant_id"].text() == "072 179 004 518"
    assert pc.window.heading("cases")._title.text() == case(pc, id).number
    assert cut_off(pc.cases) == []
    assert unnamed(pc.cases) == []


def test_f9_takes_the_usual_step_and_the_next_one_is_offered(pc, id, qtbot):
    assert pc.cases.page.next.primary.text() == "Nhận giải quyết"
    press(qtbot, pc, Qt.Key.Key_F9)
    assert (case(pc, id).stage, case(pc, id).assignee) == ("in_process", pc.desk.by)
    assert pc.window.notice.accessibleName() == f"Hồ sơ {case(pc, id).number}: Cán bộ 1 đang giữ hồ sơ."
    qtbot.waitUntil(lambda: pc.cases.page.next.primary.text() == "Chuyển trình ký")


def test_handing_out_a_result_asks_who_takes_it(pc, id, qtbot):
    for step in ("process", "finish"):
        pc.session.do(lambda hand, step=step: move(pc.desk.db, hand, id, step, None, pc.desk.calendar))
    press(qtbot, pc, Qt.Key.Key_F9)
    sheet = sheet_of(pc, ReturnSheet)
    assert sheet.cells["returned_to"].value() == "Trần Thị Bích Phượng"
    press(qtbot, pc, Qt.Key.Key_F9)
    assert (case(pc, id).stage, case(pc, id).returned_to) == ("returned", "Trần Thị Bích Phượng")
    assert not pc.cases.page.next.primary.isVisible()


def test_a_result_that_is_no_date_is_refused_at_its_cell(pc, id, qtbot):
    pc.session.do(lambda hand: move(pc.desk.db, hand, id, "process", None, pc.desk.calendar))
    press(qtbot, pc, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    sheet = sheet_of(pc, ResultSheet)
    sheet.cells["result_date"].set_value("31/02/2026")
    press(qtbot, pc, Qt.Key.Key_F9)
    assert case(pc, id).stage == "in_process"
    assert "31/02/2026" in sheet.notice.accessibleName()
    sheet.cells["result_date"].set_value(f"{pc.desk.now():%d/%m/%Y}")
    press(qtbot, pc, Qt.Key.Key_F9)
    assert (case(pc, id).stage, case(pc, id).result_date) == ("done", f"{pc.desk.now():%Y-%m-%d}")


@pytest.mark.parametrize(("key", "action"), [(Qt.Key.Key_F7, "ask_supplement"), (Qt.Key.Key_F8, "refuse")])
def test_supplement_and_refusal_ask_for_a_reason_then_show_their_form(pc, id, qtbot, key, action):
    press(qtbot, pc, key)
    sheet = sheet_of(pc, ReasonSheet)
    for box in sheet.papers:
        box.setChecked(False)
    press(qtbot, pc, Qt.Key.Key_F9)
    assert case(pc, id).stage == "received"
    assert sheet.notice.isVisible()
    sheet.reason.set_value("Thiếu bản chính\nTờ khai chưa ký")
    press(qtbot, pc, Qt.Key.Key_F9)
    assert case(pc, id).stage == {"ask_supplement": "waiting_supplement", "refuse": "refused"}[action]
    last = log.history(pc.desk.db, id)[-1].change
    assert (last.action, last.reason) == (action, "Thiếu bản chính; Tờ khai chưa ký")
    preview = sheet_of(pc, Preview)
    assert preview.pages_shown()
    preview.printed.emit("A5")
    assert [each.form for each in store.children(pc.desk.db, Print, id)] == [FORMS[action]]


def test_what_was_typed_in_a_sheet_is_there_when_it_opens_again(pc, id, qtbot):
    press(qtbot, pc, Qt.Key.Key_F7)
    sheet = sheet_of(pc, ReasonSheet)
    sheet.reason.set_value("Thiếu bản chính")
    press(qtbot, pc, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    press(qtbot, pc, Qt.Key.Key_F7)
    assert sheet_of(pc, ReasonSheet).reason.value() == "Thiếu bản chính"


def test_printing_again_opens_the_slip_and_enters_the_history(pc, id, qtbot):
    press(qtbot, pc, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    preview = sheet_of(pc, Preview)
    assert preview.pages_shown()
    preview.saved.emit("somewhere.pdf")
    assert [each.form for each in store.children(pc.desk.db, Print, id)] == ["01"]
    told = happened.tell(read(pc.desk, id).story, pc.desk)
    assert (told[0].kind, told[0].deed) == ("prints", "in Giấy tiếp nhận hồ sơ và hẹn trả kết quả")


def test_a_note_is_added_and_told(pc, id, qtbot):
    press(qtbot, pc, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    sheet = sheet_of(pc, CaseSheet)
    sheet.cell.set_value("Đã gọi điện hẹn lại")
    press(qtbot, pc, Qt.Key.Key_F9)
    assert [note.text for note in store.children(pc.desk.db, Note, id)] == ["Đã gọi điện hẹn lại"]
    assert not sheet.isVisible()


def test_a_click_on_a_value_corrects_it_and_undo_takes_it_back(pc, id, qtbot):
    qtbot.mouseClick(pc.cases.page._facts._facts["phone"], Qt.MouseButton.LeftButton)
    sheet = sheet_of(pc, CorrectionSheet)
    assert sheet.cells["phone"].edit.hasFocus()
    sheet.cells["phone"].edit.selectAll()
    qtbot.keyClicks(sheet.cells["phone"].edit, "0912 000 714")
    press(qtbot, pc, Qt.Key.Key_F9)
    assert case(pc, id).phone == "0912000714"
    pc.cases.page.history.setFocus()
    press(qtbot, pc, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert case(pc, id).phone == "0912000417"
    assert [line.action for line in (e.change for e in log.history(pc.desk.db, id))] == ["receive", "edit", "undo"]


def test_a_wrong_phone_is_refused_at_its_cell_and_nothing_is_written(pc, id, qtbot):
    pc.cases.doing.do("edit", id, "phone")
    sheet = sheet_of(pc, CorrectionSheet)
    sheet.cells["phone"].set_value("12")
    press(qtbot, pc, Qt.Key.Key_F9)
    assert sheet.isVisible()
    assert sheet.notice.isVisible()
    assert case(pc, id).phone == "0912000417"


def test_only_what_was_touched_is_written_and_the_rest_follows_the_log(pcs, qtbot):
    one, two = pcs
    id = receive_case(one.desk, phone="0912000417", address="Tổ 4")
    two.receive(list(log.everything(one.desk.db)))
    one.cases.show_case(id)
    one.cases.doing.do("edit", id, "phone")
    sheet = sheet_of(one, CorrectionSheet)
    sheet.cells["email"].edit.setText("phuong@example.vn")
    two.desk.do(lambda hand: edit(two.desk.db, hand, id, {"address": "Tổ 5"}))
    one.receive(list(log.everything(two.desk.db)))
    assert sheet.cells["address"].value() == "Tổ 5"
    assert sheet.cells["email"].value() == "phuong@example.vn"
    press(qtbot, one, Qt.Key.Key_F9)
    written = log.history(one.desk.db, id)[-1].change.edits[0].fields
    assert dict(written) == {"email": "phuong@example.vn"}
    assert case(one, id).address == "Tổ 5"


def test_the_history_shows_who_changed_what_and_what_they_had_not_seen(pcs, qtbot):
    one, two = pcs
    id = receive_case(one.desk, phone="0912000417")
    two.receive(list(log.everything(one.desk.db)))
    for pc, phone in ((one, "0912000471"), (two, "0912000714")):
        pc.desk.do(lambda hand, pc=pc, phone=phone: edit(pc.desk.db, hand, id, {"phone": phone}))
    exchange(one.desk, two.desk)
    for pc in pcs:
        pc.cases.show_case(id)
        told = pc.cases.page.history.shown()
        edits = [line for line in told if line.kind == "edits"]
        assert {line.values[0].after for line in edits} == {"0912 000 471", "0912 000 714"}
        assert {line.values[0].before for line in edits} == {"0912 000 417"}
        assert {line.pc for line in edits} == {"MÁY-01", "MÁY-02"}
        assert sum(line.unseen for line in edits) == 1
        assert {line.icon for line in edits} == {"git-fork"}
        assert "2 giá trị" in pc.cases.page.banner.accessibleName()
        assert "còn 1 giá trị khác" in pc.cases.page._facts._facts["phone"].text()


def test_the_history_narrows_by_kind(pc, id):
    pc.session.do(lambda hand: edit(pc.desk.db, hand, id, {"phone": "0912000714"}))
    pc.session.do(lambda hand: move(pc.desk.db, hand, id, "process", None, pc.desk.calendar))
    here = case_here(pc.desk.db, id)
    pc.session.do(lambda h: printed(here, "01", copies=2, now=h.at, new_id=h.new_id, by=h.by))
    pc.session.do(lambda h: add_note(here, "Ghi chú", now=h.at, new_id=h.new_id, by=h.by))
    page = pc.cases.page
    for kind, count in (("all", 5), ("steps", 2), ("edits", 2), ("prints", 1)):
        page._kinds.choose(kind)
        assert len(page.history.shown()) == count


def test_the_page_follows_what_comes_in_and_keeps_its_place(pcs, qtbot):
    one, two = pcs
    id = receive_case(one.desk)
    two.receive(list(log.everything(one.desk.db)))
    one.cases.show_case(id)
    one.cases.page.history.setFocus()
    two.desk.do(lambda hand: move(two.desk.db, hand, id, "process", None, two.desk.calendar))
    one.receive(list(log.everything(two.desk.db)))
    assert one.cases.page.history.shown()[0].deed == "chuyển giải quyết"
    assert one.cases.page.next.primary.text() == "Nhận giải quyết"
    assert one.window.focusWidget() is one.cases.page.history


def test_a_stage_and_a_field_of_a_newer_version_are_shown_and_everything_else_works(pc, id, qtbot):
    fields = {"state": "received>notarised", "hologram": "Vàng"}
    pc.session.do(lambda hand: Change("notarise", (Edit("case", id, fields),), hand.by))
    page = pc.cases.page
    assert "notarised" in page.next._lead.text()
    assert not page.next.primary.isVisible()
    newer = [fact.accessibleName() for fact in page._facts._newer.findChildren(object) if hasattr(fact, "say")]
    assert any("hologram: Vàng" in name for name in newer)
    assert page.history.shown()[0].deed == "notarise"
    pc.cases.doing.do("edit", id, "phone")
    sheet_of(pc, CorrectionSheet).cells["phone"].edit.setText("0912000714")
    press(qtbot, pc, Qt.Key.Key_F9)
    assert case(pc, id).phone == "0912000714"
    assert case(pc, id).state == "received>notarised"
    pc.cases.show_list()
    pc.cases.list.views.choose("all")
    assert pc.cases.list.table.rows.item(1).stage == "Notarised"


def test_a_case_that_has_not_arrived_here_is_told_of(pc):
    pc.cases.show_case("zzzzzzzz.1")
    assert "chưa về máy này" in pc.window.notice.accessibleName()
