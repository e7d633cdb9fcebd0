"""How what is being entered ends: received, received and sent back for a supplement, or refused with a paper.

Both ways back give the citizen a number, for what is handed out must be found again; a form printed from what is not
received says that it is a draft, and nothing is written.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desk import Refused, Spoken, counter, forms
from desk.cases import Case
from desk.casework import supplements
from desk.words import text
from sync import own
from ui.counter.form import Entered, Form, received
from ui.counter.slip import open_form, open_preview
from ui.counter.turning_back import TurningBack
from ui.own_wording import warn
from ui.preview import Preview
from ui.scans.draft_pile import DraftPile
from ui.session import Session

FORMS = {"ask_supplement": "02", "refuse": "03"}


class Finishing(QObject):
    """`received(Case)` comes once the case is on the disk; `hindered(error)` says why not, and nothing is lost."""

    received = Signal(object)
    hindered = Signal(object)

    def __init__(self, session: Session, form: Form, pile: Callable[[], DraftPile], over: QWidget) -> None:
        super().__init__(over)
        self._session, self._form, self._pile, self._over = session, form, pile, over

    def receive(self) -> Case | None:
        """Receive the case with its scans; None when something hinders."""
        pile = self._pile()
        try:
            decide = self._form.decision()
            case = received(self._session.do(lambda hand: pile.joined(decide(hand), hand)))
        except Spoken as wrong:
            self.hindered.emit(wrong)
            return None
        self.received.emit(case)
        return case

    def turn_back(self, action: str) -> None:
        """Ask on a sheet what is missing ("ask_supplement"), or why it cannot be taken ("refuse")."""
        try:
            entered = self._form.entered()
            if action == "ask_supplement":
                supplements.require_allowed(entered.case, entered.procedure.limit, (), self._session.desk.roles)
        except Refused as wrong:
            self.hindered.emit(wrong)
            return
        missing = [paper.name for paper in entered.papers if paper.form == "missing"]
        about = f"{entered.case.applicant_name} · {entered.case.procedure_name}"
        sheet = TurningBack(self._over.window(), action, about, missing if action == "ask_supplement" else ())
        sheet.taken.connect(partial(self._turned_back, sheet, entered))
        sheet.draft_wanted.connect(partial(self._print_draft, sheet, entered))
        sheet.closed.connect(sheet.deleteLater)
        sheet.open(sheet.papers[0] if sheet.papers else sheet.cell)

    def _turned_back(self, sheet: TurningBack, entered: Entered) -> None:
        desk, action, reason = self._session.desk, sheet.action, supplements.BETWEEN.join(sheet.items())
        sheet.close_sheet()
        case = self.receive()
        if case is None:
            return
        try:
            self._session.do(
                lambda hand: counter.move(desk.db, hand, case.id, action, entered.procedure, desk.calendar, reason)
            )
        except Spoken as wrong:
            self.hindered.emit(wrong)
        else:
            open_form(self._session, case, self._over.window(), FORMS[action])

    def _print_draft(self, sheet: TurningBack, entered: Entered) -> None:
        """The form as a draft; what was entered stays as it is, and nothing is written."""
        desk, items = self._session.desk, sheet.items()
        slip = forms.slip_of(
            entered.case, entered.papers, office_name=desk.office.name or desk.office.code,
            procedure=entered.procedure, receiver=desk.officer.name, draft=True,
        )  # fmt: skip
        at, refused, name = desk.hand().at, sheet.action == "refuse", text("counter.form.draft")
        words = own.wording(desk)

        def pdf(size: str) -> bytes:
            if refused:
                return forms.refusal_pdf(slip, items, at=at, size=size, templates=words)
            return forms.supplement_pdf(slip, items, at=at, contact=desk.officer.name, size=size, templates=words)

        preview = Preview(pdf, title=name, file_name=f"{name}.pdf")
        warn(preview, desk, FORMS[sheet.action])
        open_preview(preview, self._over.window())
