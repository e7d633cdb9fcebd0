"""A card scanner is a keyboard that types fast: what it types is caught wherever the keyboard is.

A scan is known by its bars, or by the start of an address: a person types neither. From there on, nothing reaches the
field that has the keyboard, and what came before is taken out of there again.
"""

import re

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

PAUSE = 300
"""ms without a key after which a scan is over, also where the scanner sends no Enter."""
FIRST_FIELD = 9
"""Fewest characters before the first bar."""
BARS = 5
ADDRESS = "://"

_BEGUN = re.compile(r"(?:[A-Z]{0,2}[0-9]{9,}\|?|[A-Za-z]+://?)$")


def is_scan(text: str) -> bool:
    """Whether a text typed or pasted is a card's code, or the address in some other code."""
    return text.count("|") >= BARS or ADDRESS in text


class ScanCatcher(QObject):
    """`scanned(str)` carries what a scanner typed while `owner` is on show in the active window."""

    scanned = Signal(str)

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        self._typed, self._catching = "", False
        self._field: QWidget | None = None
        self._before = ""
        self._end = QTimer(self, singleShot=True, interval=PAUSE)
        self._end.timeout.connect(self._finish)
        if app := QApplication.instance():
            app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in (QEvent.Type.KeyPress, QEvent.Type.InputMethod):
            return False
        if watched is not self._focused() or not self._owner.isVisible():
            return False
        if isinstance(event, QKeyEvent):
            return self._key(event)
        return isinstance(event, QInputMethodEvent) and self._take(event.commitString())

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            caught = self._catching
            self._finish()
            return caught
        return self._take(event.text()) if event.text() and event.text().isprintable() else self._catching

    def _take(self, letters: str) -> bool:
        """Note what was typed; whether it is kept from the field."""
        if not letters:
            return self._catching
        if not self._typed or self._field is not self._focused():
            self._typed = ""
            self._field, self._before = self._focused(), _text(self._focused())
        self._typed += letters
        self._end.start()
        begun = ("|" in letters and len(self._typed) > FIRST_FIELD) or self._typed.endswith(ADDRESS)
        if not self._catching and begun:
            self._catching = True
            if found := _BEGUN.search(self._typed):
                self._typed = found[0]  # what a hand typed right before is no part of it
            _put_back(self._field, without_scan(_text(self._field), self._before))
        return self._catching

    def _finish(self) -> None:
        self._end.stop()
        typed, caught = self._typed, self._catching
        self._typed, self._catching, self._field = "", False, None
        if caught:
            self.scanned.emit(typed)

    def _focused(self) -> QWidget | None:
        return QApplication.focusWidget()


def without_scan(text: str, before: str) -> str:
    """A field's text without what a scanner has typed into it so far; `before` where that cannot be told."""
    found = _BEGUN.search(text)
    return text[: found.start()] if found else before


def _text(field: QWidget | None) -> str:
    if isinstance(field, QLineEdit):
        return field.text()
    return field.toPlainText() if isinstance(field, QPlainTextEdit) else ""


def _put_back(field: QWidget | None, text: str) -> None:
    if isinstance(field, QLineEdit):
        field.setText(text)
        field.textEdited.emit(text)
    elif isinstance(field, QPlainTextEdit):
        field.setPlainText(text)
