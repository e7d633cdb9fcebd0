"""Looking up a procedure: the search of the counter beside all that is known of the procedure."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent

from desk.procedures.catalogue import differences
from desk.procedures.procedure import Procedure
from desk.words import text
from ui.counter.search import ProcedureSearch
from ui.kit.banner import Banner
from ui.kit.empty_state import EmptyState
from ui.kit.layout import Pane, row
from ui.kit.scroll import scrolled, turn_to
from ui.places import Place
from ui.procedures.page import ProcedurePage
from ui.session import Session
from ui.usual import usual

LEFT, PAGE = 420, 820


class Lookup(Place):
    """The place of procedures."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.search = ProcedureSearch(lambda: session.finder, lambda: usual(session.desk), number=0)
        self.search.setFixedWidth(LEFT)
        self._area = scrolled(EmptyState("book-open", text("counter.lookup.empty")))
        self.add(row(self.search, (self._area, 1), gap=0))
        self.search.previewed.connect(self.show_procedure)
        self.search.chosen.connect(self.show_procedure)
        self.search.full_wanted.connect(self.show_procedure)
        self.setFocusProxy(self.search)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self.search.query():
            QTimer.singleShot(0, self.search, lambda: self.search.search(self.search.query()))

    def show_procedure(self, procedure: Procedure) -> None:
        """Show all that is known of it, and what the version before said otherwise."""
        page = Pane(None)
        if said := self._changes(procedure):
            banner = Banner("accent", said, icon="clock-counter-clockwise")
            page.add(row(banner, margins=(20, 12, 20, 0)))
        page.add((ProcedurePage(procedure), 1))
        page.setMaximumWidth(PAGE)
        turn_to(self._area, page)

    def _changes(self, procedure: Procedure) -> str:
        versions = self.session.desk.catalogue.versions(procedure.code)
        place = versions.index(procedure) if procedure in versions else len(versions)
        if place + 1 >= len(versions):
            return ""
        before = versions[place + 1]
        changed = dict.fromkeys(each.field.partition(".")[0] for each in differences(before, procedure))
        named = [text(f"counter.lookup.changed.{name}") for name in changed if name in _NAMED]
        return text("counter.lookup.changes", version=before.version, fields=", ".join(named)) if named else ""


_NAMED = ("name", "papers", "limit", "fees", "result", "legal", "steps", "competent")
