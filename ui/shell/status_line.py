"""The foot of the window: one truthful sentence about delivery, the clock, this PC and who works at it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk import words
from ui.kit import paint
from ui.kit.button import Button
from ui.kit.layout import Pane
from ui.kit.text import Text
from ui.theme import fonts, icons
from ui.theme.tokens import KEY_CAP, NORMAL, RADIUS_CHIP, STATUS, STRONG

LIGHTS = {"ok": "check-circle", "soon": "arrow-circle-up", "late": "warning-circle"}
_DOT = 16


@dataclass(frozen=True)
class StatusSentence:
    """What the status line says: a light (ok, soon, late), the sentence in parts, and a part that asks for a person."""

    light: str
    parts: tuple[str, ...]
    alert: str = ""

    def __str__(self) -> str:
        return " · ".join(filter(None, (*self.parts, self.alert)))


class DeliveryButton(Button):
    """The sentence itself: as many parts as there is room for, the whole as tool tip. Ctrl+0 opens the details."""

    def __init__(self) -> None:
        super().__init__("", "quiet", key="Ctrl+0", height=STATUS - 4)
        self._sentence = StatusSentence("ok", ())
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def say(self, sentence: StatusSentence) -> None:
        """Show that sentence."""
        self._sentence = sentence
        self.setAccessibleName(words.text("shell.delivery", sentence=str(sentence)))
        self.setToolTip(str(sentence))
        self.update()

    def shown(self) -> list[tuple[str, str, int]]:
        """The parts there is room for, as (words, ink, weight); the first one and the alert come before the others."""
        sentence = self._sentence
        parts = [(part, "text2", NORMAL) for part in sentence.parts]
        parts[:1] = [(part, "text", STRONG) for part in sentence.parts[:1]]
        alert = [(sentence.alert, "conflict", STRONG)] if sentence.alert else []
        while len(parts) > 1 and _width(parts + alert) > self.width() - 34 - paint.key_cap_width("Ctrl+0") - 16:
            parts.pop()
        return parts + alert

    def sizeHint(self) -> QSize:
        return QSize(120, STATUS - 4)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, high, x = QPainter(self), self.height(), 34.0
        parts = self.shown()
        end = min(self.width(), x + _width(parts) + 10 + paint.key_cap_width("Ctrl+0") + 8)
        body = QRectF(4, 0, end - 4, high)
        if self.underMouse():
            paint.rounded(painter, body, RADIUS_CHIP, "hover")
        icons.draw(painter, LIGHTS[self._sentence.light], 11, (high - 16) / 2, 16, self._sentence.light)
        for number, (part, ink, weight) in enumerate(parts):
            if number:
                paint.put(painter, QRectF(x, 0, _DOT, high), "·", size="small", ink="text3", align=paint.CENTRE)
                x += _DOT
            room = QRectF(x, 0, max(0, self.width() - x - 4), high)
            x += paint.put(painter, room, part, size="small", weight=weight, ink=ink)
        if x + 10 + paint.key_cap_width("Ctrl+0") < self.width():
            paint.key_cap(painter, x + 10, (high - KEY_CAP) / 2, "Ctrl+0")
        if self.hasFocus():
            paint.ring(painter, body, RADIUS_CHIP)


def _width(parts: list[tuple[str, str, int]]) -> float:
    return sum(fonts.width(part, "small", weight) for part, _, weight in parts) + _DOT * (len(parts) - 1)


class StatusLine(Pane):
    """`delivery_wanted()` is Ctrl+0 or a click on the sentence, `officer_wanted()` F12 or a click on the name."""

    delivery_wanted = Signal()
    officer_wanted = Signal()

    def __init__(self, now: Callable[[], datetime] = datetime.now) -> None:
        super().__init__("rail", edges="t", across=True, gap=12, margins=(0, 1, 8, 0))
        self._now = now
        self.setFixedHeight(STATUS)
        self._delivery = DeliveryButton()
        self._clock, self._pc = Text("", "small", ink="text2"), Text("", "small", ink="text2")
        self._officer = Button("", "quiet", icon="user", key="F12", size="small", height=STATUS - 4)
        self._delivery.clicked.connect(self.delivery_wanted)
        self._officer.clicked.connect(self.officer_wanted)
        self._before_pc = _Upright()
        self.add((self._delivery, 1), self._clock, self._before_pc, self._pc, _Upright(), self._officer)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tell_time)
        self._timer.start(5_000)
        self.tell_time()

    def say(self, sentence: StatusSentence) -> None:
        """Show that sentence about delivery."""
        self._delivery.say(sentence)

    def say_who(self, officer: str, pc: str) -> None:
        """Show who works here and at which PC."""
        self._officer.setText(officer)
        self._officer.setAccessibleName(words.text("shell.officer", name=officer))
        self._pc.say(pc)

    def compact(self, on: bool) -> None:
        """Leave out the PC and shorten the clock."""
        self._pc.setVisible(not on)
        self._before_pc.setVisible(not on)

    def tell_time(self) -> None:
        """Show the time it is."""
        self._clock.say(date_and_time(self._now()))


class _Upright(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(1, 14)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.hairline(QPainter(self), 0, 0, 14, upright=True, ink="line_strong")


def date_and_time(at: datetime) -> str:
    """Weekday, date and time as the status line shows them."""
    weekday = words.text(f"shell.weekday.{at.weekday()}")
    return words.text("shell.date_time", weekday=weekday, date=f"{at:%d/%m/%Y}", time=f"{at:%H:%M}")


def date_only(at: datetime) -> str:
    """Weekday and date."""
    return words.text("shell.date", weekday=words.text(f"shell.weekday.{at.weekday()}"), date=f"{at:%d/%m/%Y}")
