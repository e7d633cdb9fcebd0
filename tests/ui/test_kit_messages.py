"""Banners, notices and sheets: what takes the place of dialog boxes."""

import pytest
from PySide6.QtCore import QPoint, Qt

from tests.ui.seen import cut_off, unnamed
from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.cell import Cell
from ui.kit.field import Field
from ui.kit.layout import Pane
from ui.kit.notice import Notice
from ui.kit.section import Section
from ui.kit.sheet import Sheet

WORDS = "Bà Phượng đã nộp thủ tục này ngày 18/11 tại MÁY-01, hồ sơ 01-00562-H đang giải quyết."


@pytest.mark.parametrize("width", [300, 420, 900])
def test_a_banner_shows_its_whole_sentence(qtbot, show, width):
    banner = Banner("soon", WORDS, lead="Có thể trùng.", actions=[Button("Xem", height=28)])
    show(Pane().add(banner, None), width, 300)
    qtbot.waitUntil(lambda: cut_off(banner) == [])
    assert banner.accessibleName() == f"Có thể trùng. {WORDS}"


def test_a_banner_takes_words_as_words(show):
    banner = show(Banner("late", "<b>5 < 6</b> & còn nữa", lead="<i>"), 500)
    assert banner._text.text() == "<b>&lt;i&gt;</b> &lt;b&gt;5 &lt; 6&lt;/b&gt; &amp; còn nữa"


def test_a_notice_offers_to_undo_with_its_key(qtbot, show):
    pane, notice = Pane(), Notice()
    show(pane.add(notice, None), 500, 200)
    notice.say("Đã chuyển hồ sơ sang bước Trình ký.", action="Hoàn tác", key="Ctrl+Z")
    with qtbot.waitSignal(notice.acted):
        qtbot.keyClick(pane, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert notice.isHidden()


def test_a_notice_leaves_by_itself(qtbot, show):
    notice = Notice()
    show(Pane().add(notice, None), 500, 200)
    notice.say("Đã lưu.", seconds=5)
    assert notice._clock.isActive()
    notice._clock.timeout.emit()
    assert notice.isHidden()


def test_alt_and_number_jump_to_the_section(qtbot, show):
    pane, name, other = Pane(), Cell("Họ và tên"), Cell("Khác")
    pane.add(other, Section(2, "Người yêu cầu", key="Alt+2", target=name), name)
    show(pane)
    other.setFocus()
    qtbot.keyClick(other.edit, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert name.edit.hasFocus()


@pytest.fixture
def desk(show):
    """A window with a field and an F9 of its own, and a sheet over it with both as well."""
    window = Pane()
    window.field, window.save = Field("Tìm"), Button("Lưu hồ sơ", "primary", key="F9")
    window.add(window.field, window.save, None)
    body = Pane("raised", margins=(20, 12, 20, 12))
    body.reason = Field("Lý do")
    window.sheet = Sheet(window, "Yêu cầu bổ sung", body.add(body.reason, None))
    window.reason, window.send = body.reason, Button("Gửi", "primary", key="F9")
    window.sheet.foot(None, window.send)
    show(window, 900, 500)
    window.field.setFocus()
    return window


def test_a_sheet_takes_the_keyboard_and_gives_it_back(qtbot, desk):
    desk.sheet.open()
    assert desk.reason.edit.hasFocus()
    with qtbot.waitSignal(desk.sheet.closed):
        qtbot.keyClick(desk.reason.edit, Qt.Key.Key_Escape)
    assert desk.field.edit.hasFocus()


def test_what_was_written_in_a_sheet_stays(qtbot, desk):
    desk.sheet.open()
    qtbot.keyClicks(desk.reason.edit, "thieu giay")
    qtbot.keyClick(desk.reason.edit, Qt.Key.Key_Escape)
    desk.sheet.open()
    assert desk.reason.text() == "thieu giay"


def test_f9_belongs_to_the_sheet_while_it_is_open(qtbot, desk):
    desk.sheet.open()
    with qtbot.waitSignal(desk.send.clicked), qtbot.assertNotEmitted(desk.save.clicked):
        qtbot.keyClick(desk.reason.edit, Qt.Key.Key_F9)
    desk.sheet.close_sheet()
    with qtbot.waitSignal(desk.save.clicked):
        qtbot.keyClick(desk.field.edit, Qt.Key.Key_F9)


def test_a_sheet_opened_twice_still_gives_the_keys_back(qtbot, desk):
    desk.sheet.open()
    desk.sheet.open(desk.send)
    desk.sheet.close_sheet()
    with qtbot.waitSignal(desk.save.clicked):
        qtbot.keyClick(desk.field.edit, Qt.Key.Key_F9)


def test_the_tab_key_stays_in_the_sheet(qtbot, desk):
    desk.sheet.open()
    for key in [Qt.Key.Key_Tab] * 5 + [Qt.Key.Key_Backtab] * 5:
        qtbot.keyClick(desk.focusWidget(), key)
        assert desk.sheet.isAncestorOf(desk.focusWidget())


def test_a_click_beside_the_sheet_closes_it(qtbot, desk):
    desk.sheet.open()
    qtbot.mouseClick(desk.sheet, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert desk.sheet.isHidden()


def test_a_sheet_follows_the_window_and_shows_all_its_words(qtbot, desk):
    desk.sheet.open()
    desk.resize(400, 420)
    qtbot.waitUntil(lambda: desk.sheet.size() == desk.size())
    assert cut_off(desk.sheet) == []
    assert unnamed(desk.sheet) == []
