"""One value to choose: the value with what is different in it, who wrote it, when, and what they had seen."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QRadioButton, QSizePolicy

from desk.words import text
from sync.reconcile.contest import Origin
from ui.cases import happened, saying
from ui.kit import paint
from ui.kit.paragraph import Paragraph
from ui.reconcile.difference import Span
from ui.reconcile.questions import Option
from ui.theme import fonts, icons
from ui.theme.palette import colour
from ui.theme.tokens import RADIUS_CARD, STRONG

LEAST = 250
"""Pixels a card needs at the least."""

_TOP, _VALUE, _LINES, _WHO, _GAP = 46, 28, 5, 42, 6
_DOT = 18


class Said(NamedTuple):
    """A line of provenance: icon, words and ink."""

    icon: str
    words: str
    ink: str


class VersionCard(QRadioButton):
    """A card to choose; `number` is its key. Cards under one parent exclude each other."""

    def __init__(self, number: int, option: Option, spans: Sequence[Span], now: datetime) -> None:
        super().__init__(text("reconcile.value_n" if option.origins else "reconcile.answer_n", letter=letter(number)))
        self._key, self.said, self._spans = str(number), option.said, spans
        self._origin = option.origins[0] if option.origins else None
        self._lines = list(_provenance(option, now))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        author = _author(self._origin) if self._origin else ""
        self.setAccessibleDescription(
            ". ".join(filter(None, [self.said, author, *(each.words for each in self._lines)]))
        )
        self.setToolTip("\n".join(line.words for line in self._lines))
        self._fit()

    def _laid(self) -> QTextLayout:
        """The value in at most _LINES lines, the differing letters tinted."""
        size = "title" if len(self.said) <= 60 else "body"
        layout = QTextLayout(self.said or text("case_page.empty_value"), fonts.font(size, STRONG))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        tint = QTextCharFormat()
        tint.setBackground(colour("mark"))
        ranges = []
        for start, end in self._spans:
            piece = QTextLayout.FormatRange()
            piece.start, piece.length, piece.format = start, end - start, tint
            ranges.append(piece)
        layout.setFormats(ranges)
        layout.beginLayout()
        y, lines = 0.0, 0
        while lines < _LINES and (line := layout.createLine()).isValid():
            line.setLineWidth(max(80, self.width() - 28))
            line.setPosition(QRectF(0, y, 1, 1).topLeft())
            y += max(line.height(), fonts.line_height(size))
            lines += 1
        layout.endLayout()
        return layout

    def _value_height(self) -> float:
        layout = self._laid()
        last = layout.lineAt(layout.lineCount() - 1)
        return max(_VALUE, last.y() + last.height())

    def _fit(self) -> None:
        who = _WHO if self._origin else 0
        lines = sum(self._paragraph(line).height + _GAP for line in self._lines)
        below = 18 + who + lines if who or lines else 4
        self.setFixedHeight(round(_TOP + self._value_height() + below + 10))

    def resizeEvent(self, event: object) -> None:
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(LEAST + 40, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST, self.height())

    def hitButton(self, at: QPoint) -> bool:
        return self.rect().contains(at)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, rect, on = QPainter(self), QRectF(self.rect()), self.isChecked()
        ground = "accent_soft" if on else "hover" if self.underMouse() else "surface"
        paint.rounded(painter, rect, RADIUS_CARD, ground, "accent" if on else "field", 2 if on else 1)
        if self.hasFocus():
            paint.ring(painter, rect.adjusted(3, 3, -3, -3), RADIUS_CARD - 2)
        paint.dot(painter, QRectF(14, 14, _DOT, _DOT), on)
        wide = paint.key_cap_width(self._key)
        paint.key_cap(painter, rect.right() - wide - 12, 14, self._key)
        head = QRectF(14 + _DOT + 8, 10, rect.width() - _DOT - wide - 50, 26)
        paint.put(painter, head, self.text(), size="secondary", weight=STRONG)
        self._paint_value(painter)
        if not (self._origin or self._lines):
            return
        y = _TOP + self._value_height() + 8
        paint.hairline(painter, 14, y, rect.width() - 28, ink="line_strong")
        self._paint_lines(painter, self._paint_author(painter, rect, self._origin, y + 10))

    def _paint_value(self, painter: QPainter) -> None:
        painter.setPen(colour("text"))
        layout = self._laid()
        layout.draw(painter, QRectF(14, _TOP, 1, 1).topLeft())
        shown = layout.lineAt(layout.lineCount() - 1)
        if shown.textStart() + shown.textLength() < len(self.said):
            more = QRectF(14, _TOP, self.width() - 28, self._value_height())
            paint.put(painter, more, "…", weight=STRONG, ink="text3", align=_CORNER)

    def _paint_author(self, painter: QPainter, rect: QRectF, origin: Origin | None, y: float) -> float:
        """Who wrote it, and where; gives back where the next line goes."""
        if origin is None:
            return y
        room = QRectF(14, y, rect.width() - 28, 18)
        paint.put(painter, room, _who(origin) or text("reconcile.unknown_author"), size="secondary", weight=STRONG)
        paint.put(painter, room.translated(0, 18), _where(origin), size="small", ink="text3")
        return y + _WHO

    def _paint_lines(self, painter: QPainter, y: float) -> None:
        for line in self._lines:
            words = self._paragraph(line)
            icons.draw(painter, line.icon, 15, y + 3, 16, line.ink)
            words.draw(painter, 40, y + 1, line.ink if line.ink != "text3" else "text2")
            y += words.height + _GAP

    def _paragraph(self, line: Said) -> Paragraph:
        return Paragraph(line.words, max(80, self.width() - 52), size="secondary")


_CORNER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom


def letter(number: int) -> str:
    """The name of the n-th value: A, B, ... Z, then its number."""
    return chr(ord("A") + number - 1) if number <= 26 else str(number)


def _author(origin: Origin) -> str:
    return ", ".join(filter(None, (_who(origin), _where(origin))))


def _who(origin: Origin) -> str:
    """The author's name; of one that is not known here what is known."""
    return origin.who or (text("evidence.stranger", id=origin.stranger[:40]) if origin.stranger else "")


def _where(origin: Origin) -> str:
    role = text(f"reconcile.role.{origin.role}") if origin.role in _ROLES else origin.role
    return " · ".join(filter(None, (role, origin.pc)))


_ROLES = ("reception", "specialist", "leader", "admin", "it")


def _provenance(option: Option, now: datetime) -> Iterator[Said]:
    """When it was written and by what clock, what its author had seen, why; and who else wrote the same."""
    yield from (Said(icon, words, "text3") for icon, words in option.more)
    if not option.origins:
        return
    origin = option.origins[0]
    if origin.at:
        written, doubt = saying.when(origin.at, now), happened.clock(origin.clock_error)
        words = text("reconcile.at_clock", at=written, clock=doubt or text(_clock(origin)))
        yield Said("clock", words, "soon" if doubt else "text3")
    if origin.seen:
        yield Said("eye", text("reconcile.had_seen", at=saying.when(origin.seen, now)), "text3")
    elif origin.at:
        yield Said("eye", text("reconcile.had_seen_nothing"), "text3")
    if origin.reason:
        yield Said("chat-text", text("case_page.because", reason=origin.reason), "text3")
    for name in origin.scans[:2]:
        yield Said("image", text("reconcile.scan_beside", name=name), "text3")
    for other in option.origins[1:3]:
        yield Said("user", text("reconcile.same_by", who=_who(other) or other.pc, pc=other.pc), "text3")


def _clock(origin: Origin) -> str:
    return "reconcile.clock_unknown" if origin.clock_error is None else "reconcile.clock_right"
