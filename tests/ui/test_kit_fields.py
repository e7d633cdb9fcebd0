"""Fields and cells: what is written, where it came from, what is wrong with it."""

import pytest
from PySide6.QtCore import Qt

from tests.ui.seen import cut_off, tab_order, unnamed
from ui.kit.button import Button
from ui.kit.cell import Cell, ChoiceCell, NoteCell
from ui.kit.cell_grid import CellGrid
from ui.kit.field import Field
from ui.kit.layout import Pane
from ui.kit.qt_words import speak
from ui.kit.text import KeyCap


@pytest.fixture
def grid(show):
    cells = (
        Cell("Họ và tên", needed=True),
        Cell("Ngày sinh"),
        ChoiceCell("Giới tính", [("female", "Nữ"), ("male", "Nam")]),
        NoteCell("Nội dung yêu cầu"),
        Cell("Điện thoại"),
    )
    name, birth, sex, note, phone = cells
    return show(CellGrid(((name, 2), (birth, 1)), (sex, phone), (note,)), 560)


def test_the_tab_key_goes_cell_by_cell(qtbot, grid):
    grid.cells()[0].setFocus()
    names = tab_order(grid, qtbot, 5)
    assert names == ["Họ và tên", "Ngày sinh", "Giới tính", "Điện thoại", "Nội dung yêu cầu"]


def test_every_cell_has_a_name(grid):
    assert unnamed(grid) == []
    assert cut_off(grid) == []


def test_what_the_card_said_is_marked_until_it_is_touched(qtbot, grid):
    name = grid.cells()[0]
    name.set_value("Trần Thị Bích Phượng", "Đọc từ thẻ căn cước")
    assert name._source.isVisible()
    assert name._source.accessibleName() == "Đọc từ thẻ căn cước"
    with qtbot.waitSignal(name.edited):
        qtbot.keyClicks(name.edit, "x")
    assert not name._source.isVisible()


def test_a_value_written_by_the_program_is_no_edit(qtbot, grid):
    name, note = grid.cells()[0], grid.cells()[-1]
    with qtbot.assertNotEmitted(name.edited), qtbot.assertNotEmitted(note.edited):
        name.set_value(" Lê Văn Mẫu ")
        note.set_value("Làm hộ chiếu")
    assert (name.value(), note.value()) == ("Lê Văn Mẫu", "Làm hộ chiếu")


def test_words_about_an_error_stand_in_the_label_and_are_read_aloud(qtbot, grid):
    phone = grid.cells()[3]
    phone.refuse("cần 10 chữ số")
    assert phone.edit.accessibleDescription() == "cần 10 chữ số"
    assert cut_off(grid) == []
    qtbot.keyClicks(phone.edit, "0")
    assert phone.edit.accessibleDescription() == ""


def test_tab_leaves_a_text_of_several_lines(qtbot, grid):
    note = grid.cells()[-1]
    note.setFocus()
    qtbot.keyClick(note.area, Qt.Key.Key_Tab)
    assert note.value() == ""
    assert not note.area.hasFocus()


def test_a_click_beside_the_value_reaches_it(qtbot, grid):
    birth = grid.cells()[1]
    qtbot.mouseClick(birth, Qt.MouseButton.LeftButton, pos=birth.rect().topRight() / 2)
    assert birth.edit.hasFocus()


def test_a_field_says_what_is_wrong_until_the_next_key(qtbot, show):
    field = Field("Mật khẩu", labelled=True, secret=True, icon="lock", trailing=[KeyCap("F3")])
    show(Pane(margins=(8, 8, 8, 8)).add(field), 400)
    field.refuse("Mật khẩu chưa đúng. Còn 3 lần trước khi phải chờ.")
    assert field.edit.accessibleDescription().startswith("Mật khẩu")
    assert cut_off(field) == []
    qtbot.keyClicks(field.edit, "a ")
    assert field.text() == "a "
    assert field.edit.accessibleDescription() == ""


def test_enter_in_a_field_is_told(qtbot, show):
    field = show(Field("Tìm", placeholder="Tìm người"))
    with qtbot.waitSignals([field.edited, field.entered]):
        qtbot.keyClicks(field.edit, "phuong")
        qtbot.keyClick(field.edit, Qt.Key.Key_Return)
    assert field.text() == "phuong"


def test_control_z_is_the_windows_until_something_is_written(qtbot, show):
    pane, cell, undo = Pane(), Cell("Họ và tên"), Button("Hoàn tác", key="Ctrl+Z")
    show(pane.add(cell, undo))
    cell.setFocus()
    with qtbot.waitSignal(undo.clicked):
        qtbot.keyClick(cell.edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(cell.edit, "abc")
    with qtbot.assertNotEmitted(undo.clicked):
        qtbot.keyClick(cell.edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert cell.value() == ""


def test_a_value_too_long_for_its_cell_has_a_tool_tip(qtbot, show):
    cell = Cell("Nơi cư trú")
    pane = show(Pane().add(cell), 200)
    cell.set_value("Tổ 4, khu phố Ninh Trung, phường Tân Hòa Đông")
    assert cell.edit.toolTip() == cell.value()
    pane.resize(700, 60)
    qtbot.waitUntil(lambda: cell.edit.toolTip() == "")


def test_a_secret_is_never_in_a_tool_tip(show):
    field = Field("Mật khẩu", secret=True)
    show(Pane().add(field), 60)
    field.set_text("một mật khẩu dài hơn ô nhiều lần")
    assert field.edit.toolTip() == ""


def test_the_menu_of_an_edit_speaks_our_language(qapp, show):
    spoken = speak(qapp)
    actions = [action.text().split("\t")[0] for action in show(Field("Tìm")).edit.createStandardContextMenu().actions()]
    assert {"&Hoàn tác", "&Sao chép", "&Dán", "Chọn tất cả"} <= set(actions)
    qapp.removeTranslator(spoken)
