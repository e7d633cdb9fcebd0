"""The list on the shelf, where files are dropped and rows dragged. Knows keys and mouse, decides nothing."""

from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView

from desk.words import text
from ui.kit import paint
from ui.scans.rows import DRAGGED, ITEM, RowPainter, Rows
from ui.scans.thumbs import Thumbs
from ui.theme import icons
from ui.theme.palette import colour
from ui.theme.tokens import RADIUS

LINE = 22


class ShelfList(QListView):
    """`dropped(paths)`, `opened(id)` on Enter or double click, `removed(id)` on Delete, `moved(ids)` by drag or Alt."""

    dropped = Signal(list)
    opened = Signal(str)
    removed = Signal(str)
    moved = Signal(list)

    def __init__(self, thumbs: Thumbs) -> None:
        super().__init__()
        self.rows = Rows(self)
        self.rows.moved.connect(self.moved)
        self._over = False
        self.setModel(self.rows)
        self.setItemDelegate(RowPainter(thumbs, self))
        self.setAccessibleName(text("scans.shelf"))
        self.setAccessibleDescription(text("scans.drop_here"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setMouseTracking(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(True)
        self.viewport().setAutoFillBackground(False)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(ITEM).id))
        thumbs.ready.connect(self.viewport().update)

    def current(self) -> str:
        """The id of the row chosen, "" when there is none."""
        index = self.currentIndex()
        return index.data(ITEM).id if index.isValid() else ""

    def choose(self, id: str) -> None:
        """Choose the row of that id, the first when it is gone."""
        if self.rows.items:
            self.setCurrentIndex(self.rows.index(max(0, self.rows.place(id))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, alt = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        id, step = self.current(), {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(key), 0)
        if id and alt and step:
            self._shift(id, step)
        elif id and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(id)
        elif id and key == Qt.Key.Key_Delete:
            self.removed.emit(id)
        else:
            super().keyPressEvent(event)

    def _shift(self, id: str, step: int) -> None:
        at = self.rows.place(id)
        if 0 <= at + step < len(self.rows.items):
            self.moved.emit(self.rows.order(id, at + step + (step > 0)))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._paths(event) or event.mimeData().hasFormat(DRAGGED):
            self._light(bool(self._paths(event)))
            event.acceptProposedAction()
        else:
            super().dragEnterEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if self._paths(event):
            event.acceptProposedAction()
        else:
            super().dragMoveEvent(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._light(False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self._light(False)
        if paths := self._paths(event):
            event.setDropAction(Qt.DropAction.CopyAction)  # whoever the files come from keeps them
            event.accept()
            self.dropped.emit(paths)
        else:
            super().dropEvent(event)

    @staticmethod
    def _paths(event: QDropEvent) -> list[Path]:
        return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]

    def _light(self, on: bool) -> None:
        self._over = on
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._over or not self.rows.items:
            painter = QPainter(self.viewport())
            self._paint_zone(painter, QRectF(self.viewport().rect()).adjusted(4, 4, -4, -4))
            painter.end()

    def _paint_zone(self, painter: QPainter, rect: QRectF) -> None:
        """The dashed zone with its sentence."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.hasFocus() and not self.rows.items
        if not focused:
            painter.setPen(QPen(colour("accent" if self._over else "field"), 1.5, Qt.PenStyle.DashLine))
            painter.setBrush(colour("accent_soft") if self._over else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect, RADIUS, RADIUS)
        else:
            paint.ring(painter, rect, RADIUS)
        lines = text("scans.let_go" if self._over else "scans.drop_here").split("\n")
        ink, top = ("accent" if self._over else "text3"), rect.center().y() - 16 - LINE * len(lines) / 2
        icons.draw(painter, "upload-simple", rect.center().x() - 13, top, 26, ink)
        for number, line in enumerate(lines):
            place = QRectF(rect.x() + 8, top + 36 + number * LINE, rect.width() - 16, LINE)
            ink = "text2" if number == 0 else "text3"
            paint.put(painter, place, line, size="secondary", ink=ink, align=paint.CENTRE)
