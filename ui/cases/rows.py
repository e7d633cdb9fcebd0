"""The rows of a list as the table sees them: known by number from the counts, read a page at a time when looked at."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desk import counter, lists
from desk.cases import Case
from desk.find.marks import Marks, highlight
from desk.lifecycle import WAITING, stage_label
from desk.words import text
from sync.delivery import undelivered
from sync.desk import Desk
from ui.cases import saying

Index = QModelIndex | QPersistentModelIndex
ITEM = Qt.ItemDataRole.UserRole
COLUMNS = ("due", "person", "stage", "signs")
PAGE = 100
KEPT = 20
"""Pages held at the most; the one looked at longest ago goes first."""


@dataclass(frozen=True)
class Asked:
    """What the list shows: a view, in an order, of one stage or all; with `search`, what holds its words."""

    view: str = "open"
    order: str = "due"
    stage: str = ""
    search: str = ""


@dataclass(frozen=True)
class Heading:
    """A quiet line above a group: its key in `desk.lists.GROUPS`, and how many cases follow."""

    group: str
    count: int

    @property
    def words(self) -> str:
        """The heading as it is shown."""
        return text(f"list.group.{self.group}")


class Row:
    """One case as the list shows it. What costs time is worked out when it is painted."""

    def __init__(self, case: Case, desk: Desk, values: int, waits: bool, search: str) -> None:
        self.case, self._desk, self._values, self._waits, self._search = case, desk, values, waits, search

    @cached_property
    def due(self) -> saying.Due:
        """The due time and its tone."""
        return saying.due(self.case, self._desk.now(), self._desk.calendar)

    @cached_property
    def marks(self) -> Marks:
        """The letters of the name that were searched for."""
        return highlight(self.case.applicant_name, self._search) if self._search else ()

    @cached_property
    def stage(self) -> str:
        """The stage it is in, as the beginning of a line."""
        return saying.capital(str(stage_label(self.case.stage)))

    @cached_property
    def who(self) -> str:
        """Who works on it."""
        return self._desk.officer_name(self.case.assignee) if self.case.assignee else ""

    @cached_property
    def chips(self) -> tuple[tuple[str, str, str], ...]:
        """The signs it carries as (words, tone, icon), the most pressing first."""
        found = []
        if self._values:
            found.append((text("list.values", count=self._values), "conflict", "git-fork"))
        if self.case.stage in WAITING:
            found.append((text("list.halted_chip"), "wait", ""))
        if self._waits:
            found.append((text("list.undelivered"), "plain", ""))
        return tuple(found)

    def spoken(self) -> str:
        """The row as a screen reader says it."""
        case = self.case
        parts = (self.due.words, case.number, case.applicant_name, case.procedure_name, self.stage, self.who)
        return ", ".join(filter(None, (*parts, *(words for words, _, _ in self.chips))))


class Rows(QAbstractTableModel):
    """A table over however many cases: headings and places are counted, cases are read in pages of PAGE."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.asked = Asked()
        self._layout: list[tuple[int, Heading]] = []  # (table row of the heading, heading)
        self._pages: dict[tuple[str, int], list[Row]] = {}
        self._total, self._exact = 0, True

    def ask(self, **asked: str) -> None:
        """Show something else, or the same as it is now."""
        self.beginResetModel()
        self.asked = replace(self.asked, **asked)
        self._pages.clear()
        self._count()
        self.endResetModel()

    def _count(self) -> None:
        asked, now = self.asked, self._desk.now()
        self._exact = True
        if asked.search:
            found = len(self._page("", 0))
            self._exact = found < PAGE
            groups = {"": found}
        else:
            groups = lists.groups(self._desk.db, asked.view, now, stage=asked.stage, order=asked.order)
        self._layout, at = [], 0
        for name, count in groups.items():
            self._layout.append((at, Heading(name, count)))
            at += count + bool(name)
        self._total = at

    @property
    def cases(self) -> int:
        """How many cases there are; of a search, those read so far."""
        return sum(heading.count for _, heading in self._layout)

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
        place = number - at - bool(heading.group)
        if place < 0:
            return heading
        page = self._page(heading.group, place // PAGE)
        return page[place % PAGE] if place % PAGE < len(page) else None

    def row_of(self, case_id: str) -> int | None:
        """The table row of a case among the pages held."""
        for (group, page), rows in self._pages.items():
            for place, row in enumerate(rows):
                if row.case.id == case_id:
                    at = next(at for at, heading in self._layout if heading.group == group)
                    return at + bool(group) + page * PAGE + place
        return None

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
        cases = lists.page(
            desk.db, asked.view, desk.now(), search=asked.search, stage=asked.stage, order=asked.order, group=group,
            limit=PAGE, offset=number * PAGE,
        )  # fmt: skip
        ids = [case.id for case in cases]
        disputed, waiting = lists.disputed(desk.db, ids), undelivered(desk, ids)
        return [
            Row(case, desk, self._values(case.id) if case.id in disputed else 0, case.id in waiting, asked.search)
            for case in cases
        ]

    def _values(self, case_id: str) -> int:
        """The most values that any of its fields has."""
        fields = counter.versions(self._desk.db, case_id).values()
        return max((len({repr(version.value) for version in held}) for held in fields), default=0)

    def canFetchMore(self, parent: Index) -> bool:
        return bool(self.asked.search) and not self._exact

    def fetchMore(self, parent: Index) -> None:
        """Read the next page of a search."""
        held = self.cases
        more = self._page("", held // PAGE)
        self._exact = len(more) < PAGE
        if more:
            self.beginInsertRows(QModelIndex(), held, held + len(more) - 1)
            self._layout, self._total = [(0, Heading("", held + len(more)))], held + len(more)
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
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return item.spoken()
        return "\n".join(filter(None, (item.case.applicant_name, item.case.procedure_name, item.case.subject)))

    def flags(self, index: Index) -> Qt.ItemFlag:
        if any(at == index.row() for at, _ in self.headings()):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


_ANSWERED = frozenset({ITEM, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole})
