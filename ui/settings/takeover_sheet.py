"""The sheet on which this PC goes on with the work of a dead one: what it gets, what nobody has, what paper shows."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desk import Spoken
from desk.words import text
from sync import takeover
from sync.keys.member import Member
from sync.takeover import Outlook
from ui.joining.meaning import Meaning
from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.field import Field
from ui.kit.layout import Pane, Rule
from ui.kit.text import Text
from ui.settings.on_sheet import OnSheet
from ui.theme.tokens import STRONG
from ui.words_of_takeover import gained, head, lost

if TYPE_CHECKING:
    from ui.settings.pcs_page import PcsPage

WIDE = 600
NEXT_STEPS = {
    "missing": "office_pcs.takeover.missing", "number": "office_pcs.takeover.number",
    "no_number": "office_pcs.takeover.no_number", "book_unsure": "office_pcs.takeover.book_unsure",
}  # fmt: skip
"""The texts that say what to do next, for who works in the window."""


class TakingOver(OnSheet):
    """Says what taking over comes to before it is done; a second F9 closes it."""

    def __init__(self, over: QWidget, page: "PcsPage", gone: Member) -> None:
        self._gone = gone
        self._lines = Pane(None, gap=6)
        self.books: dict[str, Field] = {}
        self.wrong = Banner("late", "")
        self.wrong.hide()
        self._body = Pane(None, margins=(20, 14, 20, 16), gap=12)
        super().__init__(over, page, text("office_pcs.takeover.title", name=gone.name), self._body, width=WIDE)
        found = takeover.outlook(self.desk, gone)
        self._body.add(self._lines)
        self._ask_books(found)
        self._body.add(self.wrong, None)
        self.go = Button(text("office_pcs.takeover.go"), "primary", icon="swap", key="F9")
        self.go.clicked.connect(self.take_over)
        self.sheet.foot((self.go, 1))
        self._done = False
        self._say(found)
        self.sheet.open(next(iter(self.books.values()), self.go))

    def _ask_books(self, found: Outlook) -> None:
        if not found.books:
            return
        self._body.add(Rule(), Text(text("office_pcs.takeover.on_paper"), "secondary", ink="text2", wrap=True))
        for taken in found.books:
            label = text("office_pcs.takeover.book", kind=taken.book.kind, year=taken.book.year)
            field = self.books[taken.book.kind] = Field(label, labelled=True, placeholder=str(taken.next - 1))
            field.entered.connect(self.go_on)
            self._body.add(field)

    def go_on(self) -> None:
        """To the action, from the last field."""
        self.go.setFocus()

    def _say(self, found: Outlook) -> None:
        """Show what it comes to."""
        old, self._lines = self._lines, Pane(None, gap=6)
        self._lines.add(Text(head(self.desk, found, done=self._done), weight=STRONG, wrap=True), 4)
        for line in gained(found):
            words = Text(line.strip(), "secondary", wrap=True)
            words.setIndent(16 if line.startswith(" ") else -1)
            self._lines.add(words)
        self._lines.add(6, Meaning("\n".join(lost(self.desk, found, NEXT_STEPS))))
        self._body.body.replaceWidget(old, self._lines)
        old.hide()
        old.deleteLater()

    def take_over(self) -> None:
        """Take over; then, to close the sheet."""
        if self._done:
            self.sheet.close_sheet()
            return
        on_paper: dict[str, int] = {}
        for kind, field in self.books.items():
            if said := field.text():
                if not said.isdecimal():
                    field.refuse(text("new_pc.number_wrong"))
                    field.setFocus()
                    return
                on_paper[kind] = int(said)
        try:
            found = takeover.take_over(self.desk, self._gone, on_paper)
        except Spoken as refused:
            self.wrong.say("late", str(refused))
            self.wrong.show()
            return
        self._finish(found)

    def _finish(self, found: Outlook) -> None:
        self._done = True
        self.wrong.hide()
        for field in self.books.values():
            field.edit.setEnabled(False)
        self._say(found)
        self.go.setText(text("office_pcs.done"))
        self.go.set_icon("check")
        self.page.tell(text("office_pcs.takeover.taken", name=self._gone.name))
