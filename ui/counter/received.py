"""The line after saving: the number large enough to read out, and what can still be done for this citizen."""

from PySide6.QtCore import Signal

from desk.cases import Case
from desk.counter import time_of
from desk.words import text
from ui.kit.button import Button
from ui.kit.layout import Pane, column
from ui.kit.text import Elided, Icon, Text
from ui.theme.tokens import RADIUS, STRONG


class Received(Pane):
    """Hidden until a case was saved. `print_wanted(Case)`, `again(Case)`: another case of the same citizen."""

    print_wanted = Signal(object)
    again = Signal(object)

    def __init__(self) -> None:
        super().__init__("ok_soft", radius=RADIUS, across=True, gap=12, margins=(14, 8, 8, 8))
        self._case: Case | None = None
        self._number = Text("", "figure", weight=STRONG, selectable=True)
        self._name, self._due = Elided("", "secondary", weight=STRONG), Elided("", "secondary", ink="text2")
        again = Button(text("counter.received.again"), icon="user-plus", key="Ctrl+D", height=32)
        self._print = Button(text("counter.received.print"), icon="printer", key="Ctrl+P", height=32)
        self._print.clicked.connect(lambda: self.print_wanted.emit(self._case))
        again.clicked.connect(lambda: self.again.emit(self._case))
        words = Pane(None)
        words.body.addLayout(column(self._name, self._due, gap=0))
        self.add(Icon("check-circle", 24, "ok"), self._number, (words, 1), self._print, again)
        self.hide()

    def show_case(self, case: Case) -> None:
        """Tell of that case."""
        self._case = case
        self._number.say(case.number)
        self._name.say(case.applicant_name)
        due = time_of(case.due_at) if case.due_at else None
        self._due.say(text("counter.received.due", at=f"{due:%H:%M %d/%m/%Y}") if due else case.procedure_name)
        self.setAccessibleName(text("counter.received.said", number=case.number, name=case.applicant_name))
        self.show()
