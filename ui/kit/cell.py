"""The dense form of a field: label over value, many in one frame with shared borders."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.kit import paint
from ui.kit.choice import Choice
from ui.kit.line import Line
from ui.kit.text import Elided, Icon, Text
from ui.kit.text_area import TextArea
from ui.theme.tokens import CELL, NORMAL


class CellFrame(QWidget):
    """What every cell has: label, mark of the source, words about an error in the label's line, and a ring."""

    def __init__(self, label: str, inner: QWidget, *, needed: bool = False) -> None:
        super().__init__()
        self._inner, self._wrong = inner, False
        self._label = Text(label, "small", ink="text3")
        self._label.setBuddy(inner)
        self._needed = Text("*" if needed else "", "small", ink="late")
        self._source = Icon("identification-card", 14, "ok")
        self._words = Elided("", "small", ink="late")
        self._source.hide()
        self._words.hide()
        top = QHBoxLayout()
        top.setSpacing(5)
        top.addWidget(self._label)
        if needed:
            top.addWidget(self._needed)
        top.addWidget(self._source)
        top.addWidget(self._words, 1)
        top.addStretch(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(11, 4, 8, 5)
        layout.setSpacing(0)
        layout.addLayout(top)
        self.value_row = QHBoxLayout()
        self.value_row.setSpacing(6)
        self.value_row.addWidget(inner, 1)
        layout.addLayout(self.value_row, 1)
        self.setFocusProxy(inner)
        self.setMinimumHeight(CELL)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        inner.setAccessibleName(label)
        inner.installEventFilter(self)

    def call(self, label: str) -> None:
        """Change what the field is called."""
        self._label.say(label)
        self._inner.setAccessibleName(label)

    @property
    def wrong(self) -> bool:
        """Whether an error stands at it."""
        return self._wrong

    def mark_source(self, meaning: str, *, icon: str = "identification-card") -> None:
        """Show the small green mark of where the value was read from; '' takes it away."""
        self._source.change(icon, "ok")
        self._source.setToolTip(meaning)
        self._source.setAccessibleName(meaning)
        self._source.setVisible(bool(meaning))

    def refuse(self, words: str) -> None:
        """Show the ring and the words of an error, until the value changes or `allow`."""
        self._say_wrong(words)

    def warn(self, words: str, whole: str = "") -> None:
        """Show words of doubt without a ring: the value is kept as it is. `whole` is the tool tip."""
        self._say(words, "soon")
        self._words.setToolTip(whole or words)

    def allow(self) -> None:
        """Take the error, or the doubt, away."""
        self._say_wrong("")

    def _say_wrong(self, words: str) -> None:
        self._wrong = bool(words)
        self._say(words, "late")
        self._words.setToolTip(words)
        self._label.say(self._label.text(), ink="late" if words else "text3")

    def _say(self, words: str, ink: str) -> None:
        self._words.say(words, ink=ink)
        self._words.setVisible(bool(words))
        self._inner.setAccessibleDescription(words)
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._inner.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, rect = QPainter(self), QRectF(self.rect())
        if self._wrong:
            paint.ring(painter, rect, 5, "late")
        elif self._inner.hasFocus():
            paint.ring(painter, rect, 5)


class Cell(CellFrame):
    """A one-line value. `weight` 600 for a person's name; `trailing` stands behind the value."""

    edited = Signal(str)
    finished = Signal(str)

    def __init__(
        self,
        label: str,
        value: str = "",
        *,
        placeholder: str = "",
        weight: int = NORMAL,
        needed: bool = False,
        trailing: QWidget | None = None,
    ) -> None:
        self.edit = Line(value, placeholder=placeholder, weight=weight, name=label)
        super().__init__(label, self.edit, needed=needed)
        if trailing:
            self.value_row.addWidget(trailing)
        self.setFixedHeight(CELL)
        self.edit.textEdited.connect(self._edited)
        self.edit.editingFinished.connect(lambda: self.finished.emit(self.value()))

    def value(self) -> str:
        """What is written, without outer blanks."""
        return self.edit.text().strip()

    def set_value(self, value: str, source: str = "") -> None:
        """Write `value`; `source` is the meaning of the source mark, '' for none. `edited` stays silent."""
        self.edit.setText(value)
        self.edit.setCursorPosition(0)
        self.mark_source(source)

    def _edited(self, value: str) -> None:
        self.mark_source("")
        self.allow()
        self.edited.emit(value)


class ChoiceCell(CellFrame):
    """A value chosen from a list, inside a cell grid."""

    changed = Signal(str)

    def __init__(
        self, label: str, options: Sequence[tuple[str, str]], chosen: str = "", *, placeholder: str = ""
    ) -> None:
        self.choice = Choice(options, chosen, name=label, placeholder=placeholder, bare=True, size="body")
        super().__init__(label, self.choice)
        self.setFixedHeight(CELL)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.choice.changed.connect(self._changed)

    def value(self) -> str:
        """The key of the option chosen."""
        return self.choice.chosen()

    def set_value(self, key: str, source: str = "") -> None:
        """Choose; `changed` stays silent."""
        self.choice.blockSignals(True)
        self.choice.choose(key)
        self.choice.blockSignals(False)
        self.mark_source(source)

    def _changed(self, key: str) -> None:
        self.mark_source("")
        self.allow()
        self.changed.emit(key)


class NoteCell(CellFrame):
    """A text of several lines, inside a cell grid; it shows `lines` of them."""

    edited = Signal(str)

    def __init__(self, label: str, value: str = "", *, placeholder: str = "", lines: int = 2) -> None:
        self.area = TextArea(value, placeholder=placeholder, name=label, lines=lines)
        super().__init__(label, self.area)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.area.edited.connect(self._edited)

    def value(self) -> str:
        """What is written, without outer blanks."""
        return self.area.text()

    def set_value(self, value: str) -> None:
        """Write `value`; `edited` stays silent."""
        self.area.set_text(value)

    def _edited(self, value: str) -> None:
        self.allow()
        self.edited.emit(value)
