"""The citizen's screen: shows what is entered, takes an answer, and keeps nobody's data on show."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.ui.seen import cut_off, unnamed
from ui.citizen.said import shown
from ui.citizen.screen import CitizenScreen

VALUES = {
    "procedure_name": "Đăng ký khai sinh", "applicant_name": "Nguyễn Thị Phượng", "applicant_id": "001199000123",
    "birth_date": "1999-03-05", "sex": "female", "address": "Xóm 4, xã Phú Lương", "fee": 8000, "note": "khó tính",
    "due_at": "2026-11-23T17:00", "assignee": "abc.1",
}  # fmt: skip


@pytest.fixture
def screen(show):
    return show(CitizenScreen("UBND xã Phú Lương", thanks=30), 1366, 768)


def said(screen):
    return [label.text() for label in screen.findChildren(QLabel) if label.isVisible() and label.text()]


def test_what_is_entered_is_shown_as_people_write_it(screen):
    screen.show_entry(VALUES)
    for value in ("Nguyễn Thị Phượng", "05/03/1999", "Nữ", "8.000 đ", "17:00 23/11/2026", "chưa nhập"):
        assert value in said(screen)


def test_the_offices_own_remarks_are_not_shown(screen):
    screen.show_entry(VALUES)
    assert not {"khó tính", "abc.1"} & set(said(screen))
    assert {name for name, _ in shown(VALUES)} <= {*VALUES, "phone"}


def test_it_follows_every_keystroke_and_forgets_what_was_taken_out(screen):
    for end in range(1, 8):
        screen.show_entry({**VALUES, "phone": "0912345"[:end]})
    assert "0912345" in said(screen)
    screen.show_entry({"applicant_name": "Lê Văn Hai"})
    assert "Lê Văn Hai" in said(screen) and "05/03/1999" not in said(screen)


def test_the_citizen_confirms_or_doubts_only_when_asked(screen, qtbot):
    screen.show_entry(VALUES)
    assert not screen._entry.right.isVisible()
    screen.show_entry(VALUES, ask=True)
    with qtbot.waitSignal(screen.confirmed):
        qtbot.mouseClick(screen._entry.right, Qt.MouseButton.LeftButton)
    assert not screen._entry.right.isVisible() and "Cảm ơn, bạn đã xác nhận." in said(screen)
    screen.show_entry(VALUES, ask=True)
    with qtbot.waitSignal(screen.doubted):
        qtbot.mouseClick(screen._entry.wrong, Qt.MouseButton.LeftButton)


def test_one_tap_rates_and_the_greeting_comes_back(screen, qtbot):
    screen.show_entry(VALUES)
    screen.ask_rating()
    with qtbot.waitSignal(screen.rated) as tapped:
        qtbot.mouseClick(screen._rating.faces[0], Qt.MouseButton.LeftButton)
    assert tapped.args == [3, 3]
    qtbot.waitUntil(lambda: "Xin chào" in said(screen))
    screen.show_entry({})
    assert "Nguyễn Thị Phượng" not in said(screen)


def test_every_state_can_be_read_and_named(screen):
    long = {**VALUES, "address": "Tổ dân phố số 12, " * 9, "procedure_name": "Đăng ký " * 40}
    for turn in (screen.greet, lambda: screen.show_entry(long, ask=True), screen.ask_rating):
        turn()
        assert (cut_off(screen), unnamed(screen)) == ([], [])


def test_with_one_screen_only_nothing_is_shown(show, qtbot):
    alone = CitizenScreen()
    qtbot.addWidget(alone)
    assert not alone.put_on_second_screen() and not alone.isVisible()
