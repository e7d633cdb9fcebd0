"""The sheet that asks what is to be completed, or why a case cannot be taken, while it is still being entered."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from desk.words import text
from ui.kit.button import Button
from ui.kit.cell import NoteCell
from ui.kit.cell_grid import CellGrid
from ui.kit.check_box import CheckBox
from ui.kit.layout import Pane
from ui.kit.phrases import Phrases
from ui.kit.sheet import Sheet
from ui.kit.text import Text
from ui.theme.tokens import STRONG

PHRASES = 4


class TurningBack(Sheet):
    """`action` is ask_supplement or refuse. `taken()` comes on F9, `draft_wanted()` for the form as a draft."""

    taken = Signal()
    draft_wanted = Signal()

    def __init__(self, over: QWidget, action: str, about: str, missing: Sequence[str]) -> None:
        """`about` says whose case it is; `missing` papers are ticked to begin with."""
        self.action = action
        body = Pane(None, gap=10, margins=(20, 16, 20, 16))
        super().__init__(over, text(f"counter.turn.title.{action}"), body)
        body.add(Text(about, "body", weight=STRONG, wrap=True))
        body.add(Text(text(f"counter.turn.about.{action}"), "secondary", ink="text2", wrap=True))
        self.papers = [CheckBox(name, on=True) for name in missing]
        if missing:
            body.add(Text(text("counter.turn.missing"), "secondary", weight=STRONG), *self.papers)
        self.cell = NoteCell(
            text(f"counter.turn.reason.{action}"), placeholder=text("counter.turn.one_a_line"), lines=4
        )
        phrases = [text(f"counter.turn.phrase.{action}.{number}") for number in range(1, PHRASES + 1)]
        offered = Phrases(phrases, name=text(f"counter.turn.reason.{action}"))
        offered.chosen.connect(self._write)
        body.add(CellGrid((self.cell,)), offered, None)
        take = Button(text(f"counter.turn.take.{action}"), "primary", icon="printer", key="F9")
        draft = Button(text("counter.turn.print"), "quiet", key="Ctrl+P", height=34)
        self.foot((take, 1))
        self.foot(draft, None)
        take.clicked.connect(lambda: self._answer(self.taken))
        draft.clicked.connect(lambda: self._answer(self.draft_wanted))

    def items(self) -> list[str]:
        """What was ticked and written, a line each."""
        written = filter(None, map(str.strip, self.cell.value().splitlines()))
        return [*(box.text() for box in self.papers if box.isChecked()), *written]

    def _write(self, phrase: str) -> None:
        written = self.cell.value()
        self.cell.set_value(f"{written}\n{phrase}" if written else phrase)
        self.cell.setFocus()

    def _answer(self, signal: SignalInstance) -> None:
        if self.items():
            signal.emit()
            return
        self.cell.refuse(text("counter.turn.empty"))
        self.cell.setFocus()
