"""Giving a case to somebody: the officers who may take it, and at a hand-over the step it goes to."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QWidget

from desk import Refused
from desk.casework import offers, work
from desk.casework.work import Taking
from desk.officers.officer import Role
from desk.officers.rights import AT_CASES
from desk.procedures.procedure import Step
from desk.words import text
from sync.desk import Desk
from ui.cases.casefile import CaseFile
from ui.casework.asking import CaseSheet
from ui.kit.cell import ChoiceCell, NoteCell
from ui.kit.cell_grid import CellGrid
from ui.kit.layout import Pane
from ui.kit.radio_row import RadioRow
from ui.kit.text import Text
from ui.theme.tokens import STRONG


class Takers(Pane):
    """The officers, one of them chosen; those of the step's role come first, the others under a heading."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(None, gap=6)
        self._group = QButtonGroup(self)
        self._rows: dict[str, RadioRow] = {}

    def offer(self, takers: list[tuple[Taking, str]], chosen: str) -> None:
        """Show these, each with its hint."""
        self._clear()
        for number, (taking, hint) in enumerate(takers):
            if not taking.fits and (number == 0 or takers[number - 1][0].fits):
                key = "casework.takers_other" if number else "casework.takers_none"
                self.add(Text(text(key), "small", ink="text3", wrap=True))
            self._add(taking, hint)
        found = self._rows.get(chosen) or next(iter(self._rows.values()), None)
        if found:
            found.setChecked(True)
            self.setFocusProxy(found)

    def _add(self, taking: Taking, hint: str) -> None:
        row = RadioRow(taking.officer.name or taking.officer.id, hint)
        self._group.addButton(row)
        self._rows[taking.officer.id] = row
        self.add(row)

    def _clear(self) -> None:
        self._rows.clear()
        while (item := self.body.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()

    def officer(self) -> str:
        """The record id of who was chosen, "" for nobody."""
        return next((id for id, row in self._rows.items() if row.isChecked()), "")


class HandSheet(CaseSheet):
    """`allot` gives a case to somebody within its step, `handover` to the next step or back to an earlier one."""

    def __init__(self, over: QWidget, action: str, file: CaseFile, desk: Desk) -> None:
        super().__init__(over, action, file, desk, title=text(f"casework.hand.{action}"), width=500)
        self._steps = file.procedure.steps if file.procedure else ()
        self._at, self._holder = file.about.standing.place, file.case.assignee
        self.say(text(f"casework.hand.{action}_about"))
        self.step = ChoiceCell(text("casework.hand.step"), list(self._places()), str(self._next(file)))
        if action == "handover":
            self.body_pane.add(CellGrid((self.step,)))
            self.step.changed.connect(lambda _: self._offer())
        self.body_pane.add(Text(text("casework.hand.to"), "secondary", weight=STRONG))
        self.takers = Takers()
        self.note = NoteCell(text("casework.hand.note"), lines=2)
        self.cells["note"] = self.note
        self.body_pane.add(self.takers, CellGrid((self.note,)))
        self.end()
        self._offer()

    def _places(self) -> Iterator[tuple[str, str]]:
        for place, step in enumerate(self._steps):
            if place != self._at:
                key = "casework.hand.onward" if place > self._at else "casework.hand.back"
                yield str(place), text(key, n=place + 1, name=step.name)

    def _next(self, file: CaseFile) -> int:
        """Onward, or where there is no such step, back."""
        return self._at + 1 if offers.onward(file.about) else max(0, self._at - 1)

    def _target(self) -> Step | None:
        place = int(self.step.value() or 0) if self.action == "handover" else self._at
        return self._steps[place] if 0 <= place < len(self._steps) else None

    def _offer(self) -> None:
        day = self.desk.now().date()
        found = work.takers(self.desk.db, self._target(), day)
        if self.action == "allot":
            found = [taking for taking in found if taking.officer.id != self._holder]
        first = next((taking.officer.id for taking in found if taking.officer.id != self.desk.by), "")
        self.takers.offer([(taking, hint(taking, day)) for taking in found], self.takers.officer() or first)

    def values(self) -> dict[str, Any]:
        if not (officer := self.takers.officer()):
            raise Refused("casework.nobody_chosen")
        asked: dict[str, Any] = {"officer": officer, "note": self.note.value()}
        return {**asked, "step": int(self.step.value())} if self.action == "handover" and self._steps else asked

    def first_field(self) -> QWidget:
        return self.takers

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take.click()
        else:
            super().keyPressEvent(event)


def hint(taking: Taking, day: date) -> str:
    """What an officer is and has to do: "Chuyên viên, tăng cường đến 30/11 · đang giữ 4 hồ sơ"."""
    roles = ", ".join(text(f"officers.role.{role}") for role in Role if role in taking.roles and role in AT_CASES)
    ends = [duty.until for duty in taking.duties if duty.until]
    if ends:
        roles = text("casework.seconded", roles=roles, until=f"{date.fromisoformat(min(ends)):%d/%m}")
    return text("casework.load", roles=roles, count=taking.holds)
