"""The province's window: rail, the place in use, one line about the key and what has not reached the server."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget

from desk.words import text
from sync.province.secret import Secret
from ui.joining.dropping import Drops
from ui.kit.button import Button
from ui.kit.layout import Pane, column, row
from ui.kit.notice import Notice
from ui.kit.scroll import scrolled
from ui.kit.sheet import Sheet
from ui.kit.text import Elided, Icon, Text
from ui.province.asking_place import AskingPlace
from ui.province.carry_place import CarryPlace
from ui.province.hand import Hand
from ui.province.offices_place import OfficesPlace
from ui.province.own_place import OwnPlace
from ui.province.place import ProvincePlace
from ui.province.unlock import Unlock
from ui.shell.keys import keys_sheet
from ui.shell.mark import window_icon
from ui.shell.rail import Rail
from ui.theme.tokens import COMPACT_BELOW, HEADER, STATUS, STRONG

ICONS = {"offices": "buildings", "asking": "user-plus", "carry": "swap", "own": "key"}
EVERYWHERE = (("F9", "primary"), ("Esc", "back"), ("F1", "keys"))
NOTICE = 600


class ProvinceWindow(Pane):
    """Over one province. `setting_wanted(name, value)` asks for a language or a theme."""

    setting_wanted = Signal(str, str)

    def __init__(self, hand: Hand) -> None:
        super().__init__("window")
        self.hand = hand
        self.rail, self.notice = Rail(), Notice()
        self.notice.setParent(self)
        self._stack = QStackedWidget()
        self._title = Text("", "title", weight=STRONG)
        self._about = Elided("", "secondary", ink="text3")
        self.lock = Button("", icon="lock-key", key="F4")
        self._light, self._said = Icon("lock-key", 16, "text2"), Elided("", "secondary", ink="text2")
        self.unlocking: Unlock | None = None
        offices, asking, carry, own = OfficesPlace(hand), AskingPlace(hand), CarryPlace(hand), OwnPlace(hand)
        self.places: dict[str, ProvincePlace] = {"offices": offices, "asking": asking, "carry": carry, "own": own}
        self.add(row(self.rail, column(self._head(), (self._stack, 1), gap=0), gap=0), self._foot())
        for key, place in self.places.items():
            self._stack.addWidget(scrolled(place, sideways=True))
            self.rail.add(key, ICONS[key], text(f"province_window.place.{key}"), low=key == "own")
        self.setWindowTitle(text("province_window.title"))
        self.setWindowIcon(window_icon())
        self.setMinimumSize(640, 360)
        self.resize(1366, 768)
        self._connect(offices, asking, own)
        self.open("offices")
        hand.load()

    def _head(self) -> Pane:
        head = Pane("surface", edges="b", across=True, gap=12, margins=(16, 0, 16, 0))
        head.setFixedHeight(HEADER)
        return head.add(self._title, (self._about, 1), self.lock)

    def _foot(self) -> Pane:
        foot = Pane("rail", edges="t", across=True, gap=8, margins=(14, 0, 14, 0))
        foot.setFixedHeight(STATUS)
        return foot.add(self._light, (self._said, 1))

    def _connect(self, offices: OfficesPlace, asking: AskingPlace, own: OwnPlace) -> None:
        self.rail.chosen.connect(self.open)
        self.lock.clicked.connect(self._turn)
        self.hand.turned.connect(self._turned)
        self.hand.changed.connect(self.say_state)
        self.hand.told.connect(self.tell)
        self.hand.unlock_wanted.connect(self.ask_unlock)
        offices.requests_wanted.connect(self._to_requests)
        own.setting_wanted.connect(self.setting_wanted)
        Drops(self).dropped.connect(lambda path: self.places["carry"].take_file(path))
        self._asking = asking
        QShortcut(QKeySequence("F1"), self).activated.connect(self.show_keys)
        self.say_state()

    def open(self, key: str) -> None:
        """Go to that place."""
        self.rail.choose(key)
        self._stack.setCurrentIndex(list(self.places).index(key))
        self._title.say(text(f"province_window.place.{key}"))
        place = self.places[key]
        self._about.say(self.hand.folder.face.name)
        place.come_to()
        place.setFocus()

    def place(self) -> str:
        """The key of the place in use."""
        return list(self.places)[self._stack.currentIndex()]

    def _to_requests(self, code: str) -> None:
        self.open("asking")
        self._asking.show_office(code)

    def _turn(self) -> None:
        if self.hand.secret is None:
            self.ask_unlock(lambda: None)
        else:
            self.hand.lock()

    def _turned(self) -> None:
        """With the key goes what it has opened: an invitation on the screen, an act that was begun."""
        if self.hand.secret is None:
            for sheet in self.findChildren(Sheet, options=Qt.FindChildOption.FindDirectChildrenOnly):
                sheet.close_sheet()
        self.say_state()

    def ask_unlock(self, go_on: Callable[[], object]) -> None:
        """Ask for the password or the sheets, then go on."""
        self.unlocking = Unlock(self, self.hand)
        self.unlocking.done.connect(go_on)

    def say_state(self) -> None:
        """Say whether the key is locked, and what the server has not got."""
        held: Secret | None = self.hand.secret
        self.lock.setText(text("province_window.unlock" if held is None else "province_window.lock"))
        self.lock.set_icon("lock-open" if held is None else "lock-key")
        key = "province_window.is_locked" if held is None else "province_window.is_open"
        ahead = sum(kept.ahead for kept in self.hand.offices.values())
        waiting = len(self.hand.folder.requests())
        parts = [text(key)]
        if self.hand.offices:
            parts.append(text("province_window.ahead" if ahead else "province_window.all_there", count=ahead))
        self._light.change("lock-key" if held is None else "lock-open", "text2" if held is None else "soon")
        self._said.say(" · ".join(parts))
        self.rail.count("asking", waiting, "soon")
        self.rail.count("carry", ahead, "soon")

    def tell(self, tone: str, words: str) -> None:
        """Tell what came of something, in a line above the foot."""
        self.notice.say(words, tone=tone, seconds=0 if tone in ("late", "wait") else 8)
        self._place_notice()
        self.notice.raise_()

    def _place_notice(self) -> None:
        """Above the foot; beside a sheet that is open, never over what can be read in it."""
        left, right = self.rail.width() + 16, self.width() - 16
        for sheet in self.findChildren(Sheet, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if sheet.isVisible():
                right = min(right, sheet.edge() - 16)
        wide = max(min(NOTICE, right - left), 240)
        high = max(self.notice.heightForWidth(wide), self.notice.minimumSizeHint().height())
        top = self.height() - STATUS - high - 84
        self.notice.setGeometry(left + (right - left - wide) // 2, top, wide, high)

    def show_keys(self) -> None:
        """Open the keys of the place in use."""
        here = [("F4", text("province_window.keys.f4")), *self.places[self.place()].keys()]
        sheet = keys_sheet(self, here, self.rail.names(), EVERYWHERE)
        sheet.closed.connect(sheet.deleteLater)
        sheet.open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.compact(self.width() < COMPACT_BELOW)
        if self.notice.isVisible():
            self._place_notice()

    def close_down(self) -> None:
        """Let go of the key."""
        self.hand.close()
