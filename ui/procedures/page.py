"""All that is known of one procedure: papers, time, fees, steps, legal basis. For a sheet, or beside the work."""

from collections.abc import Iterable

from desk.procedures.money_words import say_fee
from desk.procedures.procedure import PaperRule, Procedure
from desk.procedures.publishing import limit_more
from desk.time.deadline_words import state_limit
from desk.words import text
from ui.kit.layout import Pane, Rule, row
from ui.kit.text import Text
from ui.theme.tokens import STRONG


class ProcedurePage(Pane):
    """The page; it takes the height it needs, so put it where it can scroll."""

    def __init__(self, procedure: Procedure) -> None:
        super().__init__(None, margins=(20, 14, 20, 20))
        self.procedure = procedure
        self._head()
        self._papers()
        self._part("fees", _fees(procedure))
        self._steps()
        self._part("result", [procedure.result, procedure.competent])
        self._part("legal", procedure.legal)
        self._part("source", [_source(procedure)])
        self.add(None)

    def _head(self) -> None:
        procedure = self.procedure
        self.add(Text(procedure.short or procedure.name, "section", weight=STRONG, wrap=True, selectable=True))
        if procedure.short and procedure.short != procedure.name:
            self.add(2, Text(procedure.name, "secondary", ink="text2", wrap=True, selectable=True))
        if procedure.about:
            self.add(2, Text(procedure.about, "secondary", ink="text2", wrap=True))
        self.add(4, Text(f"{procedure.code} · {procedure.field}", "small", ink="text3", selectable=True))
        limit = state_limit(procedure.limit) if procedure.limit else ""
        self._part("limit", [limit, limit_more(procedure) if limit else procedure.limit_text])

    def _papers(self) -> None:
        groups = (
            ("papers", [paper for paper in self.procedure.papers if not paper.when]),
            ("papers_when", [paper for paper in self.procedure.papers if paper.when]),
        )
        for name, papers in groups:
            if papers:
                self._title(name)
                for number, paper in enumerate(papers, 1):
                    self._paper(number, paper)

    def _paper(self, number: int, paper: PaperRule) -> None:
        counts = {"original": paper.original, "copies": paper.copies}
        count = ", ".join(text(f"counter.full.{kind}", n=n) for kind, n in counts.items() if n)
        name = Text(paper.name, "secondary", wrap=True, selectable=True)
        words = Pane(None).add(name)
        if paper.when:
            words.add(Text(paper.when, "small", ink="text3", wrap=True))
        place = Text(f"{number}.", "secondary", ink="text3")
        place.setFixedWidth(24)
        self.add(row(place, (words, 1), Text(count, "small", ink="text3"), gap=4, margins=(0, 5, 0, 5)), Rule())

    def _steps(self) -> None:
        if self.procedure.steps:
            self._title("steps")
        for step in self.procedure.steps:
            said = text(f"counter.full.role.{step.role}")
            hours = text("counter.full.hours", hours=_decimal(step.hours)) if step.hours else "–"
            name = Text(step.name, "secondary", wrap=True)
            about = Text(f"{said} · {hours}", "small", ink="text3")
            self.add(row((name, 1), about, margins=(0, 5, 0, 5)), Rule())

    def _part(self, name: str, lines: Iterable[str]) -> None:
        if said := [line for line in lines if line]:
            self._title(name)
            for line in said:
                self.add(Text(line, "secondary", wrap=True, selectable=True))

    def _title(self, name: str) -> None:
        self.add(14, Text(text(f"counter.full.{name}"), "small", weight=STRONG, ink="text3"), 2)


def _fees(procedure: Procedure) -> list[str]:
    """What is to be paid, channels that cost the same in one line."""
    lines: dict[str, list[str]] = {}
    for channel in dict.fromkeys(fee.channel for fee in procedure.fees):
        lines.setdefault(_cost(procedure, channel), []).append(text(f"cases.channel.{channel}"))
    return [text("counter.full.fee", channel=", ".join(channels), sum=cost) for cost, channels in lines.items()]


def _cost(procedure: Procedure, channel: str) -> str:
    fees = [fee for fee in procedure.fees if fee.channel == channel]
    sums = ", ".join(dict.fromkeys(filter(None, (say_fee(fee) for fee in fees)))) or text("counter.full.unstated")
    notes = "; ".join(dict.fromkeys(fee.note for fee in fees if fee.note))
    return f"{sums}. {notes}" if notes else sums


def _decimal(number: float) -> str:
    return f"{number:g}".replace(".", text("counter.full.point"))


def _source(procedure: Procedure) -> str:
    return text("counter.full.from", version=procedure.version, since=procedure.effective_from, source=procedure.source)
