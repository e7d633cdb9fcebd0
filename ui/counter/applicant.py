"""Section 2: who asks. Typed, read from the card, or as last time; odd numbers are told and never block."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Signal

from desk import Refused
from desk.people.identity import check_id, check_phone
from desk.people.identity_card import Card
from desk.text import clean
from desk.time.days import read_day, say_date
from desk.words import text
from ui.counter.scanning import is_scan
from ui.kit.cell import Cell, CellFrame, ChoiceCell
from ui.kit.cell_grid import CellGrid
from ui.kit.check_box import CheckBox
from ui.kit.layout import Pane
from ui.theme.tokens import STRONG

CARD_FIELDS = ("applicant_name", "birth_date", "sex", "applicant_id", "address")
SEXES = ("female", "male")


class Applicant(Pane):
    """The cells of the person. `edited(field)` follows every change by hand, `scan_pasted(str)` a card's code."""

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
            "submitter_name": self._cell("submitter_name"),
            "submitter_id": self._cell("submitter_id"),
        }
        options = [(key, text(f"cases.sex.{key}")) for key in SEXES]
        self.sex = ChoiceCell(text("cases.field.sex"), options, placeholder="–")
        self.sex.choice.setCurrentIndex(-1)
        cell = self.cells
        self.grid = CellGrid(
            ((cell["applicant_name"], 10), (cell["birth_date"], 5), (self.sex, 4)),
            ((cell["applicant_id"], 10), (cell["phone"], 9)),
            (cell["address"],),
            (cell["subject"],),
            ((cell["submitter_name"], 10), (cell["submitter_id"], 9)),
        )
        self.other = CheckBox(text("counter.person.other"))
        self.add(self.grid)
        self._connect()
        self.setFocusProxy(cell["applicant_name"])

    def _cell(self, field: str, *, weight: int = 400, needed: bool = False, placeholder: str = "") -> Cell:
        return Cell(text(f"cases.field.{field}"), weight=weight, needed=needed, placeholder=placeholder)

    def _connect(self) -> None:
        for name, cell in self.cells.items():
            cell.edited.connect(lambda value, name=name: self._edited(name, value))
        for name in ("birth_date", "applicant_id", "phone", "submitter_id"):
            self.cells[name].finished.connect(lambda _, name=name: self._look_at(name))
        self.sex.changed.connect(lambda key: self._edited("sex", key))
        self.other.toggled.connect(self.show_submitter)
        self.show_submitter(False)

    def show_submitter(self, on: bool) -> None:
        """Show the cells of who hands in for another person."""
        self.other.setChecked(on)
        for name in ("submitter_name", "submitter_id"):
            self.cells[name].setVisible(on)
        self.grid.update()
        self.edited.emit("submitter_name")

    def values(self) -> dict[str, str]:
        """What is written, as a case holds it; empty fields are left out. A day that is none is left as typed."""
        found = {name: clean(cell.value()) for name, cell in self.cells.items()}
        found["sex"] = self.sex.value()
        for name in ("applicant_id", "submitter_id"):
            found[name] = found[name].replace(" ", "")
        found["phone"] = _phone(found["phone"])
        found["birth_date"] = _day(found["birth_date"])
        if not self.other.isChecked():
            found["submitter_name"] = found["submitter_id"] = ""
        return {name: value for name, value in found.items() if value}

    def from_card(self) -> list[str]:
        """The fields read from the card and not touched since."""
        return sorted(self._from_card)

    def show_values(self, values: Mapping[str, str], from_card: tuple[str, ...] | list[str] = ()) -> None:
        """Show a person in place of the one before; `edited` stays silent but for the submitter."""
        self._from_card = set(from_card)
        for name, cell in self.cells.items():
            value = str(values.get(name, ""))
            cell.set_value(_written(name, value), self._meaning(name))
            cell.allow()
        self.sex.set_value(values.get("sex", ""), self._meaning("sex"))
        self.sex.choice.update()
        self.show_submitter(bool(values.get("submitter_name") or values.get("submitter_id")))
        for name in ("applicant_id", "phone"):
            self._look_at(name)

    def take_card(self, card: Card) -> str:
        """Write what a card says: into the submitter's cells when those stand open and the applicant is known.

        Returns the field where the hand goes on.
        """
        if self.other.isChecked() and self.cells["applicant_name"].value():
            self.cells["submitter_name"].set_value(card.name, text("counter.person.from_card"))
            self.cells["submitter_id"].set_value(_written("submitter_id", card.id), text("counter.person.from_card"))
            self.edited.emit("submitter_name")
            return "phone"
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

    def first_wrong(self, today: date) -> Refused | None:
        """What hinders saving: no name, or a day that is none."""
        if not self.cells["applicant_name"].value():
            return Refused("counter.person.name_missing", field="applicant_name")
        try:
            read_day(self.cells["birth_date"].value(), today)
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
        """Say what is odd about a value once it is whole; it is kept whatever it is."""
        cell = self.cells[name]
        value = cell.value()
        if not value:
            cell.allow()
        elif name == "birth_date":
            self._look_at_day(cell, value)
        elif name == "phone":
            self._look_at_phone(cell, value)
        else:
            self._look_at_number(cell, name, value.replace(" ", ""))

    def _look_at_number(self, cell: Cell, name: str, number: str) -> None:
        person = self.values() if name == "applicant_id" else {}
        odd = check_id(number, person.get("birth_date", ""), person.get("sex", ""))
        cell.warn(text(f"counter.odd.{odd[0]}") if odd else "", text(f"card.warning.{odd[0]}") if odd else "")
        cell.set_value(_written(name, number), self._meaning(name))

    def _look_at_day(self, cell: Cell, value: str) -> None:
        iso = _day(value)
        cell.warn("" if iso != value or len(value) == 4 else text("counter.odd.day"))
        if iso != value:
            cell.set_value(say_date(iso), self._meaning("birth_date"))

    def _look_at_phone(self, cell: Cell, value: str) -> None:
        try:
            cell.set_value(_written("phone", check_phone(value)), self._meaning("phone"))
            cell.allow()
        except Refused as odd:
            cell.warn(text("counter.odd.phone"), str(odd))


def _written(name: str, value: str) -> str:
    """A value as the cell shows it: days with the day first, long numbers in groups."""
    if name == "birth_date":
        return say_date(value)
    if name in ("applicant_id", "submitter_id") and len(value) == 12 and value.isdigit():
        return f"{value[:3]} {value[3:6]} {value[6:9]} {value[9:]}"
    if name == "phone" and len(value) == 10 and value.isdigit():
        return f"{value[:4]} {value[4:7]} {value[7:]}"
    return value


def _phone(value: str) -> str:
    try:
        return check_phone(value)
    except Refused:
        return value


def _day(value: str) -> str:
    try:
        return read_day(value, date.max)
    except ValueError:
        return value
