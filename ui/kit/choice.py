"""A choice among more than four: a combo box painted in our look."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QListView, QSizePolicy

from ui.kit import paint
from ui.theme import fonts, icons
from ui.theme.tokens import BUTTON, RADIUS


class Choice(QComboBox):
    """A choice between `options` (key, words). `bare` leaves the frame to a cell."""

    changed = Signal(str)

    def __init__(
        self,
        options: Sequence[tuple[str, str]] = (),
        chosen: str = "",
        *,
        name: str = "",
        placeholder: str = "",
        bare: bool = False,
        size: str = "secondary",
        height: int = BUTTON,
    ) -> None:
        super().__init__()
        self._bare, self._size, self._side = bare, size, fonts.line_height(size) if bare else height
        view = QListView()
        view.setFont(fonts.font(size))
        self.setView(view)
        self.setFont(fonts.font(size))
        self.setFixedHeight(self._side)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.offer(options, chosen)
        self.currentIndexChanged.connect(self._announce)

    def offer(self, options: Sequence[tuple[str, str]], chosen: str = "") -> None:
        """Change the options; `changed` stays silent."""
        self.blockSignals(True)
        self.clear()
        for key, words in options:
            self.addItem(words, key)
        self.setCurrentIndex(self.findData(chosen) if chosen or self.placeholderText() else 0)
        self.blockSignals(False)
        self._tell_whole()

    def chosen(self) -> str:
        """The key of the option chosen, empty when none is."""
        return str(self.currentData() or "")

    def choose(self, key: str) -> None:
        """Choose the option of that key."""
        self.setCurrentIndex(self.findData(key))

    def sizeHint(self) -> QSize:
        words = [self.itemText(number) for number in range(self.count())]
        widest = max((fonts.width(each, self._size) for each in words), default=0)
        return QSize(round(widest) + 48, self._side)

    def minimumSizeHint(self) -> QSize:
        return QSize(72, self._side)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # a page scrolled by must not change a value

    def _announce(self) -> None:
        self._tell_whole()
        self.changed.emit(self.chosen())

    def _tell_whole(self) -> None:
        whole = fonts.width(self.currentText(), self._size) <= self.width() - 40
        self.setToolTip("" if whole else self.currentText())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, rect = QPainter(self), QRectF(self.rect())
        if not self._bare:
            ground = "hover" if self.underMouse() and self.isEnabled() else "surface"
            paint.rounded(painter, rect, RADIUS, ground, "field" if self.isEnabled() else "line_strong")
        left = 0 if self._bare else 11
        words, ink = self.currentText(), "text" if self.isEnabled() else "disabled"
        if not words:
            words, ink = self.placeholderText(), "text3"
        paint.put(painter, rect.adjusted(left, 0, -left - 20, -1), words, size=self._size, ink=ink)
        icons.draw(painter, "caret-down", rect.right() - left - 14, (rect.height() - 14) / 2, 14, "text3")
        if self.hasFocus() and not self._bare:
            paint.ring(painter, rect, RADIUS)
