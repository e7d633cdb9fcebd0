"""Section 2: who asks. The cells, the card that fills them, who was here before, and what is doubtful."""

from dataclasses import asdict

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desk.cases import Case
from desk.people.identity_card import CardError, read_card
from desk.words import text
from sync.desk import Desk
from ui.counter.alike import Duplicate
from ui.counter.applicant import SUBMITTER, Applicant
from ui.counter.offers import FIELDS, REUSED, Offers
from ui.counter.scan_trouble import ScanTrouble
from ui.kit.button import Button
from ui.kit.field import Field
from ui.kit.layout import Pane, row
from ui.kit.section import Section
from ui.kit.text import Chip, KeyCap


class Person(Pane):
    """`edited()` follows every change, `card_read(field)` a card, with the field where the hand goes on."""

    edited = Signal()
    card_read = Signal(str)

    def __init__(self, desk: Desk, over: QWidget) -> None:
        """`over` is what offers of earlier visitors may lie over."""
        super().__init__(None)
        self._desk = desk
        self.applicant, self.trouble, self.alike = Applicant(), ScanTrouble(), Duplicate(desk)
        self.offers = Offers(desk, over)
        self._chip = Chip("", "ok", icon="identification-card")
        self._chip.hide()
        self._scan = Button(text("counter.scan.button"), "quiet", icon="qr-code", key="F4", height=28)
        name, hint = text("counter.scan.name"), text("counter.scan.hint")
        self._scan_field = Field(name, placeholder=hint, icon="qr-code", height=30)
        self._scan_field.setFixedWidth(280)
        self._scan_field.hide()
        self._lay()
        self._connect()
        self.setFocusProxy(self.applicant)

    def _lay(self) -> None:
        applicant = self.applicant
        title = Section(
            2, text("counter.person.title"), self._chip, self._scan_field, self._scan, key="Alt+2", target=applicant
        )
        kinds = row(applicant.other, None, KeyCap("Alt+5"), applicant.kind, gap=8)
        self.add(title, 6, applicant, 8, kinds, 6, self.trouble, self.alike)
        to_kind = QShortcut(QKeySequence("Alt+5"), self)
        to_kind.activated.connect(lambda: applicant.kind.setFocus(Qt.FocusReason.ShortcutFocusReason))

    def _connect(self) -> None:
        self.applicant.edited.connect(self._edited)
        self.applicant.scan_pasted.connect(self.read_card)
        self._scan.clicked.connect(self._wait_for_scan)
        self._scan_field.entered.connect(self._read_scan_field)
        self._scan_field.edit.editingFinished.connect(self._hide_scan_field)
        self.trouble.number_wanted.connect(self._take_number)
        self.offers.taken.connect(self._as_last_time)

    def read_card(self, payload: str) -> None:
        """Fill in the person from a card's code, or say why not."""
        now = self._desk.now()
        try:
            card = read_card(payload, now.date())
        except CardError as error:
            self.trouble.say(error)
            return
        self._hide_scan_field()
        onward = self.applicant.take_card(card)
        self._chip.say(text("counter.scan.read", time=f"{now:%H:%M}"), "ok", icon="identification-card")
        self._chip.show()
        self.trouble.warn(tuple(kind for kind in card.warnings if not kind.startswith("id_")))
        self.card_read.emit(onward)

    def show_person(self, case: Case, *, also: dict[str, str] | None = None, submitter: bool = False) -> None:
        """Show who asked in an earlier case; what stands in `also` is kept."""
        known = asdict(case)
        values = {name: known[name] for name in (*REUSED, *(SUBMITTER if submitter else ())) if known[name]}
        self.applicant.show_values({**values, **(also or {})}, self.applicant.from_card())
        self.edited.emit()

    def forget(self) -> None:
        """Nobody stands at the counter."""
        for hint in (self.trouble, self._chip, self.offers):
            hint.hide()

    def _edited(self, field: str) -> None:
        if field in FIELDS:
            self.offers.soon(field, self.applicant.cells[field], self.applicant.values())
        self.edited.emit()

    def _as_last_time(self, case: Case) -> None:
        typed = self.applicant.values()
        also = {name: value for name, value in typed.items() if name not in FIELDS}
        self.show_person(case, also=also)
        self.applicant.cells["phone"].setFocus()

    def _take_number(self, number: str) -> None:
        self.applicant.show_values({**self.applicant.values(), "applicant_id": number}, self.applicant.from_card())
        self.edited.emit()

    def _wait_for_scan(self) -> None:
        self._scan_field.set_text("")
        self._scan.hide()
        self._chip.hide()
        self._scan_field.show()
        self._scan_field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _hide_scan_field(self) -> None:
        self._scan_field.hide()
        self._scan.show()

    def _read_scan_field(self) -> None:
        payload = self._scan_field.edit.text()
        self._hide_scan_field()
        self.read_card(payload)
