"""Sheets of words on the screen: typed in one after another, or shown one by one and each checked on paper."""

import secrets

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout

from desk import Spoken
from desk.words import text
from sync.province import secret
from ui.kit.button import Button
from ui.kit.field import Field
from ui.kit.layout import Pane, row
from ui.kit.pages import Pages
from ui.kit.text import Text
from ui.kit.text_area import TextArea
from ui.province import paper
from ui.theme.tokens import STRONG

COLUMNS, ASKED = 4, 3


class SheetsTyped(Pane):
    """`needed` sheets, or as many as the first says, one after another. `complete` comes with the last."""

    complete = Signal()

    def __init__(self, needed: int) -> None:
        super().__init__(None, gap=10)
        self._needed = needed
        self.typed: list[str] = []
        self._which = Text("", "body", weight=STRONG)
        self.area = TextArea(name=text("province_window.sheet_words"), lines=7)
        self.next = Button(text("province_window.next_sheet"), icon="arrow-right", key="Ctrl+Enter", height=36)
        self._wrong = Text("", "secondary", ink="late", wrap=True)
        box = Pane("surface", radius=6, border="field", margins=(12, 8, 12, 8)).add(self.area)
        self.add(self._which, box, Text(text("province_window.sheet_hint"), "small", ink="text3", wrap=True))
        self.add(self._wrong, row(None, self.next))
        self._wrong.hide()
        self.next.clicked.connect(self._next)
        self.setFocusProxy(self.area)
        self._tell()

    def take(self) -> bool:
        """Take the sheet in the field, if it is one; whether all are there."""
        if self.area.text() and not self._keep():
            return False
        if (open_ones := self._needed - len(self.typed)) > 0:
            self._refuse(text("province_window.sheets_open", count=open_ones), ink="text2")
        return open_ones <= 0

    def _next(self) -> None:
        if self.take():
            self.complete.emit()
        elif not self.area.text():
            self._wrong.hide()

    def _keep(self) -> bool:
        words = " ".join(self.area.text().lower().split())
        try:
            secret.check(words)
        except Spoken as refused:
            self._refuse(str(refused))
            return False
        if words not in self.typed:
            self.typed.append(words)
            self._needed = secret.needed(words)
        self.area.set_text("")
        self._wrong.hide()
        self._tell()
        return True

    def start_anew(self, why: str) -> None:
        """Forget what was typed, and say why."""
        self.forget()
        self._refuse(why)

    def forget(self) -> None:
        """Take the words out of the field and out of mind."""
        self.typed.clear()
        self.area.set_text("")
        self._tell()

    def _refuse(self, why: str, ink: str = "late") -> None:
        self._wrong.say(why, ink=ink)
        self._wrong.show()
        self.area.setFocus()

    def _tell(self) -> None:
        number = min(len(self.typed) + 1, self._needed)
        self._which.say(text("province_window.sheet_number", n=number, of=self._needed))
        self.next.setVisible(self._needed > 1 and len(self.typed) + 1 < self._needed)


class SheetsShown(Pane):
    """Sheets one by one, each checked by three of its words. `written_down` comes after the last."""

    written_down = Signal()

    def __init__(self, sheets: list[str], needed: int, name: str) -> None:
        super().__init__(None, gap=12)
        self._sheets, self._needed, self._name, self._at = sheets, needed, name, 0
        self._places: list[int] = []
        self._title = Text("", "title", weight=STRONG)
        self._about = Text("", "body", ink="text2", wrap=True)
        self._pages = Pages()
        self._grid = QGridLayout()
        self._words = [Text("", "section", weight=STRONG) for _ in sheets[0].split()]
        self.fields = [Field("", labelled=True) for _ in range(ASKED)]
        self.print = Button(text("province_window.print"), icon="printer", key="Ctrl+P", height=38)
        self.back = Button(text("province_window.show_again"), icon="arrow-left", height=38)
        self.go = Button("", "primary", icon="arrow-right", key="F9")
        self._wrong = Text("", "secondary", ink="late", wrap=True)
        for page in (self._words_page(), self._check_page()):
            self._pages.addWidget(page)
        self.add(self._title, self._about, 4, self._pages, self._wrong, None)
        self.add(row(self.print, self.back, None, self.go))
        self.go.clicked.connect(self.go_on)
        self.back.clicked.connect(self._show)
        self.print.clicked.connect(self._print)
        self.fields[-1].entered.connect(self.go_on)
        for field, after in zip(self.fields, self.fields[1:], strict=False):
            field.entered.connect(after.setFocus)
        self._show()

    def _words_page(self) -> Pane:
        pane = Pane("sunken", radius=8, border="line_strong", margins=(22, 18, 22, 18))
        self._grid.setHorizontalSpacing(26)
        self._grid.setVerticalSpacing(9)
        rows = -(-len(self._words) // COLUMNS)
        for place, word in enumerate(self._words):
            number = Text(str(place + 1), "small", ink="text3")
            number.setFixedWidth(20)
            self._grid.addLayout(row(number, (word, 1), gap=6), place % rows, place // rows)
        pane.body.addLayout(self._grid)
        return pane

    def _check_page(self) -> Pane:
        pane = Pane(None, gap=12)
        for field in self.fields:
            field.setMaximumWidth(320)
            pane.add(field)
        return pane.add(None)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.go.setFocus()

    @property
    def sheet(self) -> str:
        """The words of the sheet on show."""
        return self._sheets[self._at]

    def _show(self) -> None:
        """Show the words of the sheet."""
        for label, word in zip(self._words, self.sheet.split(), strict=True):
            label.say(word)
        values = {"n": self._at + 1, "of": len(self._sheets), "needed": self._needed}
        self._title.say(text("province_window.sheet_of", **values))
        self._about.say(text("province_window.sheet_about", **values))
        self.go.setText(text("province_window.sheet_written"))
        self._turn(0)
        self.go.setFocus()

    def _ask(self) -> None:
        """Take the words away and ask for three of them."""
        count = len(self._words)
        self._places = sorted(secrets.SystemRandom().sample(range(count), ASKED))
        for field, place in zip(self.fields, self._places, strict=True):
            field.rename(text("province_window.word_number", n=place + 1))
            field.set_text("")
            field.allow()
        for label in self._words:
            label.say("")
        self._about.say(text("province_window.sheet_check"))
        self.go.setText(text("province_window.sheet_check_go"))
        self._turn(1)
        self.fields[0].setFocus()

    def _turn(self, page: int) -> None:
        self._pages.setCurrentIndex(page)
        self.print.setVisible(page == 0)
        self.back.setVisible(page == 1)
        self._wrong.hide()

    def go_on(self) -> None:
        """From the words to the check, from the check to the next sheet."""
        if self._pages.currentIndex() == 0:
            self._ask()
            return
        words = self.sheet.split()
        for field, place in zip(self.fields, self._places, strict=True):
            if field.text().lower() != words[place]:
                field.refuse(text("province_window.word_wrong"))
                field.setFocus()
                return
        if self._at + 1 == len(self._sheets):
            self.written_down.emit()
            return
        self._at += 1
        self._show()

    def _print(self) -> None:
        try:
            paper.print_sheet(self, self.sheet.split(), self._at + 1, len(self._sheets), self._needed, self._name)
        except Spoken as refused:
            self._wrong.say(str(refused))
            self._wrong.show()
