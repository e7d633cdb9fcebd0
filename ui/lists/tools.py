"""What stands around the rows: in which order, of which stage, how many; the day that is shown; the keys."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut

from desk import lists
from desk.lifecycle import Stage, stage_label
from desk.words import text
from ui.cases.saying import capital
from ui.kit.button import Button
from ui.kit.choice import Choice
from ui.kit.layout import Pane, row
from ui.kit.segmented import Segmented
from ui.kit.text import Elided, KeyCap, Text
from ui.theme.tokens import STRONG

CALENDAR = "calendar"


class Tools(Pane):
    """The line above the rows. `filter_wanted` asks to change the filter that is shown, `export_wanted` for a file."""

    filter_wanted = Signal()
    export_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(None)
        orders = [*((order, text(f"list.order.{order}")) for order in lists.ORDERS), (CALENDAR, text("list.calendar"))]
        self.order = Segmented(orders, name=text("list.order_by"))
        stages = [("", text("list.every_stage")), *((str(s), capital(str(stage_label(s)))) for s in Stage)]
        self.stage = Choice(stages, name=text("list.stage"), height=32)
        self.stage.setFixedWidth(140)
        self.change = Button(text("list.filter.change"), "quiet", icon="funnel", height=32)
        self.change.clicked.connect(self.filter_wanted)
        self.count = Elided("", "secondary", ink="text3")
        export = Button("", "quiet", icon="file-arrow-down", height=32, name=text("list.export"))
        export.clicked.connect(self.export_wanted)
        self.add(row(self.order, 6, self.stage, self.change, (self.count, 1), export, margins=(16, 10, 12, 6)))
        keyed = QShortcut(QKeySequence("Ctrl+Shift+E"), self)
        keyed.activated.connect(self.export_wanted)

    def choose_order(self, order: str) -> None:
        """Show the order that is read in; nothing is asked for."""
        self.order.blockSignals(True)
        self.order.choose(order)
        self.order.blockSignals(False)

    @property
    def calendar(self) -> bool:
        """Whether the calendar was chosen."""
        return self.order.chosen() == CALENDAR


class DayLine(Pane):
    """Which day the list is of; `left` asks for the calendar again."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__("accent_soft", across=True, gap=8, margins=(16, 2, 8, 2))
        self._words = Text("", "secondary", weight=STRONG, ink="accent")
        leave = Button(text("list.day.leave"), "quiet", key="Esc", bind=False, height=28)
        leave.clicked.connect(self.left)
        self.add(self._words, None, leave)
        self.hide()

    def say(self, words: str) -> None:
        """Say which day."""
        self._words.say(words)


class Foot(Pane):
    """The keys of the list."""

    def __init__(self) -> None:
        super().__init__(None)
        moving = (KeyCap("↑"), KeyCap("↓"), _told("choose"), 8, KeyCap("Enter"), _told("open"))
        others = (KeyCap("F6"), _told("scope"), 8, KeyCap("Ctrl+L"), _told(CALENDAR))
        self.add(row(*moving, 8, *others, None, gap=5, margins=(16, 8, 16, 8)))


def _told(key: str) -> Text:
    return Text(text(f"list.key.{key}"), "small", ink="text3")
