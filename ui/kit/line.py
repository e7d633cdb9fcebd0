"""The bare line edit inside cells and fields; whoever holds it draws frame and ring."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPalette, QResizeEvent
from PySide6.QtWidgets import QLineEdit

from ui.theme import fonts
from ui.theme.palette import colour
from ui.theme.tokens import NORMAL

AWAY = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason)
"""Ways to lose the keyboard for a moment: the cursor stays where it was."""


class Line(QLineEdit):
    """A frameless edit on a clear ground, in a token size."""

    def __init__(
        self, text: str = "", *, placeholder: str = "", size: str = "body", weight: int = NORMAL, name: str = ""
    ) -> None:
        super().__init__(text)
        self.setFrame(False)
        self.setFont(fonts.font(size, weight))
        self.setMinimumHeight(fonts.line_height(size))
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name or placeholder)
        self.setTextMargins(-2, 0, -2, 0)  # Qt insets every edit by 2 px; labels above stand flush
        self.setCursorPosition(0)
        self._left_at = 0
        self.textChanged.connect(self._tell_whole)
        self.retint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_whole()

    def _tell_whole(self) -> None:
        shown = self.echoMode() != QLineEdit.EchoMode.Normal or self._width() <= self.width()
        self.setToolTip("" if shown else self.text())

    def _width(self) -> float:
        return self.fontMetrics().horizontalAdvance(self.text()) + 2

    def retint(self) -> None:
        """Take the colours of the theme in use."""
        found = self.palette()
        found.setColor(QPalette.ColorRole.Text, colour("text"))
        found.setColor(QPalette.ColorRole.PlaceholderText, colour("text3"))
        found.setColor(QPalette.ColorRole.Highlight, colour("accent"))
        found.setColor(QPalette.ColorRole.HighlightedText, colour("on_accent"))
        found.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text, colour("text3"))
        found.setBrush(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(found)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and not self.isUndoAvailable() and is_undo(event):
            event.ignore()  # with nothing written to take back, Ctrl+Z is the window's
            return False
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.OtherFocusReason:  # given back by the window: typing goes on where it was
            self.setCursorPosition(min(self._left_at, len(self.text())))
        self._tell_frame()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in AWAY:
            self._left_at = self.cursorPosition()
            self.setCursorPosition(0)  # what is read is the beginning
        self._tell_frame()

    def _tell_frame(self) -> None:
        if frame := self.parentWidget():
            frame.update()


def is_undo(event: QEvent) -> bool:
    """Whether the key pressed is the one that takes back."""
    return isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo)
