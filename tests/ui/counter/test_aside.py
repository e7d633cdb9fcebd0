"""Drafts put aside for the next citizen, come back to, thrown away and had back; all of it survives a power cut."""

import pytest
from PySide6.QtCore import Qt

from desk import drafts, words
from desk.begun import packed, unpacked
from tests.ui.counter.work import cases, choose
from tests.ui.desks import press, type_letters
from ui.counter.draft_sheet import DraftSheet

F2, CTRL = Qt.Key.Key_F2, Qt.KeyboardModifier.ControlModifier


def enter(counter, qtbot, name):
    choose(counter, qtbot)
    counter.applicant.cells["applicant_name"].setFocus()
    type_letters(name)


def names(counter):
    return sorted(draft.values["person"]["applicant_name"] for _, draft in counter.drafting.others())


def name(counter):
    return counter.applicant.values().get("applicant_name", "")


def open_sheet(counter, qtbot):
    qtbot.keyClick(counter.window(), Qt.Key.Key_B, CTRL)
    return next(sheet for sheet in counter.window().findChildren(DraftSheet) if sheet.isVisible())


@pytest.fixture
def three(counter, qtbot):
    for each in ("An", "Bình", "Cúc"):
        enter(counter, qtbot, each)
        if each != "Cúc":
            qtbot.keyClick(counter.window(), F2)
    return counter


def test_each_citizen_has_a_draft_of_their_own(three):
    assert names(three) == ["An", "Bình"]
    assert three.aside.button.text() == words.text("counter.drafts.button", count=2)


def test_a_draft_is_come_back_to_and_the_one_in_hand_is_kept(three, qtbot):
    sheet = open_sheet(three, qtbot)
    while "An" not in sheet.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole):
        press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert name(three) == "An"
    assert three.form.procedure is not None
    assert names(three) == ["Bình", "Cúc"]


def test_a_saved_case_takes_its_own_draft_with_it_only(three):
    three.save(printing=False)
    assert [case.applicant_name for case in cases(three)] == ["Cúc"]
    assert names(three) == ["An", "Bình"]
    assert three.form.state() is None


def test_all_drafts_survive_a_power_cut(three, at_work, qtbot):
    three.drafting.keep()
    again = at_work()
    qtbot.waitUntil(lambda: again.form.procedure is not None)
    assert sorted([name(again), *names(again)]) == ["An", "Bình", "Cúc"]


def test_a_draft_thrown_away_can_be_had_back_until_the_sheet_is_closed(three, qtbot):
    sheet = open_sheet(three, qtbot)
    sheet._throw.click()
    assert sheet.list.model().rowCount() == 1
    sheet._notice._action.click()
    assert sheet.list.model().rowCount() == 2
    sheet._throw.click()
    sheet.close_sheet()
    assert len(names(three)) == 1
    assert len(drafts.kept_under(three.session.desk.db, f"counter.{three.session.desk.by}")) == 1


def test_an_empty_form_leaves_no_draft(counter, qtbot):
    for _ in range(3):
        qtbot.keyClick(counter.window(), F2)
    assert counter.drafting.others() == [] and not counter.aside.button.isVisible()


def test_one_officers_drafts_are_not_anothers(three):
    db, by = three.session.desk.db, three.session.desk.by
    drafts.keep(db, f"counter.{by}0", {"person": {}}, 1)
    drafts.keep(db, f"counter.{by}0#1", {"person": {}}, 1)
    three.drafting.keep()
    assert len(drafts.kept_under(db, f"counter.{by}")) == 3


def test_looking_at_another_case_leaves_the_draft_as_it_is(counter, qtbot):
    enter(counter, qtbot, "An")
    counter.save(printing=False)
    saved = cases(counter)[0].id
    enter(counter, qtbot, "Bình")
    before = counter.form.state()
    counter.alike.wanted.emit(saved)
    assert counter.window().place() == "cases"
    assert drafts.kept(counter.session.desk.db, f"counter.{counter.drafting.name}").values == before
    counter.window().open("counter")
    assert counter.form.state() == before


def test_a_draft_opened_from_the_list_of_cases_is_taken_in_hand(three):
    wanted = next(key for key, draft in three.drafting.others() if draft.values["person"]["applicant_name"] == "An")
    three.draft_wanted.emit(wanted)
    assert three.window().place() == "counter"
    assert name(three) == "An"
    assert names(three) == ["Bình", "Cúc"]


def test_a_draft_that_came_from_another_pc_shows_as_it_was_typed(three, qtbot):
    desk = three.session.desk
    left = [drafts.kept(desk.db, f"counter.{name}") for name, _ in three.drafting.others()]
    assert all(draft.aside for draft in left)  # F2 lets the other PCs of the office have it
    state = three.form.state()
    three.form.clear()
    three.form.show_state(unpacked(packed(state)))
    assert three.form.state() == state
