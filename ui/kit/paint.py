"""The strokes widgets and delegates share: rounded areas, one line of text, an icon, a chip, a key cap, a tick."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from ui.theme import fonts, icons
from ui.theme.palette import colour
from ui.theme.tokens import CHIP, KEY_CAP, NORMAL, RADIUS_CHIP, RING, STRONG

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter
_ONE_LINE = Qt.TextFlag.TextSingleLine.value | Qt.TextFlag.TextDontClip.value

TONES: dict[str, tuple[str, str | None]] = {  # words and icon, ground
    "late": ("late", "late_soft"),
    "soon": ("soon", "soon_soft"),
    "ok": ("ok", "ok_soft"),
    "conflict": ("conflict", "conflict_soft"),
    "wait": ("wait", "wait_soft"),
    "accent": ("accent", "accent_soft"),
    "plain": ("text2", None),
}
_CHIP_PAD, _CHIP_ICON = 7, 14


def rounded(
    painter: QPainter, rect: QRectF, radius: float, fill: str | None, line: str | None = None, width: float = 1.0
) -> None:
    """An area with round corners; the line lies inside `rect`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour(line), width) if line else Qt.PenStyle.NoPen)
    painter.setBrush(colour(fill) if fill else Qt.BrushStyle.NoBrush)
    inset = width / 2 if line else 0.0
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius)
    painter.restore()


def ring(painter: QPainter, rect: QRectF, radius: float, ink: str = "focus") -> None:
    """The ring that shows where the keyboard is; in 'late', a field that needs a person."""
    rounded(painter, rect, radius, None, ink, RING)


def hairline(painter: QPainter, x: float, y: float, length: float, *, upright: bool = False, ink: str = "line") -> None:
    """A line one pixel thick, to the right of (x, y), or down from it."""
    painter.fillRect(QRectF(x, y, 1, length) if upright else QRectF(x, y, length, 1), colour(ink))


def elided(text: str, width: float, size: str = "body", weight: int = NORMAL) -> str:
    """`text` cut with an ellipsis to fit `width`."""
    return fonts.metrics(size, weight).elidedText(text, Qt.TextElideMode.ElideRight, width)


def put(
    painter: QPainter,
    rect: QRectF,
    text: str,
    *,
    size: str = "body",
    weight: int = NORMAL,
    ink: str = "text",
    align: Qt.AlignmentFlag = LEFT,
) -> float:
    """One line of text inside `rect`, elided when it is too long. Returns the width it took."""
    shown = elided(text, rect.width(), size, weight)
    painter.setFont(fonts.font(size, weight))
    painter.setPen(colour(ink))
    painter.drawText(rect, align.value | _ONE_LINE, shown)
    return fonts.width(shown, size, weight)


def chip_width(text: str, icon: str = "") -> int:
    """How wide `chip` will be."""
    return round(fonts.width(text, "small") + 0.5) + 2 * _CHIP_PAD + (_CHIP_ICON + 3 if icon else 0)


def chip(painter: QPainter, x: float, y: float, text: str, tone: str = "wait", icon: str = "") -> int:
    """A word on a soft tone, CHIP pixels high, its upper left corner at (x, y). Returns its width."""
    ink, ground = TONES[tone]
    wide = chip_width(text, icon)
    rounded(painter, QRectF(x, y, wide, CHIP), RADIUS_CHIP, ground, None if ground else "line_strong")
    left = x + _CHIP_PAD
    if icon:
        icons.draw(painter, icon, left - 1, y + (CHIP - _CHIP_ICON) / 2, _CHIP_ICON, ink)
        left += _CHIP_ICON + 3
    put(painter, QRectF(left, y, wide, CHIP - 0.5), text, size="small", ink=ink)
    return wide


def key_cap_width(key: str) -> int:
    """How wide `key_cap` will be."""
    return max(KEY_CAP, round(fonts.width(key, "caption") + 0.5) + 10)


def key_cap(painter: QPainter, x: float, y: float, key: str, ink: str = "text3", line: str = "line_strong") -> int:
    """A key's name in a quiet outline, KEY_CAP pixels high. Returns its width."""
    rect = QRectF(x, y, key_cap_width(key), KEY_CAP)
    rounded(painter, rect, RADIUS_CHIP, None, line)
    put(painter, rect.adjusted(-4, 0, 4, -0.5), key, size="caption", ink=ink, align=CENTRE)
    return int(rect.width())


def tick(painter: QPainter, rect: QRectF, on: bool, *, enabled: bool = True) -> None:
    """A check box's square."""
    if not on:
        rounded(painter, rect, 5, "surface" if enabled else "sunken", "field" if enabled else "line_strong", 1.5)
        return
    rounded(painter, rect, 5, "accent" if enabled else "disabled")
    icons.draw(painter, "check-bold", rect.x() + 3, rect.y() + 3, int(rect.width()) - 6, "on_accent")


def dot(painter: QPainter, rect: QRectF, on: bool) -> None:
    """A radio button's circle."""
    rounded(painter, rect, rect.width() / 2, "surface", "accent" if on else "field", 2 if on else 1.5)
    if on:
        inset = rect.width() * 0.28
        rounded(painter, rect.adjusted(inset, inset, -inset, -inset), rect.width() / 2, "accent")


def badge(painter: QPainter, x: float, y: float, count: int, tone: str) -> None:
    """A small filled count, its upper left corner at (x, y)."""
    text = str(count) if count < 100 else "99+"
    rect = QRectF(x, y, max(18.0, fonts.width(text, "caption", STRONG) + 9), 17)
    rounded(painter, rect, 8.5, tone)
    put(painter, rect.adjusted(-2, 0, 2, -0.5), text, size="caption", weight=STRONG, ink="surface", align=CENTRE)


def marker(painter: QPainter, rect: QRectF, text: str, span: tuple[int, int], size: str, weight: int) -> None:
    """The soft marker under the letters `span` (start, end) of a text put at the left of `rect`."""
    start, end = (fonts.width(text[:at], size, weight) for at in span)
    if start < rect.width():
        right = min(end + 2, rect.width())
        rounded(painter, QRectF(rect.x() + start - 2, rect.y() + 1, right - start + 2, rect.height() - 2), 3, "mark")
