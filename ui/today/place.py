"""The place "Today": what an officer sees before the first citizen stands there, one key away from the counter.

Follows the log a moment after it grew, and not at all while hidden.
"""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent

from desk import lists
from desk.lists.drafted import FAMILY
from desk.words import text
from ui.kit.button import Button
from ui.kit.check_box import CheckBox
from ui.kit.empty_state import EmptyState
from ui.kit.layout import Pane, Rule, row
from ui.kit.pages import Pages
from ui.kit.scroll import yielding
from ui.kit.segmented import Segmented
from ui.kit.text import KeyCap, Text
from ui.kit.two_line_list import TwoLineList
from ui.lists.scope import keep_scope, scope_of
from ui.places import Place
from ui.session import Session
from ui.shell.header import Heading
from ui.shell.keys import Keys
from ui.shell.status_line import date_only
from ui.shell.window import Window
from ui.start_place import COUNTER, TODAY, keep_start, start_of
from ui.theme.tokens import STRONG
from ui.today import mine, printers, waiting
from ui.today.sound_line import SoundLine
from ui.today.soundness import Printers, signs
from ui.today.waiting import DRAFT

FOLLOW, REGULARLY, PRINTERS_EVERY = 150, 60_000, 600_000
"""ms after the last change until the page follows; after which lateness is read anew, and printers looked for."""

LEAST = 240
"""Height that the columns ask for; more than that they take where there is room."""

_NARROW, _SPACIOUS = 1120, 1500
_LISTS, _WAITS = (240, 300, 340), (280, 360, 460)
KEYS = ("F2", "F6", "Enter", "Ctrl+0", "Ctrl+K")


class Today(Place):
    """How this PC is, what is due, what waits."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._window: Window | None = None
        self._heading: Heading | None = None
        self._printers: Printers = None
        self._looked, self._stale, self._minute_read = False, True, ""
        self.sound = SoundLine()
        scopes = [(each, text(f"list.scope.{each}")) for each in lists.SCOPES]
        self.scope = Segmented(scopes, scope_of(session.desk), name=text("list.scopes"), size="small")
        self.lists, self.cases, self.waits = (
            TwoLineList(text(f"today.{name}"), quiet=True) for name in ("mine", "pressing", "waits")
        )
        self.straight = CheckBox(text("today.straight"), on=start_of(session.desk) == COUNTER)
        self._soon = QTimer(self, singleShot=True, interval=FOLLOW)
        self._minute = QTimer(self, interval=REGULARLY)
        self._printer_timer = QTimer(self, interval=PRINTERS_EVERY)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        reads = self.session.desk.may("read")
        self._left = Pane("sunken", edges="r", margins=(0, 10, 1, 8), gap=8)
        self._left.add(row(self.scope, margins=(10, 0, 10, 0)), (self.lists, 1))
        self._none_due, self._none_waits = EmptyState("sun", text("today.none_due")), EmptyState("check", "")
        self._none_waits.say(text("today.none_waits"))
        self._due, self._waiting = Pages(), Pages()
        for pages, list_, empty in (
            (self._due, self.cases, self._none_due),
            (self._waiting, self.waits, self._none_waits),
        ):
            pages.addWidget(list_)
            pages.addWidget(empty)
        middle = Pane("surface", margins=(0, 12, 0, 0), gap=6)
        middle.add(_titled(text("today.pressing")), (self._due, 1))
        self._right = Pane("window", edges="l", margins=(1, 12, 0, 0), gap=6)
        self._right.add(_titled(text("today.waits")), (self._waiting, 1))
        columns = Pane(None, across=True).add(self._left, (middle, 1), self._right)
        for each in (self._left, middle):
            each.setHidden(not reads)  # who may not read what citizens brought sees what waits alone
        self.add(self.sound, (yielding(columns, LEAST), 1), Rule(), self._foot())
        self.setFocusProxy(self.cases if reads else self.waits)

    def _foot(self) -> Pane:
        keys = (KeyCap("↑"), KeyCap("↓"), _told("choose"), 8, KeyCap("Enter"), _told("open"), 8, KeyCap("F6"))
        begins = (self.straight, KeyCap("Ctrl+K")) if self.session.desk.may("receive") else ()
        return Pane(None).add(row(*keys, _told("scope"), None, *begins, gap=5, margins=(16, 3, 16, 3)))

    def _connect(self) -> None:
        self.lists.chosen.connect(self._open_list)
        self.cases.chosen.connect(self.case_wanted)
        self.waits.chosen.connect(self._open_waiting)
        self.scope.changed.connect(self._turn_scope)
        self.straight.toggled.connect(self._begin_there)
        for timer, call in (
            (self._soon, self.refresh), (self._minute, self.follow), (self._printer_timer, self._look_for_printers),
        ):  # fmt: skip
            timer.timeout.connect(call)
        self.session.changed.connect(self._hear)
        self.session.syncing.told.connect(self._hear)
        self.session.lan.told.connect(self.follow)
        self.session.backing.changed.connect(self.follow)
        QShortcut(QKeySequence("F6"), self).activated.connect(self._next_scope)
        if self.session.desk.may("receive"):
            QShortcut(QKeySequence("Ctrl+K"), self).activated.connect(self.straight.toggle)

    def move_in(self, window: Window, heading: Heading) -> None:
        """Fill the header: the day, and the way to the counter."""
        self._window, self._heading = window, heading
        if self.session.desk.may("receive"):
            receive = Button(text("list.receive"), icon="plus", key="F2")
            receive.clicked.connect(lambda: self.place_wanted.emit("counter"))
            heading.show_items(receive)
        self._say_day()

    def keys(self) -> Keys:
        """The keys of this place."""
        return [(key, text(f"today.keys.{key.replace('+', '').lower()}")) for key in KEYS]

    def _say_day(self) -> None:
        if self._heading:
            desk = self.session.desk
            self._heading.say(text("window.place.today"), f"{date_only(desk.now())} · {desk.office.name}")

    # what is shown

    def follow(self) -> None:
        """Something was written, came in or was told: be up to date in a moment, or when somebody looks again."""
        if self.isVisible():
            self._soon.start()
        else:
            self._stale = True

    def _hear(self, told: object) -> None:
        self.follow()

    def refresh(self) -> None:
        """Read everything anew; the rows chosen stay chosen."""
        self._stale, self._minute_read = False, _minute(self.session)
        self._say_day()
        self.sound.show_signs(signs(self.session, self._printers, looked=self._looked))
        if self.session.desk.may("read"):
            self._show_mine()
        rows = waiting.rows(self.session)
        self.waits.show_rows(rows, self.waits.current())
        self._waiting.setCurrentIndex(int(not rows))

    def _show_mine(self) -> None:
        desk = self.session.desk
        now = mine.read(desk, self.scope.chosen())
        self.lists.show_rows(mine.list_rows(desk, now), self.lists.current())
        cases = mine.case_rows(desk, now)
        self.cases.show_rows(cases, self.cases.current())
        self._due.setCurrentIndex(int(not cases))
        self.setFocusProxy(self.cases if cases else self.lists)

    def _look_for_printers(self) -> None:
        """Ask the system beside the work: it may take its time."""
        self.session.bench.run(printers.known, self._take_printers, lambda error: self._take_printers(None))

    def _take_printers(self, found: Printers) -> None:
        self._printers, self._looked = found, True
        self.follow()

    # what is opened

    def _open_list(self, view: str) -> None:
        self.list_wanted.emit(view, self.scope.chosen())

    def _open_waiting(self, key: str) -> None:
        if key.startswith(DRAFT):
            self.draft_wanted.emit(key.removeprefix(DRAFT).removeprefix(FAMILY))
        elif key == "drafts":
            self.list_wanted.emit(key, self.scope.chosen())
        elif key == "delivery":
            if self._window:
                self._window.delivery_wanted.emit()
        else:
            self.place_wanted.emit("settings" if key == "calendar" else key)

    def _begin_there(self, on: bool) -> None:
        keep_start(self.session.desk, COUNTER if on else TODAY)

    def _next_scope(self) -> None:
        scopes = list(lists.SCOPES)
        self.scope.choose(scopes[(scopes.index(self.scope.chosen()) + 1) % len(scopes)])

    def _turn_scope(self, scope: str) -> None:
        keep_scope(self.session.desk, scope)
        self.refresh()

    # when somebody looks

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._minute.start()
        if not self._looked:
            self._look_for_printers()
            self._printer_timer.start()
        if self._stale or self._minute_read != _minute(self.session):
            self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._stale = self._stale or self._soon.isActive()
        self._soon.stop()
        self._minute.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        size = (self.width() >= _NARROW) + (self.width() >= _SPACIOUS)
        self._left.setFixedWidth(_LISTS[size])
        if self.session.desk.may("read"):
            self._right.setFixedWidth(_WAITS[size])


def _minute(session: Session) -> str:
    """Until when what was read of lateness holds."""
    return f"{session.desk.now():%Y-%m-%dT%H:%M}"


def _titled(words: str) -> Pane:
    return Pane(None, margins=(16, 0, 16, 0)).add(Text(words, "section", weight=STRONG))


def _told(key: str) -> Text:
    return Text(text(f"list.key.{key}"), "small", ink="text3")
