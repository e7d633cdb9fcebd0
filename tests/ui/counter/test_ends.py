"""How what is entered ends: received at once or later, sent back for a supplement, refused; as a draft, not at all."""

import pytest
from PySide6.QtCore import Qt

from desk import Refused, Unusable, store, words
from desk.cases import Move, Note, Print
from desk.casework.returning import Satisfaction
from desk.own.own_file import form_name
from desk.procedures import hints
from sync import own
from tests.desk.forms import reading
from tests.ui.counter.work import cases, choose
from tests.ui.desks import CARD, press, scan, type_letters
from ui.counter.due_sheet import read_earlier, read_time
from ui.counter.turning_back import TurningBack
from ui.kit.sheet import Sheet
from ui.preview import Preview

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def entered(counter, qtbot):
    choose(counter, qtbot)
    scan(CARD)
    return counter


def sheet_of(counter, kind=Sheet):
    return next(sheet for sheet in counter.window().findChildren(kind) if sheet.isVisible())


def rows(counter, kind):
    return store.select(counter.session.desk.db, kind)


def test_f7_receives_and_asks_for_what_is_missing(entered, qtbot):
    qtbot.keyClick(entered.window(), Qt.Key.Key_F7)
    sheet = sheet_of(entered, TurningBack)
    missing = [row.rule.name for row in entered.papers.rows() if row.missing]
    assert sheet.items() == missing and missing
    sheet.cell.setFocus()
    type_letters("Bản chính để đối chiếu")
    qtbot.keyClick(sheet, Qt.Key.Key_F9)
    (case,) = cases(entered)
    assert case.stage == "waiting_supplement"
    assert [move.reason for move in rows(entered, Move)] == ["; ".join([*missing, "Bản chính để đối chiếu"])]
    assert case.number in entered.window().findChild(Preview).windowTitle()
    assert entered.form.state() is None


def test_f8_refuses_under_a_number(entered, qtbot):
    qtbot.keyClick(entered.window(), Qt.Key.Key_F8)
    sheet = sheet_of(entered, TurningBack)
    qtbot.keyClick(sheet, Qt.Key.Key_F9)
    assert sheet.cell.area.accessibleDescription() == words.text("counter.turn.empty")
    assert cases(entered) == []
    type_letters("Không thuộc thẩm quyền")
    qtbot.keyClick(sheet, Qt.Key.Key_F9)
    (case,) = cases(entered)
    assert (case.stage, case.number != "") == ("refused", True)
    assert words.text("counter.form.03", number=case.number) == entered.window().findChild(Preview).windowTitle()


@pytest.mark.parametrize("action", ["ask_supplement", "refuse"])
def test_a_draft_of_the_form_says_so_and_nothing_is_written(entered, qtbot, action):
    before = entered.form.state()
    entered.finishing.turn_back(action)
    sheet = sheet_of(entered, TurningBack)
    sheet.cell.set_value("Thiếu chữ ký")
    qtbot.keyClick(sheet, Qt.Key.Key_P, CTRL)
    preview = entered.window().findChild(Preview)
    assert preview.windowTitle() == words.text("counter.form.draft")
    printed = reading.words(preview._pdf)
    assert "BẢN NHÁP" in printed and "Thiếu chữ ký" in printed and "TRẦN THỊ BÍCH PHƯỢNG" in printed.upper()
    preview.printed.emit("A5")
    assert cases(entered) == [] and rows(entered, Print) == []
    assert entered.form.state() == before


def test_what_is_not_whole_is_sent_back_to_its_field(counter, qtbot):
    qtbot.keyClick(counter.window(), Qt.Key.Key_F7)
    assert counter.search.field.edit.accessibleDescription() == words.text("counter.ready.procedure")
    assert not counter.window().findChildren(TurningBack)


def test_what_was_received_on_paper_says_so(entered, qtbot):
    qtbot.keyClick(entered.window(), Qt.Key.Key_R, CTRL)
    type_letters("19/11 8:30")
    press(Qt.Key.Key_Return)
    type_letters("Mất điện")
    qtbot.keyClick(sheet_of(entered), Qt.Key.Key_F9)
    assert "19/11" in entered.promise.due._received.text()
    entered.save(printing=False)
    (case,) = cases(entered)
    assert (case.received_at, case.due_at) == ("2026-11-19T08:30", "2026-11-27T17:30")
    (note,) = rows(entered, Note)
    assert "08:30 19/11/2026" in note.text and "Mất điện" in note.text
    assert entered.promise.due.earlier is None


def test_what_was_received_on_paper_is_in_the_draft(entered, at_work, qtbot):
    entered.promise.due.receive_earlier(read_earlier("8:30", "Mất điện", now(entered)), now(entered))
    entered.drafting.keep()
    again = at_work()
    qtbot.waitUntil(lambda: again.form.procedure is not None)
    assert again.promise.due.earlier == ("2026-11-20T08:30", "Mất điện")


def now(counter):
    return counter.session.desk.now()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("8:30", "2026-11-20 08:30"), ("8h05", "2026-11-20 08:05"), ("19/11 8:30", "2026-11-19 08:30"),
        ("19/11/2025  17:00", "2025-11-19 17:00"), ("31/02 8:30", None), ("", None), ("mai", None),
    ],
)  # fmt: skip
def test_a_time_is_read_as_people_write_it(counter, typed, found):
    read = read_time(typed, now(counter))
    assert (read and f"{read:%Y-%m-%d %H:%M}") == found


@pytest.mark.parametrize(
    ("typed", "reason", "field"),
    [
        ("10:30", "x", "received_at"),
        ("19/11/2019 8:00", "x", "received_at"),
        ("?", "x", "received_at"),
        ("8:00", " ", "reason"),
    ],
)
def test_an_impossible_reception_is_refused_at_its_field(counter, typed, reason, field):
    with pytest.raises(Refused) as refused:
        read_earlier(typed, reason, now(counter))
    assert refused.value.field == field


def test_as_last_time_takes_forms_and_channel_over_but_no_person(entered, qtbot):
    entered.papers.rows()[0].show_state([True, "copy", 3, False])
    entered.promise.collect.choose("post")
    entered.promise.channel.choose("online")
    entered.promise.sets.set_text("2")
    entered.save(printing=False)
    choose(entered, qtbot)
    assert entered.papers_section.last.isVisible()
    qtbot.keyClick(entered.window(), Qt.Key.Key_T, CTRL)
    assert entered.papers.rows()[0].state() == [True, "copy", 3, False]
    values = entered.promise.values()
    assert (values["collect"], values["channel"], values["sets"]) == ("post", "online", 2)
    assert entered.applicant.values() == {}


def test_a_first_time_offers_no_last_one(entered):
    assert not entered.papers_section.last.isVisible()


def test_a_full_disk_is_told_and_nothing_is_lost(entered, monkeypatch):
    before = entered.form.state()

    def full(*_):
        raise Unusable("store.disk_full")

    monkeypatch.setattr(entered.session.desk, "do", full)
    entered.save(printing=True)
    assert entered.form.state() == before
    assert words.text("store.disk_full") in entered.window().notice.accessibleName()
    assert entered.promise._ready.text() == words.text("store.disk_full")
    monkeypatch.undo()
    entered.save(printing=False)
    assert len(cases(entered)) == 1


def test_a_disk_that_fills_right_after_the_case_was_saved_costs_nothing(entered, monkeypatch):
    def full(*_):
        raise Unusable("store.disk_full")

    monkeypatch.setattr("desk.drafts.drop", full)
    monkeypatch.setattr("desk.drafts.keep", full)
    entered.save(printing=False)
    (case,) = cases(entered)
    assert entered.received.isVisible() and entered.form.state() is None
    assert case.applicant_name == "Trần Thị Bích Phượng"


def test_no_printer_is_told_in_the_preview(entered, monkeypatch):
    monkeypatch.setattr("ui.printing.QPrinterInfo.availablePrinterNames", list)
    entered.save(printing=True)
    preview = entered.window().findChild(Preview)
    preview.print_pages()
    assert preview.notice.accessibleName() == words.text("preview.no_printer")
    assert len(cases(entered)) == 1 and rows(entered, Print) == []
    preview.close()


def test_a_certification_says_where_its_number_comes_from(counter, qtbot):
    choose(counter, qtbot, "chứng thực bản sao từ bản chính")
    scan(CARD)
    counter.save(printing=False)
    assert counter.received._book.isVisible() and counter.received._book.text()
    choose(counter, qtbot)
    scan(CARD)
    counter.save(printing=False)
    assert not counter.received._book.isVisible()


def test_a_duplicate_that_arrives_later_is_shown_for_the_case_just_received(entered):
    entered.save(printing=False)
    assert not entered.alike.isVisible()
    desk = entered.session.desk
    from desk.counter import receive

    procedure = desk.catalogue.in_force("1.004884", desk.now().date())
    values = {"applicant_name": "Trần Thị Bích Phượng", "applicant_id": "079179004518"}
    entered.session.do(lambda hand: receive(desk.db, hand, procedure, desk.calendar, values))
    assert entered.alike.isVisible()
    assert entered.alike.found().number != entered.received.case.number


def test_the_offices_hint_stands_under_the_search_and_a_new_one_is_written_there(entered, qtbot):
    desk, code = entered.session.desk, entered.form.procedure.code
    assert not entered.hint._note.isVisible()
    qtbot.keyClick(entered.window(), Qt.Key.Key_M, CTRL)
    type_letters("Gọi Sở Tư pháp trước")
    qtbot.keyClick(sheet_of(entered), Qt.Key.Key_F9)
    assert entered.hint._text.text() == "Gọi Sở Tư pháp trước"
    entered.session.do(
        lambda hand: hints.add(code, "Mẹo hai", only_me=True, at=hand.at, new_id=hand.new_id, by=hand.by)
    )
    assert entered.hint.open_button.text() == words.text("counter.hint.more", count=1)
    assert desk.officer.name in entered.hint._who.text()


@pytest.fixture
def watched(entered, qtbot):
    qtbot.keyClick(entered.window(), Qt.Key.Key_F6)
    assert entered.citizen.screen is not None
    return entered


def test_the_citizens_screen_follows_what_is_entered(watched, qtbot):
    entry = watched.citizen.screen._entry
    assert entry._said["applicant_name"] == "Trần Thị Bích Phượng"
    assert entry._said["applicant_id"] == "079 •••••• 518"
    watched.applicant.cells["phone"].setFocus()
    type_letters("0912000417")
    assert entry._said["phone"] == "0912 ••• 417"
    qtbot.keyClick(watched.window(), Qt.Key.Key_F6)
    assert watched.citizen.screen is None


def test_what_the_citizen_answers_stands_at_the_promise_until_something_changes(watched):
    watched.citizen.screen._entry.right.click()
    assert watched.promise.answer.text() == words.text("counter.citizen.confirmed", time="09:41")
    watched.applicant.cells["phone"].setFocus()
    type_letters("0")
    assert not watched.promise.answer.isVisible()


def test_the_citizen_rates_the_case_that_was_received(watched):
    watched.save(printing=False)
    watched.citizen.screen._rating.faces[0].click()
    (tap,) = rows(watched, Satisfaction)
    assert (tap.case_id, tap.score) == (cases(watched)[0].id, 3)
    watched.citizen.screen._rating.faces[0].click()
    assert len(rows(watched, Satisfaction)) == 1


def test_nobodys_data_stays_on_the_citizens_screen(watched, qtbot):
    screen = watched.citizen.screen
    qtbot.keyClick(watched.window(), Qt.Key.Key_F2)
    assert screen._stack.currentWidget() is screen._greeting
    scan(CARD)
    assert screen._stack.currentWidget() is screen._entry
    watched.window().hide()
    assert screen._stack.currentWidget() is screen._greeting
    watched.window().close()
    assert not screen.isVisible()


def test_wrong_words_of_the_office_are_told_where_the_form_is_printed(entered, qtbot):
    desk = entered.session.desk
    desk.do(own.keep(desk, form_name("01"), 'title = "{khong_co}"'))
    qtbot.keyClick(entered.window(), Qt.Key.Key_F9)
    preview = entered.window().findChild(Preview)
    assert preview.notice.isVisible()
    assert own.wording_faults(desk)["01"] in preview.notice.accessibleName()
    assert preview.print_button.isEnabled()
