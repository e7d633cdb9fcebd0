"""Abolishing a procedure by hand, ahead of the next catalogue, and taking it up again; each can be taken back."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desk import Refused, Spoken
from desk.procedures import abolishing
from desk.procedures.catalogue import rows
from desk.procedures.procedure import Procedure
from desk.words import text
from ui import days
from ui.kit.button import Button
from ui.kit.field import Field
from ui.kit.layout import Pane
from ui.kit.sheet import Sheet
from ui.kit.text import Text
from ui.session import Session
from ui.theme.tokens import STRONG

RIGHT = "own_file"
"""Who lays down the office's own words and days decides here too."""


class Ending(QObject):
    """`told(words, tone)` tells what was done; "accent" offers to take it back. `sheet` is the one that asks."""

    told = Signal(str, str)

    def __init__(self, session: Session, over: QWidget) -> None:
        super().__init__(over)
        self._session, self._over = session, over
        self._last: Procedure | None = None
        self.sheet: EndSheet | None = None

    def ask(self, newest: Procedure) -> None:
        """Ask from when and by which decision; one that has an end is taken up again without a question."""
        try:
            self._session.desk.demand(RIGHT)
            if newest.effective_to:
                again = abolishing.taken_up(newest, self._session.desk.now().date())
                self._keep(again, text("abolishing.taken_up", name=again.short or again.name))
                return
        except Spoken as wrong:
            self.told.emit(str(wrong), "soon")
            return
        self.sheet = EndSheet(self._over.window(), newest, days.shown(self._session.desk.now().date()))
        self.sheet.keep.clicked.connect(lambda: self._end(newest))
        self.sheet.closed.connect(self.sheet.deleteLater)
        self.sheet.open(self.sheet.basis)

    def _end(self, newest: Procedure) -> None:
        assert self.sheet is not None
        try:
            from_day = days.read(self.sheet.day.text(), "day")
            today = self._session.desk.now().date()
            ended = abolishing.abolished(newest, from_day, self.sheet.basis.text(), today)
        except Refused as wrong:
            self.sheet.refuse(wrong)
            return
        self.sheet.close_sheet()
        said = text("abolishing.done", name=ended.short or ended.name, day=days.shown(from_day))
        self._keep(ended, said)

    def _keep(self, version: Procedure, said: str) -> None:
        self._session.desk.keep_procedures(rows([version]), version.source or version.version)
        self._last = version
        self._session.renew_finder()
        self.told.emit(said, "accent")

    def take_back(self) -> None:
        """Forget what was said last, as long as it can be seen."""
        if (last := self._last) is not None and self._over.isVisible():
            self._last = None
            self._session.desk.drop_procedure(last.code, last.version)
            self._session.renew_finder()
            self.told.emit(text("abolishing.taken_back"), "ok")


class EndSheet(Sheet):
    """From which day, and by which decision."""

    def __init__(self, over: QWidget, procedure: Procedure, today: str) -> None:
        body = Pane(None, gap=12, margins=(20, 16, 20, 20))
        super().__init__(over, text("abolishing.title"), body)
        self.day = Field(text("abolishing.day"), text=today, labelled=True, icon="calendar", height=44)
        self.basis = Field(
            text("abolishing.basis"), placeholder=text("abolishing.basis_like"), labelled=True, height=44
        )
        self.keep = Button(text("abolishing.title"), "primary", icon="prohibit", key="F9")
        body.add(Text(procedure.short or procedure.name, "body", weight=STRONG, wrap=True))
        body.add(Text(text("abolishing.about"), "secondary", ink="text2", wrap=True), self.day, self.basis, None)
        self.foot((self.keep, 1))

    def refuse(self, wrong: Refused) -> None:
        """Show what is wrong at its field."""
        field = self.basis if wrong.field == "basis" else self.day
        field.refuse(str(wrong))
        field.setFocus()
