"""What every sheet about a case shares: which case it is about, its fields, its errors and its one action."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desk import Refused
from desk.lifecycle import label
from desk.words import text
from sync.desk import Desk
from ui.cases.casefile import CaseFile
from ui.cases.saying import capital
from ui.kit.button import Button
from ui.kit.cell import CellFrame, NoteCell
from ui.kit.cell_grid import CellGrid
from ui.kit.layout import Pane
from ui.kit.notice import Notice
from ui.kit.phrases import Phrases
from ui.kit.sheet import Sheet
from ui.kit.text import Text
from ui.theme.tokens import STRONG

PHRASES = range(1, 5)
"""The numbers of those that stand ready."""


class CaseSheet(Sheet):
    """`taken()` comes on F9; the answer is `refuse`, or closing it. What was typed stays while it is shut."""

    taken = Signal()
    form = ""
    """The form that is shown once it is done, "" for none."""

    def __init__(
        self, over: QWidget, action: str, file: CaseFile, desk: Desk, *, title: str = "", width: int = 460
    ) -> None:
        self.action, self.case_id, self.desk = action, file.case.id, desk
        self.body_pane = Pane(None, gap=12, margins=(20, 16, 20, 16))
        super().__init__(over, title or capital(str(label(action))), self.body_pane, width=width)
        self.cells: dict[str, CellFrame] = {}
        self.notice = Notice()
        case = file.case
        self.body_pane.add(Text(f"{case.number} · {case.applicant_name}", "body", weight=STRONG, wrap=True))
        self.take = Button(self.title.text(), "primary", icon="arrow-right", key="F9")
        self.take.clicked.connect(self._take)
        self.foot((self.take, 1))

    def say(self, words: str) -> None:
        """What doing it means, in a quiet line."""
        self.body_pane.add(Text(words, "secondary", ink="text2", wrap=True))

    def end(self) -> None:
        """Close the body: the notice comes last."""
        self.body_pane.add(self.notice, None)

    def ask_reason(self, label: str, phrases: Sequence[str] = (), *, hint: str = "", lines: int = 3) -> NoteCell:
        """A cell for the reason; some stand ready as `phrases`."""
        cell = NoteCell(label, placeholder=hint, lines=lines)
        self.cells["reason"] = cell
        self.body_pane.add(CellGrid((cell,)))
        if phrases:
            offered = Phrases(phrases, name=label)
            offered.chosen.connect(lambda phrase: _append(cell, phrase))
            self.body_pane.add(offered)
        return cell

    def values(self) -> dict[str, Any]:
        """What was asked for, as the decision takes it. Raises Refused."""
        return {name: cell.value() for name, cell in self.cells.items() if isinstance(cell, NoteCell)}

    def refuse(self, wrong: Refused) -> None:
        """Say what is missing at the cell it is about, and in a line of its own."""
        if cell := self.cells.get(wrong.field or ""):
            cell.refuse(text("case_page.look_below"))
            cell.setFocus()
        self.notice.say(str(wrong), tone="late", seconds=0)

    def first_field(self) -> QWidget:
        """Where the keyboard goes when it opens."""
        return next((cell for cell in self.cells.values() if cell.isEnabled()), self.take)

    def start(self, field: str = "") -> None:
        """Open it, the keyboard in `field`, else in the first one."""
        self.notice.hide()
        cell = self.cells.get(field)
        self.open(cell if cell and cell.isEnabled() else self.first_field())

    def attempt(self, do: Callable[[], None]) -> bool:
        """Whether `do` went through; what was refused is said in the sheet."""
        try:
            do()
        except Refused as wrong:
            self.refuse(wrong)
            return False
        return True

    def _take(self) -> None:
        self.notice.hide()
        self.taken.emit()


def _append(cell: NoteCell, phrase: str) -> None:
    written = cell.value()
    cell.set_value(f"{written}\n{phrase}" if written else phrase)
    cell.setFocus()
