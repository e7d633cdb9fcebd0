"""The right of the screen: what the result will be, the reason in writing, and the one button that settles."""

from PySide6.QtCore import Signal

from desk.words import text
from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.cell import NoteCell
from ui.kit.cell_grid import CellGrid
from ui.kit.layout import Pane, row
from ui.kit.phrases import Phrases
from ui.kit.scroll import scrolled
from ui.kit.text import Elided, Icon, Text
from ui.theme.tokens import RADIUS_CARD, STRONG

PHRASES = 5
WIDE = 320


class Deciding(Pane):
    """`settled()` is F9, `later()` leaves it for another time, `undone()` takes the choice back."""

    settled = Signal()
    later = Signal()
    undone = Signal()

    def __init__(self) -> None:
        super().__init__("window", edges="l")
        self.setFixedWidth(WIDE)
        self._label, self._value = Text("", "small", ink="text3"), Elided("", "due", weight=STRONG, lines=4)
        self._meaning = Text("", "secondary", ink="text2", wrap=True)
        card = Pane("surface", radius=RADIUS_CARD, border="line_strong", margins=(14, 10, 14, 12), gap=4)
        card.add(self._label, self._value, self._meaning)
        self._wrong = Banner("late", "")
        self._wrong.hide()
        self.reason = NoteCell(text("reconcile.reason"), lines=3)
        self.reason.edited.connect(lambda _: self._wrong.hide())
        phrases = Phrases([text(f"reconcile.phrase.{n}") for n in range(1, PHRASES + 1)], name=text("reconcile.reason"))
        phrases.chosen.connect(self._write)
        note = Text(text("reconcile.kept"), "small", ink="text3", wrap=True)
        upper = Pane(None, gap=10, margins=(16, 12, 16, 8))
        upper.add(Text(text("reconcile.result"), "section", weight=STRONG), card, CellGrid((self.reason,)), phrases)
        upper.add(self._wrong, row(Icon("eye", 16, "text3"), (note, 1)), None)
        self.add((scrolled(upper), 1), self._foot())

    def _foot(self) -> Pane:
        self.settle = Button(text("reconcile.settle"), "primary", icon="check", key="F9")
        self.settle.clicked.connect(self.settled)
        self._later = Button(text("reconcile.later"), "quiet", key="F8")
        self._later.clicked.connect(self.later)
        self.undo = Button(text("reconcile.undo"), "quiet", icon="arrow-u-up-left", key="Ctrl+Z")
        self.undo.clicked.connect(self.undone)
        return Pane(None, gap=6, margins=(16, 8, 16, 12)).add(self.settle, row(self._later, None, self.undo, gap=0))

    def _write(self, phrase: str) -> None:
        written = self.reason.value()
        self.reason.set_value(f"{written}; {phrase}" if written else phrase)
        self._wrong.hide()

    def show_result(self, label: str, value: str, name: str, *, begun: bool = False) -> None:
        """Say what the result will be; `name` is that of the value chosen, "" while none is; `begun` can be undone."""
        self._label.say(label)
        self._value.say(value or text("reconcile.nothing_chosen"), ink="text" if name else "text3")
        self._meaning.say(text("reconcile.meaning" if name else "reconcile.choose_hint"))
        self.settle.setText(text("reconcile.settle_value", value=name) if name else text("reconcile.settle"))
        if name:
            self.settle.release()
        else:
            self.settle.hold(text("reconcile.choose_hint"))
        if name or begun:
            self.undo.release()
        else:
            self.undo.hold(text("reconcile.nothing_to_undo"))

    def refuse(self, words: str, *, tone: str = "late") -> None:
        """Say why it was not settled."""
        self._wrong.say(tone, words)
        self._wrong.show()

    def clear(self) -> None:
        """An empty reason, nothing wrong."""
        self.reason.set_value("")
        self.reason.allow()
        self._wrong.hide()
