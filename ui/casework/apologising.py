"""The sheet that promises another date with an apology: the day, why, and form 04 afterwards."""

from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from desk import Refused
from desk.time.deadline_words import say_day
from desk.words import text
from sync.desk import Desk
from ui.cases import saying
from ui.cases.casefile import CaseFile
from ui.cases.dates import as_iso
from ui.casework.asking import PHRASES, CaseSheet
from ui.kit.cell import Cell
from ui.kit.cell_grid import CellGrid
from ui.kit.phrases import Phrases

DAYS = (1, 2, 3, 5)
"""Working days from the day promised so far, or from today where that is later, that stand ready to be chosen."""


class ApologySheet(CaseSheet):
    """The new day as day, month and year; the office's closing time of that day is promised."""

    def __init__(self, over: QWidget, action: str, file: CaseFile, desk: Desk) -> None:
        super().__init__(over, action, file, desk)
        self.form = "04"
        now = desk.now()
        self.say(text("casework.apology.about", due=saying.due_fully(file.case, now)))
        self.day = Cell(text("casework.apology.day"), placeholder=text("casework.apology.example"), needed=True)
        self.cells["due_at"] = self.day
        self._days = _offered(file, desk)
        offered = Phrases([say_day(day) for day in self._days], name=text("casework.apology.day"))
        offered.chosen.connect(self._choose)
        self.body_pane.add(CellGrid((self.day,)), offered)
        self.ask_reason(text("casework.apology.reason"), [text(f"casework.apology.phrase.{n}") for n in PHRASES])
        self.end()

    def _choose(self, said: str) -> None:
        day = next(day for day in self._days if say_day(day) == said)
        self.day.set_value(f"{day:%d/%m/%Y}")
        self.cells["reason"].setFocus()

    def values(self) -> dict[str, Any]:
        written = self.day.value()
        if len(written) < len("1/1/2026"):
            raise Refused("case_page.bad_date", field="due_at", written=written)
        return {**super().values(), "due_at": as_iso("due_at", written)}


def _offered(file: CaseFile, desk: Desk) -> list[date]:
    due, now = saying.moment(file.case.due_at), desk.now()
    start = max(due, now) if due else now
    return [desk.calendar.working_day_after(start.date(), n) for n in DAYS]
