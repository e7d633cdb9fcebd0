"""The register of cases, form 07: the days asked for, on the screen, on paper and as a table for a spreadsheet."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent

from desk import Unusable, forms
from desk.forms.register_csv import register_csv
from desk.forms.tables import Entered
from desk.lifecycle import ENDED, stage_label
from desk.text import fold
from desk.words import text
from sync import own, paperwork
from sync.log import Touched
from ui import days, saving
from ui.kit.button import Button
from ui.kit.field import Field
from ui.kit.layout import Pane, row
from ui.kit.ledger import Cell, Column, Ledger, Line
from ui.kit.scroll import yielding
from ui.kit.span_of_days import SpanOfDays
from ui.kit.text import Text
from ui.own_wording import warn
from ui.preview import Preview
from ui.preview_sheet import make_beside, show_over
from ui.session import Session
from ui.theme.tokens import STRONG

SPANS = ("day", "week", "month", "year", "own")


class RegisterPage(Pane):
    """The page of the register. `told(words)` says what was exported."""

    told = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__("surface")
        self._session, self._lines, self._stale = session, list[Entered](), True
        self.span = SpanOfDays(SPANS, "month", lambda: session.desk.now().date())
        self.search = Field(text("register.search"), placeholder=text("register.search"), icon="magnifying-glass")
        self._count = Text("", "small", ink="text3")
        self.table = Ledger(_columns(), text("register.title"), tall=True)
        self.print = Button(text("register.print"), "primary", icon="printer", key="F9", height=42, size="body")
        self.export = Button(text("register.export"), icon="file-arrow-down", key="Ctrl+E", height=42)
        self._lay()
        self.span.asked.connect(self.show_days)
        self.search.edited.connect(lambda _: self._fill())
        self.print.clicked.connect(self.show_print)
        self.export.clicked.connect(self.save_csv)
        session.changed.connect(self._heard)
        self.setFocusProxy(self.span)

    def _lay(self) -> None:
        head = Pane(None, margins=(16, 12, 16, 10), gap=8)
        self.search.setFixedWidth(260)
        head.add(
            row(Text(text("register.title"), "section", weight=STRONG), None, self.search),
            row(self.span, None, self._count),
        )
        foot = Pane("surface", edges="t", across=True, gap=8, margins=(16, 8, 16, 8))
        foot.add(Text(text("register.about"), "small", ink="text3"), None, self.export, self.print)
        self.add(head, (yielding(self.table, 120), 1), foot)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.show_days()

    def _heard(self, touched: Touched) -> None:
        self._stale = self._stale or any(kind in ("case", "return") for kind, _ in touched)

    def show_days(self) -> None:
        """Read the lines of the days asked for and show them."""
        if (span := self.span.read()) is None:
            return
        first, last = span
        self._stale = False
        self._lines = paperwork.register_lines(self._session.desk, first, last)
        self._session.desk.audit("view_register", detail=_said(first, last))
        self._fill()

    def _fill(self) -> None:
        wanted = fold(self.search.text())
        found = [line for line in self._lines if wanted in _words(line)]
        self.table.show_lines([_line(line) for line in found])
        self._count.say(text("register.count", count=len(found)))
        for button in (self.print, self.export):
            if self._lines:
                button.release()
            else:
                button.hold(text("register.empty"))

    def show_print(self) -> None:
        """Make the register as it will be on paper, then show it."""
        desk, (first, last), lines = self._session.desk, self.span.days(), self._lines
        name, at, words = desk.office.name or desk.office.code, desk.hand().at, own.wording(desk)

        def make() -> bytes:
            return forms.register_pdf(
                lines, office_name=name, first=first.isoformat(), last=last.isoformat(), at=at, templates=words
            )

        make_beside(self._session, self.print, make, lambda pdf: self._preview(pdf, first, last), self.told.emit)

    def _preview(self, pdf: bytes, first: date, last: date) -> None:
        desk, title = self._session.desk, text("register.from_to", first=days.shown(first), last=days.shown(last))
        preview = Preview(lambda _: pdf, title=title, file_name=_file_name(first, last, "pdf"), size="A4")
        preview.size_choice.hide()
        warn(preview, desk, "07")
        preview.printed.connect(lambda _: desk.audit("print", detail=_said(first, last)))
        preview.saved.connect(lambda _: desk.audit("export", detail=_said(first, last)))
        show_over(self, preview, text("register.title"), across=True)

    def save_csv(self) -> None:
        """Ask where and write the lines for a spreadsheet; said in the audit trail."""
        first, last = self.span.days()
        path = saving.ask_path(self, _file_name(first, last, "csv"), suffix="csv", kinds=text("register.csv_type"))
        if path is None:
            return
        try:
            saving.write_whole(path, register_csv(self._lines))
        except Unusable as wrong:
            self._count.say(str(wrong), ink="late")
            return
        self._session.desk.audit("export", detail=f"{_said(first, last)} CSV")
        self.told.emit(text("register.exported", count=len(self._lines), path=path))


def _said(first: date, last: date) -> str:
    return f"07 {first.isoformat()} {last.isoformat()}"


def _file_name(first: date, last: date, suffix: str) -> str:
    return f"so-theo-doi-{first:%Y%m%d}-{last:%Y%m%d}.{suffix}"


def _columns() -> list[Column]:
    widths = {"number": 118, "person": 0, "received_at": 92, "due_at": 92, "returned_at": 122, "stage": 150}
    return [Column(text(f"register.head.{name}"), width) for name, width in widths.items()]


def _line(line: Entered) -> Line:
    slip = line.slip
    stage = str(stage_label(line.stage))
    return Line(
        slip.number,
        (
            Cell(slip.number, slip.portal_number, strong=True),
            Cell(slip.received_from, slip.subject or slip.procedure_name),
            _moment(slip.received_at),
            _moment(slip.due_at),
            _moment(line.returned_at, line.returned_to),
            Cell(stage[:1].upper() + stage[1:], tone="wait" if line.stage in ENDED else "accent"),
        ),
    )


def _moment(at: str, below: str = "") -> Cell:
    day = f"{at[8:10]}/{at[5:7]}/{at[:4]}" if at else ""
    return Cell(day, below or at[11:16])


def _words(line: Entered) -> str:
    slip = line.slip
    return fold(" ".join((slip.number, slip.portal_number, slip.received_from, slip.procedure_name, slip.subject)))
