"""The counter: a case is received by keyboard alone, nothing typed is lost, and what is odd is said at its field."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea

from desk import drafts, lists, store, words
from desk.cases import CasePaper, Print
from desk.find import Finder
from tests.ui.counter.work import cases, choose
from tests.ui.desks import CARD, NOW, press, scan, type_letters
from tests.ui.seen import cut_off, unnamed
from ui.preview import Preview

F2, F9 = Qt.Key.Key_F2, Qt.Key.Key_F9


def test_a_case_is_received_by_keyboard_alone(counter, qtbot):
    choose(counter, qtbot)
    type_letters("Trần Thị Bích Phượng")
    press(Qt.Key.Key_Tab)
    type_letters("14081979")
    counter.papers.setFocus()
    press(Qt.Key.Key_Space)
    qtbot.keyClick(counter.window(), F9)
    (case,) = cases(counter)
    assert (case.applicant_name, case.birth_date) == ("Trần Thị Bích Phượng", "1979-08-14")
    assert case.procedure == "1.004884"
    assert case.due_at == "2026-11-30T17:30"
    assert counter.received.isVisible()
    assert case.number in counter.received.accessibleName()
    assert counter.form.state() is None
    counter.window().findChild(Preview).close()


def test_the_print_is_written_down_once_it_is_on_its_way(counter, qtbot):
    choose(counter, qtbot)
    type_letters("Trần Thị Bích Phượng")
    counter.save(printing=True)
    preview = counter.window().findChild(Preview)
    assert store.select(counter.session.desk.db, Print) == []
    preview.printed.emit("A5")
    assert [each.form for each in store.select(counter.session.desk.db, Print)] == ["01"]
    assert not preview.isVisible()


def test_arrows_go_from_paper_to_paper_also_where_one_is_ticked(counter, qtbot):
    choose(counter, qtbot)
    first, second = counter.papers.rows()[:2]
    counter.papers.setFocus()
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Down)
    assert second.box.hasFocus()
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Up)
    assert first.box.hasFocus()


def test_papers_not_ticked_are_awaited(counter, qtbot):
    choose(counter, qtbot)
    type_letters("Trần Thị Bích Phượng")
    needed = [row for row in counter.papers.rows() if row.needed]
    needed[0].box.setChecked(True)
    needed[0].copies.set_text("2")
    counter.save(printing=False)
    (case,) = cases(counter)
    kept = {paper.key: paper for paper in store.children(counter.session.desk.db, CasePaper, case.id)}
    assert {key: paper.form for key, paper in kept.items()} == {
        needed[0].rule.key: needed[0].form.chosen(),
        **{row.rule.key: "missing" for row in needed[1:]},
    }
    assert kept[needed[0].rule.key].copies == 2


def test_a_paper_of_its_own_name_is_kept(counter, qtbot):
    choose(counter, qtbot)
    type_letters("Trần Thị Bích Phượng")
    counter.papers.extra.setFocus()
    type_letters("Đơn trình bày")
    press(Qt.Key.Key_Return)
    counter.save(printing=False)
    papers = store.select(counter.session.desk.db, CasePaper, "WHERE form != 'missing'")
    assert [(paper.key, paper.name) for paper in papers] == [("", "Đơn trình bày")]


def test_a_draft_survives_a_power_cut(counter, at_work, qtbot):
    choose(counter, qtbot)
    type_letters("Trần Thị Bích Phượng")
    counter.papers.rows()[0].box.setChecked(True)
    db, owner = counter.session.desk.db, f"counter.{counter.drafting.name}"
    qtbot.waitUntil(lambda: drafts.kept(db, owner) is not None)
    again = at_work()
    qtbot.waitUntil(lambda: again.form.procedure is not None)
    assert again.applicant.values()["applicant_name"] == "Trần Thị Bích Phượng"
    assert again.papers.rows()[0].box.isChecked()
    assert again._said.text() == words.text("counter.draft", time="09:41:00")


def test_the_procedure_of_a_draft_stays_taken(counter, at_work, qtbot):
    choose(counter, qtbot)
    db, owner = counter.session.desk.db, f"counter.{counter.drafting.name}"
    qtbot.waitUntil(lambda: drafts.kept(db, owner) is not None)
    again = at_work()
    qtbot.waitUntil(lambda: again.form.procedure is not None)
    again.search.field.setFocus()
    again._preview(again.form.procedure)
    assert again.form.procedure is not None


def test_a_draft_is_gone_once_the_case_is_saved(counter, qtbot):
    choose(counter, qtbot)
    type_letters("Trần Thị Bích Phượng")
    counter.drafting.keep()
    counter.save(printing=False)
    assert drafts.kept(counter.session.desk.db, f"counter.{counter.drafting.name}") is None


def test_saving_without_a_procedure_speaks_at_the_search(counter):
    counter.applicant.setFocus()
    type_letters("Trần Thị Bích Phượng")
    counter.save(printing=False)
    assert counter.search.field.edit.accessibleDescription() == words.text("counter.ready.procedure")
    assert counter.search.field.edit.hasFocus()
    assert cases(counter) == []


def test_a_procedure_only_tried_is_not_saved(counter, qtbot):
    counter.search.field.setFocus()
    type_letters("đăng ký lại khai sinh")
    qtbot.waitUntil(lambda: counter.form.shown is not None)
    counter.applicant.setFocus()
    type_letters("Trần Thị Bích Phượng")
    counter.save(printing=False)
    assert counter.search.field.edit.accessibleDescription() == words.text("counter.ready.take")
    assert cases(counter) == []


@pytest.mark.parametrize(
    ("name", "day", "field", "key"),
    [
        ("", "", "applicant_name", "counter.person.name_missing"),
        ("An", "31/02/1979", "birth_date", "counter.person.bad_day"),
    ],
)
def test_errors_stand_at_their_field(counter, qtbot, name, day, field, key):
    choose(counter, qtbot)
    cells = counter.applicant.cells
    cells["applicant_name"].set_value(name)
    cells["birth_date"].set_value(day)
    counter.save(printing=False)
    assert cells[field].edit.accessibleDescription() == words.text(key)
    assert cells[field].edit.hasFocus()
    assert cases(counter) == []
    type_letters("x")
    assert cells[field].edit.accessibleDescription() == ""


def test_odd_numbers_are_told_and_never_block(counter, qtbot):
    choose(counter, qtbot)
    type_letters("Trần Thị Bích Phượng")
    counter.applicant.cells["applicant_id"].setFocus()
    type_letters("12345")
    counter.applicant.cells["phone"].setFocus()
    type_letters("999")
    press(Qt.Key.Key_Tab)
    assert words.text("counter.odd.id_form") in counter.applicant.cells["applicant_id"]._words.text()
    assert words.text("counter.odd.phone") in counter.applicant.cells["phone"]._words.text()
    counter.save(printing=False)
    (case,) = cases(counter)
    assert (case.applicant_id, case.phone) == ("12345", "999")


def test_a_possible_duplicate_is_shown_while_typing(counter, qtbot):
    for again in (False, True):
        choose(counter, qtbot)
        scan(CARD)
        assert counter.alike.isVisible() is again
        if not again:
            counter.save(printing=False)
    (case,) = cases(counter)
    assert counter.alike.found().id == case.id
    with qtbot.waitSignal(counter.case_wanted) as wanted:
        counter.alike._see()
    assert wanted.args == [case.id]
    counter.save(printing=False)  # a hint, not a bar
    assert len(cases(counter)) == 2


def test_a_person_seen_before_is_offered(counter, qtbot):
    choose(counter, qtbot)
    scan(CARD)
    counter.save(printing=False)
    counter.applicant.cells["applicant_id"].setFocus()
    type_letters("079179004518")
    counter.person.offers.look()
    (seen,) = counter.person.offers.people()
    assert seen.phone == ""
    qtbot.keyClick(counter.window(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert counter.applicant.values()["applicant_name"] == "Trần Thị Bích Phượng"
    assert counter.applicant.values()["birth_date"] == "1979-08-14"


def test_another_case_of_the_same_person_keeps_the_person(counter, qtbot):
    choose(counter, qtbot)
    scan(CARD)
    counter.save(printing=False)
    counter.received.again.emit(cases(counter)[0])
    assert counter.applicant.values()["applicant_id"] == "079179004518"
    assert counter.form.procedure is None


def test_a_scan_is_read_wherever_the_keyboard_is(counter, qtbot):
    choose(counter, qtbot)
    for place in (counter.search.field.edit, counter.applicant.cells["phone"].edit, counter.papers.rows()[0].box):
        counter.applicant.show_values({})
        before = [row.box.isChecked() for row in counter.papers.rows()]
        query = counter.search.query()
        place.setFocus()
        scan(CARD)
        values = counter.applicant.values()
        assert (values["applicant_name"], values["sex"]) == ("Trần Thị Bích Phượng", "female")
        assert "phone" not in values
        assert counter.search.query() == query
        assert [row.box.isChecked() for row in counter.papers.rows()] == before
    assert "applicant_name" in counter.applicant.from_card()


def test_a_scan_without_enter_is_read_after_a_pause(counter, qtbot):
    counter.applicant.setFocus()
    type_letters(CARD)
    qtbot.waitUntil(lambda: counter.applicant.values().get("applicant_id") == "079179004518")


def test_a_pasted_scan_is_read(counter):
    QApplication.clipboard().setText(CARD)
    edit = counter.applicant.cells["address"].edit
    edit.setFocus()
    edit.paste()
    edit.textEdited.emit(edit.text())
    assert counter.applicant.values()["applicant_id"] == "079179004518"
    assert "|" not in counter.applicant.values()["address"]


def test_a_garbled_scan_is_told_and_nothing_is_written(counter):
    counter.applicant.setFocus()
    scan("o7ậ1ậ00451ạ||Trần Thị Bích Phượng|1ạ0ạ1ậ7ậ|Nữ|Tổ 4|12052021")
    assert counter.person.trouble.isVisible()
    assert counter.applicant.values() == {}


def test_a_field_touched_after_the_scan_loses_its_mark(counter):
    counter.applicant.setFocus()
    scan(CARD)
    counter.applicant.cells["address"].setFocus()
    type_letters("x")
    assert "address" not in counter.applicant.from_card()
    assert "applicant_name" in counter.applicant.from_card()


def test_the_card_of_who_hands_in_for_another_goes_to_the_submitter(counter):
    counter.applicant.show_values({"applicant_name": "Trần Văn An"})
    counter.applicant.other.setChecked(True)
    counter.applicant.setFocus()
    scan(CARD)
    values = counter.applicant.values()
    assert (values["applicant_name"], values["submitter_name"]) == ("Trần Văn An", "Trần Thị Bích Phượng")


def test_the_next_citizen_gets_an_empty_form_and_the_last_one_can_be_had_back(counter, qtbot):
    choose(counter, qtbot)
    type_letters("Trần Thị Bích Phượng")
    before = counter.form.state()
    qtbot.keyClick(counter.window(), F2)
    assert counter.form.state() is None
    counter.window().notice._action.click()
    assert counter.form.state() == before


def test_a_fee_and_a_day_set_by_hand_are_kept(counter, qtbot):
    choose(counter, qtbot)
    type_letters("Trần Thị Bích Phượng")
    counter.promise.fee.setFocus()
    counter.promise.fee.edit.selectAll()
    type_letters("25000")
    counter.promise.fee_paid.choose("cash")
    counter.promise.due.promise("2026-12-01T10:00", counter.session.desk.now())
    counter.save(printing=False)
    (case,) = cases(counter)
    assert (case.fee, case.fee_paid, case.due_at) == (25000, "cash", "2026-12-01T10:00")


def test_the_day_strip_numbers_the_days_counted(counter, qtbot):
    choose(counter, qtbot)
    days = counter.promise.due._strip._days
    assert [day.caption for day in days] == ["nhận", "", "", "1", "lễ", "2", "3", "4", "", "", "5"]
    assert (days[-1].number, days[-1].kind) == (30, "due")


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (1600, 900)])
def test_the_main_path_needs_no_scrolling_and_nothing_is_cut(at_work, qtbot, language, size):
    words.use(language)
    counter = at_work(*size)
    choose(counter, qtbot)
    scan(CARD)
    counter.save(printing=False)
    choose(counter, qtbot)
    scan(CARD)
    counter.applicant.other.setChecked(True)
    QApplication.processEvents()
    area = counter.parent().parent().parent()
    assert isinstance(area, QScrollArea)
    assert counter.height() <= area.viewport().height()
    assert counter.width() <= area.viewport().width()
    assert cut_off(counter) == []
    assert unnamed(counter) == []


def test_in_a_narrow_window_finding_and_filling_take_turns(at_work, qtbot):
    counter = at_work(1024, 700)
    assert counter.search.isVisible() and not counter.columns._middle.isVisible()
    choose(counter, qtbot)
    assert counter.columns._middle.isVisible() and not counter.search.isVisible()
    assert counter.applicant.cells["applicant_name"].edit.hasFocus()
    assert counter.width() <= counter.parent().parent().parent().viewport().width()
    qtbot.keyClick(counter.window(), Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert counter.search.field.edit.hasFocus()
    qtbot.keyClick(counter.window(), Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert counter.applicant.cells["applicant_name"].edit.hasFocus()


def test_the_longest_names_and_most_papers_do_not_break_the_layout(counter, qtbot):
    known = counter.session.desk.catalogue.current(counter.session.desk.now().date())
    for procedure in (max(known, key=lambda each: len(each.name)), max(known, key=lambda each: len(each.papers))):
        papers = procedure.papers * (30 // max(1, len(procedure.papers)) + 1)
        counter.form.show_procedure(procedure, chosen=True)
        counter.papers.show_papers("x", [*{f"{n}": p for n, p in enumerate(papers)}.values()])
        QApplication.processEvents()
        area = counter.parent().parent().parent()
        assert counter.height() <= area.viewport().height()
        assert counter.width() <= area.viewport().width()


def test_what_comes_in_from_another_pc_shows_the_duplicate(counter, qtbot):
    choose(counter, qtbot)
    scan(CARD)
    assert not counter.alike.isVisible()
    desk = counter.session.desk
    counter.session.do(lambda hand: _received(desk, hand))
    assert counter.alike.isVisible()


def _received(desk, hand):
    from desk.counter import receive

    procedure = desk.catalogue.in_force("1.004884", desk.now().date())
    return receive(desk.db, hand, procedure, desk.calendar, {"applicant_name": "Trần", "applicant_id": "079179004518"})


def test_times_are_those_of_vietnam(counter, qtbot):
    assert counter.session.desk.clock() == NOW
    choose(counter, qtbot)
    type_letters("An")
    counter.save(printing=False)
    assert cases(counter)[0].received_at == "2026-11-20T09:41"
    assert lists.counts(counter.session.desk.db, counter.session.desk.now())["open"] == 1


def test_the_first_key_is_answered_while_the_search_box_over_a_large_catalogue_is_made(at_work, qtbot, monkeypatch):
    monkeypatch.setattr("ui.session.AT_ONCE", 10)
    counter = at_work()
    counter.search.field.setFocus()
    type_letters("khai sinh")
    assert counter.search.current() is not None
    with qtbot.waitSignal(counter.session.finder_renewed, timeout=10_000):
        pass
    type_letters(" lai")
    assert isinstance(counter.session.finder, Finder)
    assert "lại" in counter.search.current().short
