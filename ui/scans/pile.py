"""The scans of one case, or of a draft that is no case yet: read as items, changed by one set of verbs.

A case's pile writes to the log; a draft's (`draft_pile`) keeps its list among the drafts. Files come and go elsewhere
(`ui.scans.intake`).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from desk import store
from desk.cases import CasePaper
from desk.counter import Hand
from desk.record import Change
from desk.scans import scan as scans
from desk.scans import scan_words, scanning
from desk.scans.scan import FileGiven, Scan
from desk.words import text
from ui.session import Session


@dataclass(frozen=True)
class Item:
    """One scan as it is shown. `paper` is a key or record id of `Pile.papers`, "" for none."""

    id: str
    name: str
    sha256: str
    size: int
    media: str
    pages: int
    sensitive: bool = False
    paper: str = ""
    original: str = ""

    @property
    def about(self) -> str:
        """What it is and how large."""
        line = text("scans.line", kind=scan_words.kind(self._given()), size=scan_words.size(self.size))
        return f"{line}, {text('scans.smaller_copy')}" if self.original else line

    def _given(self) -> FileGiven:
        return FileGiven(self.name, self.sha256, self.size, self.media, self.pages)


class Pile(QObject):
    """What the shelf and the sheet work on; verbs raise Refused or Unusable with words to show."""

    changed = Signal()
    exports = False
    """Whether a scan can be written out: not before it is in the log of a case."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session

    def items(self) -> list[Item]:
        """The scans in their order."""
        raise NotImplementedError

    def papers(self) -> Sequence[tuple[str, str]]:
        """The papers that a scan may show, as (key, name)."""
        raise NotImplementedError

    def add(self, file: FileGiven) -> None:
        """Take a file that is in safe keeping. Raises Refused for one that is there already."""
        raise NotImplementedError

    def reorder(self, ids: Sequence[str]) -> None:
        """Put them in this order."""
        raise NotImplementedError

    def attach(self, id: str, paper: str) -> None:
        """Say which paper one shows, "" for none."""
        raise NotImplementedError

    def rename(self, id: str, name: str) -> None:
        """Call one something else."""
        raise NotImplementedError

    def mark(self, id: str, sensitive: bool) -> None:
        """Mark one as sensitive, or no longer so."""
        raise NotImplementedError

    def shrink(self, id: str, smaller: FileGiven) -> None:
        """Let a smaller copy stand in for one."""
        raise NotImplementedError

    def remove(self, id: str) -> Callable[[], None]:
        """Take one out; what is returned puts it back."""
        raise NotImplementedError

    def viewed(self, item: Item) -> None:
        """Somebody looks at one: noted in the audit trail where it is a case's."""

    def item(self, id: str) -> Item | None:
        """The scan of this id, None when it is gone."""
        return next((item for item in self.items() if item.id == id), None)


class CasePile(Pile):
    """The scans of the case of this record id."""

    exports = True

    def __init__(self, session: Session, case_id: str) -> None:
        super().__init__(session)
        self.case_id = case_id
        session.changed.connect(self._touched)

    def items(self) -> list[Item]:
        desk = self.session.desk
        return [_item(scan) for scan in scanning.of_case(desk.db, self.case_id)] if desk.may("read") else []

    def papers(self) -> Sequence[tuple[str, str]]:
        return [(paper.id, paper.name) for paper in store.children(self.session.desk.db, CasePaper, self.case_id)]

    def add(self, file: FileGiven) -> None:
        db = self.session.desk.db
        self._do(lambda hand: scanning.add(db, hand, self.case_id, [file]))

    def reorder(self, ids: Sequence[str]) -> None:
        self._do(lambda hand: scanning.reorder(self.session.desk.db, hand, self.case_id, ids))

    def attach(self, id: str, paper: str) -> None:
        self._do(lambda hand: scanning.attach(self.session.desk.db, hand, id, paper))

    def rename(self, id: str, name: str) -> None:
        self._do(lambda hand: scans.rename(self._scan(id), name, by=hand.by))

    def mark(self, id: str, sensitive: bool) -> None:
        self._do(lambda hand: scans.mark(self._scan(id), sensitive, by=hand.by))

    def shrink(self, id: str, smaller: FileGiven) -> None:
        self._do(lambda hand: scans.shrink(self._scan(id), smaller, by=hand.by))

    def remove(self, id: str) -> Callable[[], None]:
        self._do(lambda hand: scans.void(self._scan(id), text("scans.taken_out"), by=hand.by))
        return lambda: self._do(lambda hand: scans.restore(self._scan(id), by=hand.by))

    def viewed(self, item: Item) -> None:
        self.session.desk.audit("view", self.case_id, item.name)

    def _scan(self, id: str) -> Scan:
        return scanning.here(self.session.desk.db, id)

    def _do(self, decide: Callable[[Hand], Change]) -> None:
        self.session.do(decide)

    def _touched(self, touched: Iterable[tuple[str, str]]) -> None:
        if ("case", self.case_id) in touched or any(kind == "scan" for kind, _ in touched):
            self.changed.emit()


def _item(scan: Scan) -> Item:
    about = (scan.id, scan.name, scan.sha256, scan.size, scan.media, scan.pages)
    return Item(*about, bool(scan.sensitive), scan.paper_id, scan.original)
