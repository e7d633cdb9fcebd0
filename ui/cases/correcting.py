"""The sheet in which the fields of a case are corrected. Only what was touched is written; the rest follows the log."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desk import Refused
from desk.cases import CHOICES, field_label
from desk.lifecycle import Stage
from desk.people.identity import check_phone
from desk.words import text
from sync.desk import Desk
from ui.cases.casefile import CaseFile, read
from ui.cases.dates import as_iso, as_written
from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.cell import Cell, ChoiceCell, NoteCell
from ui.kit.cell_grid import CellGrid
from ui.kit.layout import Pane
from ui.kit.notice import Notice
from ui.kit.sheet import Sheet
from ui.kit.text import Text
from ui.theme.tokens import STRONG

GROUPS: Sequence[tuple[str, Sequence[Sequence[str]]]] = (
    ("person", (("applicant_name",), ("applicant_id", "birth_date"), ("sex", "phone"), ("address",), ("email",))),
    ("submitter", (("submitter_name",), ("submitter_id",))),
    ("case", (("subject",), ("fee", "fee_paid"), ("collect", "sets"), ("note",))),
)
RESULT: Sequence[Sequence[str]] = (("result_number", "result_date"),)
"""Corrected from the moment there is a result."""

WIDE = frozenset({"address", "subject", "note"})


class CorrectionSheet(Sheet):
    """`saved(values)` carries the fields that were touched; `settle_wanted(field)` asks to settle one in conflict."""

    saved = Signal(object)
    settle_wanted = Signal(str)

    def __init__(self, over: QWidget, file: CaseFile) -> None:
        self.body_pane = Pane(None, gap=10, margins=(20, 16, 20, 16))
        super().__init__(over, text("case_page.extra.edit"), self.body_pane, width=520)
        self.cells: dict[str, Cell | ChoiceCell | NoteCell] = {}
        self._shown: dict[str, str] = {}
        self._case_id, self._disputed = file.case.id, ""
        self.notice = Notice()
        self._settle = Button(text("case_page.choose"), height=32)
        self._settle.clicked.connect(self._ask_to_settle)
        self._conflict = Banner("conflict", "", actions=[self._settle])
        self.body_pane.add(
            Text(f"{file.case.number} · {file.case.procedure_name}", "secondary", ink="text2", wrap=True)
        )
        self.body_pane.add(self._conflict)
        for name, rows in GROUPS:
            self._add_group(text(f"case_page.part.{name}"), rows)
        if file.case.stage in (Stage.DONE, Stage.RETURNED):
            self._add_group(text("case_page.part.result"), RESULT)
        self.body_pane.add(self.notice, None)
        keep = Button(text("case_page.save"), "primary", icon="check", key="F9")
        keep.clicked.connect(self._save)
        self.foot((keep, 1))
        self.follow(file)

    def _add_group(self, title: str, rows: Sequence[Sequence[str]]) -> None:
        for name in (name for row in rows for name in row):
            self.cells[name] = self._cell(name)
        grid = CellGrid(*([self.cells[name] for name in row] for row in rows))
        self.body_pane.add(Text(title, "secondary", weight=STRONG), grid, 4)

    def _cell(self, name: str) -> Cell | ChoiceCell | NoteCell:
        label = str(field_label(name))
        if name in CHOICES:
            empty = text("case_page.empty_value")
            options = [(key, text(f"cases.{name}.{key}") if key else empty) for key in CHOICES[name]]
            return ChoiceCell(label, options)
        if name in WIDE:
            return NoteCell(label, lines=2)
        return Cell(label, weight=STRONG if name == "applicant_name" else 400)

    def follow(self, file: CaseFile) -> None:
        """Show what the case holds now in every cell that was not touched; close those in conflict."""
        for name, cell in self.cells.items():
            held = as_written(name, str(getattr(file.case, name)))
            if cell.value() == self._shown.get(name, cell.value()):
                cell.set_value(held)
                self._shown[name] = cell.value()
            cell.setEnabled(name not in file.disputes)
        disputed = [name for name in self.cells if name in file.disputes]
        self._disputed = disputed[0] if disputed else ""
        names = ", ".join(str(field_label(name)) for name in disputed)
        self._conflict.say("conflict", text("case_page.closed_cells", fields=names))
        self._conflict.setVisible(bool(disputed))

    def follow_case(self, desk: Desk) -> None:
        """Read the case anew and follow it."""
        if file := read(desk, self._case_id):
            self.follow(file)

    def _ask_to_settle(self) -> None:
        self.close_sheet()
        self.settle_wanted.emit(self._disputed)

    def touched(self) -> dict[str, str]:
        """The fields whose value is not the one that was shown."""
        return {name: cell.value() for name, cell in self.cells.items() if cell.value() != self._shown[name]}

    def _save(self) -> None:
        try:
            self.saved.emit({name: _checked(name, written) for name, written in self.touched().items()})
        except Refused as wrong:
            self.refuse(wrong)

    def refuse(self, wrong: Refused) -> None:
        """Say what is wrong at its cell, and in a line."""
        if cell := self.cells.get(wrong.field or ""):
            cell.refuse(text("case_page.look_below"))
            cell.setFocus()
        self.notice.say(str(wrong), tone="late", seconds=0)

    def start(self, field: str = "") -> None:
        """Open it, the keyboard in that field."""
        cell = self.cells.get(field)
        self.open(cell if cell and cell.isEnabled() else self.cells["applicant_name"])


def _checked(name: str, written: str) -> str:
    if name == "phone":
        return check_phone(written)
    if name in ("applicant_id", "submitter_id"):
        return written.replace(" ", "")
    return as_iso(name, written)
