"""The table of cases: arrows choose, Enter opens, groups stand under headings. Scrolls through any number."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent

from sync.desk import Desk
from ui.kit.row_table import RowTable
from ui.lists.row import Row
from ui.lists.row_painter import RowPainter
from ui.lists.rows import COLUMNS, ITEM, Rows
from ui.theme.tokens import HEADING_ROW, ROW

_DUE, _STAGE = (112, 134), 138  # due: under the heading of its day, else with the day
_SIGNS = (110, 190)  # narrow, wide
_WIDE = 760


class Table(RowTable):
    """`previewed(id)` follows the arrows ("" when nothing is chosen); `opened(id)` is Enter or a double click."""

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__(name, ROW)
        self.rows = Rows(desk, self)
        self._low: list[int] = []  # the rows as low as a heading
        self.setModel(self.rows)
        self.setItemDelegate(RowPainter(self))
        self.horizontalHeader().hide()

    def ask(self, *, keep: bool = False, **asked: Any) -> None:
        """Show something else; with `keep` the case chosen stays so, and in its place on the screen."""
        chosen, top = self.chosen(), self.verticalScrollBar().value()
        self.rows.ask(**asked)
        self._lay_out()
        if keep:
            self.verticalScrollBar().setValue(top)
        self._choose_again(chosen if keep else "")

    def _lay_out(self) -> None:
        self.clearSpans()
        for at in self._low:
            if at < self.rows.rowCount():
                self.setRowHeight(at, ROW)
        self._low = [at for at, _ in self.rows.headings()]
        self._fit()
        for at in self._low:
            self.setRowHeight(at, HEADING_ROW)
            self.setSpan(at, 0, 1, len(COLUMNS))

    def _choose_again(self, case_id: str) -> None:
        first = max(0, self.rowAt(0))
        for number in range(first, min(first + 60, self.rows.rowCount())):  # bring in the page on the screen
            self.rows.item(number)
        at = self.rows.row_of(case_id) if case_id else None
        if at is None:
            at = next((n for n in range(first, min(first + 2, self.rows.rowCount())) if self._case_at(n)), None)
        if at is None:
            self.previewed.emit("")
        else:
            self.setCurrentIndex(self.rows.index(at, 0))
            self.previewed.emit(self.chosen())

    def _case_at(self, number: int) -> str:
        item = self.rows.item(number)
        return item.case.id if isinstance(item, Row) else ""

    def chosen(self) -> str:
        """The record id of the case chosen, "" when there is none."""
        item = self.currentIndex().data(ITEM) if self.currentIndex().isValid() else None
        return item.case.id if isinstance(item, Row) else ""

    def choose(self, case_id: str) -> None:
        """Choose a case that is among the pages held."""
        if (at := self.rows.row_of(case_id)) is not None:
            self.setCurrentIndex(self.rows.index(at, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Home:
            self.scrollToTop()
            self._choose_again("")
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room, due = self.viewport().width(), _DUE[not self.rows.asked.grouped]
        signs = _SIGNS[room >= _WIDE]
        widths = (due, max(120, room - due - _STAGE - signs), _STAGE, signs)
        for column, wide in enumerate(widths):
            self.setColumnWidth(column, wide)
