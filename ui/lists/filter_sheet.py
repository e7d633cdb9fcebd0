"""Asks what a list of one's own shows and what it is called; tells with every choice how many cases that is."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desk import Refused, lists, store
from desk.cases import CHANNELS
from desk.lifecycle import Stage, stage_label
from desk.officers.filters import DATES, SPANS, Criteria, Filter
from desk.officers.officer import Officer
from desk.procedures.money_words import grouped
from desk.text import name_key, sort_key
from desk.words import text
from sync.desk import Desk
from ui.cases.dates import as_iso, as_written
from ui.cases.saying import capital
from ui.kit.button import Button
from ui.kit.cell import Cell, CellFrame, ChoiceCell
from ui.kit.cell_grid import CellGrid
from ui.kit.check_box import CheckBox
from ui.kit.layout import Pane
from ui.kit.notice import Notice
from ui.kit.sheet import Sheet
from ui.kit.text import Text
from ui.lists.asked import Asked, within
from ui.theme.tokens import STRONG

COUNT_AFTER = 120
"""ms after the last key until the count follows."""

Options = Sequence[tuple[str, str]]


class FilterSheet(Sheet):
    """`kept(name, criteria)` comes on F9, `removed()` from the button; the answer is `refuse`, or closing it."""

    kept = Signal(str, object)
    removed = Signal()

    def __init__(self, over: QWidget, desk: Desk, asked: Asked, filter: Filter | None) -> None:
        body = Pane(None, gap=10, margins=(20, 14, 20, 16))
        super().__init__(over, text("list.filter.change" if filter else "list.filter.new"), body, width=500)
        self._desk, self._asked, self.filter = desk, asked, filter
        held = filter.criteria if filter else Criteria()
        self.cells: dict[str, CellFrame] = {"name": Cell(text("list.filter.name"), filter.name if filter else "")}
        self._choices(held)
        self.stages = {str(each): CheckBox(capital(str(stage_label(each))), on=each in held.stages) for each in Stage}
        self.notice, self._count = Notice(), Text("", "body", weight=STRONG)
        self._timer = QTimer(self, singleShot=True, interval=COUNT_AFTER)
        self._timer.timeout.connect(self._tell_count)
        self._lay_out(body)
        self._add_foot()
        self._follow()

    def _choices(self, held: Criteria) -> None:
        for name, options in self._options().items():
            value = getattr(held, name)
            offered = options if value in dict(options) else [*options, (value, value)]  # it was, when this was kept
            self.cells[name] = ChoiceCell(text(f"list.filter.{name}"), offered, value)
        for name in ("since", "until"):
            written = as_written("result_date", getattr(held, name))
            self.cells[name] = Cell(text(f"list.filter.{name}"), written, placeholder=text("list.filter.date_hint"))
        self.cells["text"] = Cell(text("list.filter.text"), held.text)

    def _options(self) -> dict[str, Options]:
        desk = self._desk
        current = desk.catalogue.current(desk.now().date())
        every = ("", text("list.filter.every"))
        codes = sorted(((each.code, each.short or each.name) for each in current), key=lambda pair: sort_key(pair[1]))
        officers = sorted(store.select(desk.db, Officer), key=lambda each: name_key(each.name))
        return {
            "field": [every, *((each, each) for each in sorted({each.field for each in current}, key=sort_key))],
            "procedure": [every, *codes],
            "dates": [(each, text(f"list.filter.of.{each}")) for each in DATES],
            "span": [("", text("list.filter.always")), *((each, text(f"list.filter.in.{each}")) for each in SPANS)],
            "assignee": [every, *((each.id, each.name) for each in officers)],
            "channel": [every, *((each, text(f"cases.channel.{each}")) for each in CHANNELS)],
        }

    def _lay_out(self, body: Pane) -> None:
        cells = self.cells
        body.add(CellGrid((cells["name"],)))
        self.dates = CellGrid(
            (cells["field"],), (cells["procedure"],), (cells["assignee"], cells["channel"]), (cells["text"],),
            (cells["dates"], cells["span"]), (cells["since"], cells["until"]),
        )  # fmt: skip
        body.add(self.dates, Text(text("list.filter.stages"), "secondary", weight=STRONG))
        grid = QGridLayout()
        grid.setSpacing(0)
        for place, box in enumerate(self.stages.values()):
            grid.addWidget(box, place // 2, place % 2)
            box.toggled.connect(self._follow)
        body.add(grid, Text(text("list.filter.stages_hint"), "small", ink="text3", wrap=True))
        body.add(self._count, self.notice, None)
        for cell in self.cells.values():
            if isinstance(cell, Cell | ChoiceCell):
                (cell.edited if isinstance(cell, Cell) else cell.changed).connect(self._follow)

    def _add_foot(self) -> None:
        keep = Button(text("list.filter.keep"), "primary", icon="check", key="F9")
        keep.clicked.connect(self._keep)
        if self.filter:
            remove = Button(text("list.filter.remove"), "danger", icon="trash")
            remove.clicked.connect(self.removed)
            self.foot(remove, (keep, 1))
        else:
            self.foot((keep, 1))

    def _follow(self) -> None:
        between = self._held("span") == "between"
        for name in ("since", "until"):
            self.cells[name].setVisible(between)
        self._timer.start()

    def _held(self, name: str) -> str:
        cell = self.cells[name]
        return cell.value() if isinstance(cell, Cell | ChoiceCell) else ""

    def criteria(self) -> Criteria:
        """What is asked for. Raises Refused for a date that is none."""
        plain = {
            name: self._held(name) for name in ("field", "procedure", "dates", "span", "assignee", "channel", "text")
        }
        dates = dict.fromkeys(("since", "until"), "")
        if plain["span"] == "between":
            dates = {name: self._date(name) for name in dates}
        return Criteria(**plain, **dates, stages=tuple(name for name, box in self.stages.items() if box.isChecked()))

    def _date(self, name: str) -> str:
        try:
            return as_iso("result_date", self._held(name))
        except Refused:
            raise Refused("filters.bad_date", field=name, value=self._held(name)[:40]) from None

    def _tell_count(self) -> None:
        try:
            criteria = self.criteria()
        except Refused:
            self._count.say("")
            return
        asked = Asked(scope=self._asked.scope, filter=Filter("", wants=criteria.written()))
        narrowed = within(asked.narrowed(self._desk), asked.filter or Filter(""), self._desk)
        count = lists.count(
            self._desk.db, asked.name, self._desk.now(), narrowed=narrowed, calendar=self._desk.calendar
        )
        self._count.say(text("list.filter.count", count=grouped(count)))

    def _keep(self) -> None:
        try:
            self.kept.emit(self._held("name"), self.criteria())
        except Refused as wrong:
            self.refuse(wrong)

    def refuse(self, wrong: Refused) -> None:
        """Say what is missing at the cell it is about, and in a line of its own."""
        if cell := self.cells.get(wrong.field or ""):
            cell.refuse(str(wrong))
            cell.setFocus()
        self.notice.say(str(wrong), tone="late", seconds=0)

    def start(self) -> None:
        """Open it, the keyboard in the name."""
        self.open(self.cells["name"])
