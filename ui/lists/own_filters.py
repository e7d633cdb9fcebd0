"""An officer's own filters in the window: shown among the lists, made and changed on a sheet, taken away and back."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from desk import Refused, Spoken
from desk.counter import Hand
from desk.officers import filters
from desk.officers.filters import Criteria, Filter, filters_of
from desk.record import Change
from desk.words import text
from ui.lists.asked import Asked
from ui.lists.filter_sheet import FilterSheet
from ui.session import Session
from ui.shell.window import Window


class OwnFilters(QObject):
    """One for a list page; `chose(id)` is called with the filter that was kept, "" when it was taken away."""

    def __init__(self, session: Session, chose: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._chose = session, chose
        self._window: Window | None = None
        self._undo: Callable[[], None] | None = None
        self._sheets: dict[str, FilterSheet] = {}
        self.held: list[Filter] = []

    def move_in(self, window: Window) -> None:
        """Take the window over which sheets slide and whose foot tells what was done."""
        self._window = window
        window.notice.acted.connect(self._take_back)

    def read(self) -> list[Filter]:
        """Read anew which filters the officer has."""
        self.held = filters_of(self._session.desk.db, self._session.desk.by)
        return self.held

    def find(self, id: str) -> Filter | None:
        """The filter of that id."""
        return next((each for each in self.held if each.id == id), None)

    def ask(self, id: str, asked: Asked) -> None:
        """Open the sheet of a filter, or of a new one for ""; what was written in one that was left is there again."""
        if self._window is None:
            return
        held = self.find(id)
        sheet = self._sheets.get(id)
        if sheet is None or sheet.filter != held:
            self._forget(id)
            sheet = self._sheets[id] = self._made(self._window, asked, held)
        sheet.start()

    def _made(self, window: Window, asked: Asked, held: Filter | None) -> FilterSheet:
        sheet = FilterSheet(window, self._session.desk, asked, held)
        sheet.kept.connect(lambda name, criteria: self._keep(sheet, held, name, criteria))
        if held:
            sheet.removed.connect(lambda: self._remove(held))
        return sheet

    def _forget(self, id: str) -> None:
        if sheet := self._sheets.pop(id, None):
            sheet.close_sheet()
            sheet.deleteLater()

    def _keep(self, sheet: FilterSheet, held: Filter | None, name: str, criteria: Criteria) -> None:
        def decide(hand: Hand) -> Change:
            if held:
                return filters.alter(self.held, held.id, name=name, criteria=criteria, by=hand.by)
            return filters.keep(self.held, name, criteria, new_id=hand.new_id, by=hand.by)

        try:
            change = self._session.do(decide)
        except Refused as wrong:
            sheet.refuse(wrong)
            return
        self._forget(held.id if held else "")
        self.read()
        self._chose(change.edits[0].id)
        self._tell(text("list.filter.kept", name=name))

    def _remove(self, held: Filter) -> None:
        if not self._done(lambda hand: filters.remove(self.held, held.id, by=hand.by)):
            return
        self._forget(held.id)
        self.read()
        self._chose("")
        self._undo = lambda: self._bring_back(held)
        self._tell(text("list.filter.removed", name=held.name), action=text("list.filter.undo"))

    def _bring_back(self, held: Filter) -> None:
        if self._done(lambda hand: filters.restore(held, by=hand.by)):
            self.read()
            self._chose(held.id)

    def _done(self, decide: Callable[[Hand], Change]) -> bool:
        try:
            self._session.do(decide)
        except Spoken as wrong:
            self._tell(str(wrong), tone="late")
            return False
        return True

    def _take_back(self) -> None:
        undo, self._undo = self._undo, None
        if undo:
            undo()

    def _tell(self, words: str, *, tone: str = "ok", action: str = "") -> None:
        if self._window:
            self._window.tell(words, tone=tone, action=action)
