"""The words by which two people compare a new PC's keys, large enough to be read out over the telephone."""

from PySide6.QtWidgets import QGridLayout

from desk.words import text
from ui.kit.layout import Pane, row
from ui.kit.text import Text
from ui.theme.tokens import STRONG

ACROSS = 4


class Fingerprint(Pane):
    """The words, numbered, and the PC's id below."""

    def __init__(self, words: str = "", device: str = "") -> None:
        super().__init__("sunken", radius=8, border="line_strong", margins=(18, 14, 18, 12), gap=8)
        self._words = [Text("", "title", weight=STRONG) for _ in range(2 * ACROSS)]
        grid = QGridLayout()
        grid.setHorizontalSpacing(22)
        grid.setVerticalSpacing(10)
        for place, word in enumerate(self._words):
            number = Text(str(place + 1), "small", ink="text3")
            grid.addLayout(row(number, (word, 1), gap=6), place // ACROSS, place % ACROSS)
        self._device = Text("", "secondary", ink="text2", selectable=True)
        self.body.addLayout(grid)
        self.add(self._device)
        self.say(words, device)

    def say(self, words: str, device: str) -> None:
        """Show other words."""
        for label, word in zip(self._words, words.split(), strict=False):
            label.say(word)
        self._device.say(text("new_pc.device", device=device))
        self.setAccessibleName(f"{words}, {text('new_pc.device', device=device)}")
