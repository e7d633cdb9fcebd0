"""Who asks: each kind of applicant with its own fields, earlier visitors offered, odd values told in words."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desk import words
from tests.ui.counter.work import cases, choose
from tests.ui.desks import CARD, press, scan, type_letters
from tests.ui.seen import cut_off, unnamed

CTRL = Qt.KeyboardModifier.ControlModifier


def shown(counter):
    return {name for name, cell in counter.applicant.cells.items() if cell.isVisible()}


def write(counter, field, value):
    counter.applicant.cells[field].setFocus()
    type_letters(value)


def said(counter, field):
    return counter.applicant.cells[field]._words.text()


@pytest.mark.parametrize(
    ("kind", "without"),
    [
        ("person", {"submitter_name", "submitter_id"}),
        ("enterprise", {"birth_date"}),
        ("agency", {"birth_date", "applicant_id"}),
        ("other", {"birth_date"}),
    ],
)
def test_each_kind_shows_only_its_own_fields(counter, kind, without):
    counter.applicant.kind.choose(kind)
    assert shown(counter) == set(counter.applicant.cells) - without
    assert counter.applicant.sex.isVisible() is (kind == "person")
    QApplication.processEvents()
    assert cut_off(counter) == [] and unnamed(counter) == []


def test_the_kind_is_chosen_by_keyboard(counter, qtbot):
    qtbot.keyClick(counter.window(), Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)
    press(Qt.Key.Key_Right)
    assert counter.applicant.kind.chosen() == "enterprise"


def test_an_enterprise_is_received_with_who_hands_in_for_it(counter, qtbot):
    choose(counter, qtbot)
    counter.applicant.kind.choose("enterprise")
    write(counter, "applicant_name", "Công ty Tân Hòa")
    write(counter, "applicant_id", "0100109106")
    write(counter, "email", "vanthu@tanhoa.vn")
    scan(CARD)
    counter.save(printing=False)
    (case,) = cases(counter)
    assert (case.applicant_kind, case.applicant_name, case.applicant_id) == (
        "enterprise", "Công ty Tân Hòa", "0100109106",
    )  # fmt: skip
    assert (case.submitter_name, case.submitter_id) == ("Trần Thị Bích Phượng", "079179004518")
    assert (case.email, case.birth_date, case.sex) == ("vanthu@tanhoa.vn", "", "")


def test_what_a_kind_has_not_is_put_aside_and_not_saved(counter, qtbot):
    choose(counter, qtbot)
    scan(CARD)
    counter.applicant.kind.choose("agency")
    assert set(counter.applicant.values()) == {"applicant_kind", "applicant_name", "address"}
    counter.applicant.kind.choose("person")
    assert counter.applicant.values()["birth_date"] == "1979-08-14"


@pytest.mark.parametrize(
    ("kind", "field", "value", "key"),
    [
        ("enterprise", "applicant_id", "0100109107", "enterprise"),
        ("enterprise", "applicant_id", "079179004518", "enterprise"),
        ("enterprise", "applicant_id", "0100109106-001", ""),
        ("other", "applicant_id", "12/QĐ", ""),
        ("person", "applicant_id", "12345", "id_form"),
        ("person", "email", "phuong@", "email"),
        ("person", "email", "phuong@tayninh.gov.vn", ""),
        ("person", "phone", "0212", "phone"),
    ],
)
def test_what_is_odd_is_said_in_words_and_never_blocks(counter, kind, field, value, key):
    counter.applicant.kind.choose(kind)
    write(counter, field, value)
    press(Qt.Key.Key_Tab)
    assert said(counter, field) == (words.text(f"counter.odd.{key}") if key else "")
    assert counter.applicant.values()[field] == value


def test_a_body_without_a_name_is_told_so(counter, qtbot):
    choose(counter, qtbot)
    counter.applicant.kind.choose("agency")
    counter.save(printing=False)
    cell = counter.applicant.cells["applicant_name"]
    assert cell.edit.accessibleDescription() == words.text("counter.person.body_missing")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("https://xacthuc.gov.vn/a?b=1", "url"),
        ("HC4797914012345|5472e1baa76e205468e1bb8b|14/08/1979|2|x", "bhyt_card"),
        ("079179004518||Trần Thị", "truncated"),
        ("ăâêôăâêôăâêô||Trần Thị Bích Phượng|ăâêôăâêô|Nữ|Tổ 4|ăâêôăâêô", "ime_mangled"),
    ],
)
@pytest.mark.parametrize("by", ["wedge", "field"])
def test_a_code_that_is_no_card_is_named_and_nothing_is_written(counter, qtbot, code, kind, by):
    counter.applicant.setFocus()
    if by == "field":
        qtbot.keyClick(counter.window(), Qt.Key.Key_F4)
    scan(code)
    assert counter.person.trouble._banner.accessibleName() == words.text(f"card.error.{kind}")
    assert counter.person.trouble.isVisible()
    assert counter.applicant.values() == {} and counter.search.query() == ""


def seen_before(counter, qtbot):
    choose(counter, qtbot)
    scan(CARD)
    counter.save(printing=False)


@pytest.mark.parametrize(
    ("field", "typed"), [("applicant_name", "tran thi b"), ("applicant_name", "Trần Thị B"), ("applicant_id", "079179")]
)
def test_who_was_here_before_is_offered_while_typing_and_taken_with_one_key(counter, qtbot, field, typed):
    seen_before(counter, qtbot)
    write(counter, field, typed)
    qtbot.waitUntil(lambda: counter.person.offers.people() != [])
    qtbot.keyClick(counter.window(), Qt.Key.Key_L, CTRL)
    values = counter.applicant.values()
    assert (values["applicant_name"], values["birth_date"]) == ("Trần Thị Bích Phượng", "1979-08-14")
    assert not counter.person.offers.isVisible()


def test_the_arrows_choose_among_those_offered(counter, qtbot):
    seen_before(counter, qtbot)
    write(counter, "applicant_name", "Trần Thị")
    qtbot.waitUntil(lambda: counter.person.offers.people() != [])
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert counter.applicant.values()["applicant_id"] == "079179004518"


@pytest.mark.parametrize("leave", [Qt.Key.Key_Escape, Qt.Key.Key_Tab])
def test_an_offer_that_is_not_wanted_goes_away(counter, qtbot, leave):
    seen_before(counter, qtbot)
    write(counter, "applicant_name", "Trần Thị")
    qtbot.waitUntil(lambda: counter.person.offers.people() != [])
    if leave == Qt.Key.Key_Tab:
        counter.applicant.cells["phone"].setFocus()
    else:
        press(leave)
    assert not counter.person.offers.isVisible()
    assert counter.applicant.values() == {"applicant_name": "Trần Thị"}


def test_nobody_is_offered_what_stands_there_already(counter, qtbot):
    seen_before(counter, qtbot)
    scan(CARD)
    counter.applicant.cells["applicant_name"].setFocus()
    counter.person.offers.soon("applicant_name", counter.applicant.cells["applicant_name"], counter.applicant.values())
    counter.person.offers.look()
    assert counter.person.offers.people() == []


def test_who_hands_in_for_another_is_asked_for_the_authorisation(counter, qtbot):
    choose(counter, qtbot)
    row = next(row for row in counter.papers.rows() if "ủy quyền" in row.rule.name)
    assert not row.missing
    counter.applicant.other.setChecked(True)
    assert row.missing
    counter.applicant.other.setChecked(False)
    assert not row.missing
    counter.applicant.other.setChecked(True)
    choose(counter, qtbot, "đăng ký lại kết hôn")
    asked = [row for row in counter.papers.rows() if "ủy quyền" in row.rule.name]
    assert all(row.missing for row in asked)
