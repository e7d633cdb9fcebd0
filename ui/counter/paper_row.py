"""One paper of the checklist: ticked, in which form, how many, and how many scans of it there are."""

from collections.abc import Sequence
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
from ui.kit.field import Field
from ui.kit.layout import Pane, row
from ui.kit.text import Text

FORMS = ("original", "certified", "copy", "seen")
MOST_COPIES = 99
FORM_WIDE, COPIES_WIDE, SCANS_WIDE, GAP = 136, 44, 46, 6


class PaperRow(QWidget):
    """Arrows go to its neighbours (`stepped`); `scans_wanted` asks for scans of this paper, or to see them."""

    changed = Signal()
    stepped = Signal(int)
    scans_wanted = Signal()

    def __init__(self, rule: PaperRule) -> None:
        super().__init__()
        self.rule = rule
        name = text("counter.papers.when", name=rule.name, when=rule.when) if rule.when else rule.name
        self.box = CheckBox(name, size="secondary", ink="text" if self.needed else "text3")
        self.box.setToolTip(name)
        forms = [(form, text(f"cases.form.{form}")) for form in FORMS]
        self.form = Choice(forms, usual_form(rule), name=text("counter.papers.form", name=rule.name), height=30)
        self.form.setFixedWidth(FORM_WIDE)
        self.copies = Field(text("counter.papers.copies", name=rule.name), text=str(usual_copies(rule)), height=30)
        self.copies.setFixedWidth(COPIES_WIDE)
        self.copies.edit.setMaxLength(2)
        self.copies.edit.setAcceptDrops(False)
        self.scans = Button("", "faint", icon="image", height=30, name=text("counter.papers.scan", name=rule.name))
        self.scans.setFixedWidth(SCANS_WIDE)
        self.scans.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Ctrl+O in the row does the same
        self._awaits = Pane(None, margins=(9, 0, 0, 0)).add(Text(text("cases.form.missing"), "secondary", ink="soon"))
        self._turn_button = Button("", "faint", height=30)
        self._turn_button.setToolTip(text("counter.papers.turn"))
        self._stands_for = Pane(None, across=True, margins=(0, 0, 0, 0))
        self._stands_for.add(self._awaits, self._turn_button, None)
        self._stands_for.setFixedWidth(FORM_WIDE + GAP + COPIES_WIDE)
        self._awaited = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 0, 0, 1)
        layout.addLayout(row((self.box, 1), self._stands_for, self.form, self.copies, self.scans, gap=GAP))
        self._connect()
        self._show()

    def _connect(self) -> None:
        self.box.installEventFilter(self)
        self.box.toggled.connect(self._toggled)
        self.form.changed.connect(lambda _: self.changed.emit())
        self.copies.edited.connect(lambda _: self.changed.emit())
        self._turn_button.clicked.connect(self._turn)
        self.scans.clicked.connect(self.scans_wanted)

    def show_scans(self, count: int) -> None:
        """Say how many scans of this paper there are."""
        self.scans.setText(str(count) if count else "")
        key = "counter.papers.scans" if count else "counter.papers.scan"
        self.scans.setAccessibleName(text(key, name=self.rule.name, count=count))
        self.scans.setToolTip(self.scans.accessibleName())

    def has_keyboard(self) -> bool:
        """Whether the keyboard is somewhere in this row."""
        return any(part.hasFocus() for part in (self.box, self.form, self.copies.edit, self._turn_button))

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
        self.expect(not self._awaited)

    def expect(self, on: bool) -> None:
        """Let a paper that is no must be awaited, or not asked for."""
        self._awaited = on
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
