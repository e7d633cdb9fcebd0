"""The sheet of papers that are brought later: with a supplement, or by themselves, each ticked with how it came."""

from typing import Any

from PySide6.QtWidgets import QWidget

from desk.cases import PaperGiven, field_label
from desk.casework import work
from desk.casework.papers import FORMS, Awaited, Brought, Handed
from desk.casework.supplements import asked, items
from desk.procedures.procedure import PaperRule
from desk.words import text
from sync.desk import Desk
from ui.cases.casefile import CaseFile, read
from ui.casework.asking import CaseSheet
from ui.counter.paper_row import COPIES_WIDE, FORM_WIDE, GAP, MOST_COPIES, usual_form
from ui.kit.cell import Cell, ChoiceCell
from ui.kit.cell_grid import CellGrid
from ui.kit.check_box import CheckBox
from ui.kit.choice import Choice
from ui.kit.field import Field
from ui.kit.layout import Pane, row
from ui.kit.text import Text


def forms() -> list[tuple[str, str]]:
    """The forms in which a paper can come, with their words."""
    return [(form, text(f"cases.form.{form}")) for form in FORMS]


class BroughtRow(Pane):
    """One awaited paper: ticked once it is here, then its form and how many."""

    def __init__(self, paper: Awaited, rule: PaperRule | None) -> None:
        super().__init__(None)
        self.paper = paper
        self.box = CheckBox(paper.name, ink="text")
        usual = usual_form(rule) if rule else FORMS[0]
        self.form = Choice(forms(), usual, name=text("papers.form", name=paper.name), height=30)
        self.form.setFixedWidth(FORM_WIDE)
        self.copies = Field(text("papers.copies", name=paper.name), text="1", height=30)
        self.copies.setFixedWidth(COPIES_WIDE)
        self.copies.edit.setMaxLength(len(str(MOST_COPIES)))
        self.add(row((self.box, 1), self.form, self.copies, gap=GAP))
        self.box.toggled.connect(self._show)
        self._show(False)

    def _show(self, on: bool) -> None:
        self.form.setVisible(on)
        self.copies.setVisible(on)

    def handed(self) -> Handed:
        """In which form it came, and how many."""
        typed = self.copies.text()
        return Handed(self.form.chosen(), int(typed) if typed.isdecimal() else 0)


class BroughtSheet(CaseSheet):
    """Asks which papers came, a supplement's or more of them; opened again it follows what is still awaited."""

    def __init__(self, over: QWidget, action: str, file: CaseFile, desk: Desk) -> None:
        title = text("papers.hand_in") if action == "hand_in" else ""
        super().__init__(over, action, file, desk, title=title, width=560)
        self.say(text("papers.about" if action == "hand_in" else "papers.about_supplement"))
        if action == "supplement" and (requests := asked(file.about.moves)):
            self.say(text("papers.asked", items="; ".join(items(requests[-1]))))
        self.rows: dict[str, BroughtRow] = {}
        self._list, self._none = Pane(None, gap=2), Text(text("papers.none"), "secondary", ink="text3", wrap=True)
        self.extra = Cell(text("papers.extra"), placeholder=text("papers.extra_hint"))
        self.extra_form = ChoiceCell(str(field_label("form")), forms())
        grid = CellGrid(((self.extra, 3), (self.extra_form, 2)))
        self.body_pane.add(self._none, self._list, grid)
        self.end()

    def start(self, field: str = "") -> None:
        """Open it; the paper whose record is `field` stands ticked."""
        if file := read(self.desk, self.case_id):
            self._follow(file)
        if wanted := self.rows.get(field):
            wanted.box.setChecked(True)
        self.notice.hide()
        self.open(wanted.box if wanted else self.first_field())

    def _follow(self, file: CaseFile) -> None:
        """Show what is awaited now; what was ticked stays."""
        found = {paper.id or paper.key: paper for paper in work.awaited(self.desk.db, file.case, file.procedure)}
        for gone in self.rows.keys() - found.keys():
            line = self.rows.pop(gone)
            line.hide()
            line.deleteLater()
        rules = {rule.key: rule for rule in (file.procedure.papers if file.procedure else ())}
        for place, paper in found.items():
            if place not in self.rows:
                self.rows[place] = BroughtRow(paper, rules.get(paper.key))
                self._list.add(self.rows[place])
        self._none.setVisible(not self.rows)

    def values(self) -> dict[str, Any]:
        """What was ticked and written as `Brought`."""
        given: dict[str, Handed] = {}
        extra: list[PaperGiven] = []
        for each in self.rows.values():
            handed, paper = each.handed(), each.paper
            if each.box.isChecked() and paper.id:
                given[paper.id] = handed
            elif each.box.isChecked():
                extra.append(PaperGiven(paper.name, handed.form, handed.copies or 0, paper.key))
        if name := self.extra.value():
            extra.append(PaperGiven(name, self.extra_form.value()))
        return {"brought": Brought(given, extra)}

    def first_field(self) -> QWidget:
        return next((each.box for each in self.rows.values()), self.extra)
