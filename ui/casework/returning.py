"""The sheet of handing a result over: who takes it, by what way, whether they signed."""

from typing import Any

from PySide6.QtWidgets import QWidget

from desk.cases import COLLECT, field_label
from desk.casework.returning import Taker
from desk.words import text
from sync.desk import Desk
from ui.cases.casefile import CaseFile
from ui.casework.asking import CaseSheet
from ui.kit.cell import Cell
from ui.kit.cell_grid import CellGrid
from ui.kit.check_box import CheckBox
from ui.kit.segmented import Segmented
from ui.kit.text import Text
from ui.theme.tokens import STRONG


class ReturnSheet(CaseSheet):
    """Who handed the case in stands ready; by post the parcel's number is asked for, at the counter the signature."""

    def __init__(self, over: QWidget, action: str, file: CaseFile, desk: Desk) -> None:
        super().__init__(over, action, file, desk)
        case = file.case
        self._known = {case.applicant_name: case.applicant_id, case.submitter_name: case.submitter_id}
        self.say(text("case_page.about.return"))
        ways = [(way, text(f"cases.collect.{way}")) for way in COLLECT]
        chosen = case.collect if case.collect in COLLECT else COLLECT[0]
        self.way = Segmented(ways, chosen, name=str(field_label("collect")))
        name = case.returned_to or case.submitter_name or case.applicant_name
        self.name = Cell(text("casework.return.name"), name, weight=STRONG)
        self.person_id = Cell(text("casework.return.id"), self._known.get(name, ""))
        self.parcel = Cell(text("casework.return.parcel"))
        self.signed = CheckBox(text("casework.return.signed"), on=True)
        self.cells = {"returned_to": self.name, "submitter_id": self.person_id, "parcel": self.parcel}
        grid = CellGrid((self.name,), (self.person_id,), (self.parcel,))
        self.body_pane.add(Text(str(field_label("collect")), "secondary", weight=STRONG), self.way, grid, self.signed)
        self.end()
        self.way.changed.connect(lambda _: self._show_way())
        self.name.edited.connect(self._another)
        self._show_way()

    def _show_way(self) -> None:
        self.parcel.setVisible(self.way.chosen() == "post")
        self.signed.setVisible(self.way.chosen() == "counter")

    def _another(self, name: str) -> None:
        """Another person's ID number is asked for anew."""
        if self.person_id.value() in ("", *self._known.values()):
            self.person_id.set_value(self._known.get(name, ""))

    def values(self) -> dict[str, Any]:
        parcel = self.parcel.value() if self.way.chosen() == "post" else ""
        signed = self.signed.isChecked()
        return {"taker": Taker(self.name.value(), self.person_id.value(), self.way.chosen(), signed, parcel)}

    def first_field(self) -> QWidget:
        return self.name
