"""A choice of two to four, all of it visible: radio buttons side by side in one frame. Arrows move."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QSizePolicy, QWidget

from ui.kit import paint
from ui.theme import fonts
from ui.theme.tokens import NORMAL, RADIUS, SEGMENT, STRONG

_PAD = {"small": 8}  # px to both sides of the words together, where it is not 20


class _Segment(QRadioButton):
    def __init__(self, text: str, size: str) -> None:
        super().__init__(text)
        self._size = size
        self.setFixedHeight(SEGMENT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(round(fonts.width(self.text(), self._size, STRONG) + 0.5) + _PAD.get(self._size, 20), SEGMENT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, at: QPoint) -> bool:
        return self.rect().contains(at)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, rect, on = QPainter(self), QRectF(self.rect()), self.isChecked()
        if on:
            shade = ("accent_soft", "accent") if self.isEnabled() else ("wait_soft", "line_strong")
            paint.rounded(painter, rect, RADIUS, *shade)
        elif self.underMouse() and self.isEnabled():
            paint.rounded(painter, rect.adjusted(1, 1, -1, -1), RADIUS, "hover")
        ink = "disabled" if not self.isEnabled() else "accent" if on else "text2"
        weight = STRONG if on else NORMAL
        text = rect.adjusted(2, 0, -2, -1)
        paint.put(painter, text, self.text(), size=self._size, weight=weight, ink=ink, align=paint.CENTRE)
        if self.hasFocus():
            paint.ring(painter, rect, RADIUS)


class Segmented(QWidget):
    """A choice between `options` (key, words). `name` is what is chosen, read aloud."""

    changed = Signal(str)

    def __init__(
        self, options: Sequence[tuple[str, str]], chosen: str = "", *, name: str = "", size: str = "secondary"
    ) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._keys = [key for key, _ in options]
        self.setAccessibleName(name)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for number, (_, words) in enumerate(options):
            segment = _Segment(words, size)
            segment.setAccessibleDescription(name)
            segment.toggled.connect(self.update)
            self._group.addButton(segment, number)
            layout.addWidget(segment)
        self.setFixedHeight(SEGMENT)
        self.choose(chosen or self._keys[0])
        self.setFocusProxy(self._group.button(self._group.checkedId()))
        self._group.idToggled.connect(self._announce)

    def chosen(self) -> str:
        """The key of the option chosen."""
        return self._keys[self._group.checkedId()]

    def choose(self, key: str) -> None:
        """Choose the option of that key."""
        self._group.button(self._keys.index(key)).setChecked(True)

    def rename(self, key: str, words: str) -> None:
        """Call an option something else."""
        segment = self._group.button(self._keys.index(key))
        if segment.text() != words:
            segment.setText(words)
            segment.setShortcut(QKeySequence())  # Qt makes one of every "&"
            segment.updateGeometry()

    def _announce(self, number: int, on: bool) -> None:
        if on:
            self.setFocusProxy(self._group.button(number))
            self.changed.emit(self._keys[number])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint.rounded(painter, QRectF(self.rect()), RADIUS, "sunken", "line_strong")
        chosen = self._group.checkedId()
        for number in range(1, len(self._keys)):
            if chosen not in (number, number - 1):
                x = self._group.button(number).x()
                paint.hairline(painter, x, 8, SEGMENT - 16, upright=True, ink="line_strong")
