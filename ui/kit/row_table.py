"""A table whose rows are chosen whole: arrows choose, Enter or a double click opens. Knows no model."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QStyle, QStyleOptionViewItem, QTableView

from ui.kit import paint
from ui.kit.pressed import ENTER
from ui.theme.palette import colour
from ui.theme.tokens import HEADING_ROW

Index = QModelIndex | QPersistentModelIndex


class RowTable(QTableView):
    """`previewed(key)` follows the arrows, `opened(key)` is Enter or a double click; what a key is, `chosen` says.

    Rows are `high` pixels; headings between them are set lower by whoever knows them.
    """

    previewed = Signal(str)
    opened = Signal(str)

    def __init__(self, name: str, high: int) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.viewport().setAutoFillBackground(False)
        upright = self.verticalHeader()
        upright.hide()
        upright.setMinimumSectionSize(min(HEADING_ROW, high))
        upright.setDefaultSectionSize(high)
        upright.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.doubleClicked.connect(lambda _: self._open())

    def chosen(self) -> str:
        """The key of the row chosen, "" when there is none."""
        raise NotImplementedError

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.row() != previous.row() and (key := self.chosen()):
            self.previewed.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and self.chosen():
            self._open()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()  # they move in what stands around the table
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        if key := self.chosen():
            self.opened.emit(key)


def paint_ground(
    painter: QPainter,
    rect: QRectF,
    option: QStyleOptionViewItem,
    *,
    first: bool,
    inset: int = 0,
    choosable: bool = True,
) -> None:
    """What lies below one cell of a row: chosen, under the mouse, with the keyboard; the `first` cell has the bar.

    The hairline below begins `inset` pixels from the left.
    """
    on = bool(option.state & QStyle.StateFlag.State_Selected)
    if on:
        painter.fillRect(rect, colour("selected"))
    elif option.state & QStyle.StateFlag.State_MouseOver and choosable:
        painter.fillRect(rect, colour("hover"))
    paint.hairline(painter, rect.x() + inset, rect.bottom() - 1, rect.width() - inset)
    if on and option.widget and option.widget.hasFocus():
        for y in (rect.y(), rect.bottom() - 2):
            painter.fillRect(QRectF(rect.x(), y, rect.width(), 2), colour("focus"))
    if on and first:
        painter.fillRect(QRectF(rect.x(), rect.y(), 4, rect.height()), colour("selected_line"))
