"""The right of the screen: what the result will be, the reason in writing, and the one button that settles."""

from collections.abc import Sequence

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
from ui.reconcile.questions import Question
from ui.theme.tokens import RADIUS_CARD, STRONG

PHRASES = 5
WIDE = 320


class Deciding(Pane):
    """`settled()` is F9, `later()` leaves it for another time, `undone()` takes the choice back."""

    settled = Signal()
    later = Signal()
    undone = Signal()

    def __init__(self, phrases: Sequence[str] = ()) -> None:
        """`phrases` are the office's own reasons to choose from, in place of the program's."""
        super().__init__("window", edges="l")
        self._keeper, self._hint = "", "reconcile.choose_way"
        self.setFixedWidth(WIDE)
        self._label, self._value = Text("", "small", ink="text3"), Elided("", "due", weight=STRONG, lines=4)
        self._meaning = Text("", "secondary", ink="text2", wrap=True)
        card = Pane("surface", radius=RADIUS_CARD, border="line_strong", margins=(14, 10, 14, 12), gap=4)
        card.add(self._label, self._value, self._meaning)
        self._wrong = Banner("late", "")
        self._wrong.hide()
        self.reason = NoteCell(text("reconcile.reason"), lines=3)
        self.reason.edited.connect(lambda _: self._wrong.hide())
        offered = phrases or [text(f"reconcile.phrase.{n}") for n in range(1, PHRASES + 1)]
        choice = Phrases(offered, name=text("reconcile.reason"))
        choice.chosen.connect(self._write)
        note = Text(text("reconcile.kept"), "small", ink="text3", wrap=True)
        self._two = Text("", "small", ink="text3", wrap=True)
        self._second = Pane(None, across=True, gap=8).add(Icon("users", 16, "text3"), (self._two, 1))
        upper = Pane(None, gap=10, margins=(16, 12, 16, 8))
        self._why = Pane(None, gap=10).add(CellGrid((self.reason,)), choice)
        upper.add(Text(text("reconcile.result"), "section", weight=STRONG), card, self._why)
        upper.add(self._wrong, self._second, row(Icon("eye", 16, "text3"), (note, 1)))
        upper.add(None)
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

    def show_question(self, question: Question) -> None:
        """Start a question: an empty reason, and who has to agree or may decide."""
        self.clear()
        self._keeper, self._hint = question.keeper, f"reconcile.choose_{'hint' if question.own else 'way'}"
        self._two.say(text("reconcile.two" if question.two else "reconcile.one"))
        self._second.setVisible(bool(question.versions))
        if question.keeper:
            self.refuse(text("reconcile.keeper", who=question.keeper), tone="wait")

    def show_result(self, label: str, value: str, name: str, *, begun: bool = False, reasoned: bool = True) -> None:
        """Say what the result will be; `name` is that of the value chosen, "" while none is; `begun` can be undone.

        What is not `reasoned` is settled without a reason.
        """
        self._why.setVisible(reasoned)
        self._label.say(label)
        self._value.say(value or text("reconcile.nothing_chosen"), ink="text" if name else "text3")
        self._meaning.say(text("reconcile.meaning" if name else self._hint))
        self.settle.setText(text("reconcile.settle_value", value=name) if name else text("reconcile.settle"))
        if name and self._keeper:
            self.settle.hold(text("reconcile.keeper", who=self._keeper))
        elif name:
            self.settle.release()
        else:
            self.settle.hold(text(self._hint))
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
        self._keeper = ""
        self._second.hide()
