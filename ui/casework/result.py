"""The sheet of the result: number and date of the document, and its file, which becomes a scan of the case."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from desk.words import text
from sync.desk import Desk
from ui.cases.casefile import CaseFile
from ui.cases.dates import as_iso, as_written
from ui.casework.asking import CaseSheet
from ui.kit.button import Button
from ui.kit.cell import Cell
from ui.kit.cell_grid import CellGrid
from ui.kit.layout import row
from ui.kit.text import Elided


class ResultSheet(CaseSheet):
    """Everything may be left empty; the day of today stands ready."""

    def __init__(self, over: QWidget, action: str, file: CaseFile, desk: Desk) -> None:
        super().__init__(over, action, file, desk)
        self.say(text("case_page.about.finish"))
        self.number = Cell(text("casework.result.number"), file.case.result_number)
        held = as_written("result_date", file.case.result_date) or f"{desk.now():%d/%m/%Y}"
        self.day = Cell(text("casework.result.day"), held, placeholder=text("casework.apology.example"))
        self.cells = {"result_number": self.number, "result_date": self.day}
        self.paths: list[Path] = []
        self.attach_button = Button(text("casework.result.attach"), icon="paperclip", key="Ctrl+O")
        self.attach_button.clicked.connect(self.ask_files)
        self._attached = Elided("", "small", ink="text2", lines=3)
        self.body_pane.add(CellGrid(((self.number, 3), (self.day, 2))), row(self.attach_button, None), self._attached)
        self.end()

    def ask_files(self) -> None:
        """Ask for the files of the result (Ctrl+O)."""
        chosen, _ = QFileDialog.getOpenFileNames(
            self, text("scans.choose"), str(Path.home()), text("scans.file_type")
        )  # fmt: skip
        self.attach([Path(path) for path in chosen])

    def attach(self, paths: list[Path]) -> None:
        """Take these along; they are kept once the result is written down."""
        self.paths += [path for path in paths if path not in self.paths]
        self._attached.say(", ".join(path.name for path in self.paths))

    def values(self) -> dict[str, Any]:
        return {"number": self.number.value(), "day": as_iso("result_date", self.day.value())}
