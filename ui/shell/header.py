"""The header: title of the place, what belongs to it, and the one field that finds everything (F3)."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget

from desk import words
from ui.kit.field import Field
from ui.kit.layout import Pane, fill, row
from ui.kit.text import Elided, KeyCap, Text
from ui.theme.tokens import COMPACT_BELOW, HEADER, STRONG

_SEARCH = ((COMPACT_BELOW, 330), (1024, 240), (0, 150))  # (window at least, width of the field)


class Heading(Pane):
    """One place's part of the header: title, a quieter line beside it, and its own items at the right."""

    def __init__(self, title: str, subtitle: str = "") -> None:
        super().__init__(None, across=True, gap=10)
        self._title = Text(title, "title", weight=STRONG)
        self._subtitle = Elided(subtitle, "secondary", ink="text3")
        self._items = row(gap=10)
        self._title.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.add(self._title, 4, (self._subtitle, 1))
        self.body.addLayout(self._items)

    def say(self, title: str, subtitle: str = "") -> None:
        """Change title and the line beside it."""
        self._title.say(title)
        self._subtitle.say(subtitle)

    def show_items(self, *items: QWidget | int | None) -> None:
        """Put widgets (numbers are pixels, None a stretch) at the right; those before are dropped."""
        while (item := self._items.takeAt(0)) is not None:
            if (widget := item.widget()) is not None and widget not in items:
                widget.hide()
                widget.deleteLater()
        fill(self._items, *items)
        for each in items:
            if isinstance(each, QWidget):
                each.show()  # at once: a layout shows it a turn later, and a key struck until then would be lost


class Header(Pane):
    """The bar above every place. `searched(text)` follows what is typed, `search_entered()` is Enter in the field."""

    searched = Signal(str)
    search_entered = Signal()

    def __init__(self) -> None:
        super().__init__("surface", edges="b", across=True, gap=10, margins=(16, 0, 16, 0))
        self.setFixedHeight(HEADER)
        self._headings = QStackedWidget()
        self.search = Field(
            words.text("shell.search_name"),
            placeholder=words.text("shell.search"),
            icon="magnifying-glass",
            trailing=[KeyCap("F3")],
            size="secondary",
            ground="sunken",
        )
        self.fit(COMPACT_BELOW)
        self.search.edited.connect(self.searched)
        self.search.entered.connect(self.search_entered)
        QShortcut(QKeySequence("F3"), self).activated.connect(self._find)
        self.add((self._headings, 1), (self.search, Qt.AlignmentFlag.AlignVCenter))

    def add_heading(self, heading: Heading) -> None:
        """Keep a place's heading, to be shown by `turn_to`."""
        self._headings.addWidget(heading)

    def turn_to(self, heading: QWidget) -> None:
        """Show that heading."""
        self._headings.setCurrentWidget(heading)

    def fit(self, window: int) -> None:
        """Give the search field the room that suits a window of that width."""
        self.search.setFixedWidth(next(width for least, width in _SEARCH if window >= least))

    def _find(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.edit.selectAll()
