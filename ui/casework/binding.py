"""The sheet that binds the portal's number to a case; a second number needs its reason."""

from typing import Any

from PySide6.QtWidgets import QWidget

from desk.words import text
from sync.desk import Desk
from ui.cases.casefile import CaseFile
from ui.casework.asking import CaseSheet
from ui.kit.cell import Cell
from ui.kit.cell_grid import CellGrid


class BindSheet(CaseSheet):
    """The number as it stands on the portal; what is no such number, or another case's, is refused at the cell."""

    def __init__(self, over: QWidget, action: str, file: CaseFile, desk: Desk) -> None:
        super().__init__(over, action, file, desk)
        bound = file.case.portal_number
        self.say(text("casework.bind.again", number=bound) if bound else text("casework.bind.about"))
        self.number = Cell(text("casework.bind.number"), placeholder=text("casework.bind.example"), needed=True)
        self.cells["portal_number"] = self.number
        self.body_pane.add(CellGrid((self.number,)))
        if bound:
            self.ask_reason(text("casework.bind.reason"), lines=2)
        self.end()

    def values(self) -> dict[str, Any]:
        return {"number": self.number.value(), **super().values()}
