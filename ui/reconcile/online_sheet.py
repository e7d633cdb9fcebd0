"""The sheet in which an officer copies a case as the online software has it, to be held against those received here."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desk import Refused, counter
from desk.counter import Hand
from desk.record import Change
from desk.words import text
from sync.reconcile import deciding
from ui.cases.dates import as_iso
from ui.kit.button import Button
from ui.kit.cell import Cell, CellFrame, NoteCell
from ui.kit.cell_grid import CellGrid
from ui.kit.layout import Pane
from ui.kit.notice import Notice
from ui.kit.sheet import Sheet
from ui.kit.text import Text
from ui.session import Session

WIDE = 520


class OnlineSheet(Sheet):
    """`noted(record)` comes with the id of the record once it is written."""

    noted = Signal(str)

    def __init__(self, over: QWidget, session: Session) -> None:
        self._session = session
        self.cells: dict[str, Cell | NoteCell] = {
            "portal_number": Cell(text("online.cell.portal"), placeholder=text("casework.bind.example"), needed=True),
            "applicant_name": Cell(text("online.cell.applicant_name"), needed=True),
            "applicant_id": Cell(text("online.cell.applicant_id")),
            "received": Cell(text("online.cell.received"), placeholder=text("online.cell.date")),
            "stands": Cell(text("online.cell.stands")),
            "procedure_name": Cell(text("online.cell.procedure_name")),
            "here": Cell(text("online.cell.here"), placeholder=text("online.cell.here_like")),
            "note": NoteCell(text("online.cell.note"), lines=2),
        }
        self._notice = Notice()
        body = Pane(None, gap=12, margins=(20, 16, 20, 16))
        body.add(Text(text("online.why"), "secondary", ink="text2", wrap=True), self._grid(), self._notice, None)
        super().__init__(over, text("online.title"), body, width=WIDE)
        self.take = Button(text("online.save"), "primary", icon="check", key="F9")
        self.take.clicked.connect(self.save)
        self.foot((self.take, 1))

    def _grid(self) -> CellGrid:
        pairs = (("portal_number",), ("applicant_name",), ("applicant_id", "received"), ("stands", "here"))
        rows: list[tuple[CellFrame, ...]] = [tuple(self.cells[name] for name in names) for names in pairs]
        return CellGrid(*rows, (self.cells["procedure_name"],), (self.cells["note"],))

    def save(self) -> None:
        """Write the note down; what is wrong is said at its cell."""
        desk, written = self._session.desk, {name: cell.value() for name, cell in self.cells.items()}
        number, here = written.pop("portal_number"), written.pop("here")

        def decide(hand: Hand) -> Change:
            written["received"] = as_iso("result_date", written["received"])
            meant = counter.case_here(desk.db, here).id if here else ""
            return deciding.note_online(desk, hand, number, {k: v for k, v in written.items() if v}, meant)

        try:
            change = self._session.do(decide)
        except Refused as wrong:
            self._refuse(wrong)
            return
        self.noted.emit(change.edits[0].id)

    def _refuse(self, wrong: Refused) -> None:
        field = {"result_date": "received", "number": "here"}.get(wrong.field or "", wrong.field or "")
        if cell := self.cells.get(field):
            cell.refuse(text("case_page.look_below"))
            cell.setFocus()
        self._notice.say(str(wrong), tone="late", seconds=0)
