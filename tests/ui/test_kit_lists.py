"""The list of two-line rows, paragraphs and the strip of days."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from ui.kit.day_strip import Day, DayStrip, shortened
from ui.kit.layout import Pane
from ui.kit.paragraph import Paragraph
from ui.kit.step_line import Step, StepLine
from ui.kit.text import Elided
from ui.kit.two_line_list import Entry, Heading, TwoLineList
from ui.theme import fonts

ROWS = [
    Entry("birth", "Đăng ký khai sinh", "Trẻ mới sinh", "Trong ngày", "Miễn phí", marks=((8, 17),)),
    Heading("Trường hợp riêng"),
    Entry("again", "Đăng ký lại khai sinh", "Sổ và bản chính đều mất", chip=("Điện thoại", "conflict"), icon="star"),
]


@pytest.fixture
def found(show):
    listed = TwoLineList("Kết quả")
    show(listed, 340, 300)
    listed.show_rows(ROWS)
    return listed


def test_the_first_row_is_previewed_at_once(found):
    assert found.current() == "birth"


def test_arrows_step_over_headings(qtbot, found):
    with qtbot.waitSignal(found.previewed) as previewed:
        qtbot.keyClick(found, Qt.Key.Key_Down)
    assert previewed.args == ["again"]


def test_enter_chooses_the_row(qtbot, found):
    with qtbot.waitSignal(found.chosen) as chosen:
        qtbot.keyClick(found, Qt.Key.Key_Return)
    assert chosen.args == ["birth"]


def test_a_click_chooses_the_row_it_hits(qtbot, found):
    place = found.visualRect(found.model().index(2, 0)).center()
    with qtbot.waitSignal(found.chosen) as chosen:
        qtbot.mouseClick(found.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == ["again"]


def test_the_search_field_steers_the_list(qtbot, show):
    pane, edit, listed = Pane(), QLineEdit(), TwoLineList("Kết quả")
    show(pane.add(edit, listed))
    listed.show_rows(ROWS)
    listed.follow(edit)
    edit.setFocus()
    qtbot.keyClick(edit, Qt.Key.Key_Down)
    with qtbot.waitSignal(listed.chosen) as chosen:
        qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert chosen.args == ["again"]
    assert edit.hasFocus()


def test_a_row_is_read_aloud_whole(found):
    said = found.model().index(2, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Đăng ký lại khai sinh, Sổ và bản chính đều mất, Điện thoại"


def test_other_rows_keep_the_row_asked_for(found):
    found.show_rows(ROWS, current="again")
    assert found.current() == "again"
    found.show_rows([])
    assert found.current() == ""


@given(st.text(alphabet="aăâ eêễ ợữ gđ", max_size=120), st.integers(40, 400), st.integers(1, 4))
def test_a_paragraph_stays_in_its_lines_and_its_width(qapp, text, width, lines):
    paragraph = Paragraph(text, width, lines=lines)
    assert len(paragraph.rows) <= lines
    assert all(fonts.width(row) <= width + 1 for row in paragraph.rows)


def test_words_that_are_cut_have_a_tool_tip(qtbot, show):
    label = Elided("Liên thông khai sinh, thường trú, thẻ bảo hiểm y tế")
    pane = show(Pane().add(label), 120)
    assert label.toolTip() == label.text()
    pane.resize(600, 60)
    qtbot.waitUntil(lambda: label.toolTip() == "")


def test_a_long_strip_keeps_both_ends():
    days = [Day("T2", number, "counted") for number in range(1, 31)]
    kept = shortened(days, 12)
    assert len(kept) == 12
    assert (kept[0], kept[-1]) == (days[0], days[-1])
    assert [day.kind for day in kept].count("gap") == 1
    assert shortened(days[:12], 12) == days[:12]


def test_the_strip_of_days_is_read_aloud_in_words(show):
    strip = show(DayStrip([Day("T2", 30, "due", "5")], "5 ngày làm việc, không tính ngày nghỉ"), 300)
    assert strip.accessibleName() == "5 ngày làm việc, không tính ngày nghỉ"


def test_the_step_line_names_the_step_at_hand(show):
    steps = [Step("Tiếp nhận", "Hạnh", "done"), Step("Thẩm định", "Thúy", "now"), Step("Trả", "quầy")]
    line = show(StepLine(steps), 400)
    assert line.accessibleName() == "Thẩm định"
    assert "Tiếp nhận, Hạnh" in line.accessibleDescription()
