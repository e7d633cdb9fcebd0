"""Does with a case what the officer asks for: asks on a sheet what is missing, then decides and tells the outcome.

One for each screen; it outlives its sheets, and what was typed in one that was left is there when it opens again.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from desk import Refused, Spoken, cases, counter
from desk.lifecycle import ACTIONS, stage_label
from desk.words import text
from ui.cases.asking import ASKED, FORMS, NoteSheet, StepSheet
from ui.cases.casefile import CaseFile, read
from ui.cases.correcting import CorrectionSheet
from ui.cases.forms import show_form
from ui.session import Session
from ui.shell.window import Window

SHEETS_KEPT = 6


class Doing(QObject):
    """`settle_wanted(case id, field)` asks for the screen where conflicts are settled."""

    settle_wanted = Signal(str, str)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.window: Window | None = None
        self._sheets: dict[tuple[str, str], StepSheet | NoteSheet | CorrectionSheet] = {}
        self._undo: Callable[[], None] | None = None

    def move_in(self, window: Window) -> None:
        """Take the window whose foot tells what was done."""
        self.window = window
        window.notice.acted.connect(self._take_back)
        window.place_opened.connect(lambda _: self._forget())

    def do(self, name: str, case_id: str, field: str = "") -> None:
        """Take a step, or one of note, edit, print; `field` is where a correction begins."""
        file = read(self._session.desk, case_id)
        if file is None or self.window is None:
            return
        if name == "print":
            show_form(self._session, self.window, file, "01")
        elif name in ("note", "edit") or ACTIONS[name].needs_reason or name in ASKED:
            self._ask(name, file, field)
        else:
            self._move(file, name, "", {})

    def _ask(self, name: str, file: CaseFile, field: str) -> None:
        key = (file.case.id, name)
        sheet = self._sheets.pop(key, None) or self._made(name, file)
        self._sheets[key] = sheet
        while len(self._sheets) > SHEETS_KEPT:
            self._sheets.pop(next(iter(self._sheets))).deleteLater()
        if isinstance(sheet, CorrectionSheet):
            sheet.follow(file)
            sheet.start(field)
        else:
            sheet.start()

    def _made(self, name: str, file: CaseFile) -> StepSheet | NoteSheet | CorrectionSheet:
        assert self.window is not None
        if name == "note":
            note = NoteSheet(self.window, file)
            note.written.connect(partial(self._note, note, file))
            return note
        if name == "edit":
            correction = CorrectionSheet(self.window, file)
            correction.saved.connect(partial(self._correct, correction, file))
            correction.settle_wanted.connect(partial(self.settle_wanted.emit, file.case.id))
            return correction
        step = StepSheet(self.window, name, file)
        step.taken.connect(partial(self._step, step, file))
        return step

    def _step(self, sheet: StepSheet, file: CaseFile, reason: str, values: dict[str, Any]) -> None:
        try:
            self._write(file, sheet.action, reason, values)
        except Refused as wrong:
            sheet.refuse(wrong)
            return
        items = sheet.items()
        self._done(sheet, (file.case.id, sheet.action))
        self._tell_moved(file.case.id)
        if (form := FORMS.get(sheet.action)) and self.window and (now := read(self._session.desk, file.case.id)):
            show_form(self._session, self.window, now, form, items)

    def _move(self, file: CaseFile, name: str, reason: str, values: dict[str, Any]) -> None:
        try:
            self._write(file, name, reason, values)
        except Spoken as wrong:
            self.tell(str(wrong), tone="late")
        else:
            self._tell_moved(file.case.id)

    def _write(self, file: CaseFile, name: str, reason: str, values: dict[str, Any]) -> None:
        desk = self._session.desk
        self._session.do(
            lambda hand: counter.move(
                desk.db, hand, file.case.id, name, file.procedure, desk.calendar, reason, values=values
            )
        )

    def _tell_moved(self, case_id: str) -> None:
        if now := read(self._session.desk, case_id):
            self.tell(text("case_page.moved", number=now.case.number, stage=stage_label(now.case.stage)))

    def _note(self, sheet: NoteSheet, file: CaseFile, written: str) -> None:
        try:
            self._session.do(
                lambda hand: cases.add_note(file.case, written, now=hand.at, new_id=hand.new_id, by=hand.by)
            )
        except Refused as wrong:
            sheet.refuse(wrong)
            return
        self._done(sheet, (file.case.id, "note"))
        self.tell(text("case_page.noted", number=file.case.number))

    def _correct(self, sheet: CorrectionSheet, file: CaseFile, values: dict[str, Any]) -> None:
        if not values:
            sheet.close_sheet()
            return
        try:
            before = self.correct(file.case.id, values)
        except Refused as wrong:
            sheet.refuse(wrong)
            return
        self._done(sheet, (file.case.id, "edit"))
        self._undo = lambda: self._give_back(file.case.id, before)
        self.tell(text("case_page.edited", number=file.case.number), action=text("case_page.undo"), key="Ctrl+Z")

    def correct(self, case_id: str, values: dict[str, Any]) -> dict[str, Any]:
        """Correct fields of a case; what they held before. Raises Refused."""
        desk = self._session.desk
        held = counter.case_here(desk.db, case_id)
        change = self._session.do(lambda hand: counter.edit(desk.db, hand, case_id, values))
        return {name: getattr(held, name) for name in change.edits[0].fields}

    def _give_back(self, case_id: str, before: dict[str, Any]) -> None:
        try:
            self.correct(case_id, before)
        except Spoken as wrong:
            self.tell(str(wrong), tone="late")
        else:
            self.tell(text("case_page.taken_back"))

    def _take_back(self) -> None:
        undo, self._undo = self._undo, None
        if undo:
            undo()

    def _forget(self) -> None:
        """Another place has its own Ctrl+Z."""
        if self._undo and self.window:
            self._undo = None
            self.window.notice.hide()

    def _done(self, sheet: StepSheet | NoteSheet | CorrectionSheet, key: tuple[str, str]) -> None:
        self._sheets.pop(key, None)
        sheet.close_sheet()
        sheet.deleteLater()

    def follow(self, touched: set[tuple[str, str]]) -> None:
        """Bring sheets in use up to date with what came from other PCs; what was typed stays."""
        for (case_id, _), sheet in self._sheets.items():
            if ("case", case_id) in touched and isinstance(sheet, CorrectionSheet):
                sheet.follow_case(self._session.desk)

    def tell(self, words: str, *, tone: str = "ok", action: str = "", key: str = "") -> None:
        """Tell it at the foot of the window."""
        if self.window:
            if not action:
                self._undo = None
            self.window.tell(words, tone=tone, action=action, key=key)
