"""The audit trail: who logged in, looked at cases, printed, exported, changed accounts. Reading it is noted in it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent

from desk.text import fold, sort_key
from desk.words import text
from sync import audit
from sync.trail import Told, told
from ui.kit.choice import Choice
from ui.kit.field import Field
from ui.kit.layout import Pane, row
from ui.kit.ledger import Cell, Column, Ledger, Line
from ui.kit.scroll import yielding
from ui.kit.span_of_days import SpanOfDays
from ui.kit.text import Text
from ui.session import Session
from ui.theme.tokens import STRONG

SPANS = ("day", "week", "month", "own")
KINDS = {
    "looked": frozenset({"view", "view_book", "view_register", "read_audit", "replay"}),
    "gave": frozenset({"print", "export", "export_scan", "export_log", "evidence"}),
    "doors": frozenset({"log_in", "log_in_failed", "lock", "unlock"}),
    "pcs": frozenset({*audit.STATED.values(), audit.COPIED, "take_over", "write_backup", "restore_backup"}),
}
"""What may be asked for by itself; everything else is about accounts, the catalogue and the office's own files."""
MOST = 5_000


class TrailPage(Pane):
    """The trail of some days, the newest first."""

    told = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__("surface")
        self._session, self._lines = session, list[Told]()
        self.span = SpanOfDays(SPANS, "day", lambda: session.desk.now().date())
        self.who = Choice(name=text("audit.head.officer"))
        kinds = [("", text("trail_page.every")), *((name, text(f"trail_page.{name}")) for name in (*KINDS, "other"))]
        self.kind = Choice(kinds, name=text("audit.head.action"))
        self.search = Field(text("trail_page.search"), placeholder=text("trail_page.search"), icon="magnifying-glass")
        self._count = Text("", "small", ink="text3")
        self.table = Ledger(_columns(), text("trail_page.title"), tall=True)
        self._lay()
        self.span.asked.connect(self.show_days)
        for choice in (self.who, self.kind):
            choice.changed.connect(lambda _: self._fill())
        self.search.edited.connect(lambda _: self._fill())
        self.setFocusProxy(self.span)

    def _lay(self) -> None:
        head = Pane(None, margins=(28, 22, 28, 10), gap=8)
        self.search.setFixedWidth(240)
        self.who.setFixedWidth(220)
        self.kind.setFixedWidth(220)
        head.add(
            row(Text(text("trail_page.title"), "section", weight=STRONG), None, self._count),
            Text(text("trail_page.about"), "secondary", ink="text2", wrap=True),
            row(self.span, None),
            row(self.who, self.kind, self.search, None),
        )
        self.add(head, (Pane(None, margins=(12, 0, 0, 0)).add((yielding(self.table, 120), 1)), 1))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.show_days()

    def show_days(self) -> None:
        """Read the trail of the days asked for."""
        if (span := self.span.read()) is None:
            return
        first, last = span
        self._lines = told(self._session.desk, first, last)[::-1]
        self._offer_officers()
        self._fill()

    def _offer_officers(self) -> None:
        chosen = self.who.chosen()
        names = {line.line.officer: line.officer for line in self._lines}
        offered = sorted(names.items(), key=lambda pair: sort_key(pair[1]))
        self.who.offer([("", text("trail_page.everybody")), *offered], chosen if chosen in names else "")

    def _fill(self) -> None:
        who, kind, wanted = self.who.chosen(), self.kind.chosen(), fold(self.search.text())
        found = [
            line for line in self._lines
            if who in ("", line.line.officer) and kind in ("", _kind(line)) and wanted in _words(line)
        ]  # fmt: skip
        self.table.show_lines([_line(n, line) for n, line in enumerate(found[:MOST])])
        key = "trail_page.count" if len(found) <= MOST else "trail_page.count_first"
        self._count.say(text(key, count=len(found), shown=MOST))


def _kind(line: Told) -> str:
    return next((name for name, actions in KINDS.items() if line.line.action in actions), "other")


def _words(line: Told) -> str:
    return fold(" ".join((line.officer, line.device, line.action, line.of, line.line.detail)))


def _line(n: int, line: Told) -> Line:
    failed = line.line.action == "log_in_failed"
    action = line.action[:1].upper() + line.action[1:]
    of = line.of or line.line.detail
    return Line(
        str(n),
        (
            Cell(f"{line.at:%H:%M:%S}", f"{line.at:%d/%m/%Y}", strong=True),
            Cell(line.officer, line.device),
            Cell(action, ink="late" if failed else "text"),
            Cell(of, line.line.detail if line.of and line.line.detail != line.of else ""),
        ),
    )


def _columns() -> list[Column]:
    heads = (("at", 104), ("officer", 220), ("action", 0), ("of", 0))
    return [Column(text(f"audit.head.{name}"), width) for name, width in heads]
