"""A field that stands alone: label above, icon before, small things behind, words about an error below."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.kit import paint
from ui.kit.line import Line
from ui.kit.text import Icon, Text
from ui.theme.tokens import FIELD, RADIUS


class _Frame(QWidget):
    """The box around the edit, with the ring of focus or error."""

    def __init__(self, edit: Line, icon: str, trailing: Sequence[QWidget], height: int, ground: str) -> None:
        super().__init__()
        self._edit, self._ground, self.wrong = edit, ground, False
        layout = QHBoxLayout(self)
        layout.setContentsMargins(11, 1, 8, 1)
        layout.setSpacing(8)
        if icon:
            layout.addWidget(Icon(icon, 18, "text3"))
        layout.addWidget(edit, 1)
        for widget in trailing:
            layout.addWidget(widget)
        self.setFixedHeight(height)
        self.setCursor(Qt.CursorShape.IBeamCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._edit.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, rect = QPainter(self), QRectF(self.rect())
        ground = self._ground if self._edit.isEnabled() else "sunken"
        paint.rounded(painter, rect, RADIUS, ground, "field" if self._edit.isEnabled() else "line_strong")
        if self.wrong:
            paint.ring(painter, rect, RADIUS, "late")
        elif self._edit.hasFocus():
            paint.ring(painter, rect, RADIUS)


class Field(QWidget):
    """A one-line field. `name` is read aloud and, with `labelled`, written above."""

    edited = Signal(str)
    entered = Signal()

    def __init__(
        self,
        name: str,
        *,
        text: str = "",
        placeholder: str = "",
        icon: str = "",
        trailing: Sequence[QWidget] = (),
        labelled: bool = False,
        secret: bool = False,
        height: int = FIELD,
        size: str = "body",
        ground: str = "surface",
    ) -> None:
        super().__init__()
        self.edit = Line(text, placeholder=placeholder, size=size, name=name)
        if secret:
            self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._frame = _Frame(self.edit, icon, trailing, height, ground)
        self._words = Text("", "small", ink="late", wrap=True)
        self._words.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self._label = Text(name, "secondary", ink="text2") if labelled else None
        if self._label is not None:
            self._label.setBuddy(self.edit)
            layout.addWidget(self._label)
        layout.addWidget(self._frame)
        layout.addWidget(self._words)
        self.setFocusProxy(self.edit)
        self.edit.textEdited.connect(self._edited)
        self.edit.returnPressed.connect(self.entered)

    def text(self) -> str:
        """What is written, without outer blanks; a secret as it is."""
        return self.edit.text() if self.edit.echoMode() == QLineEdit.EchoMode.Password else self.edit.text().strip()

    def set_text(self, text: str) -> None:
        """Write `text`; `edited` stays silent."""
        self.edit.setText(text)

    def rename(self, name: str) -> None:
        """Ask for something else."""
        if self._label is not None:
            self._label.say(name)
        self.edit.setAccessibleName(name)

    def refuse(self, words: str) -> None:
        """Show the ring and the words of an error, until the next key or `allow`."""
        self._frame.wrong = True
        self._words.say(words)
        self._words.show()
        self.edit.setAccessibleDescription(words)
        self._frame.update()

    def allow(self) -> None:
        """Take the error away."""
        self._frame.wrong = False
        self._words.hide()
        self.edit.setAccessibleDescription("")
        self._frame.update()

    def _edited(self, text: str) -> None:
        self.allow()
        self.edited.emit(text)
