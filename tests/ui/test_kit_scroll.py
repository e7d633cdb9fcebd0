"""Panes that scroll: the bar comes when it is needed, and never comes and goes for its own sake."""

import pytest
from PySide6.QtWidgets import QWidget

from ui.kit.layout import Pane
from ui.kit.scroll import CALM, scrolled
from ui.kit.text import Elided, Text

NAME = "Nguyễn Hoàng Phạm Thị Thanh Xuân Quỳnh Như Ngọc"


class Contrary(QWidget):
    """Needs much where there is no bar beside it, and little where there is one."""

    turns = 0

    def resizeEvent(self, event):  # noqa: N802
        self.turns += 1
        self.setMinimumHeight(500 if self.width() >= 295 else 100)


def calm(qtbot, body):
    """Waits until nothing has moved for a while; how often it was laid out before."""
    last = -1
    while last != body.turns and body.turns < 200:
        last = body.turns
        qtbot.wait(CALM + 60)
    return body.turns


def test_a_bar_that_is_needed_only_without_itself_comes_to_rest(qtbot, show):
    body = Contrary()
    show(scrolled(body), 300, 300)
    assert calm(qtbot, body) < 20


class Counted(Pane):
    turns = 0

    def resizeEvent(self, event):  # noqa: N802
        self.turns += 1
        super().resizeEvent(event)


@pytest.mark.parametrize("lines", [1, 3])
def test_words_that_break_beside_the_bar_alone_come_to_rest_at_every_width_around_the_edge(qtbot, show, lines):
    body = Counted(None).add(Elided(NAME, lines=lines), Text(f"{NAME} {NAME}", wrap=True), *map(Text, "abcd"), None)
    area = show(scrolled(body), 300, 400)
    for width in range(200, 330, 7):
        area.resize(width, 400)
        qtbot.wait(1)
        edge = body.layout().totalHeightForWidth(width)
        for height in (edge - 1, edge, edge + 18):
            before = body.turns
            area.resize(width, height)
            qtbot.wait(1)
            assert body.turns - before < 10


def test_the_bar_goes_when_there_is_room_again(qtbot, show):
    body = Contrary()
    area = show(scrolled(body), 300, 300)
    calm(qtbot, body)
    assert area.held
    area.resize(280, 300)
    qtbot.waitUntil(lambda: not area.held and not area.verticalScrollBar().isVisible())
