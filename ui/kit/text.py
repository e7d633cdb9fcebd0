"""Words on the screen: labels in token sizes and colours, and labels that are cut with the whole as tool tip."""

import html

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from ui.kit import paint
from ui.kit.paragraph import Paragraph
from ui.theme import fonts, icons
from ui.theme.palette import colour
from ui.theme.tokens import CHIP, KEY_CAP, NORMAL, STRONG


class Text(QLabel):
    """A label. `size` and `ink` are tokens; `wrap` lets it take the lines it needs."""

    def __init__(
        self,
        text: str = "",
        size: str = "body",
        *,
        weight: int = NORMAL,
        ink: str = "text",
        wrap: bool = False,
        selectable: bool = False,
    ) -> None:
        super().__init__()
        self._ink = ink
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setFont(fonts.font(size, weight))
        self.setMinimumHeight(fonts.line_height(size))
        if wrap:
            self.setWordWrap(True)
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        if selectable:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.retint()

    def say(self, text: str, *, ink: str | None = None, lead: str = "") -> None:
        """Change the words, the colour if given; `lead` stands before them in strong type."""
        self.setTextFormat(Qt.TextFormat.RichText if lead else Qt.TextFormat.PlainText)
        self.setText(f"<b>{html.escape(lead)}</b> {html.escape(text)}" if lead else text)
        if ink:
            self._ink = ink
            self.retint()

    def retint(self) -> None:
        """Take the colour of the theme in use."""
        found = self.palette()
        found.setColor(QPalette.ColorRole.WindowText, colour(self._ink))
        found.setColor(QPalette.ColorRole.Link, colour("accent"))
        self.setPalette(found)


class Elided(QLabel):
    """Words in at most `lines` lines, the last one cut; when cut, the whole text is the tool tip."""

    def __init__(
        self, text: str = "", size: str = "body", *, weight: int = NORMAL, ink: str = "text", lines: int = 1
    ) -> None:
        super().__init__()
        self._size, self._weight, self._ink, self._lines = size, weight, ink, lines
        self._paragraph = Paragraph("", 1)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.say(text)

    def say(self, text: str, *, ink: str | None = None) -> None:
        """Change the words, and the colour if given."""
        self.setText(text)
        self._ink = ink or self._ink
        self._break()

    def _break(self) -> None:
        width = max(self.width(), 1)
        self._paragraph = Paragraph(self.text(), width, size=self._size, weight=self._weight, lines=self._lines)
        whole = " ".join(self._paragraph.rows) == " ".join(self.text().split())
        self.setToolTip("" if whole else self.text())
        self.setFixedHeight(self._paragraph.height)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(fonts.width(self.text(), self._size, self._weight) + 1), self._paragraph.height)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self._paragraph.height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._break()

    def paintEvent(self, event: QPaintEvent) -> None:
        self._paragraph.draw(QPainter(self), 0, 0, self._ink)


class KeyCap(QLabel):
    """The key that does the thing beside it."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.setFixedSize(self.minimumSizeHint())

    def minimumSizeHint(self) -> QSize:
        return QSize(paint.key_cap_width(self.text()), KEY_CAP)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.key_cap(QPainter(self), 0, 0, self.text())


class Chip(QLabel):
    """A word on a soft tone (a key of `paint.TONES`), with an icon or without."""

    def __init__(self, text: str, tone: str = "wait", *, icon: str = "") -> None:
        super().__init__()
        self.say(text, tone, icon=icon)

    def say(self, text: str, tone: str, *, icon: str = "") -> None:
        """Change words, tone and icon."""
        self.setText(text)
        self._tone, self._icon = tone, icons.named(icon)
        self.setFixedSize(self.minimumSizeHint())
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(paint.chip_width(self.text(), self._icon), CHIP)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint.chip(QPainter(self), 0, 0, self.text(), self._tone, self._icon)


class Icon(QLabel):
    """An icon that stands for itself; `meaning` is read aloud and shown as tool tip. Without one it is decoration."""

    def __init__(self, name: str, size: int = 18, ink: str = "text2", *, meaning: str = "") -> None:
        super().__init__()
        self._name, self._side, self._ink = icons.named(name), size, ink
        self.setFixedSize(size, size)
        self.setAccessibleName(meaning)
        self.setToolTip(meaning)

    def change(self, name: str, ink: str) -> None:
        """Show another icon of the same size."""
        self._name, self._ink = icons.named(name), ink
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        icons.draw(QPainter(self), self._name, 0, 0, self._side, self._ink)


class Avatar(QLabel):
    """A person's initial in a soft circle; beside the written name, never instead of it."""

    _TONES = ("accent", "ok", "conflict", "soon", "wait")

    def __init__(self, name: str, size: int = 28) -> None:
        super().__init__()
        self._initial = name.split()[-1][:1].upper() if name.split() else ""
        self._ink, self._ground = paint.TONES[self._TONES[sum(map(ord, name)) % len(self._TONES)]]
        self.setFixedSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, rect = QPainter(self), QRectF(self.rect())
        paint.rounded(painter, rect, rect.width() / 2, self._ground)
        paint.put(painter, rect, self._initial, size="small", weight=STRONG, ink=self._ink, align=paint.CENTRE)
