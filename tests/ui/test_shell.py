"""The window: places, header, status line, in both languages and both themes."""

from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desk import words
from tests.ui.seen import cut_off, unnamed
from ui.kit.button import Button
from ui.kit.cell import Cell
from ui.kit.field import Field
from ui.kit.layout import Pane
from ui.kit.sheet import Sheet
from ui.kit.text import Chip
from ui.shell.status_line import StatusSentence, date_only
from ui.shell.window import Window
from ui.theme import palette
from ui.theme.dress import dress

CONTROL = Qt.KeyboardModifier.ControlModifier
OFFLINE = StatusSentence(
    "soon",
    ("7 thay đổi chờ gửi", "mất Internet từ 08:12", "mạng nội bộ vẫn chạy, 2 máy đã có", "đã giao đến 08:10"),
)


def built():
    window = Window("phường Tân Hòa Đông", now=lambda: datetime(2026, 11, 20, 9, 41))
    window.add_place("counter", "file-plus", "Tiếp nhận", Field("Thủ tục"))
    window.add_place("cases", "tray", "Hồ sơ", Field("Lọc"))
    window.add_place("settings", "gear", "Cài đặt", Field("Tên máy"), low=True)
    window.say_status(OFFLINE)
    window.say_who("Nguyễn Thị Hạnh", "Quầy 2 · MÁY-02")
    return window


@pytest.fixture
def window(show):
    return show(built(), 1366, 768)


def test_control_and_number_go_to_a_place(qtbot, window):
    with qtbot.waitSignal(window.place_opened) as opened:
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_2, CONTROL)
    assert opened.args == ["cases"]
    assert window.place() == "cases"
    assert window.focusWidget().accessibleName() == "Lọc"


def test_arrows_move_along_the_rail(qtbot, window):
    window.rail._button("counter").setFocus()
    qtbot.keyClick(window.rail._button("counter"), Qt.Key.Key_Down)
    assert window.place() == "cases"


def test_every_place_has_its_own_heading(window):
    window.heading("cases").say("01-00562-H", "cổng: chưa có số")
    window.heading("cases").show_items(Chip("2 giá trị", "conflict"), Button("In lại", key="Ctrl+P"))
    assert not window.heading("cases").isVisible()
    window.open("cases")
    assert window.heading("cases").isVisible()
    assert not window.heading("counter").isVisible()
    window.heading("cases").show_items(Button("In lại", key="Ctrl+P"))
    assert cut_off(window) == []


def test_f3_searches_everything_from_anywhere(qtbot, window):
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_F3)
    with qtbot.waitSignal(window.searched) as searched:
        qtbot.keyClicks(window.focusWidget(), "p")
    assert searched.args == ["p"]
    with qtbot.waitSignal(window.search_entered):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("key", "modifier", "signal"),
    [
        (Qt.Key.Key_0, CONTROL, "delivery_wanted"),
        (Qt.Key.Key_F12, Qt.KeyboardModifier.NoModifier, "officer_wanted"),
        (Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier, "keys_wanted"),
    ],
)
def test_the_keys_of_the_window_are_told(qtbot, window, key, modifier, signal):
    with qtbot.waitSignal(getattr(window, signal)):
        qtbot.keyClick(window.focusWidget(), key, modifier)


def test_the_status_line_shows_what_there_is_room_for_and_tells_all(qtbot, window):
    delivery = window.status._delivery
    assert [part for part, _, _ in delivery.shown()] == list(OFFLINE.parts)
    window.say_status(StatusSentence("late", OFFLINE.parts, "3 hồ sơ cần quyết định"))
    window.resize(960, 600)
    qtbot.waitUntil(lambda: len(delivery.shown()) < 5)
    parts = [part for part, _, _ in delivery.shown()]
    assert (parts[0], parts[-1]) == (OFFLINE.parts[0], "3 hồ sơ cần quyết định")
    assert delivery.toolTip().endswith("đã giao đến 08:10 · 3 hồ sơ cần quyết định")
    assert "7 thay đổi chờ gửi" in delivery.accessibleName()


def test_the_clock_says_day_and_time(window):
    assert window.status._clock.text() == "Thứ Sáu 20/11/2026  09:41"
    words.use("en")
    assert date_only(datetime(2026, 11, 22)) == "Sunday 22/11/2026"


def test_a_small_window_compacts(qtbot, window):
    wide = window.rail.width()
    window.resize(1100, 640)
    qtbot.waitUntil(lambda: window.rail.width() < wide)
    assert window.rail._button("cases").toolTip() == "Hồ sơ (Ctrl+2)"
    assert not window.status._pc.isVisible()
    assert cut_off(window) == []


def test_a_count_on_the_rail_is_read_aloud(window):
    window.count("cases", 3)
    assert window.rail._button("cases").accessibleDescription() == "3 việc cần xem"
    window.count("cases", 0)
    assert window.rail._button("cases").accessibleDescription() == ""


def test_the_theme_changes_while_the_window_is_open(qapp, window):
    before = window.grab().toImage().pixelColor(20, 500)
    dress(qapp, "dark")
    after = window.grab().toImage().pixelColor(20, 500)
    assert after == palette.colour("rail") != before


def test_a_notice_stands_beside_an_open_sheet_never_over_it(window):
    sheet = Sheet(window, "Xem trước", Pane(None), width=720)
    sheet.open()
    window.tell("Đã lưu hồ sơ")
    assert window.notice.geometry().right() <= window.width() - 720
    sheet.close_sheet()


def test_a_notice_stands_above_the_foot_and_offers_undo(qtbot, window):
    window.tell("Đã chuyển hồ sơ 01-00562-H sang bước Trình ký.", action="Hoàn tác", key="Ctrl+Z")
    assert window.notice.geometry().bottom() < window.status.geometry().top()
    with qtbot.waitSignal(window.notice.acted):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Z, CONTROL)


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (960, 560)])
def test_nothing_is_cut_and_everything_has_a_name(show, language, size):
    words.use(language)
    window = show(built(), *size)
    assert cut_off(window) == []
    assert unnamed(window) == []


def test_the_keys_are_on_a_sheet(qtbot, window):
    window.show_keys([("F4", "Quét thẻ")])
    sheet = window.findChild(Sheet)
    said = [label.text() for label in sheet.findChildren(QLabel)]
    assert {"F4", "Quét thẻ", "F3", "Ctrl+2", "Hồ sơ"} <= set(said)
    assert cut_off(sheet) == []
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.findChild(Sheet) is None)


def test_a_place_that_needs_more_room_scrolls(qtbot, show):
    window, tall = Window(), Pane()
    tall.add(*(Cell(f"Ô {number}") for number in range(20)))
    window.add_place("tall", "tray", "Cao", tall)
    show(window, 700, 400)
    assert cut_off(window) == []
    tall.findChildren(Cell)[0].setFocus()
    for _ in range(19):
        qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
    last = tall.findChildren(Cell)[-1]
    assert last.edit.hasFocus()
    assert not last.visibleRegion().isEmpty()
    assert tall.height() >= 20 * last.height()
