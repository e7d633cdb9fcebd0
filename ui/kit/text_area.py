"""A text of several lines on a clear ground. Tab leaves it, as it leaves every field."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QPlainTextEdit

from ui.kit.line import is_undo
from ui.theme import fonts
from ui.theme.palette import colour


class TextArea(QPlainTextEdit):
    """An edit that shows `lines` lines and scrolls beyond them."""

    edited = Signal(str)

    def __init__(self, text: str = "", *, placeholder: str = "", name: str = "", lines: int = 3) -> None:
        super().__init__(text)
        self._silent = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(fonts.font())
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name or placeholder)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.setFixedHeight(lines * fonts.line_height() + 2)
        self.retint()
        self.textChanged.connect(self._tell)

    def text(self) -> str:
        """What is written, without outer blanks."""
        return self.toPlainText().strip()

    def set_text(self, text: str) -> None:
        """Write `text`; `edited` stays silent."""
        self._silent = True
        self.setPlainText(text)
        self._silent = False

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and not self.document().isUndoAvailable() and is_undo(event):
            event.ignore()  # with nothing written to take back, Ctrl+Z is the window's
            return False
        return super().event(event)

    def retint(self) -> None:
        """Take the colours of the theme in use."""
        found = self.palette()
        found.setColor(QPalette.ColorRole.Text, colour("text"))
        found.setColor(QPalette.ColorRole.PlaceholderText, colour("text3"))
        found.setBrush(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(found)

    def _tell(self) -> None:
        if not self._silent:
            self.edited.emit(self.text())
