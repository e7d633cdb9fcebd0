"""The first screen: a search box with its keyboard, and what was found, or the fields to choose from."""

from collections.abc import Iterable, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desk.find import Finder
from desk.procedures.procedure import Procedure
from desk.procedures.publishing import by_field, limit, said_name
from desk.words import text
from ui.kiosk.letters import Letters
from ui.kiosk.touch import Choice, Touch, Words, large, rolled
from ui.kit.field import Field
from ui.kit.layout import Pane, column, row
from ui.theme.tokens import STRONG

SHOWN = 24
FIELD_HIGH = 68


class Start(Pane):
    """`chosen(Procedure)`; `language_wanted()` asks for the other language."""

    chosen = Signal(object)
    language_wanted = Signal()

    def __init__(self, procedures: Sequence[Procedure], finder: Finder, office: str) -> None:
        super().__init__("window")
        self._fields, self._finder = by_field(procedures), finder
        self._office = office
        self.query = self._box()
        self.found = Words("", "text", ink="text2")
        self._back = Touch(text("kiosk.fields_back"))
        self._back.clicked.connect(self.restart)
        self._grid = QGridLayout()
        self._list = self._area()
        self._letters = Letters()
        self._letters.typed.connect(lambda letter: self._write(self.query.edit.text() + letter))
        self._letters.erased.connect(lambda: self._write(self.query.edit.text()[:-1]))
        self._letters.cleared.connect(self.restart)
        head = row((self.found, 1), self._back, gap=16)
        body = column(self._head(), self.query, head, (self._list, 1), gap=14, margins=(28, 22, 28, 14))
        self.add(body, self._letters)
        self.setFocusProxy(self.query)
        self.restart()

    def _head(self) -> Pane:
        language = Touch(text("kiosk.language"), name=text("kiosk.language_name"))
        language.clicked.connect(self.language_wanted)
        titles = Pane(None).add(Words(text("kiosk.title"), "title", weight=STRONG))
        if self._office:
            titles.add(Words(self._office, "small", ink="text2"))
        return Pane(None, across=True, gap=16).add((titles, 1), language)

    def _box(self) -> Field:
        field = Field(text("kiosk.search"), placeholder=text("kiosk.ask"), icon="magnifying-glass", height=FIELD_HIGH)
        field.edit.setFont(large("big"))
        field.edited.connect(lambda _: self.search())
        field.entered.connect(self._choose_first)
        return field

    def _area(self) -> QWidget:
        body = Pane(None)
        self._grid.setContentsMargins(2, 2, 12, 2)
        self._grid.setSpacing(10)
        body.add(self._grid, None)
        return rolled(body)

    def _write(self, said: str) -> None:
        self.query.set_text(said)
        self.search()

    def restart(self) -> None:
        """Empty the box and show the fields."""
        self.query.set_text("")
        self.search()
        self.query.setFocus()

    def search(self) -> None:
        """Show what fits the words in the box; the fields while there are none."""
        query = self.query.text()
        self._back.setVisible(bool(query))
        if not query:
            self._show_fields()
            return
        self.show_procedures([hit.procedure for hit in self._finder.search(query, SHOWN)])

    def _show_fields(self) -> None:
        self.found.setText(text("kiosk.fields"))
        self._fill([self._field(name) for name in self._fields], columns=3)

    def _field(self, name: str) -> Choice:
        choice = Choice(text("kiosk.field", name=name, count=len(self._fields[name])))
        choice.clicked.connect(lambda: self._open_field(name))
        return choice

    def _open_field(self, name: str) -> None:
        self.show_procedures(self._fields[name])
        self.found.setText(name)
        self._back.show()

    def show_procedures(self, found: Sequence[Procedure]) -> None:
        """Show these."""
        said = text("kiosk.found", count=len(found)) if found else text("kiosk.nothing")
        self.found.setText(said)
        self._fill(map(self._procedure, found), columns=2)

    def _procedure(self, procedure: Procedure) -> Choice:
        choice = Choice(said_name(procedure), procedure.about or limit(procedure))
        choice.clicked.connect(lambda: self.chosen.emit(procedure))
        return choice

    def _fill(self, choices: Iterable[Choice], columns: int) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for n, choice in enumerate(choices):
            self._grid.addWidget(choice, n // columns, n % columns)
        for n in range(3):
            self._grid.setColumnStretch(n, 1 if n < columns else 0)

    def _choose_first(self) -> None:
        item = self._grid.itemAt(0)
        if self.query.text() and item is not None and isinstance(first := item.widget(), Choice):
            first.click()


def in_force(procedures: Iterable[Procedure], day: date) -> list[Procedure]:
    """The procedures a citizen may ask for today, one version each."""
    from desk.procedures.catalogue import Catalogue

    return list(Catalogue(procedures).current(day))
