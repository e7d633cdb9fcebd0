"""Does with a case what the officer asks for: asks on a sheet what is missing, then decides and tells the outcome.

One for each screen; it outlives its sheets, and what was typed in one that was left is there when it opens again.
"""

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from desk import Refused, Spoken, counter
from desk.casework import offers
from desk.casework.work_words import say_holder
from desk.lifecycle import ACTIONS, stage_label
from desk.words import text
from sync import undo
from ui.cases import saying
from ui.cases.casefile import CaseFile, read
from ui.cases.correcting import CorrectionSheet
from ui.cases.forms import show_form
from ui.casework.asking import CaseSheet
from ui.casework.decisions import SHEETS, decide
from ui.casework.form_choice import FormSheet
from ui.casework.result import ResultSheet
from ui.scans.intake import Intake
from ui.scans.pile import CasePile
from ui.scans.taking import Taking
from ui.session import Session
from ui.shell.window import Window

SHEETS_KEPT = 6
SLIP = "01"


class Doing(QObject):
    """`settle_wanted(case id, field)` asks for the screen where conflicts are settled."""

    settle_wanted = Signal(str, str)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.window: Window | None = None
        self.page_shown = False
        """Whether a page that offers to undo by itself is on show."""
        self._sheets: dict[tuple[str, str], CaseSheet | CorrectionSheet] = {}
        self._undone = ""  # the case whose last action Ctrl+Z takes back

    def move_in(self, window: Window) -> None:
        """Take the window whose foot tells what was done."""
        self.window = window
        window.notice.acted.connect(self._take_back)
        window.place_opened.connect(lambda _: self._forget())

    def do(self, name: str, case_id: str, field: str = "") -> None:
        """Take an action, or one of print, forms, undo; `field` is where a correction begins."""
        file = read(self._session.desk, case_id)
        if file is None or self.window is None:
            return
        if name == "print":
            self.show(file, SLIP)
        elif name == "forms":
            self._choose_form(file)
        elif reason := file.why_not(name) if name != "undo" else "":
            self.tell(reason, tone="soon")
        elif name == "edit" or name in SHEETS:
            self._ask(name, file, field)
        else:
            self._at_once(name, file)

    def show(self, file: CaseFile, form: str) -> None:
        """Show a printed form of a case as it will be on paper."""
        if self.window:
            show_form(self._session, self.window, file, form)

    def _choose_form(self, file: CaseFile) -> None:
        assert self.window is not None
        sheet = FormSheet(self.window, file, self._session.desk)
        sheet.chosen.connect(partial(self.show, file))
        sheet.closed.connect(sheet.deleteLater)
        sheet.start()

    def _ask(self, name: str, file: CaseFile, field: str) -> None:
        key = (file.case.id, name)
        sheet = self._sheets.pop(key, None) or self._made(name, file)
        self._sheets[key] = sheet
        while len(self._sheets) > SHEETS_KEPT:
            self._sheets.pop(next(iter(self._sheets))).deleteLater()
        if isinstance(sheet, CorrectionSheet):
            sheet.follow(file)
        sheet.start(field)

    def _made(self, name: str, file: CaseFile) -> CaseSheet | CorrectionSheet:
        assert self.window is not None
        if name == "edit":
            correction = CorrectionSheet(self.window, file)
            correction.saved.connect(partial(self._correct, correction, file))
            correction.settle_wanted.connect(partial(self.settle_wanted.emit, file.case.id))
            return correction
        sheet = SHEETS[name](self.window, name, file, self._session.desk)
        sheet.taken.connect(partial(self._taken, sheet))
        return sheet

    def _taken(self, sheet: CaseSheet) -> None:
        """What the sheet asked for is there: decide, then what follows from it."""
        file = read(self._session.desk, sheet.case_id)
        if file is None or not sheet.attempt(lambda: self._write(sheet.action, file, sheet.values())):
            return
        self._done(sheet, (file.case.id, sheet.action))
        self._tell_done(sheet.action, file.case.id)
        if isinstance(sheet, ResultSheet) and sheet.paths:
            self._keep_result(sheet)
        self._follow_up(sheet, file.case.id)

    def _follow_up(self, sheet: CaseSheet, case_id: str) -> None:
        """The form to hand over now, or the question how the service was."""
        now = read(self._session.desk, case_id)
        if now and sheet.form:
            self.show(now, sheet.form)
        elif now and sheet.action == "return":
            self._ask("rate", now, "")
            self._session.served.emit(case_id)

    def _keep_result(self, sheet: ResultSheet) -> None:
        taking = Taking(CasePile(self._session, sheet.case_id), Intake.of(self._session), None, self)
        taking.told.connect(lambda words, refused: self.tell(words, tone="late" if refused else "ok"))
        taking.told.connect(taking.deleteLater)
        taking.take(sheet.paths)

    def _at_once(self, name: str, file: CaseFile) -> None:
        try:
            self._write(name, file, {})
        except Spoken as wrong:
            self.tell(str(wrong), tone="late")
        else:
            self._tell_done(name, file.case.id)

    def _write(self, name: str, file: CaseFile, values: dict[str, Any]) -> None:
        self._session.do(lambda hand: decide(name, self._session.desk, hand, file, values))

    def _tell_done(self, name: str, case_id: str) -> None:
        file = read(self._session.desk, case_id)
        if file is None:
            return
        said = self._said(name, file)
        if self.page_shown or name == "undo" or not self._undoable(file):
            self.tell(said)
            return
        self.tell(said, action=text("case_page.undo"), key="Ctrl+Z")
        self._undone = case_id

    def _undoable(self, file: CaseFile) -> bool:
        try:
            undo.require_open(self._session.desk, file.case, file.last, self._session.desk.by)
        except Refused:
            return False
        return True

    def _said(self, name: str, file: CaseFile) -> str:
        """What was done, in a line."""
        case = file.case
        if name in ACTIONS:
            return text("case_page.moved", number=case.number, stage=stage_label(case.stage))
        if name in ("take", "allot", "handover"):
            return text("casework.done.held", number=case.number, holder=say_holder(file.holder))
        if name == "apologise":
            due = saying.due_fully(case, self._session.desk.now())
            return text("casework.done.apologise", number=case.number, due=due)
        if name == "hand_in":
            whole = all(paper.form != "missing" for paper in file.papers)
            return text("papers.done_whole" if whole else "papers.done", number=case.number)
        return text(f"casework.done.{name}", number=case.number, portal=case.portal_number)

    def _correct(self, sheet: CorrectionSheet, file: CaseFile, values: dict[str, Any]) -> None:
        if not values:
            sheet.close_sheet()
            return
        desk = self._session.desk
        try:
            self._session.do(lambda hand: counter.edit(desk.db, hand, file.case.id, values))
        except Refused as wrong:
            sheet.refuse(wrong)
            return
        self._done(sheet, (file.case.id, "edit"))
        self._tell_done("edit", file.case.id)

    def _take_back(self) -> None:
        case_id, self._undone = self._undone, ""
        if case_id:
            self.do("undo", case_id)

    def _forget(self) -> None:
        """Another place has its own Ctrl+Z."""
        if self._undone and self.window:
            self._undone = ""
            self.window.notice.hide()

    def _done(self, sheet: CaseSheet | CorrectionSheet, key: tuple[str, str]) -> None:
        if self._sheets.pop(key, None) is None:
            return
        sheet.close_sheet()
        sheet.deleteLater()

    def follow(self, touched: set[tuple[str, str]]) -> None:
        """Bring sheets in use up to date with what came from other PCs; what was typed stays."""
        for (case_id, name), sheet in list(self._sheets.items()):
            if ("case", case_id) in touched and isinstance(sheet, CorrectionSheet):
                sheet.follow_case(self._session.desk)
            elif name == "rate" and ("case", case_id) in touched:
                self._drop_answered(case_id)

    def _drop_answered(self, case_id: str) -> None:
        """Put the question away that was answered on the citizen's own screen."""
        file = read(self._session.desk, case_id)
        if file and "rate" not in offers.offered(file.about):
            self._done(self._sheets[case_id, "rate"], (case_id, "rate"))

    def tell(self, words: str, *, tone: str = "ok", action: str = "", key: str = "") -> None:
        """Tell it at the foot of the window."""
        if self.window:
            self._undone = ""
            self.window.tell(words, tone=tone, action=action, key=key)
