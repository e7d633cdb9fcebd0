"""What an action means, in sentences one below the other, before it is taken."""

from PySide6.QtCore import Qt

from ui.kit.layout import Pane, row
from ui.kit.paint import TONES
from ui.kit.text import Icon, Text
from ui.theme.tokens import RADIUS


class Meaning(Pane):
    """`sentences` are separated by line ends."""

    def __init__(self, sentences: str, *, tone: str = "soon") -> None:
        super().__init__(TONES[tone][1], radius=RADIUS, margins=(14, 10, 14, 10), gap=6)
        self._lines = [Text(sentence, "secondary", wrap=True) for sentence in sentences.splitlines()]
        for line in self._lines:
            dot = Icon("caret-right", 16, TONES[tone][0])
            self.add(row((dot, Qt.AlignmentFlag.AlignTop), (line, 1), gap=8))

    def say(self, sentences: str) -> None:
        """Say as many other sentences."""
        for line, sentence in zip(self._lines, sentences.splitlines(), strict=True):
            line.say(sentence)
