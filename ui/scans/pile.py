"""The scans of one case, or of a draft that is no case yet: read as items, changed by one set of verbs.

A case's pile writes to the log; a draft's pile keeps its list among the drafts, encrypted like everything, until
`joined` puts it into the change that receives the case. Files come and go elsewhere (`ui.scans.intake`).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from desk import Refused, drafts, scan_words, scanning, scans, store
from desk.cases import Case, CasePaper
from desk.counter import TIME, Hand
from desk.record import Change, Edit
from desk.scans import FileGiven, Scan
from desk.text import clean
from desk.words import text
from sync import scan_store
from sync.desk import local
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
        return [_item(scan) for scan in scanning.of_case(self.session.desk.db, self.case_id)]

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


class DraftPile(Pile):
    """The scans of what is being typed. `owner` names the draft, such as "scans:<officer>"."""

    def __init__(self, session: Session, owner: str) -> None:
        super().__init__(session)
        self._owner, self._papers = owner, list[tuple[str, str]]()
        kept = drafts.kept(session.desk.db, owner)
        items = [Item(**each) for each in kept.values.get("items", ())] if kept else []
        self._items = [] if kept and self._written_since(items, kept.at) else items

    def offer_papers(self, papers: Sequence[tuple[str, str]]) -> None:
        """The papers of the procedure chosen, as (key, name); scans of papers it has not belong to the case."""
        self._papers = list(papers)
        keys = {key for key, _ in papers}
        self._items = [item if item.paper in keys else replace(item, paper="") for item in self._items]
        self.changed.emit()

    def items(self) -> list[Item]:
        return list(self._items)

    def papers(self) -> Sequence[tuple[str, str]]:
        return self._papers

    def add(self, file: FileGiven) -> None:
        for item in self._items:
            if file.sha256 in (item.sha256, item.original):
                raise Refused("scans.twice", field="file", name=file.name, other=item.name)
        name = scans.free_name(scans.title(file.name), [item.name for item in self._items])
        self._keep([*self._items, Item(file.sha256, name, file.sha256, file.size, file.media, file.pages)])

    def reorder(self, ids: Sequence[str]) -> None:
        self._keep(sorted(self._items, key=lambda item: ids.index(item.id) if item.id in ids else len(ids)))

    def attach(self, id: str, paper: str) -> None:
        names = [item.name for item in self._items if item.id != id]
        called = {"name": scans.free_name(dict(self._papers)[paper], names)} if paper else {}
        self._change(id, paper=paper, **called)

    def rename(self, id: str, name: str) -> None:
        if not (name := clean(name)):
            raise Refused("scans.name_empty", field="name")
        self._change(id, name=name[: scans.NAME_LIMIT])

    def mark(self, id: str, sensitive: bool) -> None:
        self._change(id, sensitive=sensitive)

    def shrink(self, id: str, smaller: FileGiven) -> None:
        item = next(item for item in self._items if item.id == id)
        about = {"sha256": smaller.sha256, "size": smaller.size, "media": smaller.media, "pages": smaller.pages}
        self._change(id, original=item.original or item.sha256, **about)

    def remove(self, id: str) -> Callable[[], None]:
        before = list(self._items)
        self._keep([item for item in self._items if item.id != id])
        return lambda: self._keep(before)

    def joined(self, change: Change, hand: Hand) -> Change:
        """The change that receives the case, with these scans in it, so that neither is written without the other.

        Call `settled` once it is on the disk.
        """
        if not self._items:
            return change
        case, *rest = change.edits
        papers = [CasePaper(edit.id, **edit.fields) for edit in rest if edit.kind == "paper"]
        keys = {paper.key for paper in papers}
        files = [_file(item, item.paper if item.paper in keys else "") for item in self._items]
        added = scans.add(Case(case.id), files, there=(), papers=papers, now=hand.at, new_id=hand.new_id, by=hand.by)
        edits = (_as_named(edit, item) for edit, item in zip(added.edits, self._items, strict=True))
        return replace(change, edits=(*change.edits, *edits))

    def settled(self) -> None:
        """Begin anew: the scans are those of a case now."""
        self._items = []
        drafts.drop(self.session.desk.db, self._owner)
        self.changed.emit()

    def forget(self) -> None:
        """Throw the scans of the draft away, and their files where nobody else has them."""
        files = [hash for item in self._items for hash in (item.sha256, item.original) if hash]
        self._items = []
        drafts.drop(self.session.desk.db, self._owner)
        for sha256 in files:
            scan_store.forget(self.session.desk, sha256)
        self.changed.emit()

    def _written_since(self, items: Sequence[Item], at: int) -> bool:
        """Whether they became a case's just before the power failed, so that they must not join the next citizen's."""
        marks, since = ",".join("?" * len(items)), local(at).strftime(TIME)
        query = f"SELECT count(DISTINCT sha256) FROM scan WHERE sha256 IN ({marks}) AND at >= ?"
        found = self.session.desk.db.execute(query, [*(item.sha256 for item in items), since]).fetchone()
        return bool(items) and found[0] == len(items)

    def _change(self, id: str, **about: Any) -> None:
        self._keep([replace(item, **about) if item.id == id else item for item in self._items])

    def _keep(self, items: list[Item]) -> None:
        values = {"items": [asdict(item) for item in items]}
        drafts.keep(self.session.desk.db, self._owner, values, int(self.session.desk.clock()))
        self._items = items
        self.changed.emit()


def _file(item: Item, paper: str) -> FileGiven:
    return FileGiven(item.name, item.sha256, item.size, item.media, item.pages, item.sensitive, paper)


def _as_named(edit: Edit, item: Item) -> Edit:
    """The scan's record with the name given while it was a draft, and the original of a smaller copy."""
    also = {"name": item.name, **({"original": item.original} if item.original else {})}
    return replace(edit, fields={**edit.fields, **also})
