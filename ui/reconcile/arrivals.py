"""Notices when changes of other PCs, however they came in, leave something new to be decided."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Signal

from desk.reconcile.disputes import Dispute
from ui.reconcile.waiting import waiting
from ui.session import Session

ARRIVED = 600
"""ms after the last change that came in until it is said what there is to decide."""


class Arrivals(QObject):
    """`told(count)` comes a moment after changes that brought so many things to decide; nobody is held up by it."""

    told = Signal(int)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._known = session, frozenset[str]()
        self._soon = QTimer(self, singleShot=True, interval=ARRIVED)
        self._soon.timeout.connect(self._look)
        for carrier in (session.syncing, session.lan, session.stick):
            carrier.touched.connect(lambda _: self._soon.start())

    def seen(self, asked: Iterable[Dispute]) -> None:
        """The person has these before them; what is still to be told of is left."""
        if not self._soon.isActive():
            self._known = frozenset(each.key for each in asked)

    def _look(self) -> None:
        before, self._known = self._known, frozenset(each.key for each in waiting(self._session.desk).asked)
        if new := self._known - before:
            self.told.emit(len(new))
