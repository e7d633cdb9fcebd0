"""A book that is not open yet: what it is for, and the action that opens it."""

from PySide6.QtCore import Signal

from desk.books.book_kinds import Kind
from desk.words import text
from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.layout import Pane, row
from ui.kit.text import Text
from ui.theme.tokens import STRONG

WIDE = 460


class UnopenedPage(Pane):
    """`wanted(key)` asks to open the book that is offered."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__("surface", margins=(24, 24, 24, 24))
        self._key = ""
        self._title = Text("", "section", weight=STRONG, wrap=True)
        self._about = Text("", "body", ink="text2", wrap=True)
        self._wrong = Banner("late", "")
        self._wrong.hide()
        self.button = Button("", "primary", icon="notebook", key="F9")
        self.button.clicked.connect(lambda: self.wanted.emit(self._key))
        inner = Pane(None, gap=12)
        inner.setFixedWidth(WIDE)
        inner.add(self._title, self._about, self._wrong, self.button)
        self.add(None, row(None, inner, None), None, None)
        self.setFocusProxy(self.button)

    def offer(self, key: str, kind: Kind, year: int, refusal: str = "") -> None:
        """Offer to open that book; `refusal` says why this PC may not."""
        self._key = key
        self._wrong.hide()
        self.button.release()
        if refusal:
            self.refuse(refusal)
            self.button.hold(refusal)
        self._title.say(kind.name)
        self._about.say(text("books_place.unopened", kind=kind.code, year=year))
        self.button.setText(text("books_place.open", kind=kind.code, year=year))

    def refuse(self, words: str) -> None:
        """Say why this PC does not open it."""
        self._wrong.say("late", words)
        self._wrong.show()
