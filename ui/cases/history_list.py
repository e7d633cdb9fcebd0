"""The history of a case, drawn: when, a line of time, who did what, values before and after, on which PC."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desk.words import text
from ui.cases import saying
from ui.cases.happened import Told, Values
from ui.kit import paint
from ui.theme import fonts, icons
from ui.theme.tokens import RADIUS_CHIP, STRONG

Index = QModelIndex | QPersistentModelIndex
ITEM = Qt.ItemDataRole.UserRole
_WHEN, _LINE, _LEFT, _TOP = 100, 112, 136, 8
_DEED, _VALUE, _REASON, _FOOT = 22, 26, 20, 10
_ICON, _ROUND = 16, 24


class _Lines(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: list[Told] = []
        self.now = datetime.min

    def replace(self, lines: Sequence[Told], now: datetime) -> None:
        self.beginResetModel()
        self.lines, self.now = list(lines), now
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.lines[index.row()]
        if role == ITEM:
            return line
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.spoken(self.now)
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(_whole(line))
        return None


def _whole(line: Told) -> Iterator[str]:
    yield f"{line.at:%d/%m/%Y %H:%M:%S} · {line.who} · {line.pc}"
    yield line.deed
    yield from (f"{value.label}: {value.before} → {value.after}" for value in line.values)
    yield from filter(None, (line.reason, line.doubt))


class _Painter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line: Told = index.data(ITEM)
        below = _VALUE * len(line.values) + _REASON * (bool(line.reason) + bool(line.doubt))
        return QSize(200, _TOP + max(_DEED, _ROUND) + below + (22 if line.unseen and not line.values else 0) + _FOOT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line, rect = index.data(ITEM), QRectF(option.rect)
        model = index.model()
        assert isinstance(model, _Lines)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected and option.widget and option.widget.hasFocus():
            paint.ring(painter, rect.adjusted(1, 1, -1, -1), RADIUS_CHIP)
        self._paint_time(painter, rect, line, saying.when(line.at, model.now), index.row() + 1 == model.rowCount())
        y = self._paint_deed(painter, rect, line)
        for value in line.values:
            self._paint_value(painter, QRectF(_LEFT, y, rect.width() - _LEFT - 8, _VALUE), value, line.unseen)
            y += _VALUE
        for said, ink in ((line.reason, "text2"), (line.doubt, "soon")):
            if said:
                room = QRectF(_LEFT, y, rect.width() - _LEFT - 8, _REASON)
                paint.put(painter, room, saying.capital(said), size="small", ink=ink)
                y += _REASON
        painter.restore()

    def _paint_time(self, painter: QPainter, rect: QRectF, line: Told, when: str, last: bool) -> None:
        top = rect.y() + _TOP
        paint.put(painter, QRectF(4, top, _WHEN - 6, _ROUND), when, size="small", ink="text3")
        end = top + _ROUND + 2 if last else rect.bottom() + _TOP - 2
        paint.hairline(painter, _LINE, top + _ROUND + 2, end - top - _ROUND - 2, upright=True, ink="line_strong")
        icons.draw(painter, line.icon, _LINE - _ICON / 2, top + (_ROUND - _ICON) / 2, _ICON, line.tone)

    def _paint_deed(self, painter: QPainter, rect: QRectF, line: Told) -> float:
        top = rect.y() + _TOP
        room = QRectF(_LEFT, top, rect.width() - _LEFT - 8, _ROUND)
        paint.put(painter, room, line.pc, size="small", ink="text3", align=paint.RIGHT)
        room.setWidth(room.width() - fonts.width(line.pc, "small") - 14)
        wide = paint.put(painter, room, line.who, size="secondary", weight=STRONG)
        room.setLeft(room.x() + wide + 8)
        paint.put(painter, room, line.deed, size="secondary", ink="text2")
        if line.unseen:
            words = text("case_page.unseen")
            chip = rect.width() - 8 - paint.chip_width(words)
            paint.chip(painter, chip, top + _ROUND + 2, words, "conflict")
        return top + _ROUND

    def _paint_value(self, painter: QPainter, rect: QRectF, value: Values, unseen: bool) -> None:
        x, room = rect.x(), rect.width() - (150 if unseen else 0)
        label = f"{value.label}: "
        x += paint.put(painter, QRectF(x, rect.y(), room * 0.4, rect.height()), label, size="small", ink="text3") + 6
        if value.before:
            x = self._paint_tinted(painter, x, rect, value.before, "removed", (rect.x() + room - x) * 0.5)
            paint.put(painter, QRectF(x, rect.y(), 24, rect.height()), "→", size="secondary", ink="text3")
            x += 24
        self._paint_tinted(painter, x, rect, value.after, "added", rect.x() + room - x)

    def _paint_tinted(self, p: QPainter, x: float, rect: QRectF, said: str, ground: str, room: float) -> float:
        words = paint.elided(said or text("case_page.empty_value"), max(20.0, room - 14), "secondary")
        wide = fonts.width(words, "secondary") + 8
        paint.rounded(p, QRectF(x - 4, rect.y() + 2, wide + 4, rect.height() - 4), 3, ground)
        paint.put(p, QRectF(x, rect.y(), wide + 2, rect.height() - 1), words, size="secondary")
        return x + wide + 8


class HistoryList(QListView):
    """All lines, the newest first; `narrow` shows one kind of them."""

    def __init__(self) -> None:
        super().__init__()
        self._lines, self._told, self._kind = _Lines(self), list[Told](), "all"
        self.setModel(self._lines)
        self.setItemDelegate(_Painter(self))
        self.setAccessibleName(text("case_page.history"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)

    def show_lines(self, told: Sequence[Told], now: datetime) -> None:
        """Show another history, or the same grown longer: what is looked at stays where it is."""
        top, row = self.verticalScrollBar().value(), self.currentIndex().row()
        self._told = list(told)
        self._lines.replace([line for line in told if self._kind in ("all", line.kind)], now)
        if row >= 0:
            self.setCurrentIndex(self._lines.index(min(row, self._lines.rowCount() - 1)))
        self.verticalScrollBar().setValue(top)

    def narrow(self, kind: str) -> None:
        """Show lines of that kind only: a key of `happened.KINDS`."""
        self._kind = kind
        self.show_lines(self._told, self._lines.now)
        self.scrollToTop()

    def shown(self) -> Sequence[Told]:
        """The lines on show."""
        return self._lines.lines

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.viewport().update()
