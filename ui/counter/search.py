"""Section 1: finding the procedure. As you type; arrows try one, Enter takes it."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget

from desk.find import Finder, Hit, Plain
from desk.procedures.money_words import fee_of, say_fee
from desk.procedures.procedure import Procedure
from desk.time.deadline_words import state_limit
from desk.words import text
from ui.kit.button import Button
from ui.kit.empty_state import EmptyState
from ui.kit.field import Field
from ui.kit.layout import Pane, row
from ui.kit.scroll import yielding
from ui.kit.section import Section
from ui.kit.text import KeyCap, Text
from ui.kit.two_line_list import Entry, Heading, TwoLineList
from ui.theme.tokens import ROW

MOST = 12
"""Procedures shown for one query."""
SETTLE = 120
"""ms that a row is highlighted before the rest of the screen follows it."""

Groups = Sequence[tuple[str, Sequence[Procedure]]]
"""Procedures under their headings."""


class ProcedureSearch(Pane):
    """The search and its list. `previewed(Procedure)` follows the arrows, `chosen(Procedure)` comes with Enter."""

    previewed = Signal(object)
    chosen = Signal(object)
    full_wanted = Signal(object)
    edited = Signal()

    def __init__(
        self, finder: Callable[[], Finder | Plain], usual: Callable[[], Groups], number: int = 1, *, most: int = MOST
    ) -> None:
        super().__init__("sunken", edges="r", margins=(0, 12, 0, 10), gap=8)
        self._finder, self._usual, self._most = finder, usual, most
        self._shown: dict[str, Procedure] = {}
        self._rows: dict[str, tuple[Procedure, Entry]] = {}
        self._calm = QTimer(self, singleShot=True, interval=SETTLE)
        self._calm.timeout.connect(self._preview)
        self._count = Text("", "small", ink="text3")
        self._clear = Button("", "quiet", icon="x", height=26, name=text("counter.search.clear"))
        self._clear.clicked.connect(self.clear)
        name = text("counter.search.name")
        hint = text("counter.search.hint")
        trailing = [self._count, self._clear]
        icon = "magnifying-glass"
        self.field = Field(name, placeholder=hint, icon=icon, trailing=trailing, height=42, size="section")
        self.list = TwoLineList(text("counter.search.found"))
        self.list.follow(self.field.edit)
        self._nothing = EmptyState("magnifying-glass", "")
        self._area = QStackedWidget()
        self._area.addWidget(self.list)
        self._area.addWidget(self._nothing)
        self._lay(number)
        self.field.edited.connect(self._edited)
        self.list.previewed.connect(lambda _: self._calm.start())
        self.list.chosen.connect(self._choose)
        self.setFocusProxy(self.field)
        self._clear.hide()

    def _lay(self, number: int) -> None:
        title = Section(number, text("counter.search.title"), key=f"Alt+{number}" if number else "", target=self.field)
        full = Button(text("counter.search.full"), "link", height=26, size="small")
        full.clicked.connect(self._ask_for_full)
        tips = row(
            KeyCap("↑"), KeyCap("↓"), Text(text("counter.search.try"), "small", ink="text3"), 6, KeyCap("Enter"),
            Text(text("counter.search.take"), "small", ink="text3"), None, full, gap=5, margins=(18, 0, 8, 0),
        )  # fmt: skip
        if not number:
            full.hide()
        self.add(row(title, margins=(16, 0, 16, 0)), row(self.field, margins=(14, 0, 14, 0)))
        self.add((yielding(self._area, ROW), 1), tips)

    def _ask_for_full(self) -> None:
        if found := self.current():
            self.full_wanted.emit(found)

    def current(self) -> Procedure | None:
        """The procedure highlighted."""
        return self._shown.get(self.list.current())

    def query(self) -> str:
        """What is typed."""
        return self.field.text()

    def search(self, query: str, current: str = "") -> None:
        """Show what `query` finds, the procedure with code `current` highlighted; for '' what is usual here."""
        if self.field.text() != query:
            self.field.set_text(query)
        self._clear.setVisible(bool(query))
        hits = self._finder().search(query, self._most) if query else []
        self._shown = {hit.procedure.code: hit.procedure for hit in hits}
        self._count.say(text("counter.search.count", count=len(hits)) if hits else "")
        if query and not hits:
            self._nothing.say(text("counter.search.nothing", query=query[:60]))
            self._area.setCurrentWidget(self._nothing)
            return
        self._area.setCurrentWidget(self.list)
        self.list.show_rows(list(_grouped(hits)) if hits else self._usual_rows(), current, pick=bool(hits))

    def search_again(self) -> None:
        """Ask once more for what is typed: the search box knows better, or other procedures."""
        if query := self.query().strip():
            self.search(query, self.list.current())

    def clear(self) -> None:
        """Empty the field and put the keyboard there."""
        self.search("")
        self.field.setFocus()
        self.edited.emit()

    def refuse(self, words: str) -> None:
        """Show an error at the field."""
        self.field.refuse(words)

    def _usual_rows(self) -> list[Entry | Heading]:
        rows: list[Entry | Heading] = []
        for heading, procedures in self._usual():
            self._shown |= {procedure.code: procedure for procedure in procedures}
            rows += [Heading(heading), *map(self._row, procedures)]
        return rows

    def _row(self, procedure: Procedure) -> Entry:
        """Its row without marks, worked out once."""
        held = self._rows.get(procedure.code)
        if held is None or held[0] is not procedure:
            held = self._rows[procedure.code] = procedure, _entry(procedure)
        return held[1]

    def _edited(self, query: str) -> None:
        self.search(query.strip())
        self.edited.emit()

    def _preview(self) -> None:
        if found := self.current():
            self.previewed.emit(found)

    def _choose(self, code: str) -> None:
        self._calm.stop()
        self.field.allow()
        if found := self._shown.get(code):
            self.chosen.emit(found)


def _grouped(hits: Sequence[Hit]) -> Iterator[Entry | Heading]:
    """Plain procedures first, special cases under their heading; unless a special case is what was asked for."""
    if hits[0].procedure.special:
        yield from map(_found, hits)
        return
    yield from (_found(hit) for hit in hits if not hit.procedure.special)
    if special := [hit for hit in hits if hit.procedure.special]:
        yield Heading(text("counter.search.special"))
        yield from map(_found, special)


def _found(hit: Hit) -> Entry:
    return _entry(hit.procedure, tuple(hit.marks))


def _entry(procedure: Procedure, marks: Iterable[tuple[int, int]] = ()) -> Entry:
    limit = state_limit(procedure.limit) if procedure.limit else ""
    fee = say_fee(fee_of(procedure, "in_person"))
    return Entry(procedure.code, procedure.short or procedure.name, procedure.about, limit, fee, tuple(marks))
