"""The promise explained day by day: counted days numbered, days off bare, holidays red, the last one filled."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit import paint
from ui.theme import fonts
from ui.theme.tokens import NORMAL, STRONG

_HIGH, _WIDEST, _MOST = 58, 48.0, 12


class Day(NamedTuple):
    """One day of the strip: weekday's short name, day of the month, kind and the words below.

    `kind` is start, counted, off, holiday, pause, due, or gap (days left out of a long strip, `number` unused).
    """

    weekday: str
    number: int
    kind: str
    caption: str = ""


class _Look(NamedTuple):
    ink: str
    ground: str | None
    line: str | None
    weight: int


_LOOKS = {
    "start": _Look("accent", "surface", "accent", STRONG),
    "counted": _Look("accent", "accent_soft", None, STRONG),
    "off": _Look("text3", None, None, NORMAL),
    "holiday": _Look("late", "late_soft", None, NORMAL),
    "pause": _Look("wait", "wait_soft", None, NORMAL),
    "due": _Look("on_accent", "accent", None, STRONG),
    "gap": _Look("text3", None, None, NORMAL),
}


class DayStrip(QWidget):
    """Days side by side; more than twelve are shortened in the middle. `explanation` is the strip in words."""

    def __init__(self, days: Sequence[Day] = (), explanation: str = "") -> None:
        super().__init__()
        self.setFixedHeight(_HIGH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_days(days, explanation)

    def show_days(self, days: Sequence[Day], explanation: str = "") -> None:
        """Show other days."""
        self._days = shortened(list(days))
        self.setToolTip(explanation)
        self.setAccessibleName(explanation)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        inset = self._inset()
        wide = min(_WIDEST, (self.width() - inset) / max(1, len(self._days)))
        for number, day in enumerate(self._days):
            self._paint_day(painter, inset + number * wide, wide, day)

    def _weekday(self, day: Day, wide: float) -> str:
        """The weekday's short name, shorter still where the names would run into one another."""
        apart = all(fonts.width(each.weekday, "caption") < wide for each in self._days)
        return day.weekday if apart else day.weekday[:2]

    def _inset(self) -> float:
        """Room before the first day, where its caption is wider than the day itself."""
        wide = min(_WIDEST, self.width() / max(1, len(self._days)))
        return max(0.0, (fonts.width(self._days[0].caption, "caption") - wide) / 2) if self._days else 0.0

    def _paint_day(self, painter: QPainter, x: float, wide: float, day: Day) -> None:
        look = _LOOKS[day.kind]
        spread = QRectF(x - 6, 0, wide + 12, 16)
        paint.put(painter, spread, self._weekday(day, wide), size="caption", ink="text3", align=paint.CENTRE)
        square = QRectF(x + 1.5, 18, wide - 3, 24)
        if look.ground:
            paint.rounded(painter, square, 5, look.ground, look.line, 1.5)
        number = "…" if day.kind == "gap" else str(day.number)
        words = square.adjusted(-4, 0, 4, -0.5)
        paint.put(painter, words, number, size="secondary", weight=look.weight, ink=look.ink, align=paint.CENTRE)
        ink = {"holiday": "late", "due": "accent"}.get(day.kind, "text3")
        weight = STRONG if day.kind == "due" else NORMAL
        below = spread.translated(0, 43)
        paint.put(painter, below, day.caption, size="caption", weight=weight, ink=ink, align=paint.CENTRE)


def shortened(days: list[Day], most: int = _MOST) -> list[Day]:
    """`days`, or the first and last ones of them with a gap between, `most` in all."""
    if len(days) <= most:
        return days
    head = most // 2
    return [*days[:head], Day("", 0, "gap"), *days[len(days) - (most - head - 1) :]]
