"""The rows of the shelf: a model over a pile, dragged to be put in another order, and how a row is drawn."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desk.words import text
from sync.scans.standing import Standing
from ui.kit import paint
from ui.scans.pile import Item
from ui.scans.thumbs import BOX, Thumbs
from ui.theme import icons
from ui.theme.tokens import NORMAL, RADIUS, RADIUS_CHIP, STRONG

Index = QModelIndex | QPersistentModelIndex
ITEM = Qt.ItemDataRole.UserRole
PAPER = Qt.ItemDataRole.UserRole + 1
STANDING = Qt.ItemDataRole.UserRole + 2
LIGHTS = {"signed": ("check", "ok"), "waiting": ("arrow-up", "text3"), "coming": ("download-simple", "text3"),
          "elsewhere": ("desktop", "text3")}  # fmt: skip
LIGHT = 16
DRAGGED = "application/x-casedesk-scan"
HIGH = 64


class Rows(QAbstractListModel):
    """`moved(ids)` tells the order that a drag asks for."""

    moved = Signal(list)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.items: list[Item] = []
        self._papers: dict[str, str] = {}
        self._standing: Mapping[str, Standing] = {}

    def stand(self, standing: Mapping[str, Standing]) -> None:
        """Show how the files of these hashes stand on their way; of others nothing is said."""
        if standing != self._standing:
            self._standing = standing
            self.dataChanged.emit(self.index(0), self.index(len(self.items) - 1))

    def show(self, items: Sequence[Item], papers: Sequence[tuple[str, str]]) -> None:
        """Show these items."""
        self.beginResetModel()
        self.items, self._papers = list(items), dict(papers)
        self.endResetModel()

    def place(self, id: str) -> int:
        """The row of an item, -1 when it is gone."""
        return next((row for row, item in enumerate(self.items) if item.id == id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        item = self.items[index.row()]
        if role == ITEM:
            return item
        if role == PAPER:
            return self._papers.get(item.paper, "")
        if role == STANDING:
            return self._standing.get(item.sha256, "")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(item)
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (item.name, self._papers.get(item.paper, ""), self._way(item, "hint"))))
        return None

    def _spoken(self, item: Item) -> str:
        marked = text("scans.sensitive") if item.sensitive else ""
        about = ", ".join(filter(None, (item.about, self._papers.get(item.paper, ""), self._way(item), marked)))
        return text("scans.item", name=item.name, about=about)

    def _way(self, item: Item, which: str = "is") -> str:
        standing = self._standing.get(item.sha256, "")
        return text(f"scans_window.{which}.{standing}") if standing else ""

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [DRAGGED]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        data.setData(DRAGGED, self.items[indexes[0].row()].id.encode())
        return data

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index) -> bool:
        if not data.hasFormat(DRAGGED):
            return False
        at = row if row >= 0 else len(self.items)
        self.moved.emit(self.order(bytes(data.data(DRAGGED).data()).decode(), at))
        return False  # the pile moves it, the view does not take the row away

    def order(self, id: str, at: int) -> list[str]:
        """All ids as they would stand with that one before row `at`."""
        ids = [item.id for item in self.items]
        before = [other for other in ids[:at] if other != id]
        return [*before, id, *(other for other in ids[at:] if other != id)]


class RowPainter(QStyledItemDelegate):
    """Draws a row: small picture, name, what it is, the mark of what is sensitive."""

    def __init__(self, thumbs: Thumbs, parent: QObject) -> None:
        super().__init__(parent)
        self._thumbs = thumbs

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, HIGH)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        item, rect = index.data(ITEM), QRectF(option.rect)
        on = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        self._ground(painter, rect, option, on)
        box = QRectF(rect.x() + 14, rect.y() + (HIGH - BOX[1]) / 2, *BOX)
        self._picture(painter, box, item)
        words = rect.adjusted(14 + BOX[0] + 12, 0, -14, 0)
        if standing := index.data(STANDING):
            name, ink = LIGHTS[standing]
            icons.draw(painter, name, words.right() - LIGHT, rect.y() + 13, LIGHT, ink)
            words.setRight(words.right() - LIGHT - 8)
        way = text(f"scans_window.is.{standing}") if standing and standing != "signed" else ""
        self._words(painter, words, item, " · ".join(filter(None, (self._about(item, index.data(PAPER)), way))), on)
        painter.restore()

    @staticmethod
    def _about(item: Item, paper: str) -> str:
        return item.about if not paper or item.name.startswith(paper) else f"{item.about} · {paper}"

    def _ground(self, painter: QPainter, rect: QRectF, option: QStyleOptionViewItem, on: bool) -> None:
        body = rect.adjusted(4, 1, -4, -1)
        if on:
            paint.rounded(painter, body, RADIUS, "selected")
            paint.rounded(painter, QRectF(body.x(), body.y() + 10, 3, body.height() - 20), 1.5, "selected_line")
        elif option.state & QStyle.StateFlag.State_MouseOver:
            paint.rounded(painter, body, RADIUS, "hover")
        if on and option.widget and option.widget.hasFocus():
            paint.ring(painter, body, RADIUS)

    def _picture(self, painter: QPainter, box: QRectF, item: Item) -> None:
        picture = None if item.sensitive else self._thumbs.of(item, painter.device().devicePixelRatio())
        if picture is None:
            paint.rounded(painter, box, RADIUS_CHIP, "sunken", "line_strong")
            name = "fingerprint" if item.sensitive else "file-pdf" if item.media.endswith("pdf") else "image"
            icons.draw(painter, name, box.center().x() - 10, box.center().y() - 10, 20, "text3")
            return
        wide, high = (side / picture.devicePixelRatio() for side in (picture.width(), picture.height()))
        at = QRectF(box.center().x() - wide / 2, box.center().y() - high / 2, wide, high)
        painter.drawPixmap(at.topLeft(), picture)
        paint.rounded(painter, at, 0, None, "line_strong")

    def _words(self, painter: QPainter, rect: QRectF, item: Item, about: str, on: bool) -> None:
        upper = QRectF(rect.x(), rect.y() + 10, rect.width(), 22)
        lower = QRectF(rect.x(), rect.y() + 34, rect.width(), 18)
        room = 0
        if item.sensitive:
            chip = text("scans.sensitive")
            room = paint.chip_width(chip, "eye-slash")
            paint.chip(painter, rect.right() - room, lower.y() - 2, chip, "soon", "eye-slash")
        paint.put(painter, upper, item.name, weight=STRONG if on else NORMAL)
        paint.put(painter, lower.adjusted(0, 0, -room - 8, 0), about, size="small", ink="text3")
