"""The line that offers to take the last action back: what it takes back, or why that can no longer be."""

from PySide6.QtCore import Signal

from desk import Refused
from desk.lifecycle import label
from desk.words import text
from sync import undo
from sync.desk import Desk, local
from ui.cases.casefile import CaseFile
from ui.kit.button import Button
from ui.kit.layout import Pane
from ui.kit.text import Elided


class UndoLine(Pane):
    """`wanted()` comes of its button, or Ctrl+Z."""

    wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(None, across=True, gap=8)
        self._desk = desk
        self.button = Button(text("case_page.undo"), "quiet", icon="arrow-counter-clockwise", key="Ctrl+Z", height=32)
        self.button.clicked.connect(self.wanted)
        self._about = Elided("", "small", ink="text3")
        self.add(self.button, (self._about, 1))

    def show_case(self, file: CaseFile) -> None:
        """Offer to take back the last action of that case."""
        try:
            line = undo.require_open(self._desk, file.case, file.last, self._desk.by)
        except Refused as why:
            self.button.hold(str(why))
            self._say(str(why))
            return
        deed = str(label(line.entry.change.action))
        self.button.release()
        self._say(text("casework.undo_last", deed=deed, time=f"{local(line.entry.at):%H:%M}"))

    def _say(self, words: str) -> None:
        self._about.say(words)
        self._about.setAccessibleName(words)
