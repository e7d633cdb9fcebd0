"""Bringing newer procedures in: the file is read beside the work, its report is shown, and only then they are kept."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desk import Spoken
from desk.procedures import published
from desk.procedures.catalogue import Catalogue, Row, rows, starter
from desk.procedures.procedure import Procedure
from desk.procedures.published import OPEN, OUT, REPAIRED, Imported, Remark
from desk.words import text
from ui.kit.button import Button
from ui.kit.layout import Pane, row
from ui.kit.ledger import Cell, Column, Ledger, Line
from ui.kit.scroll import yielding
from ui.kit.segmented import Segmented
from ui.kit.sheet import Sheet
from ui.kit.text import Text
from ui.session import Session
from ui.theme.tokens import STRONG

WIDE = 820
TONES = {OUT: "late", OPEN: "soon", REPAIRED: "wait"}


@dataclass(frozen=True)
class Prepared:
    """A file that was read: what it holds, how it differs from what is known, and the catalogue with it."""

    path: Path
    imported: Imported
    kept: list[Row]
    counts: Counter[str]
    catalogue: Catalogue


def prepare(path: Path, known: Catalogue) -> Prepared:
    """Read a file and hold it against what is known. Touches neither window nor desk. Raises Refused."""
    imported = published.read_file(path)
    counts = Counter(_standing(each, known) for each in imported.procedures)
    after = starter() | Catalogue([*imported.procedures, *known])
    return Prepared(path, imported, rows(imported.procedures), counts, after)


def _standing(procedure: Procedure, known: Catalogue) -> str:
    versions = known.versions(procedure.code)
    if not versions:
        return "new"
    same = next((each for each in versions if each.version == procedure.version), None)
    if same is None:
        return "version"
    return "same" if same == procedure else "curated" if same in starter().versions(same.code) else "changed"


class Importing(QObject):
    """Asks for a file, reads it, shows its report. `told(words, tone)` says how it went."""

    told = Signal(str, str)

    def __init__(self, session: Session, over: QWidget) -> None:
        super().__init__(over)
        self._session, self._over = session, over
        self._busy = False
        self.report: Report | None = None

    def ask(self) -> None:
        """Ask for a file and read it."""
        chosen, _ = QFileDialog.getOpenFileName(
            self._over, text("catalogue_place.import"), str(Path.home()), text("catalogue_place.import_type")
        )
        if chosen:
            self.read(Path(chosen))

    def read(self, path: Path) -> None:
        """Read that file beside the work."""
        if self._busy:
            self.told.emit(text("catalogue_place.import_busy"), "soon")
            return
        self._busy = True
        self.told.emit(text("catalogue_place.import_reading", file=path.name), "wait")
        known = self._session.desk.catalogue
        self._session.background.run(lambda: prepare(path, known), self._show, self._failed)

    def _failed(self, error: BaseException) -> None:
        self._busy = False
        if not isinstance(error, Spoken):
            raise error
        self.told.emit(str(error), "late")

    def _show(self, prepared: Prepared) -> None:
        self._busy = False
        self.told.emit("", "")
        self.report = Report(self._over.window(), prepared)
        self.report.keep.clicked.connect(lambda: self._keep(prepared))

    def _keep(self, prepared: Prepared) -> None:
        try:
            self._session.desk.keep_procedures(prepared.kept, prepared.path.name, prepared.catalogue)
        except Spoken as refused:
            self.told.emit(str(refused), "late")
            return
        assert self.report is not None
        self.report.close_sheet()
        self._session.renew_finder()
        self.told.emit(text("catalogue_place.imported", count=len(prepared.kept)), "ok")


class Report(Sheet):
    """What a file holds and everything that was repaired, left open or left out, record by record."""

    def __init__(self, over: QWidget, prepared: Prepared) -> None:
        self._report = prepared.imported.report
        self._names = {each.code: each.short or each.name for each in prepared.imported.procedures}
        weights = Counter(remark.weight for remark in self._report)
        kinds = [("", text("catalogue_place.report.all", count=len(self._report)))]
        kinds += [(name, text(f"catalogue_place.report.{name}", count=weights[name])) for name in TONES]
        self.kinds = Segmented(kinds, OUT if weights[OUT] else "", name=text("catalogue_place.report.kinds"))
        self.kinds.changed.connect(self._fill)
        self.table = Ledger(_columns(), text("catalogue_place.report.title"), tall=True)
        body = Pane(None)
        head = Pane(None, margins=(20, 14, 20, 10), gap=8)
        head.add(Text(_summary(prepared), "body", weight=STRONG, wrap=True))
        head.add(Text(text("catalogue_place.report.about"), "secondary", ink="text2", wrap=True))
        head.add(row(self.kinds, None))
        body.add(head, (yielding(self.table, 200), 1))
        super().__init__(over, text("catalogue_place.report.title"), body, width=WIDE)
        count = len(prepared.kept)
        self.keep = Button(text("catalogue_place.report.keep", count=count), "primary", icon="check", key="F9")
        if not count:
            self.keep.hold(text("catalogue_place.report.nothing"))
        self.foot((self.keep, 1))
        self.closed.connect(self.deleteLater)
        self._fill(self.kinds.chosen())
        self.open(self.keep if count else self.table)

    def _fill(self, kind: str) -> None:
        self.table.show_lines([self._line(n, each) for n, each in enumerate(self._report) if kind in ("", each.weight)])

    def _line(self, n: int, remark: Remark) -> Line:
        weight = Cell(text(f"catalogue_place.report.one.{remark.weight}"), tone=TONES[remark.weight])
        return Line(str(n), (Cell(remark.code), Cell(remark.text, self._names.get(remark.code, "")), weight))


def _columns() -> list[Column]:
    heads = (("code", 100), ("remark", 0), ("kind", 140))
    return [Column(text(f"catalogue_place.report.head.{name}"), width) for name, width in heads]


def _summary(prepared: Prepared) -> str:
    out = sum(remark.weight == OUT for remark in prepared.imported.report)
    parts = [text("catalogue_place.report.found", count=len(prepared.kept), file=prepared.path.name)]
    parts += [
        text(f"catalogue_place.report.{name}", count=prepared.counts[name])
        for name in ("new", "version", "changed", "curated", "same")
        if prepared.counts[name]
    ]
    if out:
        parts.append(text("catalogue_place.report.left_out", count=out))
    return " · ".join(parts)
