"""The table to be read: rows, headings, keys, what a screen reader says."""

import pytest
from PySide6.QtCore import Qt

from ui.kit.ledger import Cell, Column, Ledger, Line, heading


@pytest.fixture
def ledger(show):
    made = Ledger([Column("Số", 80, True), Column("Tên"), Column("Ghi chú")], "Sổ", tall=True)
    made.show_lines(
        [
            heading("Tháng 11"),
            Line("a", ("01", Cell("Trần Thị Bé", "Bằng tốt nghiệp"), Cell("hủy", tone="late"))),
            Line("b", ("02", "Hồ Văn Thử", "")),
        ]
    )
    return show(made, 500, 300)


def test_arrows_choose_rows_and_enter_opens_the_one_chosen(ledger, qtbot):
    opened = []
    ledger.opened.connect(opened.append)
    ledger.setFocus()
    ledger.choose("a")
    qtbot.keyClick(ledger, Qt.Key.Key_Down)
    qtbot.keyClick(ledger, Qt.Key.Key_Return)
    assert (ledger.chosen(), opened) == ("b", ["b"])


def test_a_heading_is_never_chosen(ledger):
    ledger.setCurrentIndex(ledger.model().index(0, 0))
    assert ledger.chosen() == ""
    assert not ledger.model().flags(ledger.model().index(0, 0)) & Qt.ItemFlag.ItemIsSelectable


def test_a_row_is_read_aloud_whole_and_a_cell_that_is_cut_has_its_tool_tip(ledger):
    index = ledger.model().index(1, 1)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "01, Trần Thị Bé, Bằng tốt nghiệp, hủy"
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "Trần Thị Bé\nBằng tốt nghiệp"


def test_the_row_chosen_stays_chosen_among_other_rows(ledger):
    ledger.choose("b")
    ledger.show_lines([Line("b", ("02",)), Line("c", ("03",))], ledger.chosen())
    assert ledger.chosen() == "b"
    ledger.show_lines([])
    assert ledger.chosen() == ""


def test_columns_fill_the_room_there_is(ledger):
    assert ledger.columnWidth(0) == 80
    assert abs(ledger.columnWidth(1) - ledger.columnWidth(2)) <= 1
    assert ledger.columnWidth(0) + ledger.columnWidth(1) + ledger.columnWidth(2) == ledger.viewport().width()


def test_heads_and_every_kind_of_cell_are_painted(ledger):
    assert not ledger.grab().isNull()
