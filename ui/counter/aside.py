"""One citizen after the other: what is being entered is put aside for the next, and come back to."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desk.drafts import Draft
from desk.words import text
from ui.counter.draft_sheet import DraftSheet
from ui.counter.drafting import Drafting
from ui.counter.form import Form
from ui.kit.button import Button
from ui.scans.draft_pile import DraftPile
from ui.session import Session


class Aside(QObject):
    """`emptied()` asks for an empty counter, `shown()` tells that a draft stands on the form again."""

    emptied = Signal()
    shown = Signal()

    def __init__(self, session: Session, drafting: Drafting, form: Form, over: QWidget) -> None:
        super().__init__(over)
        self._session, self._drafting, self._form, self._over = session, drafting, form, over
        self._latest = ""
        self.button = Button("", "quiet", icon="stack", key="Ctrl+B", height=34)
        self.button.clicked.connect(self.show_drafts)
        drafting.moved.connect(self.count)
        self.count()

    def put(self) -> bool:
        """Put what is being entered aside; whether there was anything."""
        before = self._drafting.name
        self._drafting.put_aside()
        self._latest = before if any(name == before for name, _ in self._drafting.others()) else ""
        self.emptied.emit()
        return bool(self._latest)

    def give_back(self) -> None:
        """Take what was put aside last in hand again."""
        if self._latest:
            self.come_back_to(self._latest)

    def come_back_to(self, name: str) -> None:
        """Take a draft in hand again; what was in hand is put aside."""
        self.put()
        self._latest = ""
        if draft := self._drafting.turn_to(name):
            self._form.show_state(draft.values)
            self.shown.emit()

    def show_drafts(self) -> None:
        """The drafts put aside, on a sheet."""
        sheet = DraftSheet(self._over.window(), self._drafting.others(), self._procedure_of)
        sheet.taken.connect(self.come_back_to)
        sheet.thrown.connect(self._throw)
        sheet.closed.connect(sheet.deleteLater)
        sheet.open(sheet.list)

    def count(self) -> None:
        """Say on the button how many drafts there are."""
        count = len(self._drafting.others())
        self.button.setText(text("counter.drafts.button", count=count))
        self.button.setVisible(bool(count))

    def _procedure_of(self, draft: Draft) -> str:
        found = self._form.procedure_of(draft.values)
        return (found.short or found.name) if found else str(draft.values.get("query", ""))

    def _throw(self, names: list[str]) -> None:
        for name in names:
            DraftPile(self._session, f"scans:{name}").forget()
            self._drafting.forget(name)
