"""Draws a day of the calendar: its number, its name, what falls due, and in a week the cases themselves."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desk.words import text
from ui.cases import saying
from ui.kit import paint
from ui.lists.month import Day
from ui.lists.rows import ITEM, Index
from ui.theme import fonts
from ui.theme.palette import colour
from ui.theme.tokens import NORMAL, RADIUS, STRONG

_PAD, _TOP, _LINE = 10, 26, 19
_LOW = _TOP + 4 + _LINE
"""The height below which a day has room for one line only."""


class DayPainter(QStyledItemDelegate):
    """One for the whole calendar."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(80, 60)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        day, rect = index.data(ITEM), QRectF(option.rect)
        if not isinstance(day, Day):
            return
        painter.save()
        self._paint_ground(painter, rect, option, day)
        self._paint_number(painter, rect, day)
        left = rect.adjusted(_PAD, _TOP + (_LINE if day.name else 4), -6, -2)
        if day.cases:
            _paint_cases(painter, left, day)
        else:
            for number, (words, tone) in enumerate(day.lines()):
                line = QRectF(left.x(), left.y() + number * _LINE, left.width(), _LINE)
                if line.bottom() <= rect.bottom():
                    ink = tone if day.within else "text3"
                    weight = NORMAL if ink == "text3" else STRONG
                    paint.put(painter, line, words, size="secondary", weight=weight, ink=ink)
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRectF, option: QStyleOptionViewItem, day: Day) -> None:
        on = bool(option.state & QStyle.StateFlag.State_Selected)
        if on:
            painter.fillRect(rect, colour("selected"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, colour("hover"))
        elif not day.works:
            painter.fillRect(rect, colour("sunken"))
        paint.hairline(painter, rect.right() - 1, rect.y(), rect.height(), upright=True)
        paint.hairline(painter, rect.x(), rect.bottom() - 1, rect.width())
        if on and option.widget and option.widget.hasFocus():
            paint.ring(painter, rect.adjusted(1, 1, -2, -2), RADIUS)

    def _paint_number(self, painter: QPainter, rect: QRectF, day: Day) -> None:
        number = f"{day.date.day}/{day.date.month}" if day.date.day == 1 else str(day.date.day)
        place = QRectF(rect.x() + _PAD - 4, rect.y() + 5, fonts.width(number, "secondary", STRONG) + 10, 22)
        if day.today:
            paint.rounded(painter, place, 11, "accent")
        ink = "on_accent" if day.today else "text" if day.within and day.works else "text3"
        weight = STRONG if day.within else NORMAL
        paint.put(painter, place, number, size="secondary", weight=weight, ink=ink, align=paint.CENTRE)
        beside = QRectF(place.right() + 4, place.y(), rect.right() - place.right() - 12, 22)
        if day.cases:
            said = text("list.day.running", count=day.due.all)
            paint.put(painter, beside, said, size="small", ink="text2", align=paint.RIGHT)
        elif rect.height() < _LOW and (lines := day.lines()):
            paint.put(painter, beside, lines[0][0], size="small", weight=STRONG, ink=lines[0][1], align=paint.RIGHT)
        name = QRectF(rect.x() + _PAD, rect.y() + _TOP, rect.width() - _PAD - 4, 18)
        paint.put(painter, name, day.name, size="small", ink="text2")


def _paint_cases(painter: QPainter, rect: QRectF, day: Day) -> None:
    """The cases of a day, as many as there is room for, and how many more there are."""
    high = 38
    room = int(rect.height() // high)
    most = room if day.due.all <= room else room - 1
    for number, (case, late) in enumerate(day.cases[:most]):
        upper = QRectF(rect.x(), rect.y() + number * high, rect.width(), 19)
        at, ink = saying.moment(case.due_at), "late" if late else "text"
        wide = paint.put(painter, upper, f"{at:%H:%M}" if at else "", size="small", weight=STRONG, ink=ink)
        paint.put(painter, upper.adjusted(wide + 6, 0, 0, 0), case.applicant_name, size="small", weight=STRONG)
        lower = upper.translated(0, 17)
        if late:
            wide = paint.put(painter, lower, text("list.day.is_late"), size="small", ink="late")
            lower.adjust(wide + 6, 0, 0, 0)
        paint.put(painter, lower, case.procedure_name, size="small", ink="text2")
    if day.due.all > most:
        last = QRectF(rect.x(), rect.y() + most * high, rect.width(), 20)
        paint.put(painter, last, text("list.day.more", count=day.due.all - most), size="small", ink="text3")
