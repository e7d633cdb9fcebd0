"""Left finds, middle fills, right promises: how the counter's columns share the width there is."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from desk.procedures.procedure import Procedure
from desk.words import text
from ui.kit.button import Button
from ui.kit.layout import Pane, row
from ui.kit.scroll import scrolled, turn_to
from ui.procedures.page import ProcedurePage

LEFT, RIGHT, MIDDLE_MOST = 334, 356, 760
WIDEST = 16_777_215  # Qt's own limit
LEFT_SMALL, SMALL = 296, 1180
NARROW, LEAST = 1120, 820
"""Width below which finding and filling take turns beside the promise; the least there must be."""
CONTEXT_FROM = 1500
"""Width from which there is room for the procedure's details beside the form."""


class Columns(Pane):
    """Three columns; in a narrow window finding and filling take turns, in a wide one details stand beside them.

    `fill` is where the keyboard goes when filling begins.
    """

    def __init__(self, left: QWidget, middle: Pane, right: QWidget, fill: QWidget) -> None:
        super().__init__("surface")
        self._left, self._middle, self._fill = left, middle, fill
        self._narrow, self._finding = False, True
        right.setFixedWidth(RIGHT)
        self._context = scrolled(QWidget())
        self._context_pane = Pane("sunken", edges="l").add((self._context, 1))
        self._context_pane.hide()
        self._find = Button(text("counter.search.name"), icon="magnifying-glass", key="Alt+1")
        self._find.clicked.connect(lambda: self.take_turns(finding=True))
        self._find.hide()
        middle.body.insertWidget(0, self._find)
        self._to_middle = QShortcut(QKeySequence("Alt+2"), left)
        self._to_middle.activated.connect(lambda: self.take_turns(finding=False))
        self._to_middle.setEnabled(False)
        self.add(row(left, (middle, 1), self._context_pane, right, gap=0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width()
        if (wide < NARROW) != self._narrow:
            self._narrow = wide < NARROW
            self.take_turns(finding=self._finding)
        if not self._narrow:
            self._left.setFixedWidth(LEFT_SMALL if wide < SMALL else LEFT)
        context = wide >= CONTEXT_FROM
        self._middle.setMaximumWidth(MIDDLE_MOST if context else WIDEST)
        if context:
            self._context_pane.setFixedWidth(max(300, wide - LEFT - RIGHT - MIDDLE_MOST))
        self._context_pane.setVisible(context)

    def take_turns(self, *, finding: bool) -> None:
        """In a narrow window show either the search or the form; in a wide one both."""
        self._finding = finding
        self._left.setVisible(finding or not self._narrow)
        self._middle.setVisible(not finding or not self._narrow)
        if self._narrow:
            self._left.setMinimumWidth(LEFT_SMALL)
            self._left.setMaximumWidth(WIDEST)
        self._find.setVisible(self._narrow)
        self._to_middle.setEnabled(self._narrow)
        if self._narrow:
            (self._left if finding else self._fill).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_procedure(self, procedure: Procedure | None, *, chosen: bool) -> None:
        """Let the details, and the way back to the search, name this procedure."""
        self._find.setText((procedure.short or procedure.name) if procedure and chosen else text("counter.search.name"))
        page = self._context.widget()
        if self._context_pane.isVisible() and procedure is not getattr(page, "procedure", None):
            turn_to(self._context, ProcedurePage(procedure) if procedure else QWidget())
