"""The province's offices: found by typing at the left, one of them in the middle."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut

from desk.text import fold
from desk.words import text
from sync.province.folder import Kept
from ui.kit.button import Button
from ui.kit.empty_state import EmptyState
from ui.kit.field import Field
from ui.kit.layout import Pane, row
from ui.kit.text import KeyCap, Text
from ui.kit.two_line_list import Entry, TwoLineList
from ui.province.hand import Hand
from ui.province.office_page import OfficePage
from ui.province.office_sheets import Naming
from ui.province.place import ProvincePlace

LEFT = 372


class OfficesPlace(ProvincePlace):
    """`requests_wanted(code)` asks for the requests of an office."""

    NAME = "offices"
    KEYS = ("F3", "Ctrl+N", "Ctrl+E", "F5", "F6", "F7", "F8", "F9")
    requests_wanted = Signal(str)

    def __init__(self, hand: Hand) -> None:
        super().__init__(hand)
        self.search = Field(
            text("province_window.find"), placeholder=text("province_window.find_like"), icon="magnifying-glass",
            trailing=[KeyCap("F3")], ground="surface",
        )  # fmt: skip
        self.list = TwoLineList(text("province_window.place.offices"))
        self.list.follow(self.search.edit)
        self._count = Text("", "small", ink="text3")
        self.new = Button(text("province_window.add_office"), icon="plus", key="Ctrl+N", height=36)
        self.page = OfficePage(hand)
        first = Button(text("province_window.add_office"), "primary", icon="plus", key="F9")
        first.clicked.connect(self.add_office)
        self._nothing = EmptyState("buildings", text("province_window.no_offices"), action=first)
        self.naming: Naming | None = None
        left = Pane("sunken", edges="r", gap=8, margins=(12, 12, 13, 12))
        left.setFixedWidth(LEFT)
        left.add(self.search, self._count, (self.list, 1), self.new)
        self.add(row(left, (self.page, 1), (self._nothing, 1), gap=0))
        self.setFocusProxy(self.search)
        self._connect()
        self.show_offices()

    def _connect(self) -> None:
        self.search.edited.connect(lambda _: self.show_offices())
        self.list.previewed.connect(self.page.show_office)
        self.list.chosen.connect(lambda _: self.page.ledger.setFocus())
        self.new.clicked.connect(self.add_office)
        self.page.requests_wanted.connect(self.requests_wanted)
        self.hand.changed.connect(self.show_offices)
        QShortcut(QKeySequence("F3"), self).activated.connect(self._find)

    def _find(self) -> None:
        self.search.setFocus()
        self.search.edit.selectAll()

    def show_offices(self) -> None:
        """Show the offices whose code or name has what was typed, the one in hand first looked for."""
        wanted = fold(self.search.text())
        asking = [request.office for request in self.hand.folder.requests()]
        found = [kept for kept in self.hand.offices.values() if wanted in fold(_said(kept))]
        rows = [_entry(kept, asking.count(kept.roster.office)) for kept in found]
        rows += [Entry(code, code, why) for code, why in self.hand.unreadable.items()]
        self._count.say(text("province_window.count", count=len(found), all=len(self.hand.offices)))
        there = bool(self.hand.offices) or bool(self.hand.unreadable)
        self.page.setVisible(bool(rows))
        self._nothing.setVisible(not there)
        back = self.hand.folder.face.brought_back
        self._nothing.say(text(f"province_window.{'brought_back' if back else 'no_offices'}"))
        self.list.show_rows(rows, self.page.code)
        if rows and self.page.code:
            self.page.renew()

    def choose(self, code: str) -> None:
        """Show that office."""
        self.search.set_text("")
        self.page.show_office(code)
        self.show_offices()

    def add_office(self) -> None:
        """Ask for the code and name of a new office."""
        self.hand.with_secret(lambda _: self._name())

    def _name(self) -> None:
        self.naming = Naming(self.window(), self.hand, "", "")
        self.naming.done.connect(self.choose)


def _said(kept: Kept) -> str:
    return f"{kept.roster.office} {kept.roster.name}"


def _entry(kept: Kept, asking: int) -> Entry:
    roster = kept.roster
    hint = text("province_window.office_hint", code=roster.office, pcs=len(roster.live))
    chip = None
    if asking:
        chip = (text("province_window.asking_chip", count=asking), "soon")
    elif kept.ahead:
        chip = (text("province_window.ahead_chip"), "wait")
    return Entry(roster.office, roster.name or roster.office, hint, chip=chip)
