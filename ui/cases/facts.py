"""What a case is: the person, what was asked for, the papers. A click on a value corrects it."""

from collections.abc import Iterator

from PySide6.QtCore import Signal

from desk.cases import CasePaper, field_label
from desk.casework.returning import Return
from desk.casework.work_words import say_score
from desk.scans.scan import Scan
from desk.words import text
from sync.desk import Desk
from ui.cases import saying
from ui.cases.casefile import CaseFile
from ui.cases.fact import PAD, Fact
from ui.cases.paper_line import PaperLine
from ui.kit.button import Button
from ui.kit.layout import Pane, row
from ui.kit.text import Elided, Text
from ui.theme.tokens import STRONG

ALWAYS = ("applicant_id", "birth_date", "phone", "address", "portal_number")
FILLED = ("email", "submitter_name", "submitter_id", "subject", "assignee", "note", "result_number",
          "result_date", "returned_at", "returned_to", "void_reason")  # fmt: skip
SETTLED_ONLY = frozenset({"returned_at", "returned_to", "void_reason"})


class Facts(Pane):
    """`corrected(field)` asks to correct a field, `settle_wanted(field)` to settle one in conflict.

    `scan_wanted(scan id)` asks to look at the first scan of a paper, `papers_wanted(paper id)` to note a missing one
    as handed in ("": whichever came).
    """

    corrected = Signal(str)
    settle_wanted = Signal(str)
    scan_wanted = Signal(str)
    papers_wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(None, margins=(16 - PAD, 14, 6, 12))
        self._desk = desk
        self._facts: dict[str, Fact] = {}
        self._held: tuple[bool, list[tuple[CasePaper, list[Scan]]]] | None = None
        self._disputed: frozenset[str] = frozenset()
        self._name = Elided("", "title", weight=STRONG, lines=3)
        self._procedure = Elided("", "body", ink="text2", lines=3)
        self._rows = Pane(None)
        self._papers = Pane(None)
        self._count = Text("", "small", ink="text3")
        self._newer = Pane(None)
        self.edit = Button(text("casework.correct"), "link", key="Ctrl+E", size="small", height=28)
        self.hand_in = Button(text("papers.action"), "link", key="Ctrl+N", size="small", height=28)
        self.hand_in.setToolTip(text("papers.hand_in"))
        title = Text(text("case_page.papers"), "section", weight=STRONG)
        head = row(title, 4, self._count, None, self.hand_in)
        upper = Pane(None, margins=(PAD, 0, PAD, 0)).add(row((self._name, 1), self.edit), 2, self._procedure)
        self._only_told = Pane(None, margins=(PAD, 0, PAD, 0))
        lower = Pane(None, margins=(PAD, 0, PAD, 0)).add(head, 2, self._papers, 8, self._newer)
        self.add(upper, 8, self._rows, self._only_told, 10, lower, None)
        self.edit.clicked.connect(lambda: self.corrected.emit(""))
        self.hand_in.clicked.connect(lambda: self.papers_wanted.emit(""))
        self._told = {name: Fact(text(f"case_page.told.{name}")) for name in _TOLD}
        self._only_told.add(*self._told.values())

    def show_case(self, file: CaseFile) -> None:
        """Show that case; rows are kept as long as they stay the same ones, so the keyboard stays where it is."""
        case = file.case
        self._name.say(case.applicant_name)
        self._procedure.say(case.procedure_name or case.procedure)
        names = [name for name in (*ALWAYS, *FILLED) if name in ALWAYS or getattr(case, name) or name in file.disputes]
        self._show_rows(names, file)
        self._show_papers(file)
        self._show_newer(file)

    def _show_rows(self, names: list[str], file: CaseFile) -> None:
        if names != list(self._facts):
            self._empty(self._rows)
            self._facts = {name: self._fact(name) for name in names}
            self._rows.add(*self._facts.values())
        self._disputed = frozenset(file.disputes)
        for name, fact in self._facts.items():
            self._say(fact, name, file)
        told = dict(_tell(file, self._desk))
        for name, fact in self._told.items():
            fact.setVisible(name in told)
            fact.say(told.get(name, ""))

    def _fact(self, name: str) -> Fact:
        fact = Fact(str(field_label(name)), corrected=name not in SETTLED_ONLY, inset=PAD)
        fact.clicked.connect(lambda: self._wanted(name))
        return fact

    def _wanted(self, name: str) -> None:
        (self.settle_wanted if name in self._disputed else self.corrected).emit(name)

    def _say(self, fact: Fact, name: str, file: CaseFile) -> None:
        held = saying.value(name, getattr(file.case, name))
        if name == "birth_date" and file.case.sex:
            held = ", ".join(filter(None, (held, saying.value("sex", file.case.sex).lower())))
        if name == "assignee":
            held = self._desk.officer_name(held)
        if name in file.disputes:
            others = len({repr(version.value) for version in file.disputes[name]}) - 1
            fact.say(text("case_page.other_values", value=held, count=others), ink="conflict", icon="git-fork")
        else:
            fact.say(held)

    def _show_papers(self, file: CaseFile) -> None:
        takes = not file.why_not("hand_in")
        self.hand_in.setVisible(takes)
        held = takes, [(paper, [scan for scan in file.scans if scan.paper_id == paper.id]) for paper in file.papers]
        self._count.say(text("case_page.paper_count", count=len([p for p in file.papers if p.form != "missing"])))
        if held == self._held:
            return
        self._held = held
        self._empty(self._papers)
        if not file.papers:
            self._papers.add(Text(text("case_page.no_papers"), "secondary", ink="text3", wrap=True))
        for paper, scans in held[1]:
            self._papers.add(self._paper(paper, scans, takes))

    def _paper(self, paper: CasePaper, scans: list[Scan], takes: bool) -> PaperLine:
        line = PaperLine(paper, scans, takes=takes)
        if line.takes:
            line.clicked.connect(lambda: self._take_in(paper.id))
        elif scans:
            line.clicked.connect(lambda: self.scan_wanted.emit(scans[0].id))
        return line

    def _take_in(self, paper_id: str) -> None:
        self.hand_in.setFocus()  # the keyboard comes back to it: the line goes once the paper is here
        self.papers_wanted.emit(paper_id)

    def _show_newer(self, file: CaseFile) -> None:
        self._empty(self._newer)
        if file.unknown:
            self._newer.add(Text(text("case_page.newer"), "secondary", weight=STRONG), 2)
            self._newer.add(Text(text("case_page.newer_hint"), "small", ink="text3", wrap=True), 2)
        for name, held in file.unknown.items():
            self._newer.add(Fact(name, str(held)[:200]))

    def _empty(self, pane: Pane) -> None:
        while (item := pane.body.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()


_TOLD = ("received", "competent", "channel", "collect", "fee", "handed", "rated")


def _tell(file: CaseFile, desk: Desk) -> Iterator[tuple[str, str]]:
    """What cannot be corrected on the page itself, or is told together."""
    case = file.case
    first = file.story[0].entry.device if file.story else ""
    received = saying.value("received_at", case.received_at)
    yield "received", f"{received}, {desk.device_name(first)}" if first else received
    yield "competent", desk.office.name if case.competent_office == desk.office.code else case.competent_office
    yield "channel", saying.value("channel", case.channel)
    yield "collect", saying.value("collect", case.collect)
    yield "fee", saying.fee(case)
    for given in file.returns[-1:]:
        yield "handed", _handed(given)
    for rating in file.about.ratings[-1:]:
        yield "rated", saying.capital(say_score(rating.score, rating.scale))


def _handed(given: Return) -> str:
    """By what way the result was handed over, and the proof of it."""
    proof = text("casework.signed") if given.signed else given.parcel
    return ", ".join(
        filter(None, (saying.value("collect", given.way), proof, saying.spaced("applicant_id", given.person_id)))
    )
