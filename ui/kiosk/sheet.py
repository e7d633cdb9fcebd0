"""One procedure for a citizen: papers, time, fees, and a code to take it all along."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent

from desk.procedures.procedure import PaperRule, Procedure
from desk.procedures.publishing import fees, handout, limit, limit_more, paper_said, said_name
from desk.words import text
from ui.kiosk.code import Code
from ui.kiosk.touch import Touch, Words, rolled
from ui.kit.layout import Pane, Rule
from ui.theme.tokens import STRONG

TOP = Qt.AlignmentFlag.AlignTop


class ProcedureSheet(Pane):
    """`left()` asks for the search again."""

    left = Signal()

    def __init__(self, procedure: Procedure, office: str) -> None:
        super().__init__("window", gap=14, margins=(28, 22, 28, 22))
        self.procedure = procedure
        self.back = Touch(f"←  {text('kiosk.back')}", primary=True, name=text("kiosk.back"))
        self.back.clicked.connect(self.left)
        self.code = Code(handout(procedure, office), text("kiosk.code_name"))
        self._take = self._card()
        below = Pane(None, across=True, gap=14).add((rolled(self._papers()), 1), self._take)
        self.add(self._head(), self._facts(), (below, 1))
        self.setFocusProxy(self.back)

    def _head(self) -> Pane:
        procedure = self.procedure
        titles = Pane(None, gap=2).add(Words(said_name(procedure), "title", weight=STRONG))
        if procedure.about:
            titles.add(Words(procedure.about, "text", ink="text2"))
        return Pane(None, across=True, gap=20).add((titles, 1), self.back)

    def _facts(self) -> Pane:
        procedure = self.procedure
        pane = Pane("surface", radius=10, border="line", across=True, gap=28, margins=(22, 14, 22, 14))
        for name, said, more in (
            ("limit", limit(procedure), limit_more(procedure)),
            ("fees", "\n".join(fees(procedure)) or text("publish.unstated"), ""),
            ("result", procedure.result, procedure.competent),
        ):
            fact = Pane(None).add(Words(text(f"publish.{name}"), "small", weight=STRONG, ink="text2"), Words(said))
            pane.add((fact.add(Words(more, "small", ink="text2"), None) if more else fact.add(None), 1))
        return pane

    def _papers(self) -> Pane:
        pane = Pane("surface", radius=10, border="line", gap=0, margins=(22, 18, 22, 18))
        pane.add(Words(text("publish.papers"), "big", weight=STRONG), 6)
        for n, paper in enumerate(self.procedure.papers, 1):
            pane.add(*self._paper(n, paper))
        if not self.procedure.papers:
            pane.add(Words(text("kiosk.no_papers")))
        name = self.procedure.name if self.procedure.name != said_name(self.procedure) else ""
        official = " · ".join(filter(None, [self.procedure.code, name]))
        return pane.add(14, None, Words(official, "small", ink="text2"))

    def _paper(self, n: int, paper: PaperRule) -> tuple[Pane, Rule]:
        number = Words(f"{n}.", "text", ink="text2")
        number.setFixedWidth(40)
        number.setAlignment(TOP)
        said = Pane(None).add(Words(paper_said(paper)))
        if paper.when:
            said.add(Words(paper.when, "small", ink="soon"))
        return Pane(None, across=True, margins=(0, 8, 0, 8)).add(number, (said, 1)), Rule()

    def _card(self) -> Pane:
        take = Words(text("kiosk.take"), "small", ink="text2")
        take.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        return Pane("surface", radius=10, border="line", gap=8, margins=(18, 18, 18, 14)).add(self.code, take, None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.code.grow(round(min(self.width() * 0.3, self.height() * 0.5)))
        self._take.setFixedWidth(self.code.height() + 36)
