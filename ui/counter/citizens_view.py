"""The citizen's screen as the counter leads it: opened beside the officer's, following the entry, asked at last."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from desk import Spoken, store
from desk.cases import Case
from desk.casework import work
from desk.words import text
from ui.citizen.screen import CitizenScreen
from ui.session import Session

WIDE, HIGH = 960, 680


class CitizensView(QObject):
    """`told(words, tone)` says what the citizen answered, "" for nothing. Closed until `turn`."""

    told = Signal(str, str)

    def __init__(self, session: Session, counter: QWidget) -> None:
        super().__init__(counter)
        self._session, self._counter = session, counter
        self._screen: CitizenScreen | None = None
        self._values: Mapping[str, Any] = {}
        self._case: Case | None = None
        session.served.connect(self._served)

    @property
    def screen(self) -> CitizenScreen | None:
        """The screen, None while it is closed."""
        return self._screen if self._screen and self._screen.isVisible() else None

    def turn(self) -> None:
        """Open it, on the second monitor where there is one; close it where it stands open."""
        if screen := self.screen:
            screen.close()
            return
        if self._screen is None:
            self._screen = self._made()
        if not self._screen.put_on_second_screen():
            self._screen.resize(WIDE, HIGH)
            self._screen.show()
        self._counter.activateWindow()
        self._values = {}
        self._screen.greet()

    def watch(self, window: QWidget) -> None:
        """Show nobody's data once the officer's window is hidden, and go when it is closed."""
        window.installEventFilter(self)

    def follow(self, values: Mapping[str, Any], *, whole: bool) -> None:
        """Show what is entered (fields of a case); asked to confirm it once it is `whole`."""
        screen, before = self.screen, self._values
        self._values = dict(values)
        if screen is None or self._values == before:
            return
        self.told.emit("", "")
        if any(values.values()):
            screen.show_entry(values, ask=whole)
        elif self._case is None:
            screen.greet()

    def ask_rating(self, case: Case) -> None:
        """The citizen was served: ask how it was."""
        self._case, self._values = case, {}
        if screen := self.screen:
            screen.ask_rating()

    def _served(self, case_id: str) -> None:
        if case := store.get(self._session.desk.db, Case, case_id):
            self.ask_rating(case)

    def next_citizen(self) -> None:
        """Somebody else steps up."""
        self._case, self._values = None, {}
        self.told.emit("", "")
        if screen := self.screen:
            screen.greet()

    def _made(self) -> CitizenScreen:
        office = self._session.desk.office
        screen = CitizenScreen(office.name or office.code)
        screen.setWindowFlag(Qt.WindowType.WindowDoesNotAcceptFocus)  # a tap there leaves the keyboard with the officer
        screen.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        screen.confirmed.connect(lambda: self._answered("counter.citizen.confirmed", "ok"))
        screen.doubted.connect(lambda: self._answered("counter.citizen.doubted", "soon"))
        screen.rated.connect(self._rate)
        return screen

    def _answered(self, key: str, tone: str) -> None:
        self.told.emit(text(key, time=f"{self._session.desk.now():%H:%M}"), tone)

    def _rate(self, score: int, scale: int) -> None:
        case, self._case = self._case, None
        if case is None:
            return
        try:
            self._session.do(lambda hand: work.rate(self._session.desk.db, hand, case.id, score, scale))
        except Spoken as wrong:
            self.told.emit(str(wrong), "soon")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Hide and self._screen:
            self._screen.greet()
        elif event.type() == QEvent.Type.Close and self._screen:
            self._screen.close()
        return super().eventFilter(watched, event)
