"""Sheets that ask for a reason: what is to be completed, why a case is refused, stopped, withdrawn or suspended."""

from typing import Any

from PySide6.QtWidgets import QWidget

from desk.casework.supplements import BETWEEN, asked
from desk.words import text
from sync.desk import Desk
from ui.cases.casefile import CaseFile
from ui.casework.asking import PHRASES, CaseSheet
from ui.kit.banner import Banner
from ui.kit.check_box import CheckBox
from ui.kit.text import Text
from ui.theme.tokens import STRONG

FORMS = {"ask_supplement": "02", "refuse": "03", "stop": "05", "withdraw": "05"}
LISTED = ("ask_supplement", "refuse")
"""The steps whose reason is a list, a line each, printed on a form of its own."""


class ReasonSheet(CaseSheet):
    """Asks why; a request for a supplement counts itself and offers the papers that were not handed in."""

    def __init__(self, over: QWidget, action: str, file: CaseFile, desk: Desk) -> None:
        super().__init__(over, action, file, desk)
        self.form = FORMS.get(action, "")
        self.papers: list[CheckBox] = []
        self.say(text(f"case_page.about.{action}"))
        if action == "ask_supplement":
            self._count(file)
            self._ask_papers(file)
        hint = text("case_page.one_a_line") if action in LISTED else ""
        phrases = [text(f"case_page.phrase.{action}.{n}") for n in PHRASES]
        self.reason = self.ask_reason(text(f"case_page.reason.{action}"), phrases, hint=hint)
        self.end()

    def _count(self, file: CaseFile) -> None:
        """How often it was asked for already, and that once more is a leader's to answer for."""
        limit, made = file.procedure and file.procedure.limit, len(asked(file.about.moves))
        allowed = limit.supplements_allowed if limit else None
        if allowed is not None and made >= allowed:
            self.body_pane.add(Banner("soon", text("casework.beyond", made=made, allowed=allowed)))
        elif allowed is not None:
            self.say(text("casework.asked_before", n=made + 1, allowed=allowed))

    def _ask_papers(self, file: CaseFile) -> None:
        """The papers of the procedure that were not handed in, to be ticked."""
        given = {paper.key for paper in file.papers if paper.form != "missing"}
        known = file.procedure.papers if file.procedure else ()
        missing = [paper.name for paper in known if paper.key not in given]
        if missing:
            self.body_pane.add(Text(text("case_page.missing_papers"), "secondary", weight=STRONG))
        for name in missing:
            self.papers.append(CheckBox(name))
            self.body_pane.add(self.papers[-1])

    def items(self) -> list[str]:
        """What was ticked and written, a line each."""
        written = filter(None, map(str.strip, self.reason.value().splitlines()))
        return [*(box.text() for box in self.papers if box.isChecked()), *written]

    def values(self) -> dict[str, Any]:
        return {"reason": BETWEEN.join(self.items())}

    def first_field(self) -> QWidget:
        return self.papers[0] if self.papers else self.reason


class NoteSheet(CaseSheet):
    """A note about a case."""

    def __init__(self, over: QWidget, action: str, file: CaseFile, desk: Desk) -> None:
        super().__init__(over, action, file, desk)
        self.cell = self.ask_reason(text("case_page.note"), lines=6)
        self.body_pane.add(Text(text("case_page.note_hint"), "small", ink="text3", wrap=True))
        self.take.setText(text("case_page.keep_note"))
        self.take.set_icon("check")
        self.end()

    def values(self) -> dict[str, Any]:
        return {"note": self.cell.value()}
