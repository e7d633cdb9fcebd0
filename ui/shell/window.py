"""The main window: rail, header, the place in use and the status line together; it makes room when it is small."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from desk import words
from ui.kit.layout import Pane, column, row
from ui.kit.notice import Notice
from ui.kit.scroll import scrolled
from ui.kit.sheet import Sheet
from ui.shell.header import Header, Heading
from ui.shell.keys import Keys, keys_sheet
from ui.shell.mark import window_icon
from ui.shell.rail import Rail
from ui.shell.status_line import StatusLine, StatusSentence
from ui.theme.tokens import COMPACT_BELOW

_NOTICE, _LEAST_NOTICE = 560, 320


class Window(Pane):
    """The window of one officer at work. Language follows by building it anew; the theme changes in place."""

    place_opened = Signal(str)
    delivery_wanted = Signal()
    officer_wanted = Signal()
    keys_wanted = Signal()
    searched = Signal(str)
    search_entered = Signal()

    def __init__(self, office: str = "", *, now: Callable[[], datetime] = datetime.now) -> None:
        super().__init__("window")
        self._places: dict[str, tuple[Heading, QWidget]] = {}
        self._current = ""
        self.rail, self.header, self.status = Rail(), Header(), StatusLine(now)
        self.notice = Notice()
        self._stack = QStackedWidget()
        self.notice.setParent(self)
        self.add(row(self.rail, column(self.header, (self._stack, 1), gap=0), gap=0), self.status)
        self._connect()
        title = words.text("shell.name")
        self.setWindowTitle(f"{title} · {office}" if office else title)
        self.setWindowIcon(window_icon())
        self.setMinimumSize(640, 360)
        self.resize(1366, 768)

    def _connect(self) -> None:
        self.rail.chosen.connect(self.open)
        self.header.searched.connect(self.searched)
        self.header.search_entered.connect(self.search_entered)
        self.status.delivery_wanted.connect(self.delivery_wanted)
        self.status.officer_wanted.connect(self.officer_wanted)
        QShortcut(QKeySequence("F1"), self).activated.connect(self.keys_wanted)

    def add_place(self, key: str, icon: str, text: str, widget: QWidget, *, low: bool = False) -> Heading:
        """Add a place to the rail, in the order of Ctrl+1..; `low` at its foot. The place
        scrolls when the window is smaller than it needs. Returns its part of the header.
        """
        heading = Heading(text)
        self._places[key] = heading, widget
        self.header.add_heading(heading)
        self._stack.addWidget(scrolled(widget, sideways=True))
        self.rail.add(key, icon, text, low=low)
        if len(self._places) == 1:
            self.open(key)
        return heading

    def open(self, key: str) -> None:
        """Go to that place and put the keyboard there."""
        if key == self._current:
            return
        self._current = key
        heading, widget = self._places[key]
        self.rail.choose(key)
        self.header.turn_to(heading)
        self._stack.setCurrentIndex(list(self._places).index(key))
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        self.place_opened.emit(key)

    def resume(self) -> None:
        """Be worked at again after another screen stood here: typing goes on where it was, else in the first field.

        What stands around the place, such as the officer's name that was clicked, does not keep the keyboard.
        """
        last, place = self.focusWidget(), self._places[self._current][1]
        around = last is not None and any(each.isAncestorOf(last) for each in (self.status, self.header, self.rail))
        if last is None or around or not last.isVisible():
            place.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> str:
        """The key of the place in use."""
        return self._current

    def heading(self, key: str) -> Heading:
        """That place's part of the header."""
        return self._places[key][0]

    def count(self, key: str, count: int, tone: str = "late") -> None:
        """Show on the rail how many things wait at that place."""
        self.rail.count(key, count, tone)

    def say_status(self, sentence: StatusSentence) -> None:
        """Say how delivery stands."""
        self.status.say(sentence)

    def say_who(self, officer: str, pc: str) -> None:
        """Say who works at which PC."""
        self.status.say_who(officer, pc)

    def tell(self, text: str, *, tone: str = "ok", action: str = "", key: str = "", seconds: int = 8) -> None:
        """Tell what was done in a line above the foot; `notice.acted` comes when its action is used."""
        self.notice.say(text, tone=tone, action=action, key=key, seconds=seconds)
        self._place_notice()
        self.notice.raise_()

    def _place_notice(self) -> None:
        """At the foot of the place; beside a sheet that is open, never over what can be read in it."""
        room = self._stack.geometry()
        sheets = self.findChildren(Sheet, options=Qt.FindChildOption.FindDirectChildrenOnly)
        for sheet in sheets:
            if sheet.isVisible() and sheet.edge() - room.x() >= _LEAST_NOTICE:
                room.setRight(min(room.right(), sheet.edge()))
        wide = min(_NOTICE, room.width() - 32)
        high = max(self.notice.heightForWidth(wide), self.notice.minimumSizeHint().height())
        left = room.x() + (room.width() - wide) // 2
        self.notice.setGeometry(left, room.bottom() - high - 12, wide, high)

    def show_keys(self, here: Keys = ()) -> None:
        """Open the sheet of keys; `here` are the (key, words) of the place in use. F1 asks for it by `keys_wanted`."""
        sheet = keys_sheet(self, here, self.rail.names())
        sheet.closed.connect(sheet.deleteLater)
        sheet.open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        compact = self.width() < COMPACT_BELOW
        self.rail.compact(compact)
        self.header.fit(self.width())
        self.status.compact(compact)
        if self.notice.isVisible():
            self._place_notice()
