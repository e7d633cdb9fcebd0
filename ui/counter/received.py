"""The line after saving: the number large enough to read out, and what can still be done for this citizen."""

from PySide6.QtCore import Signal

from desk.books.book_kinds import kind_for
from desk.cases import Case
from desk.time import written
from desk.words import text
from ui.kit.button import Button
from ui.kit.layout import Pane, column, row
from ui.kit.text import Elided, Icon, Text
from ui.theme.tokens import RADIUS, STRONG


class Received(Pane):
    """Hidden until a case was saved. `print_wanted(Case)`, `again(Case)`: another case of the same citizen."""

    print_wanted = Signal(object)
    again = Signal(object)

    def __init__(self) -> None:
        super().__init__("ok_soft", radius=RADIUS, across=True, gap=12, margins=(14, 4, 6, 4))
        self.case: Case | None = None
        self._number = Text("", "title", weight=STRONG, selectable=True)
        self._about = Elided("", "secondary", ink="text2")
        self._book = Elided("", "small", ink="text2")
        again = Button(text("counter.received.again"), "quiet", icon="user-plus", key="Ctrl+D", height=28, size="small")
        self._print = Button(
            text("counter.received.print"), "quiet", icon="printer", key="Ctrl+P", height=28, size="small"
        )
        self._print.clicked.connect(lambda: self.print_wanted.emit(self.case))
        again.clicked.connect(lambda: self.again.emit(self.case))
        said, keys = Pane(None), Pane(None)
        said.add(self._number, self._about, self._book)
        keys.body.addLayout(column(row(self._print, None), row(again, None), gap=0))
        self.add(Icon("check-circle", 28, "ok"), (said, 1), keys)
        self.hide()

    def show_case(self, case: Case) -> None:
        """Tell of that case."""
        self.case = case
        self._number.say(case.number)
        due = written.moment(case.due_at)
        promised = text("counter.received.due", at=f"{due:%H:%M %d/%m/%Y}") if due else case.procedure_name
        self._about.say(f"{case.applicant_name} · {promised}")
        book = kind_for(case.procedure)
        self._book.setVisible(book is not None)
        if book:
            self._book.say(text("counter.received.book", book=book.name))
        self.setAccessibleName(text("counter.received.said", number=case.number, name=case.applicant_name))
        self.show()

    def forget(self) -> None:
        """Nothing was saved for who stands here now."""
        self.case = None
        self.hide()
