"""Large words and large buttons, for fingers and for eyes at arm's length. No button is lower than 48 px."""

from functools import cache

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QScroller, QSizePolicy, QWidget

from ui.kit import paint
from ui.kit.scroll import scrolled
from ui.theme import fonts
from ui.theme.palette import colour
from ui.theme.tokens import LINE_HEIGHT, NORMAL, STRONG

SIZES = {"small": 16, "text": 19, "big": 22, "title": 30, "huge": 40}
TOUCH, ROW, RADIUS = 56, 88, 10
_PAD = 18


@cache
def large(size: str = "text", weight: int = NORMAL) -> QFont:
    """The screen font at a size of SIZES. Not to be changed."""
    found = QFont(fonts.family())
    found.setPixelSize(SIZES[size])
    found.setWeight(QFont.Weight(weight))
    return found


class Words(QLabel):
    """Words that take the lines they need."""

    def __init__(self, text: str = "", size: str = "text", *, weight: int = NORMAL, ink: str = "text") -> None:
        super().__init__(text)
        self._ink = ink
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(large(size, weight))
        self.setWordWrap(True)
        self.setMinimumHeight(round(SIZES[size] * LINE_HEIGHT) + 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.retint()

    def retint(self) -> None:
        """Take the colour of the theme in use."""
        found = self.palette()
        found.setColor(QPalette.ColorRole.WindowText, colour(self._ink))
        self.setPalette(found)


class Touch(QPushButton):
    """A large button; `primary` for the one thing most people want, `tone` for a soft ground of `paint.TONES`."""

    def __init__(self, text: str, *, primary: bool = False, name: str = "", size: str = "text", tone: str = "") -> None:
        super().__init__(text.replace("&", "&&"))
        self._words, self._primary, self._size, self._tone = text, primary, size, tone
        self.setMinimumHeight(TOUCH)
        self.setAccessibleName(name or text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        wide = QFontMetricsF(large(self._size, STRONG)).horizontalAdvance(self._words)
        return QSize(round(wide) + 2 * _PAD, max(TOUCH, self.minimumHeight()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, rect = QPainter(self), QRectF(self.rect())
        ink, ground, line = self._dress()
        paint.rounded(painter, rect, RADIUS, ground, line)
        if self.hasFocus():
            paint.ring(painter, rect, RADIUS)
        painter.setFont(large(self._size, STRONG if self._primary or self._tone else NORMAL))
        painter.setPen(colour(ink))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self._words)

    def _dress(self) -> tuple[str, str | None, str | None]:
        if self._primary:
            return "on_accent", "accent_press" if self.isDown() else "accent", None
        if self._tone:
            ink, ground = paint.TONES[self._tone]
            return ink, "press" if self.isDown() else ground, ink
        return "text", "press" if self.isDown() else "surface", "line_strong"


class Choice(QPushButton):
    """A row to choose: a name of up to two lines, and a line about it."""

    def __init__(self, name: str, about: str = "") -> None:
        super().__init__()
        self._name, self._about = name, about
        self.setFixedHeight(ROW)
        self.setAccessibleName(f"{name}. {about}" if about else name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, rect = QPainter(self), QRectF(self.rect())
        paint.rounded(painter, rect, RADIUS, "press" if self.isDown() else "surface", "line_strong")
        if self.hasFocus():
            paint.ring(painter, rect, RADIUS)
        inside = rect.adjusted(_PAD, 8, -_PAD, -8)
        name = large("text", STRONG)
        lines = _lines(self._name, name, inside.width(), 1 if self._about else 2)
        high = len(lines) * SIZES["text"] * LINE_HEIGHT + (SIZES["small"] * LINE_HEIGHT + 4 if self._about else 0)
        y = inside.center().y() - high / 2
        for line in lines:
            y = _put(painter, line, inside.left(), y, "text", STRONG, "text")
        if self._about:
            metrics = QFontMetricsF(large("small"))
            about = metrics.elidedText(self._about, Qt.TextElideMode.ElideRight, inside.width())
            _put(painter, about, inside.left(), y + 4, "small", NORMAL, "text2")


def _lines(text: str, font: QFont, width: float, most: int) -> list[str]:
    """The text in at most so many lines, the last one cut."""
    metrics, lines, words = QFontMetricsF(font), [""], text.split()
    while words:
        longer = f"{lines[-1]} {words[0]}".strip()
        if metrics.horizontalAdvance(longer) <= width or not lines[-1]:
            lines[-1] = longer
            words.pop(0)
        elif len(lines) < most:
            lines.append("")
        else:
            lines[-1] = f"{lines[-1]} {' '.join(words)}"
            break
    return [metrics.elidedText(line, Qt.TextElideMode.ElideRight, width) for line in lines]


def _put(painter: QPainter, text: str, x: float, y: float, size: str, weight: int, ink: str) -> float:
    """Draw one line with its top at `y`; where the next one starts."""
    font = large(size, weight)
    painter.setFont(font)
    painter.setPen(colour(ink))
    step = SIZES[size] * LINE_HEIGHT
    metrics = QFontMetricsF(font)
    painter.drawText(round(x), round(y + (step - metrics.height()) / 2 + metrics.ascent()), text)
    return y + step


def rolled(body: QWidget) -> QScrollArea:
    """`body` in an area that scrolls under a finger."""
    area = scrolled(body)
    QScroller.grabGesture(area.viewport(), QScroller.ScrollerGestureType.TouchGesture)
    return area
