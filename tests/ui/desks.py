"""Desks with a window on them, for tests: a real home on disk, keys typed as a person or a scanner types them."""

from datetime import UTC, datetime

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QApplication

from sync import home
from tests.sync.offices import PASSWORD, provisions

OFFICER = "Nguyễn Thị Hạnh"
NOW = datetime(2026, 11, 20, 2, 41, tzinfo=UTC).timestamp()
"""Friday 20/11/2026, 09:41 in Vietnam."""
CARD = "079179004518||Trần Thị Bích Phượng|14081979|Nữ|Tổ 4, khu phố Ninh Trung, phường Tân Hòa Đông|12052021"


def make_home(folder):
    """A home with one officer."""
    home.make(folder, provisions(1)[0], OFFICER, PASSWORD)
    return folder


def open_home(folder):
    """Its desk, on a Friday morning."""
    return home.open_home(folder, PASSWORD, clock=lambda: NOW)


def type_letters(text):
    """Type into whatever has the keyboard, any letter there is."""
    for letter in text:
        event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(QApplication.focusWidget(), event)


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    """Press a key that makes no letter."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(QApplication.focusWidget(), QKeyEvent(kind, key, modifiers))


def scan(code):
    """What a scanner types."""
    type_letters(code)
    press(Qt.Key.Key_Return)


def drop(widget, path):
    """Drop a file on it as a mouse does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, QDragEnterEvent(QPoint(5, 5), *how))
    QApplication.sendEvent(widget, QDropEvent(QPointF(5, 5), *how))
