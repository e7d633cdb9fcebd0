"""The middle of the screen: what is in conflict and why, the ancestor, the values side by side, and one's own."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QWidget

from desk.cases import ACCEPTED, CHOICES
from desk.reconcile.disputes import Kind
from desk.words import text
from sync.desk import Desk
from ui.cases import saying
from ui.cases.dates import as_written
from ui.kit.banner import Banner
from ui.kit.button import Button
from ui.kit.cell import Cell, ChoiceCell
from ui.kit.cell_grid import CellGrid
from ui.kit.layout import Pane, row
from ui.kit.text import Chip, Elided, Text
from ui.reconcile.difference import added
from ui.reconcile.paths import Paths
from ui.reconcile.questions import Question
from ui.reconcile.told import label, told
from ui.reconcile.version_card import LEAST, VersionCard, letter
from ui.theme.tokens import RADIUS_CARD, STRONG

OWN = -1
"""The choice of a value of one's own."""

AT_ONCE = 24
"""Cards shown at first; the others on request, or hundreds of them would take seconds to lay out."""

_KEYED, _GAP = 9, 12


class VersionsPane(Pane):
    """`chosen(place)` is the place among the contenders, OWN for one's own value; -2 when nothing is chosen."""

    chosen = Signal(int)
    own_edited = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__("surface", margins=(20, 12, 20, 12))
        self._desk = desk
        self._question: Question | None = None
        self._cards: list[VersionCard] = []
        self._group = QButtonGroup(self)
        self._group.idToggled.connect(lambda place, on: self.chosen.emit(place) if on else None)
        self._title, self._chip = Text("", "title", weight=STRONG), Chip("", "conflict", icon="git-fork")
        self._about = Text("", "secondary", ink="text2", wrap=True)
        self._before, self._before_by = (
            Elided("", "section", weight=STRONG, ink="text2", lines=2),
            Elided("", "small", ink="text3"),
        )
        lead = Text(text("reconcile.ancestor"), "secondary", weight=STRONG, ink="text2")
        self._ancestor = Pane("sunken", radius=RADIUS_CARD, border="line_strong", margins=(14, 10, 14, 10), gap=2)
        self._ancestor.add(lead, self._before, self._before_by)
        self._grid_host = QWidget()
        self._grid = QGridLayout(self._grid_host)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        self._more = Button("", "link", height=32)
        self._more.clicked.connect(self._show_all)
        self.own = Button(text("reconcile.own"), icon="pencil-simple", key="0", bind=False)
        self.own.clicked.connect(self._write_own)
        self.compare = Button(text("evidence.compare"), "quiet", icon="columns", key="Ctrl+D")
        self._own_host = Pane(None)
        self.add(row(self._title, 6, (self._chip, Qt.AlignmentFlag.AlignVCenter), None), 2, self._about, 12)
        self._paths, self._hint = Paths(), Banner("accent", "")
        self.add(self._ancestor, 12, self._paths, self._grid_host, self._more, 8, row(self.own, self.compare, None), 8)
        self.add(self._own_host, 4, self._hint, None)
        self._bind()

    def _bind(self) -> None:
        for number in range(_KEYED + 1):
            shortcut = QShortcut(QKeySequence(str(number)), self)
            shortcut.activated.connect(lambda number=number: self.choose(number - 1 if number else OWN))

    def show_question(self, question: Question, *, keep: int | None = None, own: str = "") -> None:
        """Show what is asked; `keep` is the place to choose again, with `own` as it was typed."""
        self._question = question
        self._title.say(question.title)
        self._chip.say(question.chip, "conflict", icon="git-fork")
        self._about.say(question.about)
        self._say_ancestor(question)
        self._paths.show_paths(_ways(question))
        self._put_cards(question, AT_ONCE)
        self.compare.setVisible(bool(question.versions))
        self._say_suggestion(question)
        self._offer_own(question, own)
        if keep is not None and keep < len(self._cards):
            self.choose(keep)

    def _say_ancestor(self, question: Question) -> None:
        before = question.ancestor
        self._ancestor.setVisible(before is not None)
        if before is None:
            return
        origin = before.origins[0]
        at = saying.when(origin.at, self._desk.now()) if origin.at else ""
        self._before.say(told(self._desk, question.dispute.field, before.value) or text("case_page.empty_value"))
        self._before_by.say(" · ".join(filter(None, (origin.who, origin.pc, at))))

    def _say_suggestion(self, question: Question) -> None:
        self._hint.setVisible(question.suggested is not None)
        if question.suggested:
            place, reason = question.suggested
            lead = text("reconcile.suggested", letter=letter(place + 1))
            self._hint.say("accent", text("reconcile.never_alone", reason=saying.capital(reason)), lead=lead)

    def _put_cards(self, question: Question, most: int) -> None:
        for card in self._cards:
            self._group.removeButton(card)
            card.hide()
            card.deleteLater()
        shown, ancestor = question.options[:most], question.ancestor
        before = told(self._desk, question.dispute.field, ancestor.value) if ancestor else ""
        values = [option.said for option in shown]
        spans = [added(before or _other(values, n), said) if question.versions else () for n, said in enumerate(values)]
        now = self._desk.now()
        self._cards = [VersionCard(n, each, spans[n - 1], now) for n, each in enumerate(shown, start=1)]
        for place, card in enumerate(self._cards):
            self._group.addButton(card, place)
        self._lay_out()
        hidden = len(question.options) - len(self._cards)
        self._more.setVisible(hidden > 0)
        self._more.setText(text("reconcile.more", count=hidden) if hidden else "")

    def _lay_out(self) -> None:
        columns = max(1, min(len(self._cards), 3, (self.width() - 40 + _GAP) // (LEAST + _GAP)))
        for place, card in enumerate(self._cards):
            self._grid.addWidget(card, place // columns, place % columns, Qt.AlignmentFlag.AlignTop)
            card.show()
        for column in range(4):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def _show_all(self) -> None:
        if self._question:
            self._put_cards(self._question, len(self._question.options))

    def _offer_own(self, question: Question, written: str) -> None:
        while (item := self._own_host.body.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        name = text("reconcile.own_value", field=label(question.own))
        self.cell: Cell | ChoiceCell | None = None
        if question.own in CHOICES:
            options = [(key, text(f"cases.{question.own}.{key}")) for key in CHOICES[question.own] if key]
            self.cell = ChoiceCell(name, options)
            self.cell.changed.connect(lambda _: self.own_edited.emit())
        elif question.own in ACCEPTED:
            self.cell = Cell(name, as_written(question.own, written))
            self.cell.edited.connect(lambda _: self.own_edited.emit())
        keyed = len(question.options) + 1
        self.own.set_key(str(keyed) if keyed <= _KEYED else "0")
        self.own.setVisible(self.cell is not None)
        self._own_host.hide()
        if self.cell:
            self._own_host.add(CellGrid((self.cell,)))

    def _write_own(self) -> None:
        """Write another value, begun from the one that was chosen, so that parts of it can be taken."""
        if self.cell is None:
            return
        chosen = self._group.checkedId()
        if chosen >= 0 and isinstance(self.cell, Cell) and self._question and not self.cell.value():
            self.cell.set_value(as_written(self._question.own, str(self._question.options[chosen].value)))
        self._group.setExclusive(False)
        for card in self._cards:
            card.setChecked(False)
        self._group.setExclusive(True)
        self._own_host.show()
        self.cell.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.chosen.emit(OWN)

    def choose(self, place: int) -> None:
        """Choose the value at that place; one more than there are is one's own."""
        if place == OWN or (place == len(self._cards) < _KEYED):
            self._write_own()
        elif 0 <= place < len(self._cards):
            self._own_host.hide()
            self._cards[place].setChecked(True)
            self._cards[place].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def cards(self) -> Sequence[VersionCard]:
        """The cards on show, in the order of their keys."""
        return self._cards

    def clear(self) -> None:
        """Choose nothing."""
        self._group.setExclusive(False)
        for card in self._cards:
            card.setChecked(False)
        self._group.setExclusive(True)
        self._own_host.hide()

    def place(self) -> int | None:
        """The place chosen, OWN for one's own value, None for nothing."""
        if not self._own_host.isHidden():
            return OWN
        found = self._group.checkedId()
        return found if found >= 0 else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()


def _ways(question: Question) -> Sequence[str]:
    """The paths of a case that parted, in the order of the cards; none for any other field."""
    return [str(option.value) for option in question.options] if question.dispute.kind is Kind.STATE else ()


def _other(values: Sequence[str], place: int) -> str:
    """What a value is compared with where all have no ancestor: the first, or for the first the second."""
    return values[1 if place == 0 else 0] if len(values) > 1 else ""
