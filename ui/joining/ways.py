"""The rail beside a first screen: whose program this is, what it is about, and the ways there are to begin."""

from PySide6.QtWidgets import QButtonGroup

from desk.words import text
from ui.kit.layout import Pane, row
from ui.kit.radio_row import RadioRow
from ui.kit.text import Text
from ui.shell.mark import Mark
from ui.theme.tokens import STRONG


def rail(name: str, title: str, about: str) -> Pane:
    """The rail, with the program's name and, below it, what this is about."""
    pane = Pane("rail", edges="r", margins=(36, 36, 32, 28), gap=0)
    pane.add(row(Mark(40), Text(name, "section", weight=STRONG), None, gap=12), 40)
    pane.add(Text(title, "figure", weight=STRONG, wrap=True), 6)
    return pane.add(Text(about, "body", ink="text2", wrap=True), 22)


def offer(pane: Pane, ways: tuple[str, ...], area: str, group: QButtonGroup) -> None:
    """Add the ways, numbered in `group` as they are given; `area` has their words."""
    for number, way in enumerate(ways):
        choice = RadioRow(text(f"{area}.way.{way}"), text(f"{area}.way_hint.{way}"), height=62)
        group.addButton(choice, number)
        pane.add(choice, 8)
