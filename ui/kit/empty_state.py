"""What stands where nothing is yet: one sentence that says what will be here, and the key that makes it."""

from PySide6.QtCore import Qt

from ui.kit.button import Button
from ui.kit.layout import Pane, row
from ui.kit.text import Icon, Text


class EmptyState(Pane):
    """Icon, sentence and at most one action, in the middle of the room there is."""

    def __init__(self, icon: str, sentence: str, *, action: Button | None = None) -> None:
        super().__init__(None, gap=12, margins=(24, 24, 24, 24))
        self._text = Text(sentence, "body", ink="text2", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._text.setMaximumWidth(420)
        self.add(None, row(None, Icon(icon, 32, "text3"), None), row(None, (self._text, 4), None))
        if action:
            self.add(row(None, action, None))
        self.add(None)
        self.setAccessibleName(sentence)

    def say(self, sentence: str) -> None:
        """Change the sentence."""
        self._text.say(sentence)
        self.setAccessibleName(sentence)
