"""The lists to choose from, at the left: whose cases, the lists of the day, of the office, and filters of one's own."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QSizePolicy

from desk.lists import SCOPES
from desk.officers.filters import Filter
from desk.procedures.money_words import grouped
from desk.words import text
from ui.kit import paint
from ui.kit.button import Button
from ui.kit.layout import Pane, column, row
from ui.kit.scroll import scrolled
from ui.kit.segmented import Segmented
from ui.kit.text import Text
from ui.lists.asked import DRAFTS
from ui.theme import fonts, icons
from ui.theme.tokens import NORMAL, RADIUS, STRONG


class View(NamedTuple):
    """One list: its key in `desk.lists.VIEWS`, icon, and the tone of its count when it asks for a person."""

    key: str
    icon: str
    tone: str = ""


PARTS = (
    ("day", (View("open", "calendar-check"), View("late", "warning-circle", "late"), View("today", "clock", "soon"),
             View("soon", "hourglass-medium", "soon"), View("waiting", "pause-circle"), View("suspended", "hand-palm"),
             View("ready", "package"), View(DRAFTS, "note-pencil"))),
    ("other", (View("conflict", "git-diff", "conflict"), View("still", "circle-dashed"), View("alike", "copy"),
               View("undelivered", "arrow-circle-up"), View("lately", "check-circle"), View("ended", "archive"),
               View("all", "stack"))),
)  # fmt: skip
FILTER = "filter."
_HIGH = 32


class ViewButton(QRadioButton):
    """One list; a radio button to the keyboard and to screen readers."""

    def __init__(self, view: View, words: str) -> None:
        super().__init__(words.replace("&", "&&"))
        self.view, self._words, self._count = view, words, -1
        icons.named(view.icon)
        self.setAccessibleName(words)
        self.setFixedHeight(_HIGH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def count(self, count: int) -> None:
        """Say how many cases it holds; -1 where that is not counted while working."""
        self._count = count
        self.setAccessibleDescription(text("list.count", count=grouped(count)) if count >= 0 else "")
        self.update()

    def hitButton(self, at: QPoint) -> bool:
        return self.rect().contains(at)

    def sizeHint(self) -> QSize:
        return QSize(180, _HIGH)

    def minimumSizeHint(self) -> QSize:
        return QSize(150, _HIGH)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, on = QPainter(self), self.isChecked()
        body = QRectF(8, 0, self.width() - 16, _HIGH - 1)
        if on or self.underMouse():
            paint.rounded(painter, body, RADIUS, "selected" if on else "hover")
        tone = self.view.tone if self._count > 0 else ""
        icons.draw(painter, self.view.icon, 18, (_HIGH - 18) / 2, 18, "accent" if on else tone or "text3")
        weight, ink = (STRONG, "accent") if on else (NORMAL, "text")
        room = QRectF(44, 0, self.width() - 64, _HIGH - 1)
        strong, shown = STRONG if tone else NORMAL, grouped(self._count) if self._count >= 0 else ""
        faint = "text2" if self._count else "text3"
        wide = paint.put(painter, room, shown, size="secondary", weight=strong, ink=tone or faint, align=paint.RIGHT)
        words = room.adjusted(0, 0, -wide - 8, 0)
        paint.put(painter, words, self._words, weight=weight, ink=ink)
        self.setToolTip(self._words if fonts.width(self._words, "body", weight) > words.width() else "")
        if self.hasFocus():
            paint.ring(painter, body, RADIUS)


class Views(Pane):
    """All lists. `chosen(key)` comes when the person goes to one, `scoped(scope)` when they say whose cases.

    `filter_wanted(id)` asks for a filter's sheet, with "" for a new one. A filter's key is FILTER and its id.
    """

    chosen = Signal(str)
    scoped = Signal(str)
    filter_wanted = Signal(str)

    def __init__(self, scope: str = "office") -> None:
        super().__init__("sunken", edges="r")
        self._buttons: dict[str, ViewButton] = {}
        self._group = QButtonGroup(self)
        scopes = [(each, text(f"list.scope.{each}")) for each in SCOPES]
        self.scope = Segmented(scopes, scope, name=text("list.scopes"), size="small")
        self._inner = Pane(None, margins=(0, 4, 0, 6))
        self._filters = Pane(None)
        self._lay_out()
        self.choose("open")
        self._group.buttonToggled.connect(self._announce)
        self.scope.changed.connect(self.scoped)
        QShortcut(QKeySequence("F6"), self).activated.connect(self._next_scope)
        self.setAccessibleName(text("list.views"))

    def _lay_out(self) -> None:
        for title, views in PARTS:
            self._inner.add(_heading(f"list.part.{title}"))
            for view in views:
                self._inner.add(self._button(view, text(f"list.view.{view.key}")))
            self._inner.add(6)
        new = Button("", "quiet", icon="plus", key="Ctrl+B", height=26, name=text("list.filter.new"))
        new.setToolTip(text("list.filter.new_key"))
        new.clicked.connect(lambda: self.filter_wanted.emit(""))
        heading = row(Text(text("list.part.own"), "small", weight=STRONG, ink="text3"), None, new, gap=0)
        heading.setContentsMargins(20, 0, 8, 2)
        self._inner.add(heading, self._filters, None)
        top = column(self.scope, margins=(8, 10, 8, 2))
        self.add(top, (scrolled(self._inner), 1))

    def _button(self, view: View, words: str) -> ViewButton:
        button = ViewButton(view, words)
        self._buttons[view.key] = button
        self._group.addButton(button)
        return button

    def show_filters(self, filters: Sequence[Filter]) -> None:
        """Show the filters the officer has; the list chosen stays so while it is there."""
        chosen = self.shown()
        self._group.blockSignals(True)
        for key in [key for key in self._buttons if key.startswith(FILTER)]:
            gone = self._buttons.pop(key)
            self._group.removeButton(gone)
            gone.hide()
            gone.deleteLater()
        for each in filters:
            button = self._button(View(FILTER + each.id, "funnel"), each.name)
            button.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            button.customContextMenuRequested.connect(lambda _, id=each.id: self.filter_wanted.emit(id))
            self._filters.add(button)
        if chosen in self._buttons:
            self._buttons[chosen].setChecked(True)
        self._group.blockSignals(False)

    def shown(self) -> str:
        """The key of the list chosen."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "open")

    def choose(self, key: str) -> None:
        """Go to that list."""
        button = self._buttons.get(key) or self._buttons["open"]
        button.setChecked(True)
        self.setFocusProxy(button)

    def count(self, counts: Mapping[str, int]) -> None:
        """Say how many cases each list holds."""
        for key, button in self._buttons.items():
            button.count(counts.get(key, -1))

    def _next_scope(self) -> None:
        scopes = list(SCOPES)
        self.scope.choose(scopes[(scopes.index(self.scope.chosen()) + 1) % len(scopes)])

    def _announce(self, button: ViewButton, on: bool) -> None:
        if on:
            self.setFocusProxy(button)
            self.chosen.emit(button.view.key)


def _heading(key: str) -> QHBoxLayout:
    return row(Text(text(key), "small", weight=STRONG, ink="text3"), margins=(20, 0, 0, 2))
