"""The scans of what is being typed, until `joined` puts them into the change that receives the case."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from typing import Any

from desk import Refused, drafts
from desk.cases import Case, CasePaper
from desk.counter import TIME, Hand
from desk.record import Change, Edit
from desk.scans import scan
from desk.scans.scan import FileGiven
from desk.scans.showing import shows_card
from desk.text import clean
from sync.desk import local
from sync.scans import scan_store
from ui.scans.pile import Item, Pile
from ui.session import Session


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
        name = scan.free_name(scan.title(file.name), [item.name for item in self._items])
        self._keep([*self._items, Item(file.sha256, name, file.sha256, file.size, file.media, file.pages)])

    def reorder(self, ids: Sequence[str]) -> None:
        self._keep(sorted(self._items, key=lambda item: ids.index(item.id) if item.id in ids else len(ids)))

    def attach(self, id: str, paper: str) -> None:
        names = [item.name for item in self._items if item.id != id]
        called: dict[str, Any] = {"name": scan.free_name(dict(self._papers)[paper], names)} if paper else {}
        if paper and shows_card(dict(self._papers)[paper]):
            called["sensitive"] = True
        self._change(id, paper=paper, **called)

    def rename(self, id: str, name: str) -> None:
        if not (name := clean(name)):
            raise Refused("scans.name_empty", field="name")
        self._change(id, name=name[: scan.NAME_LIMIT])

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
        added = scan.add(Case(case.id), files, there=(), papers=papers, now=hand.at, new_id=hand.new_id, by=hand.by)
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
