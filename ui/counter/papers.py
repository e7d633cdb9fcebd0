"""Section 3: the papers handed in. Ticked, in which form, how many; what is missing is counted."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.cases import PaperGiven
from desk.procedures.procedure import PaperRule
from desk.text import fold
from desk.words import text
from ui.kit import paint
from ui.kit.button import Button
from ui.kit.check_box import CheckBox
from ui.kit.choice import Choice
from ui.kit.empty_state import EmptyState
from ui.kit.field import Field
from ui.kit.layout import Pane, row
from ui.kit.scroll import scrolled, yielding
from ui.kit.text import Text

FORMS = ("original", "certified", "copy", "seen")
HIGH = 46
MOST_COPIES = 99


class PaperRow(QWidget):
    """One paper: tick, name, form, number of copies. Arrows go to its neighbours."""

    changed = Signal()
    stepped = Signal(int)

    def __init__(self, rule: PaperRule) -> None:
        super().__init__()
        self.rule = rule
        name = text("counter.papers.when", name=rule.name, when=rule.when) if rule.when else rule.name
        self.box = CheckBox(name, size="secondary", ink="text" if self.needed else "text3")
        self.box.setToolTip(name)
        forms = [(form, text(f"cases.form.{form}")) for form in FORMS]
        self.form = Choice(forms, usual_form(rule), name=text("counter.papers.form", name=rule.name), height=30)
        self.form.setFixedWidth(140)
        self.copies = Field(text("counter.papers.copies", name=rule.name), text=str(usual_copies(rule)), height=30)
        self.copies.setFixedWidth(46)
        self.copies.edit.setMaxLength(2)
        self._awaits = Pane(None, margins=(9, 0, 0, 0)).add(Text(text("cases.form.missing"), "secondary", ink="soon"))
        self._turn_button = Button("", "faint", height=30)
        self._turn_button.setToolTip(text("counter.papers.turn"))
        self._stands_for = Pane(None, across=True, margins=(0, 0, 0, 0))
        self._stands_for.add(self._awaits, self._turn_button, None)
        self._stands_for.setFixedWidth(194)
        self._awaited = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 0, 0, 1)
        layout.addLayout(row((self.box, 1), self._stands_for, self.form, self.copies, gap=8))
        self._connect()
        self._show()

    def _connect(self) -> None:
        self.box.installEventFilter(self)
        self.box.toggled.connect(self._toggled)
        self.form.changed.connect(lambda _: self.changed.emit())
        self.copies.edited.connect(lambda _: self.changed.emit())
        self._turn_button.clicked.connect(self._turn)

    @property
    def needed(self) -> bool:
        """Whether every case needs this paper."""
        return self.rule.required and not self.rule.when

    @property
    def missing(self) -> bool:
        """Whether it is still awaited."""
        return not self.box.isChecked() and (self.needed or self._awaited)

    def state(self) -> list[Any]:
        """Tick, form, copies and whether it is awaited, as plain values."""
        return [self.box.isChecked(), self.form.chosen(), self._count(), self._awaited]

    def show_state(self, state: Sequence[Any]) -> None:
        """Show what `state` said."""
        on, form, copies, awaited = state
        self._awaited = bool(awaited)
        self.form.offer([(key, text(f"cases.form.{key}")) for key in FORMS], form)
        self.copies.set_text(str(copies))
        self.box.setChecked(bool(on))
        self._show()

    def given(self) -> PaperGiven | None:
        """The paper as the case keeps it; None where it does not apply."""
        if self.box.isChecked():
            return PaperGiven(self.rule.name, self.form.chosen(), self._count(), self.rule.key)
        return PaperGiven(self.rule.name, "missing", 1, self.rule.key) if self.missing else None

    def _count(self) -> int:
        typed = self.copies.text()
        return min(max(int(typed), 1), MOST_COPIES) if typed.isdecimal() else 1

    def _toggled(self) -> None:
        self._show()
        self.changed.emit()

    def _turn(self) -> None:
        """A paper that is no must: awaited, or not asked for after all."""
        self._awaited = not self._awaited
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        on = self.box.isChecked()
        self.form.setVisible(on)
        self.copies.setVisible(on)
        self._stands_for.setVisible(not on)
        self._awaits.setVisible(self.needed)
        self._turn_button.setVisible(not self.needed)
        self._turn_button.setText(text("cases.form.missing" if self.missing else "counter.papers.not_asked"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Qt's buttons take the arrows themselves, to what stands next: the form of a ticked paper
        if watched is not self.box or not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step:
            self.stepped.emit(step)
        return bool(step)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.hairline(painter, 0, self.height() - 1, self.width())


def usual_form(rule: PaperRule) -> str:
    """The form in which a paper mostly comes: shown and given back, the original, or a certified copy."""
    if "xuat trinh" in fold(rule.name):
        return "seen"
    return "original" if rule.original else "certified"


def usual_copies(rule: PaperRule) -> int:
    """How many of it are asked for."""
    return max(1, rule.original or rule.copies)


class PaperList(Pane):
    """The checklist of a procedure; the list scrolls by itself. `changed` follows every tick."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(None, gap=6)
        self._rows: list[PaperRow] = []
        self._states: dict[str, dict[str, list[Any]]] = {}
        self._code = ""
        self._inside = Pane(None)
        self._area = scrolled(self._inside)
        hint = text("counter.papers.extra")
        self._extra = Field(hint, placeholder=hint, icon="plus", height=32)
        self._extra.entered.connect(self._add_extra)
        self._empty = EmptyState("files", text("counter.papers.empty"))
        self.add((yielding(self._empty, HIGH), 1), (yielding(self._area, HIGH), 1), self._extra)
        self.show_papers("", ())

    def show_papers(self, code: str, papers: Sequence[PaperRule], state: Mapping[str, list[Any]] | None = None) -> None:
        """Show the papers of the procedure `code`, ticked as they were when it was shown before, or as `state` says."""
        if self._code:
            self._states[self._code] = self.state()
        self._code = code
        known = dict(state if state is not None else self._states.get(code, {}))
        for old in self._rows:
            old.setParent(None)
            old.deleteLater()
        self._rows = []
        rules = {rule.key: rule for rule in papers}
        extra = [PaperRule(f"+{key[1:]}", key[1:], 1, 0, False, "") for key in known if key.startswith("+")]
        while self._inside.body.count():
            self._inside.body.takeAt(0)
        for rule in (*rules.values(), *extra):
            self._add(rule, known.get(rule.key))
        self._inside.add(None)
        self._extra.setVisible(bool(code))
        self._area.setVisible(bool(code))
        self._empty.setVisible(not code)
        self.setFocusProxy(self._rows[0].box if self._rows else self._extra)
        self._inside.setFixedHeight(max(1, len(self._rows) * HIGH))

    def _add(self, rule: PaperRule, state: Sequence[Any] | None) -> PaperRow:
        made = PaperRow(rule)
        made.setFixedHeight(HIGH)
        if state:
            made.show_state(state)
        made.changed.connect(self.changed)
        made.stepped.connect(lambda step: self._step(made, step))
        self._rows.append(made)
        self._inside.body.insertWidget(len(self._rows) - 1, made)
        return made

    def _step(self, origin: PaperRow, step: int) -> None:
        place = self._rows.index(origin) + step
        if 0 <= place < len(self._rows):
            box = self._rows[place].box
            box.setFocus(Qt.FocusReason.TabFocusReason)
            self._area.ensureWidgetVisible(box, 0, 0)

    def _add_extra(self) -> None:
        name = self._extra.text()
        if not name or any(row.rule.name == name for row in self._rows):
            return
        made = self._add(PaperRule(f"+{name}", name, 1, 0, False, ""), None)
        made.box.setChecked(True)
        self._inside.setFixedHeight(len(self._rows) * HIGH)
        self._extra.set_text("")
        self._area.ensureWidgetVisible(made)
        self.changed.emit()

    def rows(self) -> list[PaperRow]:
        """The rows in their order."""
        return list(self._rows)

    def state(self) -> dict[str, list[Any]]:
        """What is ticked, by the papers' keys, as plain values; an extra paper's key is its name after a plus."""
        return {row.rule.key: row.state() for row in self._rows}

    def forget(self) -> None:
        """Begin anew: nothing ticked for any procedure."""
        self._code = ""
        self._states = {}
        self.show_papers("", ())

    def given(self) -> list[PaperGiven]:
        """The papers as the case keeps them."""
        found = [row.given() for row in self._rows]
        return [PaperGiven(p.name, p.form, p.copies, "" if p.key.startswith("+") else p.key) for p in found if p]

    def counts(self) -> tuple[int, int, int]:
        """How many of the needed papers are here, how many are needed, how many are missing in all."""
        needed = [row for row in self._rows if row.needed]
        here = sum(row.box.isChecked() for row in needed)
        return here, len(needed), sum(row.missing for row in self._rows)
