"""Says that many questions are of one kind, and offers to settle them together."""

from desk.words import text
from ui.kit.button import Button
from ui.kit.layout import Pane, row
from ui.kit.text import Icon, Text
from ui.theme.tokens import RADIUS


class Alike(Pane):
    """A notice below the list; `open_group` opens the largest group."""

    def __init__(self) -> None:
        super().__init__("conflict_soft", radius=RADIUS, margins=(12, 8, 8, 8), gap=6)
        self._words = Text("", "secondary", wrap=True)
        self.open_group = Button(text("reconcile.open_group"), height=32, key="Ctrl+G")
        self.add(row(Icon("stack", 18, "conflict"), (self._words, 1), gap=10), row(None, self.open_group))
        self.hide()

    def say(self, about: str) -> None:
        """Show what is alike."""
        self._words.say(about)
