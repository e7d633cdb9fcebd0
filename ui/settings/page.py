"""What every page of the settings has: a title, a sentence about it, room for what is set."""

from ui.kit.layout import Item, Pane, row
from ui.kit.text import Text
from ui.theme.tokens import STRONG

WIDE, LABEL = 760, 200


class Page(Pane):
    """A page of at most WIDE pixels."""

    def __init__(self, title: str, about: str = "") -> None:
        super().__init__(None, margins=(28, 22, 28, 28), gap=8)
        self.setMaximumWidth(WIDE)
        if title:
            self.add(Text(title, "section", weight=STRONG))
        if about:
            self.add(Text(about, "secondary", ink="text2", wrap=True), 6)


def line(label: str, value: Item, *more: Item) -> Pane:
    """A label and what is set, on one line."""
    words = Text(label, "secondary", ink="text2")
    words.setFixedWidth(LABEL)
    return Pane(None, margins=(0, 6, 0, 6)).add(row(words, value, *more))
