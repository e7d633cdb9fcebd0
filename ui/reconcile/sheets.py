"""The sheets that the place of decisions opens over its window; each is loaded when it is first wanted."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desk.cases import Case
from ui.kit.sheet import Sheet
from ui.reconcile.questions import Question
from ui.session import Session


def replay(over: QWidget, session: Session, case: Case) -> None:
    """How a case came to be as it is, step by step."""
    from ui.reconcile.replay_sheet import replay_sheet

    _open(replay_sheet(over.window(), session.desk, case))


def compare(over: QWidget, session: Session, asked: Question) -> None:
    """Any two values that a field ever had."""
    from ui.reconcile.compare_sheet import compare_sheet

    _open(compare_sheet(over.window(), session.desk, asked))


def figures(over: QWidget, session: Session) -> None:
    """How often people disagree here, and about what."""
    from ui.reconcile.figures_sheet import figures_sheet

    _open(figures_sheet(over.window(), session.desk))


def note_online(over: QWidget, session: Session, noted: Callable[[str], object]) -> None:
    """Note a case of the online software; `noted` hears the record's id once the sheet has closed."""
    from ui.reconcile.online_sheet import OnlineSheet

    sheet = OnlineSheet(over.window(), session)

    def done(record: str) -> None:
        sheet.close_sheet()
        noted(record)

    sheet.noted.connect(done)
    _open(sheet, sheet.cells["portal_number"])


def _open(sheet: Sheet, focus: QWidget | None = None) -> None:
    """Open a sheet that goes when it is closed."""
    sheet.closed.connect(sheet.deleteLater)
    sheet.open(focus)
