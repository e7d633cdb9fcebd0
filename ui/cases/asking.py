"""The sheets that ask what a step needs before it is taken: reasons, papers to complete, result, who took it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desk import Refused
from desk.cases import field_label
from desk.lifecycle import ACTIONS
from desk.words import text
from ui.cases.casefile import CaseFile
from ui.cases.dates import as_iso, as_written
from ui.cases.saying import capital
from ui.kit.button import Button
from ui.kit.cell import Cell, CellFrame, NoteCell
from ui.kit.cell_grid import CellGrid
from ui.kit.check_box import CheckBox
from ui.kit.layout import Pane
from ui.kit.notice import Notice
from ui.kit.phrases import Phrases
from ui.kit.sheet import Sheet
from ui.kit.text import Text
from ui.theme.tokens import STRONG

ASKED = {"finish": ("result_number", "result_date"), "return": ("returned_to",)}
"""The fields of a case that a step asks for; all may be left empty."""

PHRASES = 4
LISTED = ("ask_supplement", "refuse")
"""The steps whose reason is a list, a line each, printed on a form of its own."""

FORMS = {"ask_supplement": "02", "refuse": "03"}


class StepSheet(Sheet):
    """Asks for what `action` needs. `taken(reason, values)` comes on F9; the answer is `refuse`, or closing it."""

    taken = Signal(str, object)

    def __init__(self, over: QWidget, action: str, file: CaseFile) -> None:
        self.action, self.body_pane = action, Pane(None, gap=12, margins=(20, 16, 20, 16))
        super().__init__(over, capital(text(f"lifecycle.action.{action}")), self.body_pane)
        self.cells: dict[str, CellFrame] = {}
        self.papers: list[CheckBox] = []
        self.notice = Notice()
        self._say_case(file)
        self._ask_papers(file)
        self._ask_reason(action)
        self._ask_fields(action, file)
        self.body_pane.add(self.notice, None)
        self.take = Button(capital(text(f"lifecycle.action.{action}")), "primary", icon="arrow-right", key="F9")
        self.take.clicked.connect(self._take)
        self.foot((self.take, 1))

    def _say_case(self, file: CaseFile) -> None:
        case = file.case
        self.body_pane.add(Text(f"{case.number} · {case.applicant_name}", "body", weight=STRONG, wrap=True))
        self.body_pane.add(Text(text(f"case_page.about.{self.action}"), "secondary", ink="text2", wrap=True))

    def _ask_papers(self, file: CaseFile) -> None:
        """The papers of the procedure that were not handed in, to be ticked."""
        if self.action != "ask_supplement" or file.procedure is None:
            return
        given = {paper.key for paper in file.papers if paper.form != "missing"}
        missing = [paper.name for paper in file.procedure.papers if paper.key not in given]
        if not missing:
            return
        self.body_pane.add(Text(text("case_page.missing_papers"), "secondary", weight=STRONG))
        for name in missing:
            self.papers.append(CheckBox(name))
            self.body_pane.add(self.papers[-1])

    def _ask_reason(self, action: str) -> None:
        if not ACTIONS[action].needs_reason:
            return
        listed = action in LISTED
        label = text(f"case_page.reason.{action}")
        self.reason = NoteCell(label, placeholder=text("case_page.one_a_line") if listed else "", lines=4)
        phrases = [text(f"case_page.phrase.{action}.{n}") for n in range(1, PHRASES + 1)]
        offered = Phrases(phrases, name=label)
        offered.chosen.connect(self._write)
        self.cells["reason"] = self.reason
        self.body_pane.add(CellGrid((self.reason,)), offered)

    def _write(self, phrase: str) -> None:
        written = self.reason.value()
        self.reason.set_value(f"{written}\n{phrase}" if written else phrase)
        self.reason.setFocus()

    def _ask_fields(self, action: str, file: CaseFile) -> None:
        names = ASKED.get(action, ())
        for name in names:
            held = as_written(name, str(getattr(file.case, name)))
            if name == "returned_to" and not held:
                held = file.case.submitter_name or file.case.applicant_name
            self.cells[name] = Cell(str(field_label(name)), held)
        if names:
            self.body_pane.add(CellGrid(*((self.cells[name],) for name in names)))

    def items(self) -> list[str]:
        """What was ticked and written, a line each."""
        written = self.reason.value().splitlines() if "reason" in self.cells else []
        return [*(box.text() for box in self.papers if box.isChecked()), *filter(None, map(str.strip, written))]

    def _take(self) -> None:
        try:
            values = {name: as_iso(name, cell.value()) for name, cell in self.cells.items() if isinstance(cell, Cell)}
        except Refused as wrong:
            self.refuse(wrong)
            return
        self.taken.emit("; ".join(self.items()), values)

    def refuse(self, wrong: Refused) -> None:
        """Say what is missing at the cell it is about, else in a line of its own."""
        cell = self.cells.get(wrong.field or "")
        if cell:
            cell.refuse(str(wrong))
            cell.setFocus()
        self.notice.say(str(wrong), tone="late", seconds=0)

    def start(self) -> None:
        """Open it, the keyboard in the first field."""
        first: Sequence[QWidget] = [*self.papers, *self.cells.values()]
        self.open(first[0] if first else self.take)


class NoteSheet(Sheet):
    """A note about a case. `written(text)` comes on F9."""

    written = Signal(str)

    def __init__(self, over: QWidget, file: CaseFile) -> None:
        body = Pane(None, gap=12, margins=(20, 16, 20, 16))
        super().__init__(over, text("case_page.extra.note"), body)
        self.cell, self.notice = NoteCell(text("case_page.note"), lines=6), Notice()
        body.add(Text(f"{file.case.number} · {file.case.applicant_name}", "body", weight=STRONG, wrap=True))
        body.add(CellGrid((self.cell,)), Text(text("case_page.note_hint"), "small", ink="text3", wrap=True))
        body.add(self.notice, None)
        keep = Button(text("case_page.keep_note"), "primary", icon="check", key="F9")
        keep.clicked.connect(lambda: self.written.emit(self.cell.value()))
        self.foot((keep, 1))

    def refuse(self, wrong: Refused) -> None:
        """Say what is missing."""
        self.cell.refuse(str(wrong))

    def start(self) -> None:
        """Open it, the keyboard in the text."""
        self.open(self.cell)
