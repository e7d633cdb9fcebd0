"""The cells of who asks: a person, an enterprise, a state body or another body, each with its own fields.

Typed, read from the card, or as last time; odd numbers are told and never block.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy

from desk import Refused
from desk.cases import KINDS
from desk.people.identity_card import Card
from desk.time.days import read_day
from desk.words import known, text
from ui.counter import written
from ui.counter.scanning import is_scan
from ui.kit.cell import Cell, CellFrame, ChoiceCell
from ui.kit.cell_grid import CellGrid
from ui.kit.check_box import CheckBox
from ui.kit.layout import Pane
from ui.kit.segmented import Segmented
from ui.theme.tokens import STRONG

SEXES = ("female", "male")
PERSON = KINDS[0]
SUBMITTER = ("submitter_name", "submitter_id")
WITHOUT: Mapping[str, Sequence[str]] = {
    "person": (),
    "enterprise": ("birth_date", "sex"),
    "agency": ("birth_date", "sex", "applicant_id"),
    "other": ("birth_date", "sex"),
}
"""The fields that each kind of applicant has not."""


class Applicant(Pane):
    """`edited(field)` follows every change by hand, `scan_pasted(str)` a card's code.

    Beside the grid stand `kind` and `other`, for the section to place.
    """

    edited = Signal(str)
    scan_pasted = Signal(str)

    def __init__(self) -> None:
        super().__init__(None, gap=8)
        self._from_card: set[str] = set()
        self.cells: dict[str, Cell] = {
            "applicant_name": self._cell("applicant_name", weight=STRONG, needed=True),
            "birth_date": self._cell("birth_date", placeholder=text("counter.person.day")),
            "applicant_id": self._cell("applicant_id"),
            "phone": self._cell("phone"),
            "address": self._cell("address"),
            "subject": self._cell("subject", placeholder=text("counter.person.subject")),
            "email": self._cell("email"),
            "submitter_name": self._cell("submitter_name"),
            "submitter_id": self._cell("submitter_id"),
        }
        options = [(key, text(f"cases.sex.{key}")) for key in SEXES]
        self.sex = ChoiceCell(text("cases.field.sex"), options, placeholder="–")
        self.sex.choice.setCurrentIndex(-1)
        kinds = [(key, text(f"counter.kind.{key}")) for key in KINDS]
        self.kind = Segmented(kinds, name=text("cases.field.applicant_kind"), size="small")
        self.kind.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.other = CheckBox(text("counter.person.other"))
        self.other.setParent(self)  # before it is placed: shown without a parent it would be a window
        self._lay()
        self._connect()
        self.setFocusProxy(self.cells["applicant_name"])

    def _cell(self, field: str, *, weight: int = 400, needed: bool = False, placeholder: str = "") -> Cell:
        return Cell(text(f"cases.field.{field}"), weight=weight, needed=needed, placeholder=placeholder)

    def _lay(self) -> None:
        cell = self.cells
        self.grid = CellGrid(
            ((cell["applicant_name"], 10), (cell["birth_date"], 5), (self.sex, 4)),
            ((cell["applicant_id"], 10), (cell["phone"], 9)),
            (cell["address"],),
            ((cell["subject"], 12), (cell["email"], 7)),
            ((cell["submitter_name"], 10), (cell["submitter_id"], 9)),
        )
        self.add(self.grid)

    def _connect(self) -> None:
        for name, cell in self.cells.items():
            cell.edited.connect(lambda value, name=name: self._edited(name, value))
            cell.finished.connect(lambda _, name=name: self._look_at(name))
        self.sex.changed.connect(lambda key: self._edited("sex", key))
        self.kind.changed.connect(self._turn)
        self.other.toggled.connect(self.show_submitter)
        self.show_submitter(False)

    def show_submitter(self, on: bool) -> None:
        """Show the cells of who hands in for another; a body always acts through somebody."""
        self.other.setChecked(on)
        self._follow_kind()
        self.edited.emit("submitter_name")

    def _turn(self, kind: str) -> None:
        """Another kind of applicant: fields it has not are put aside with what is in them."""
        self._follow_kind()
        self._look_at("applicant_id")
        self.edited.emit("applicant_kind")

    def _follow_kind(self) -> None:
        kind = self.kind.chosen()
        for name, cell in self.cells.items():
            key = f"counter.label.{kind}.{name}"
            cell.call(text(key if known(key) else f"cases.field.{name}"))
            cell.setVisible(name not in WITHOUT[kind] and (name not in SUBMITTER or self._has_submitter()))
        self.sex.setVisible("sex" not in WITHOUT[kind])
        self.other.setVisible(kind == PERSON)
        self.grid.update()

    def _has_submitter(self) -> bool:
        return self.kind.chosen() != PERSON or self.other.isChecked()

    def values(self) -> dict[str, str]:
        """What is written, as a case holds it; empty fields are left out. A day that is none is left as typed."""
        kind = self.kind.chosen()
        found = {name: written.held(name, cell.value()) for name, cell in self.cells.items()}
        found["sex"] = self.sex.value()
        left_out = (*WITHOUT[kind], *(() if self._has_submitter() else SUBMITTER))
        found = {name: value for name, value in found.items() if value and name not in left_out}
        return found if kind == PERSON else {"applicant_kind": kind, **found}

    def from_card(self) -> list[str]:
        """The fields read from the card and not touched since."""
        return sorted(self._from_card)

    def show_values(self, values: Mapping[str, str], from_card: tuple[str, ...] | list[str] = ()) -> None:
        """Show somebody in place of the one before; `edited` stays silent but for the submitter."""
        self._from_card = set(from_card)
        self.kind.blockSignals(True)
        self.kind.choose(values.get("applicant_kind", PERSON))
        self.kind.blockSignals(False)
        for name, cell in self.cells.items():
            cell.set_value(written.shown(name, str(values.get(name, ""))), self._meaning(name))
            cell.allow()
        self.sex.set_value(values.get("sex", ""), self._meaning("sex"))
        self.sex.choice.update()
        self.show_submitter(any(values.get(name) for name in SUBMITTER))
        for name in written.DOUBTED:
            self._look_at(name)

    def take_card(self, card: Card) -> str:
        """Write what a card says: into the submitter's cells where those stand open for somebody else's card.

        Returns the field where the hand goes on.
        """
        if self._has_submitter() and (self.kind.chosen() != PERSON or self.cells["applicant_name"].value()):
            self.cells["submitter_name"].set_value(card.name, text("counter.person.from_card"))
            shown = written.shown("submitter_id", card.id)
            self.cells["submitter_id"].set_value(shown, text("counter.person.from_card"))
            self.edited.emit("submitter_name")
            return "phone" if self.cells["applicant_name"].value() else "applicant_name"
        read = {
            "applicant_name": card.name, "birth_date": card.birth_date, "sex": card.sex,
            "applicant_id": card.id, "address": card.address,
        }  # fmt: skip
        kept = {} if self.values().get("applicant_id", card.id) != card.id else self.values()
        found = {name: value for name, value in read.items() if value}
        self.show_values({**kept, **found}, list(found))
        self.edited.emit("applicant_id")
        return "phone" if not self.cells["phone"].value() else "subject"

    def field(self, name: str) -> CellFrame | None:
        """The cell of that field of a case, None where it has none here."""
        return self.sex if name == "sex" else self.cells.get(name)

    def first_empty(self) -> CellFrame | None:
        """The first cell on show with nothing in it."""
        return next((cell for cell in self.cells.values() if cell.isVisible() and not cell.value()), None)

    def first_wrong(self, today: date) -> Refused | None:
        """What hinders saving: no name, or a day that is none."""
        if not self.cells["applicant_name"].value():
            person = self.kind.chosen() == PERSON
            key = "counter.person.name_missing" if person else "counter.person.body_missing"
            return Refused(key, field="applicant_name")
        try:
            read_day(self.values().get("birth_date", "") and self.cells["birth_date"].value(), today)
        except ValueError:
            return Refused("counter.person.bad_day", field="birth_date")
        return None

    def _meaning(self, name: str) -> str:
        return text("counter.person.from_card") if name in self._from_card else ""

    def _edited(self, name: str, value: str) -> None:
        if is_scan(value):
            self.cells[name].set_value("")
            self.scan_pasted.emit(value)
            return
        self._from_card.discard(name)
        self.edited.emit(name)

    def _look_at(self, name: str) -> None:
        """Write a value the usual way once it is whole, and say what is odd; it is kept whatever it is."""
        cell = self.cells[name]
        value = written.held(name, cell.value())
        few, whole = written.doubt(name, value, self.kind.chosen(), self.values())
        cell.set_value(written.shown(name, value), self._meaning(name))
        if not cell.wrong:
            cell.warn(few, whole)
