"""The checklist of section 3: the papers of the procedure and those the citizen brought besides."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal

from desk.cases import PaperGiven
from desk.procedures.procedure import PaperRule
from desk.text import fold
from desk.words import text
from ui.counter.paper_row import PaperRow
from ui.kit.empty_state import EmptyState
from ui.kit.field import Field
from ui.kit.layout import Pane
from ui.kit.scroll import scrolled, yielding

HIGH = 46
AUTHORISATION = "uy quyen"
"""What the names of papers by which one acts for another have in common, folded."""


class PaperList(Pane):
    """The checklist of a procedure; the list scrolls by itself.

    `changed` follows every tick; `scans_wanted(key)` asks for scans of a paper, or to see them.
    """

    changed = Signal()
    scans_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(None, gap=6)
        self._rows: list[PaperRow] = []
        self._states: dict[str, dict[str, list[Any]]] = {}
        self._code = ""
        self._inside = Pane(None)
        self._area = scrolled(self._inside)
        hint = text("counter.papers.extra")
        self.extra = Field(hint, placeholder=hint, icon="plus", height=32)
        self.extra.entered.connect(self._add_extra)
        self.extra.edit.setAcceptDrops(False)
        self._empty = EmptyState("files", text("counter.papers.empty"))
        self.add((yielding(self._empty, HIGH), 1), (yielding(self._area, HIGH), 1))
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
        self._inside.add(7, self.extra, None)
        for rule in (*rules.values(), *extra):
            self._add(rule, known.get(rule.key))
        self._area.setVisible(bool(code))
        self._empty.setVisible(not code)
        self.setFocusProxy(self._rows[0].box if self._rows else self.extra)
        self._fit()

    def _fit(self) -> None:
        self._inside.setFixedHeight((len(self._rows) + 1) * HIGH)

    def _add(self, rule: PaperRule, state: Sequence[Any] | None) -> PaperRow:
        made = PaperRow(rule)
        made.setFixedHeight(HIGH)
        if state:
            made.show_state(state)
        made.changed.connect(self.changed)
        made.stepped.connect(lambda step: self._step(made, step))
        made.scans_wanted.connect(lambda: self.scans_wanted.emit(made.rule.key))
        self._rows.append(made)
        self._inside.body.insertWidget(len(self._rows) - 1, made)
        return made

    def _step(self, origin: PaperRow, step: int) -> None:
        place = self._rows.index(origin) + step
        if place == len(self._rows):
            self.extra.setFocus(Qt.FocusReason.TabFocusReason)
        if 0 <= place < len(self._rows):
            box = self._rows[place].box
            box.setFocus(Qt.FocusReason.TabFocusReason)
            self._area.ensureWidgetVisible(box, 0, 0)

    def _add_extra(self) -> None:
        name = self.extra.text()
        if not name or any(row.rule.name == name for row in self._rows):
            return
        made = self._add(PaperRule(f"+{name}", name, 1, 0, False, ""), None)
        made.box.setChecked(True)
        self._fit()
        self.extra.set_text("")
        self._area.ensureWidgetVisible(made)
        self.changed.emit()

    def rows(self) -> list[PaperRow]:
        """The rows in their order."""
        return list(self._rows)

    def show_scans(self, counts: Mapping[str, int]) -> None:
        """Say beside each paper, by its key, how many scans of it there are."""
        for row in self._rows:
            row.show_scans(counts.get(row.rule.key, 0))

    def in_hand(self) -> str:
        """The key of the paper the keyboard is at, "" for none."""
        return next((row.rule.key for row in self._rows if row.has_keyboard()), "")

    def at(self, place: QPoint) -> str:
        """The key of the paper at that place on the screen, "" for none."""
        for row in self._rows:
            if row.isVisible() and row.rect().contains(row.mapFromGlobal(place)):
                return row.rule.key
        return ""

    def names(self) -> list[tuple[str, str]]:
        """The papers as (key, name)."""
        return [(row.rule.key, row.rule.name) for row in self._rows]

    def expect_authorisation(self, on: bool) -> None:
        """Await what proves that somebody may hand in for another, where the procedure asks for it; or no longer."""
        for row in self._rows:
            if not row.needed and AUTHORISATION in fold(row.rule.name):
                row.expect(on)

    def take_forms(self, states: Mapping[str, list[Any]]) -> None:
        """Tick the papers as `states` says; those it does not name stay."""
        for row in self._rows:
            if row.rule.key in states:
                row.show_state(states[row.rule.key])
        self.changed.emit()

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
