"""The screen between the log-in and the window for who still has a password that somebody else knows."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from desk import Spoken
from desk.words import text
from ui.kit.button import Button
from ui.kit.layout import Pane, row
from ui.kit.scroll import scrolled
from ui.kit.text import Text
from ui.officers.choosing import Choosing
from ui.theme.tokens import STRONG

WIDE = 440


class FirstPassword(Pane):
    """Asks for a password of one's own. `save(password)` takes it or raises a Spoken error; then `saved` comes."""

    saved = Signal()

    def __init__(self, name: str, save: Callable[[str], object]) -> None:
        super().__init__("surface")
        self._save = save
        self.choosing = Choosing()
        self.choosing.entered.connect(self.go_on)
        self.button = Button(text("accounts.take"), "primary", icon="arrow-right", key="Enter", bind=False)
        self.button.clicked.connect(self.go_on)
        inner = QWidget()
        inner.setFixedWidth(WIDE)
        form = Pane(None, gap=0)
        form.add(Text(text("accounts.first_title", name=name), "due", weight=STRONG, wrap=True), 8)
        form.add(Text(text("accounts.first_why"), "body", ink="text2", wrap=True), 20, self.choosing, 20, self.button)
        inner.setLayout(row(form))
        middle = Pane("surface", margins=(24, 24, 24, 24))
        middle.add(None, row(None, inner, None), None)
        self.add((scrolled(middle), 1))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.choosing.new.setFocus()

    def go_on(self) -> None:
        """Take the password if it is good."""
        if not (password := self.choosing.chosen()):
            return
        try:
            self._save(password)
        except Spoken as refused:
            self.choosing.refuse(str(refused))
        else:
            self.choosing.forget()
            self.saved.emit()
