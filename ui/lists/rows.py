"""The rows of a list as the table sees them: known by number from the counts, read a page at a time when looked at."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desk import counter, lists
from desk.cases import Case
from sync.delivery import undelivered
from sync.desk import Desk
from ui.lists.asked import DRAFTS, Asked
from ui.lists.row import DraftRow, Heading, Row, Signs

Index = QModelIndex | QPersistentModelIndex
ITEM = Qt.ItemDataRole.UserRole
COLUMNS = ("due", "person", "stage", "signs")
PAGE = 100
FOUND = 50
"""Cases of a search read at once: more than a screen shows, few enough for every keystroke."""

KEPT = 20
"""Pages held at the most; the one looked at longest ago goes first."""


class Rows(QAbstractTableModel):
    """A table over however many cases: headings and places are counted, cases are read in pages."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.asked = Asked()
        self._layout: list[tuple[int, Heading]] = []  # (table row of the heading, heading)
        self._pages: dict[tuple[str, int], list[Row]] = {}
        self._total, self._exact = 0, True

    def ask(self, **asked: Any) -> None:
        """Show something else, or the same as it is now."""
        self.beginResetModel()
        self.asked = replace(self.asked, **asked)
        self._pages.clear()
        self._count()
        self.endResetModel()

    def _count(self) -> None:
        self._exact = True
        self._layout, at = [], 0
        for name, count in self._groups().items():
            self._layout.append((at, Heading(name, count)))
            at += count + bool(name)
        self._total = at

    def _groups(self) -> dict[str, int]:
        asked, desk = self.asked, self._desk
        if not asked.search and asked.view != DRAFTS:
            narrowed = asked.narrowed(desk)
            return lists.groups(
                desk.db, asked.name, desk.now(), order=asked.order, narrowed=narrowed, calendar=desk.calendar
            )
        drafts = len(self._page(DRAFTS, 0))
        if not asked.search:
            return {"": drafts}
        found = len(self._page("found", 0))
        self._exact = found < FOUND
        if drafts:
            return {DRAFTS: drafts, "found": found} if found else {DRAFTS: drafts}
        self._pages = {("", page): rows for (_, page), rows in self._pages.items() if rows}
        return {"": found}

    @property
    def cases(self) -> int:
        """How many there are, drafts beside them left out; of a search, those read so far."""
        return sum(heading.count for _, heading in self._layout if heading.group != DRAFTS)

    @property
    def exact(self) -> bool:
        """Whether `cases` is all of them."""
        return self._exact

    def headings(self) -> Iterator[tuple[int, Heading]]:
        """The headings with the table rows they stand in."""
        return ((at, heading) for at, heading in self._layout if heading.group)

    def item(self, number: int) -> Row | Heading | None:
        """What stands in that row of the table; None for a place that the last change emptied."""
        at, heading = next((at, heading) for at, heading in reversed(self._layout) if at <= number)
        place, most = number - at - bool(heading.group), self._most(heading.group)
        if place < 0:
            return heading
        page = self._page(heading.group, place // most)
        return page[place % most] if place % most < len(page) else None

    def row_of(self, case_id: str) -> int | None:
        """The table row of a case among the pages held."""
        for (group, page), rows in self._pages.items():
            for place, row in enumerate(rows):
                if row.case.id == case_id:
                    at = next((at for at, heading in self._layout if heading.group == group), None)
                    return None if at is None else at + bool(group) + page * self._most(group) + place
        return None

    def _most(self, group: str) -> int:
        return FOUND if self.asked.search and group != DRAFTS else PAGE

    def _page(self, group: str, number: int) -> list[Row]:
        page = self._pages.pop((group, number), None)
        if page is None:
            page = self._read(group, number)
            if len(self._pages) >= KEPT:
                self._pages.pop(next(iter(self._pages)))
        self._pages[group, number] = page
        return page

    def _read(self, group: str, number: int) -> list[Row]:
        asked, desk = self.asked, self._desk
        if group == DRAFTS or (asked.view == DRAFTS and not asked.search):
            return self._drafts() if number == 0 else []
        most = self._most(group)
        cases = lists.page(
            desk.db, asked.name, desk.now(), search=asked.search, order=asked.order,
            group="" if asked.search else group, limit=most, offset=number * most, narrowed=asked.narrowed(desk),
            calendar=desk.calendar,
        )  # fmt: skip
        return self._signed(cases)

    def _drafts(self) -> list[Row]:
        asked, desk = self.asked, self._desk
        officer = desk.by if asked.scope == "mine" and not asked.search else ""
        return [DraftRow(draft, desk, asked.search) for draft in lists.drafted(desk.db, officer, asked.search)]

    def _signed(self, cases: list[Case]) -> list[Row]:
        """The cases as rows, each with the signs it carries."""
        asked, desk, ids = self.asked, self._desk, [case.id for case in cases]
        disputed, waiting = lists.disputed(desk.db, ids), undelivered(desk, ids)
        halted, soon = lists.suspended(desk.db, ids), lists.times(desk.now(), desk.calendar)["soon"]
        signs = (Signs(self._values(id) if id in disputed else 0, id in waiting, id in halted, soon) for id in ids)
        return [
            Row(case, desk, sign, search=asked.search, grouped=asked.grouped)
            for case, sign in zip(cases, signs, strict=True)
        ]

    def _values(self, case_id: str) -> int:
        """The most values that any of its fields has."""
        fields = counter.versions(self._desk.db, case_id).values()
        return max((len({repr(version.value) for version in held}) for held in fields), default=0)

    def canFetchMore(self, parent: Index) -> bool:
        return bool(self.asked.search) and not self._exact

    def fetchMore(self, parent: Index) -> None:
        """Read the next page of a search."""
        if not self._layout:
            return
        at, heading = self._layout[-1]
        more = self._page(heading.group, heading.count // FOUND)
        self._exact = len(more) < FOUND
        if more:
            self.beginInsertRows(QModelIndex(), self._total, self._total + len(more) - 1)
            self._layout[-1] = (at, Heading(heading.group, heading.count + len(more)))
            self._total += len(more)
            self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in _ANSWERED:
            return None
        item = self.item(index.row())
        if role == ITEM or item is None:
            return item
        if isinstance(item, Heading):
            return item.words if role == Qt.ItemDataRole.AccessibleTextRole else None
        return item.spoken() if role == Qt.ItemDataRole.AccessibleTextRole else item.tip()

    def flags(self, index: Index) -> Qt.ItemFlag:
        if any(at == index.row() for at, _ in self.headings()):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


_ANSWERED = frozenset({ITEM, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole})
