"""The citizen's screen: greets, shows what is being entered, asks whether it is right, and how the service was.

It is told what to show and answers with signals; it reads no case and writes nothing.
"""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QWidget

from desk.words import text
from ui.citizen.face import SCALE, Face
from ui.citizen.said import FIELDS, called, shown
from ui.kiosk.touch import Touch, Words, rolled
from ui.kit.layout import Pane, row
from ui.theme.tokens import STRONG

THANKS = 4_000
"""ms that thanks stay before the greeting comes back."""


class CitizenScreen(Pane):
    """`confirmed()` and `doubted()` answer what is shown; `rated(score, scale)` comes of one tap.

    Made once; `show_entry(values)` may be called at every keystroke.
    """

    confirmed = Signal()
    doubted = Signal()
    rated = Signal(int, int)

    def __init__(self, office: str = "", thanks: int = THANKS) -> None:
        super().__init__("window")
        self.setWindowTitle(text("citizen.window"))
        self._entry = _Entry()
        self._entry.right.clicked.connect(self._confirm)
        self._entry.wrong.clicked.connect(self._doubt)
        self._greeting = _Message(
            text("citizen.welcome"), "\n".join(filter(None, [office, text("citizen.welcome_more")]))
        )
        self._rating = _Rating()
        for face in self._rating.faces:
            face.clicked.connect(lambda _=False, score=face.score: self._rate(score))
        self._thanks = _Message(text("citizen.thanks"), "")
        self._stack = QStackedWidget()
        for page in (self._greeting, self._entry, self._rating, self._thanks):
            self._stack.addWidget(page)
        self.add(self._stack)
        self._away = QTimer(self, interval=thanks, singleShot=True)
        self._away.timeout.connect(self.greet)

    def greet(self) -> None:
        """Show nobody's data: between citizens, and when the officer's screen is locked."""
        self._entry.show_values({})
        self._turn(self._greeting)

    def show_entry(self, values: Mapping[str, Any], *, ask: bool = False) -> None:
        """Show fields of a case as they stand (names of `Case`); with `ask`, the buttons to confirm them."""
        self._entry.show_values(values)
        self._entry.ask(ask)
        self._turn(self._entry)

    def ask_rating(self) -> None:
        """Ask how the service was."""
        self._turn(self._rating)

    def put_on_second_screen(self) -> bool:
        """Fill the screen beside the officer's; False, and nothing shown, where there is only one."""
        screens = QGuiApplication.screens()
        if len(screens) < 2:
            return False
        self.setGeometry(screens[1].geometry())
        self.showFullScreen()
        return True

    def _turn(self, page: QWidget) -> None:
        self._away.stop()
        self._stack.setCurrentWidget(page)

    def _confirm(self) -> None:
        self._entry.answered(text("citizen.confirmed"))
        self.confirmed.emit()

    def _doubt(self) -> None:
        self._entry.answered(text("citizen.told_wrong"))
        self.doubted.emit()

    def _rate(self, score: int) -> None:
        self._turn(self._thanks)
        self._away.start()
        self.rated.emit(score, SCALE)


class _Message(Pane):
    """A few large words in the middle."""

    def __init__(self, head: str, more: str) -> None:
        super().__init__("window", gap=16, margins=(60, 40, 60, 40))
        self.add(None, *(_centred(Words(head, "huge", weight=STRONG)), _centred(Words(more, "big", ink="text2"))), None)


def _centred(words: Words) -> Words:
    words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    return words


class _Rating(Pane):
    """The question and its faces, the best first."""

    def __init__(self) -> None:
        super().__init__("window", gap=18, margins=(60, 40, 60, 40))
        self.faces = [Face(score) for score in range(SCALE, 0, -1)]
        self.add(
            None,
            _centred(Words(text("citizen.rate"), "title", weight=STRONG)),
            _centred(Words(text("citizen.rate_more"), "text", ink="text2")),
            12,
            row(*((face, 1) for face in self.faces), gap=24),
            None,
        )


class _Entry(Pane):
    """Names and values, what changed last on a soft ground, and the two answers."""

    def __init__(self) -> None:
        super().__init__("window", gap=14, margins=(40, 30, 40, 30))
        self.right, self.wrong = Touch(text("citizen.right"), primary=True, size="big"), Touch(text("citizen.wrong"))
        self._said: dict[str, str] = {}
        self._rows: dict[str, tuple[Words, Words, Pane]] = {}
        self._more = Words(text("citizen.check_more"), "text", ink="text2")
        self._grid = QGridLayout()
        self._grid.setContentsMargins(26, 16, 26, 16)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        body = Pane("surface", radius=10, border="line")
        body.add(self._grid, None)
        self.add(Words(text("citizen.check"), "title", weight=STRONG), self._more, (rolled(body), 1))
        self.add(row(None, self.wrong, self.right, gap=16))

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Show them; rows are made once and filled anew."""
        now = dict(shown(values))
        changed = {name for name, value in now.items() if value and self._said.get(name) != value}
        fresh = not any(self._said.values())
        self._said = now
        for name in {*self._rows, *now}:
            label, value, ground = self._row(name)
            for part in (label, ground):
                part.setVisible(name in now)
            label.setText(called(name, values))
            value.setText(now.get(name) or text("citizen.nothing"))
            ground.set_ground("mark" if name in changed and not fresh else None)

    def _row(self, name: str) -> tuple[Words, Words, Pane]:
        if name not in self._rows:
            label, value = Words("", "text", ink="text2"), Words("", "big", weight=STRONG)
            ground = Pane(None, radius=6, margins=(10, 6, 10, 6)).add(value)
            self._rows[name] = label, value, ground
            place = FIELDS.index(name)
            self._grid.addWidget(label, place, 0)
            self._grid.addWidget(ground, place, 1)
        return self._rows[name]

    def ask(self, wanted: bool) -> None:
        """Show the two answers, or not yet."""
        self.right.setVisible(wanted)
        self.wrong.setVisible(wanted)
        self._more.setText(text("citizen.check_more"))

    def answered(self, said: str) -> None:
        """Say what came of it and take the buttons away."""
        self.ask(False)
        self._more.setText(said)
