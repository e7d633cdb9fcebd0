"""The rail of places at the left: icon, name, a count when something waits. Ctrl and a number go there."""

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from desk import words
from ui.kit import paint
from ui.shell.mark import Mark
from ui.theme import icons
from ui.theme.palette import colour
from ui.theme.tokens import NORMAL, RADIUS_CARD, RAIL, RAIL_COMPACT, STRONG

_ICON = 22
_HIGH, _HIGH_COMPACT = 58, 44


class PlaceButton(QRadioButton):
    """One place of the rail; a radio button to the keyboard and to screen readers."""

    def __init__(self, icon: str, text: str, key: str) -> None:
        super().__init__(text)
        self._icon, self._compact = icons.named(icon), False
        self._count, self._tone = 0, "late"
        self.setToolTip(words.text("shell.place_tip", name=text, keys=key))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.compact(False)

    def compact(self, on: bool) -> None:
        """Show the icon alone, or icon and name."""
        self._compact = on
        self.setFixedHeight(_HIGH_COMPACT if on else _HIGH)

    def count(self, count: int, tone: str) -> None:
        """Show that many waiting things; 0 shows none."""
        self._count, self._tone = count, tone
        self.setAccessibleDescription(words.text("shell.badge", count=count) if count else "")
        self.update()

    def hitButton(self, at: QPoint) -> bool:
        return self.rect().contains(at)

    def sizeHint(self) -> QSize:
        return QSize(RAIL_COMPACT if self._compact else RAIL, self.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, on = QPainter(self), self.isChecked()
        wide, high = self.width(), self.height()
        body = QRectF(6, 0, wide - 13, high)
        if on or self.underMouse():
            paint.rounded(painter, body, RADIUS_CARD, "surface" if on else "hover")
        if on:
            paint.rounded(painter, QRectF(0, high / 2 - 12, 3, 24), 1.5, "accent")
        ink, top = ("accent" if on else "text2"), 11 if self._compact else 9
        icons.draw(painter, self._icon, (wide - 1 - _ICON) / 2, top, _ICON, ink)
        if not self._compact:
            name = QRectF(3, 33, wide - 7, 18)
            weight = STRONG if on else NORMAL
            paint.put(painter, name, self.text(), size="small", weight=weight, ink=ink, align=paint.CENTRE)
        if self._count:
            paint.badge(painter, wide / 2 + 3, top - 5, self._count, self._tone)
        if self.hasFocus():
            paint.ring(painter, body, RADIUS_CARD)


class Rail(QWidget):
    """The places in the order they were added. `chosen(key)` comes when the person goes to one."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._keys: list[str] = []
        self._group = QButtonGroup(self)
        self._group.idToggled.connect(self._announce)
        self._upper, self._lower = QVBoxLayout(), QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 10, 0, 6)
        layout.setSpacing(0)
        layout.addWidget(Mark(), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(16)
        layout.addLayout(self._upper)
        layout.addStretch(1)
        layout.addLayout(self._lower)
        for places in (self._upper, self._lower):
            places.setSpacing(4)
        self.setAccessibleName(words.text("shell.places"))
        self.compact(False)

    def add(self, key: str, icon: str, text: str, *, low: bool = False) -> None:
        """Add a place; `low` puts it at the foot of the rail."""
        number = len(self._keys)
        shortcut = f"Ctrl+{number + 1}"
        button = PlaceButton(icon, text, shortcut)
        self._keys.append(key)
        self._group.addButton(button, number)
        (self._lower if low else self._upper).addWidget(button)
        QShortcut(QKeySequence(shortcut), self).activated.connect(lambda: self.choose(key))

    def choose(self, key: str) -> None:
        """Go to the place of that key."""
        self._button(key).setChecked(True)

    def count(self, key: str, count: int, tone: str) -> None:
        """Show how many things wait at that place."""
        self._button(key).count(count, tone)

    def compact(self, on: bool) -> None:
        """Show icons alone, or icons and names."""
        self.setFixedWidth(RAIL_COMPACT if on else RAIL)
        for button in self._group.buttons():
            if isinstance(button, PlaceButton):
                button.compact(on)

    def names(self) -> list[str]:
        """The names of the places, in the order of Ctrl+1.."""
        return [self._button(key).text() for key in self._keys]

    def _button(self, key: str) -> PlaceButton:
        button = self._group.button(self._keys.index(key))
        assert isinstance(button, PlaceButton)
        return button

    def _announce(self, number: int, on: bool) -> None:
        if on:
            self.chosen.emit(self._keys[number])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour("rail"))
        paint.hairline(painter, self.width() - 1, 0, self.height(), upright=True)
