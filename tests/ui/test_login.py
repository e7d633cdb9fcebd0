"""The log-in screen: who, the password, and what happens when it is wrong."""

from datetime import datetime

import pytest
from PySide6.QtCore import Qt

from desk import Refused, Unusable, words
from tests.ui.seen import cut_off, unnamed
from ui.kit.radio_row import RadioRow
from ui.login import LogIn, pause

OFFICERS = [("hanh", "Nguyễn Thị Hạnh"), ("thuy", "Lê Thị Thúy")]


@pytest.fixture
def asked():
    """What `unlock` was asked for."""
    return []


@pytest.fixture
def login(show, asked):
    def unlock(name, password):
        asked.append((name, password))
        if password != "đúng":
            raise Refused("login.password_missing")
        return f"bàn của {name}"

    def built(officers=OFFICERS, width=1366, height=768):
        now = lambda: datetime(2026, 11, 20, 9, 41)  # noqa: E731
        screen = LogIn("Phường Tân Hòa Đông, tỉnh Tây Ninh", officers, unlock, pc="MÁY-02", version="1.0", now=now)
        return show(screen, width, height)

    return built


def enter(qtbot, screen, password):
    screen._form.password.set_text(password)
    qtbot.keyClick(screen._form.password.edit, Qt.Key.Key_Return)


def test_the_keyboard_waits_in_the_password_of_the_last_officer(qtbot, login, asked):
    screen = login()
    assert screen._form.password.edit.hasFocus()
    screen._form.password.set_text("đúng")
    with qtbot.waitSignal(screen.unlocked) as unlocked:
        qtbot.keyClick(screen.focusWidget(), Qt.Key.Key_Return)
    assert unlocked.args == ["bàn của hanh"]
    assert asked == [("hanh", "đúng")]


def test_another_officer_is_chosen_with_the_arrows(qtbot, login, asked):
    screen = login()
    first = screen._form._rows.button(0)
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Down)
    with qtbot.waitSignal(screen.unlocked):
        enter(qtbot, screen, "đúng")
    assert asked == [("thuy", "đúng")]


def test_somebody_else_types_a_login_name(qtbot, login, asked):
    screen = login()
    screen._form._rows.button(2).setChecked(True)
    assert screen._form.login.isVisible()
    enter(qtbot, screen, "đúng")
    assert screen._form.login.edit.accessibleDescription() == words.text("login.login_missing")
    screen._form.login.set_text("moi")
    with qtbot.waitSignal(screen.unlocked):
        enter(qtbot, screen, "đúng")
    assert asked == [("moi", "đúng")]


def test_a_pc_nobody_used_asks_for_the_login_name(login):
    screen = login([])
    assert screen._form.login.edit.hasFocus()


def test_nothing_is_tried_without_a_password(qtbot, login, asked):
    screen = login()
    enter(qtbot, screen, "")
    assert screen._form.password.edit.accessibleDescription() == words.text("login.password_missing")
    assert asked == []


def test_a_wrong_password_is_counted_and_forgotten(qtbot, login, asked):
    screen = login()
    for count in (1, 2):
        enter(qtbot, screen, "sai")
        qtbot.waitUntil(lambda: len(asked) == count)  # noqa: B023
        qtbot.waitUntil(lambda: screen._form.password.text() == "")
    assert "Đã thử 2 lần" in screen._form.password.edit.accessibleDescription()
    assert screen._form.open.isEnabled()


def test_after_the_third_wrong_password_it_waits_and_counts_down(qtbot, login, asked):
    screen = login()
    screen._count = 2
    enter(qtbot, screen, "sai")
    qtbot.waitUntil(lambda: not screen._form.open.isEnabled() and screen._seconds > 0)
    assert screen._form.open.text() == words.text("login.waiting", seconds=5)
    enter(qtbot, screen, "đúng")
    for _ in range(5):
        screen._tick()
    assert len(asked) == 1
    assert screen._form.open.isEnabled()
    with qtbot.waitSignal(screen.unlocked):
        enter(qtbot, screen, "đúng")


def test_the_wait_grows_and_stops_growing():
    assert [pause(count) for count in (0, 1, 2, 3, 4, 5, 6, 40)] == [0, 0, 0, 5, 10, 30, 60, 60]


def test_a_damaged_file_is_told_in_words(qtbot, show):
    def unlock(name, password):
        raise Unusable("login.offline")

    screen = show(LogIn("Phường Mẫu", OFFICERS, unlock), 1366, 768)
    enter(qtbot, screen, "x")
    qtbot.waitUntil(lambda: words.text("login.offline") in screen._form.password.edit.accessibleDescription())


def test_caps_lock_is_noticed(qtbot, login):
    screen = login()
    qtbot.keyClick(screen._form.password.edit, "A")  # a capital without Shift
    assert screen._form._hint.isVisible()
    assert screen._form._hint.accessibleName() == words.text("login.caps")
    qtbot.keyClick(screen._form.password.edit, "a")
    assert not screen._form._hint.isVisible()


def test_a_capital_with_shift_is_no_caps_lock(qtbot, login):
    screen = login()
    qtbot.keyClick(screen._form.password.edit, "A", Qt.KeyboardModifier.ShiftModifier)
    assert not screen._form._hint.isVisible()


def test_a_typing_tool_left_on_is_noticed(login):
    screen = login()
    screen._form.password.edited.emit("mậtkhẩu")
    assert screen._form._hint.accessibleName() == words.text("login.typing_tool")
    screen._form.password.edited.emit("matkhau")
    assert not screen._form._hint.isVisible()


def test_the_language_is_asked_for(qtbot, login):
    screen = login()
    with qtbot.waitSignal(screen.language_chosen) as chosen:
        screen._form.language.choose("en")
    assert chosen.args == ["en"]


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (1024, 640), (640, 400)])
@pytest.mark.parametrize("known", [0, 2, 5])
def test_nothing_is_cut_and_everything_has_a_name(login, language, size, known):
    words.use(language)
    officers = [(f"canbo{number}", "Nguyễn Hoàng Thị Ngọc Diễm Phượng") for number in range(known)]
    screen = login(officers, *size)
    assert cut_off(screen) == []
    assert unnamed(screen) == []


def test_a_row_says_a_name_that_is_the_login_too_only_once(show):
    rows = show(LogIn("Phường Mẫu", [("Lê Thúy", "Lê Thúy"), ("b.1", "Hồ Thử")], str), 1366, 768).findChildren(RadioRow)
    assert [(row.text(), row.accessibleDescription()) for row in rows[:2]] == [("Lê Thúy", ""), ("Hồ Thử", "b.1")]
