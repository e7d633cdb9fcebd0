"""Buttons, choices and check boxes obey the keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from tests.ui.seen import cut_off, name_of, unnamed
from ui.kit.button import Button
from ui.kit.check_box import CheckBox
from ui.kit.choice import Choice
from ui.kit.layout import Pane, column, row
from ui.kit.radio_row import RadioRow
from ui.kit.segmented import Segmented

LONG = "Xác nhận của thủ trưởng cơ quan, nếu là cán bộ, công chức, lực lượng vũ trang nhân dân ở xa nơi cư trú"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_button_is_pressed_from_the_keyboard(qtbot, show, key):
    button = show(Button("Lưu"))
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, key)


def test_the_key_on_the_cap_presses_the_button_from_anywhere(qtbot, show):
    pane = Pane()
    save, other = Button("Lưu và in", "primary", key="F9"), CheckBox("khác")
    pane.add(save, other)
    show(pane)
    other.setFocus()
    with qtbot.waitSignal(save.clicked):
        qtbot.keyClick(other, Qt.Key.Key_F9)


def test_the_key_stays_when_the_words_change(qtbot, show):
    save = show(Button("Lưu & in", "primary", key="F9"))
    save.setText("Lưu & gửi")
    assert save.accessibleName() == "Lưu & gửi"
    with qtbot.waitSignal(save.clicked):
        qtbot.keyClick(save, Qt.Key.Key_F9)


def test_a_held_button_says_what_it_waits_for_and_does_nothing(qtbot, show):
    save = Button("Lưu", "primary", key="F9")
    pane = show(Pane().add(save, CheckBox("khác")))
    save.hold("Chờ họ và tên")
    assert (save.toolTip(), save.accessibleDescription()) == ("Chờ họ và tên",) * 2
    with qtbot.assertNotEmitted(save.clicked):
        qtbot.keyClick(pane.focusWidget(), Qt.Key.Key_F9)
    save.release()
    assert save.isEnabled()
    assert save.toolTip() == ""


def test_a_button_without_words_has_a_name(show):
    assert unnamed(show(Pane().add(Button("", "quiet", icon="x", name="Đóng")))) == []


@pytest.mark.parametrize("kind", ["primary", "plain", "quiet", "link", "danger"])
def test_every_kind_of_button_has_room_for_its_words(show, kind):
    pane = Pane()
    pane.add(row(Button("Lưu và in giấy hẹn ỄỢ", kind, icon="printer", key="Ctrl+O", menu=True), None))
    assert cut_off(show(pane)) == []


@pytest.fixture
def fee(show):
    return show(Segmented([("cash", "Tiền mặt"), ("transfer", "Chuyển khoản"), ("exempt", "Được miễn")], name="Lệ phí"))


def test_arrows_move_through_a_segmented_choice(qtbot, fee):
    fee.setFocus()
    with qtbot.waitSignal(fee.changed) as changed:
        qtbot.keyClick(fee.window().focusWidget(), Qt.Key.Key_Right)
    assert changed.args == ["transfer"]
    qtbot.keyClick(fee.window().focusWidget(), Qt.Key.Key_Left)
    assert fee.chosen() == "cash"


def test_the_tab_key_finds_the_option_chosen(qtbot, show):
    pane, before = Pane(), CheckBox("trước")
    fee = Segmented([("a", "Một"), ("b", "Hai")], "b", name="Lệ phí")
    pane.add(before, fee)
    show(pane)
    before.setFocus()
    qtbot.keyClick(before, Qt.Key.Key_Tab)
    assert name_of(pane.focusWidget()) == "Hai"


def test_a_segmented_choice_has_room_for_its_words(fee):
    assert cut_off(fee) == []
    assert unnamed(fee) == []


def test_a_click_anywhere_in_a_segment_chooses_it(qtbot, fee):
    last = fee.findChildren(QWidget)[-1]
    qtbot.mouseClick(last, Qt.MouseButton.LeftButton, pos=last.rect().bottomRight() - last.rect().center() / 8)
    assert fee.chosen() == "exempt"


def test_space_switches_a_check_box(qtbot, show):
    box = show(CheckBox("Người nộp là người khác"))
    with qtbot.waitSignal(box.toggled) as toggled:
        qtbot.keyClick(box, Qt.Key.Key_Space)
    assert toggled.args == [True]


def test_a_check_box_grows_with_its_words(qtbot, show):
    pane = Pane()
    box = CheckBox(LONG)
    pane.add(box)
    show(pane, 1400)
    assert box.height() == 32
    pane.resize(360, 200)
    qtbot.waitUntil(lambda: box.height() > 32)
    assert box.accessibleName() == LONG


def test_rows_to_choose_from_move_with_the_arrows(qtbot, show):
    pane, rows = Pane(), [RadioRow("Nguyễn Thị Hạnh", "hanh"), RadioRow("Lê Thị Thúy", "thuy")]
    pane.add(column(*rows))
    rows[0].setChecked(True)
    show(pane)
    rows[0].setFocus()
    qtbot.keyClick(rows[0], Qt.Key.Key_Down)
    assert rows[1].isChecked()
    assert rows[1].accessibleDescription() == "thuy"


def test_a_choice_tells_the_key_and_not_the_words(qtbot, show):
    choice = show(Choice([("original", "Bản chính"), ("copy", "Bản sao")], name="Hình thức"))
    with qtbot.waitSignal(choice.changed) as changed:
        qtbot.keyClick(choice, Qt.Key.Key_Down)
    assert changed.args == ["copy"]
    assert choice.chosen() == "copy"


def test_new_options_are_no_choice_of_the_person(qtbot, show):
    choice = show(Choice([("a", "Một")], placeholder="chưa chọn"))
    assert choice.chosen() == ""
    with qtbot.assertNotEmitted(choice.changed):
        choice.offer([("b", "Hai"), ("c", "Ba")], "c")
    assert choice.chosen() == "c"
